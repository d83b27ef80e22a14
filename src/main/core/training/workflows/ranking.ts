/** The finished runs of a grid, the best first. */
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { rankRuns, type RunResult } from '../../../../shared/training/rank-runs.ts';
import type { MlflowOf, MlflowRun } from '../../platform/mlflow/mlflow.ts';
import type { ArgoPlaces } from '../argo-place.ts';
import { marks } from '../marks.ts';
import { runsOf, runTags } from '../start/tracking.ts';

/** Makes the handler. */
export function createRanking(
  places: ArgoPlaces,
  mlflowOf: MlflowOf,
): Pick<AppHandlers['training'], 'rankRuns'> {
  return {
    async rankRuns({ name }, { signal }) {
      const { annotations } = await places.here().argo.workflow(name, signal);
      const server = annotations[marks.server];
      const experiment = annotations[marks.experiment];
      if (server === undefined || experiment === undefined) return { runs: [] };
      const finished = await runsOf(await mlflowOf(server), experiment, name, 'FINISHED');
      const runs = rankRuns(finished.map(resultOf));
      const best = runs[0]?.undominated ? runs[0].run : undefined;
      return { runs, ...(best !== undefined && { best }) };
    },
  };
}

/** What the program logged, and the combination that it was given where it logged none. */
function resultOf({ id, name, metrics, params, tags }: MlflowRun): RunResult {
  const combination = tags.find(({ key }) => key === runTags.combination)?.value;
  return {
    run: id,
    name,
    params: {
      ...combinationOf(combination),
      ...Object.fromEntries(params.map(({ key, value }) => [key, value])),
    },
    metrics: Object.fromEntries(metrics.map(({ key, value }) => [key, value])),
  };
}

function combinationOf(text = '{}'): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
  } catch {
    return {};
  }
}
