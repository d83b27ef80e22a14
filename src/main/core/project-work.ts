/** Models, training and serving, which share the project that they work in, joined to each other and to the annotation. */
import { failure } from '../../shared/contract/errors.ts';
import type { AppHandlers } from '../../shared/contract/index.ts';
import type { Annotation } from './annotation/annotation.ts';
import type { Blob } from './blobs.ts';
import { createModels } from './models/models.ts';
import type { ProjectContext, ProjectSurroundings } from './project-context.ts';
import { createServing } from './serving/serving.ts';
import type { KeptFiles } from './shell/kept.ts';
import { createTraining } from './training/training.ts';

export interface ProjectWork {
  readonly handlers: Pick<AppHandlers, 'models' | 'training' | 'serving'>;
  /** Goes where the person works now; no server is waited for. */
  enter(next: ProjectContext | undefined): Promise<void>;
  /** Bytes at an address that was given; paths begin with `models/`. */
  blob(path: string): Promise<Blob | undefined>;
  readonly copies: readonly KeptFiles[];
  close(): Promise<void>;
}

/** Makes the work of nobody; `enter` says whose. */
export function createProjectWork(surroundings: ProjectSurroundings, annotation: Annotation): ProjectWork {
  let project: ProjectContext | undefined;
  const here = () => {
    if (!project) throw failure('signed-out', 'Nobody is signed in', { reason: 'not-signed-in' });
    return project;
  };
  const { codedItemsOf, correspondence, nomenclature, nomenclatures, openSource } = annotation;
  const models = createModels({ here, surroundings, openSource, nomenclatures, nomenclature });
  const { mlflowOf, predict, pinName } = models;
  const training = createTraining({
    here,
    surroundings,
    codedItemsOf,
    nomenclature,
    correspondence,
    mlflowOf,
  });
  const serving = createServing({ here, surroundings, codedItemsOf, nomenclature, predict, pinName });
  const parts = [serving, training, models];

  return {
    handlers: { models: models.handlers, training: training.handlers, serving: serving.handlers },
    async enter(next) {
      project = next;
      await Promise.all(parts.map((part) => part.enter(next)));
    },
    blob: (path) => models.blob(path),
    copies: models.copies,
    async close() {
      for (const part of parts) await part.close();
    },
  };
}
