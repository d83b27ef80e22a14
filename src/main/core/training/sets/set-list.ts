/** The list of training sets: from the store first, then as the servers have it. */
import { z } from 'zod';
import { isFailure, type FailureData } from '../../../../shared/contract/errors.ts';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { TrainingSet, type trainingSetOperations } from '../../../../shared/contract/training/sets.ts';
import { live, type Followed } from '../../live.ts';
import type { ProjectContext } from '../../project-context.ts';
import { addressOf, setsIn } from './set-places.ts';
import { readSet } from './store-set.ts';

export type TrainingSets = z.infer<(typeof trainingSetOperations)['trainingSets']['output']>;

export interface SetList {
  readonly shown: Followed<TrainingSets>;
  enter(context: ProjectContext | undefined): Promise<void>;
  /** Looks everywhere anew. Never throws: what went wrong is shown. */
  refresh(): Promise<void>;
  /** Shows a set that was just made. */
  put(set: TrainingSet): Promise<void>;
  close(): void;
}

const storeKey = 'training/sets';
const nothing: TrainingSets = { sets: [], state: 'loading' };

/** Makes it; nothing is looked for before `enter`. */
export function createSetList(parts: {
  readonly clock: () => number;
  readonly report: (error: unknown, where: string) => void;
}): SetList {
  const shown = live<TrainingSets>(nothing);
  let context: ProjectContext | undefined;
  let looking: AbortController | undefined;

  async function keep(here: ProjectContext, sets: readonly TrainingSet[]): Promise<void> {
    await here.store.set(storeKey, { project: here.key, sets });
  }

  async function refresh(): Promise<void> {
    const here = context;
    if (!here) return;
    looking?.abort();
    const mine = (looking = new AbortController());
    try {
      const looks = await Promise.all(here.roots.map((root) => lookIn(here, root, mine.signal)));
      if (looking !== mine) return;
      const found = looks.flatMap(({ sets }) => sets);
      const problem = looks.map((look) => look.problem).find((one) => one !== undefined);
      const before = shown.get();
      // What a server does not tell at the moment stays in sight.
      const lost = problem
        ? before.sets.filter((one) => !found.some((other) => other.address === one.address))
        : [];
      const sets = newestFirst([...found, ...lost]);
      shown.set({
        sets,
        state: problem ? 'stored' : 'live',
        ...(problem
          ? { problem, ...(before.asOf !== undefined && { asOf: before.asOf }) }
          : { asOf: parts.clock() }),
      });
      if (!problem) await keep(here, sets);
    } catch (error) {
      if (looking === mine) parts.report(error, 'training-sets');
    }
  }

  return {
    shown,
    async enter(next) {
      looking?.abort();
      context = next;
      shown.set(next ? nothing : { sets: [], state: 'live' });
      if (!next) return;
      const stored = await next.store.get(storeKey);
      if (context !== next) return;
      const { data } = Stored.safeParse(stored?.value);
      if (stored && data?.project === next.key)
        shown.set({ sets: data.sets.flatMap(readStored), state: 'stored', asOf: stored.at });
      void refresh();
    },
    refresh,
    async put(set) {
      const here = context;
      const { sets, ...rest } = shown.get();
      const all = newestFirst([set, ...sets.filter(({ address }) => address !== set.address)]);
      shown.set({ ...rest, sets: all });
      if (here) await keep(here, all);
    },
    close() {
      looking?.abort();
      looking = undefined;
      context = undefined;
    },
  };
}

const Stored = z.object({ project: z.string(), sets: z.array(z.unknown()) });
const readStored = (one: unknown) => TrainingSet.safeParse(one).data ?? [];

function newestFirst(sets: readonly TrainingSet[]): TrainingSet[] {
  return [...sets].sort((one, other) => other.set.madeAt - one.set.madeAt);
}

/** The sets of a place; one that cannot be read does not hide the others. */
async function lookIn(
  here: ProjectContext,
  root: Place,
  signal: AbortSignal,
): Promise<{ sets: TrainingSet[]; problem?: FailureData }> {
  try {
    const endpoint = here.endpoint(root.profile);
    const sets: TrainingSet[] = [];
    let problem: FailureData | undefined;
    for (const at of await setsIn(endpoint, root, signal)) {
      const set = await readSet(endpoint, at, signal).catch((error: unknown) => {
        if (!isFailure(error)) throw error;
        problem ??= error.data;
        return undefined;
      });
      if (set) sets.push({ at, address: addressOf(at), set });
    }
    return { sets, ...(problem && { problem }) };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { sets: [], problem: error.data };
  }
}
