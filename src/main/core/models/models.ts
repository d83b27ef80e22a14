/** Models: MLflow servers, registry, runs, models kept on this laptop, predictions without a network. */
import type { Nomenclature, SourceFile } from '../../../shared/contract/annotation/nomenclatures.ts';
import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { Blob } from '../blobs.ts';
import type { MlflowOf } from '../platform/mlflow/mlflow.ts';
import type { Ranged } from '../platform/s3/ranged-object.ts';
import type { InProject, ProjectContext, ProjectSurroundings } from '../project-context.ts';
import type { PredictHere } from '../project-needs.ts';
import type { KeptFiles } from '../shell/kept.ts';
import { createArtifacts } from './artifacts/artifacts.ts';
import { createInference } from './inference/inference.ts';
import { keptRuns } from './kept-runs.ts';
import { createPins } from './pins/pins.ts';
import { createRegistry } from './registry/registry.ts';
import { createRuns } from './runs/runs.ts';
import { forgetSeen } from './seen-store.ts';
import { createServers } from './servers/servers.ts';

/** What the models need of other capabilities. */
export interface ModelsParts {
  readonly here: InProject;
  readonly surroundings: ProjectSurroundings;
  /** A file that the page sent, or an object. */
  readonly openSource: (file: SourceFile, signal?: AbortSignal) => Promise<Ranged>;
  readonly nomenclatures: () => Promise<readonly { readonly id: string }[]>;
  readonly nomenclature: (id: string) => Promise<Nomenclature>;
}

export interface Models {
  readonly handlers: AppHandlers['models'];
  enter(context: ProjectContext | undefined): Promise<void>;
  readonly mlflowOf: MlflowOf;
  readonly predict: PredictHere;
  /** Name and version of a pinned model, for people. @throws Failure `not-found` */
  readonly pinName: (pin: string) => Promise<string>;
  /** Bytes at an address that was given; paths begin with `models/`. */
  blob(path: string): Promise<Blob | undefined>;
  readonly copies: readonly KeptFiles[];
  close(): Promise<void>;
}

/** Makes the models of nobody; `enter` says whose. */
export function createModels(parts: ModelsParts): Models {
  const { here, surroundings, openSource, nomenclature } = parts;
  let context: ProjectContext | undefined;
  const servers = createServers({
    here,
    surroundings,
    forget: async (of, seen) => {
      await runs.closeServer(seen);
      await forgetSeen(of, seen);
    },
  });
  const runs = createRuns({ here, surroundings, servers });
  const artifacts = createArtifacts({ here, surroundings, reach: servers.reach });
  const registry = createRegistry({
    here,
    surroundings,
    servers,
    sourceOf: artifacts.sourceOf,
    experimentName: runs.experimentName,
  });
  const pins = createPins({
    here,
    surroundings,
    openSource,
    nomenclatures: parts.nomenclatures,
    nomenclature,
    mlflowOf: servers.mlflowOf,
    serverName: async (id) => (await servers.known(id)).server.name,
  });
  const inference = createInference({ here, surroundings, openSource, nomenclature, pins });

  return {
    handlers: {
      ...servers.handlers,
      ...registry.handlers,
      ...runs.handlers,
      ...artifacts.handlers,
      ...pins.handlers,
      ...inference.handlers,
    },
    async enter(next) {
      await runs.enter(next);
      context = next;
      registry.enter();
      // A pin that waits asks for its server at once.
      await servers.enter(next);
      await Promise.all([pins.enter(next), inference.enter(next)]);
    },
    mlflowOf: servers.mlflowOf,
    predict: inference.predict,
    pinName: pins.name,
    async blob(path) {
      const below = path.slice('models/'.length);
      return below.startsWith('artifact/') ? artifacts.blob(below) : inference.blob(below);
    },
    copies: [keptRuns(() => context, runs.enter), ...pins.copies],
    async close() {
      await Promise.all([servers.close(), runs.close(), pins.close(), inference.close()]);
    },
  };
}
