/** The list of workflows, from metadata alone. */
import type { z } from 'zod';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { WorkflowSummary } from '../../../../shared/contract/training/workflows.ts';
import type { KubernetesObject } from '../../platform/kubernetes/objects.ts';
import type { ArgoPlaces } from '../argo-place.ts';
import { followCollection } from '../follow-collection.ts';
import { summaryOf } from '../marks.ts';
import type { StartJournal } from '../start/journal.ts';
import type { TrainingParts } from '../training-parts.ts';
import type { Closing } from './closing.ts';
import { createWorkflowFacts } from './workflow-facts.ts';

type Summary = z.infer<typeof WorkflowSummary>;

/** Makes the handler. */
export function createWorkflowList(parts: {
  readonly here: TrainingParts['here'];
  readonly places: ArgoPlaces;
  readonly surroundings: TrainingParts['surroundings'];
  readonly closing: Closing;
  readonly journal: StartJournal;
}): Pick<AppHandlers['training'], 'workflows'> {
  const { places, surroundings, closing, journal } = parts;
  return {
    async *workflows(_, { signal }) {
      const place = places.of(parts.here());
      if (!place) return yield { workflows: [], state: 'unsupported' };
      journal.settle(place).catch((error: unknown) => surroundings.report(error, 'training-journal'));
      const facts = await createWorkflowFacts(place.context.store, closing);
      let completing: Promise<void> | undefined;

      /** The newest first. */
      const byAge = (objects: readonly KubernetesObject[]) =>
        [...objects].sort((one, other) =>
          (other.metadata?.creationTimestamp ?? '') < (one.metadata?.creationTimestamp ?? '') ? -1 : 1,
        );
      const shown = followCollection<KubernetesObject, Summary>(
        {
          ...{ place, surroundings, plural: 'workflows', metadataOnly: true, storeKey: 'training/workflows' },
          readStored: readSummaries,
          read: (objects) => byAge(objects).map((one) => summaryOf(one.metadata ?? {}, facts.of(one))),
          onChange(objects, again, until) {
            if (completing) return;
            completing = facts
              .complete(place, byAge(objects), again, until)
              .catch((error: unknown) => surroundings.report(error, 'workflow-facts'))
              .finally(() => {
                completing = undefined;
              });
          },
        },
        signal,
      );
      for await (const { items, ...rest } of shown) yield { workflows: [...items], ...rest };
    },
  };
}

function readSummaries(value: unknown): Summary[] {
  return Array.isArray(value)
    ? value.flatMap((one: unknown) => WorkflowSummary.safeParse(one).data ?? [])
    : [];
}
