/** What was begun and must be settled, should the app end in between: runs that nobody would ever end, keys that nobody would remove. */
import { z } from 'zod';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { MlflowOf } from '../../platform/mlflow/mlflow.ts';
import type { ArgoPlace } from '../argo-place.ts';
import { removeSecret } from './session-keys.ts';
import { endRuns } from './tracking.ts';

const Entry = z.object({
  workflow: z.string(),
  namespace: z.string(),
  tracking: z.object({ server: z.string(), experiment: z.string() }).optional(),
  hasSecret: z.boolean(),
});
export type JournalEntry = z.infer<typeof Entry>;

const prefix = 'training/start/';
const keyOf = ({ namespace, workflow }: JournalEntry) => `${prefix}${namespace}/${workflow}`;

export interface StartJournal {
  /** Acknowledged only when it is on disk. */
  begin(place: ArgoPlace, entry: JournalEntry): Promise<void>;
  end(place: ArgoPlace, entry: JournalEntry): Promise<void>;
  /** Leaves it to be settled later: whether the workflow is there cannot be said now. */
  leave(entry: JournalEntry): void;
  /** Undoes a start whose workflow there is not: its runs are ended as `KILLED`, its keys removed. @throws Failure */
  undo(place: ArgoPlace, entry: JournalEntry): Promise<void>;
  /** Settles what an earlier run of the app left behind; what cannot be settled now is left for the next time. */
  settle(place: ArgoPlace): Promise<void>;
}

/** Makes it over the store of each place. */
export function createStartJournal(parts: {
  readonly mlflowOf: MlflowOf;
  readonly clock: () => number;
}): StartJournal {
  /** Under way in this run of the app. */
  const underWay = new Set<string>();

  const journal: StartJournal = {
    async begin({ context }, entry) {
      underWay.add(keyOf(entry));
      await context.store.set(keyOf(entry), entry);
    },
    async end({ context }, entry) {
      await context.store.delete(keyOf(entry));
      underWay.delete(keyOf(entry));
    },
    leave: (entry) => void underWay.delete(keyOf(entry)),
    async undo(place, entry) {
      const { tracking, workflow, hasSecret } = entry;
      underWay.delete(keyOf(entry));
      if (hasSecret) await removeSecret(place, workflow);
      if (tracking) {
        const client = await parts.mlflowOf(tracking.server);
        const how = () => ({ status: 'KILLED' as const, why: 'The workflow was not started' });
        await endRuns(client, tracking.experiment, workflow, how, parts.clock());
      }
      await journal.end(place, entry);
    },
    async settle(place) {
      const { store } = place.context;
      for (const { key } of await store.kept(prefix)) {
        const { data: entry } = Entry.safeParse((await store.get(key))?.value);
        if (!entry || entry.namespace !== place.argo.namespace || underWay.has(key)) continue;
        try {
          if (await exists(place, entry.workflow)) await journal.end(place, entry);
          else await journal.undo(place, entry);
        } catch (error) {
          if (!isFailure(error)) throw error;
        }
      }
    },
  };
  return journal;
}

/** Whether a workflow is there. @throws Failure where that cannot be said */
export async function exists({ argo }: ArgoPlace, workflow: string): Promise<boolean> {
  try {
    await argo.cluster.request('GET', argo.path('workflows', workflow), {
      accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json',
    });
    return true;
  } catch (error) {
    if (isFailure(error) && error.code === 'not-found') return false;
    throw error;
  }
}
