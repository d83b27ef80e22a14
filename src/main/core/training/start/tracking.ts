/** The runs of a grid in MLflow: made before it starts, ended by us where nobody else will. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { nameOfCombination, type Combination } from '../../../../shared/training/grid.ts';
import type { MlflowClient, MlflowRun, MlflowRunStatus, MlflowTag } from '../../platform/mlflow/mlflow.ts';

/** Tags by which a run is found again. */
export const runTags = {
  workflow: 'argo.workflow',
  combination: 'argo.combination',
  set: 'training.set',
  setHash: 'training.set.hash',
  user: 'mlflow.user',
  /** Why the app ended a run. */
  ended: 'sardonyx.ended',
} as const;

/** Requests at the same time. */
const atOnce = 8;

async function inGroups<T, R>(
  things: readonly T[],
  work: (thing: T, index: number) => Promise<R>,
): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < things.length; from += atOnce) {
    const some = things.slice(from, from + atOnce);
    done.push(...(await Promise.all(some.map((thing, index) => work(thing, from + index)))));
  }
  return done;
}

/** The id of an experiment, which is made where it is missing. @throws Failure `conflict` with `training-experiment-deleted` */
export async function experimentFor(client: MlflowClient, name: string): Promise<string> {
  const known = await client.experimentByName(name);
  if (known?.lifecycle === 'deleted')
    throw failure('conflict', 'The experiment was deleted', {
      reason: 'training-experiment-deleted',
      values: { name },
      field: 'tracking.experiment',
    });
  if (known) return known.id;
  return client.createExperiment(name).catch(async (error: unknown) => {
    // Somebody else made it meanwhile.
    const now =
      isFailure(error) && error.code === 'conflict' ? await client.experimentByName(name) : undefined;
    if (now) return now.id;
    throw error;
  });
}

/** Makes a run for each combination; their ids in the same order. @throws Failure; those made before are still there */
export async function createRuns(
  client: MlflowClient,
  plan: {
    readonly experimentId: string;
    readonly workflow: string;
    readonly person: string;
    readonly set?: string | undefined;
    readonly setHash?: string | undefined;
    readonly combinations: readonly Combination[];
    readonly now: () => number;
    readonly progress: (share: number) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<string[]> {
  const { experimentId, workflow, person, combinations, now, progress, signal } = plan;
  let made = 0;
  return inGroups(combinations, async (combination, index) => {
    const texts = {
      [runTags.workflow]: workflow,
      [runTags.combination]: JSON.stringify(combination),
      [runTags.set]: plan.set,
      [runTags.setHash]: plan.setHash,
      [runTags.user]: person,
    };
    const tags = Object.entries(texts).flatMap(([key, value]): MlflowTag[] =>
      value === undefined ? [] : [{ key, value }],
    );
    const name = nameOfCombination(combination).slice(0, 200) || `${workflow}-${index}`;
    const run = await client.createRun(
      { experimentId, name, startedAt: now(), userId: person, tags },
      { signal },
    );
    progress(++made / combinations.length);
    return run.id;
  });
}

/** The runs of a workflow in an experiment, in pages; none where there is no such experiment. @throws Failure */
export async function runsOf(
  client: MlflowClient,
  experiment: string,
  workflow: string,
  status?: MlflowRunStatus,
): Promise<MlflowRun[]> {
  const known = await client.experimentByName(experiment);
  if (!known) return [];
  const ofWorkflow = `tags."${runTags.workflow}" = '${workflow}'`;
  const filter = status === undefined ? ofWorkflow : `${ofWorkflow} and attributes.status = '${status}'`;
  const runs: MlflowRun[] = [];
  let from: string | undefined;
  do {
    const page = await client.searchRuns({
      experiments: [known.id],
      filter,
      most: 500,
      ...(from !== undefined && { from }),
    });
    runs.push(...page.values);
    from = page.next;
  } while (from !== undefined);
  return runs;
}

/** Ends runs that are still going on; how many. `how` says for each with which status and why. @throws Failure */
export async function endRuns(
  client: MlflowClient,
  experiment: string,
  workflow: string,
  how: (run: MlflowRun) => { readonly status: MlflowRunStatus; readonly why: string },
  now: number,
): Promise<number> {
  const open = await runsOf(client, experiment, workflow, 'RUNNING');
  await inGroups(open, async (run) => {
    const { status, why } = how(run);
    await client.setRunTag(run.id, runTags.ended, why);
    await client.updateRun(run.id, { status, endedAt: now });
  });
  return open.length;
}
