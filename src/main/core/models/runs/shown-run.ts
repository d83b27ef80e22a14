/** A run as the contract shows it. Pure. */
import type { Run, RunStatus } from '../../../../shared/contract/models/runs.ts';
import type { MlflowMetric, MlflowRun, MlflowRunStatus } from '../../platform/mlflow/mlflow.ts';

/** Tag in which MLflow keeps the note (mlflow/utils/mlflow_tags.py). */
export const noteTag = 'mlflow.note.content';

const statuses: Readonly<Record<MlflowRunStatus, RunStatus>> = {
  RUNNING: 'running',
  SCHEDULED: 'scheduled',
  FINISHED: 'finished',
  FAILED: 'failed',
  KILLED: 'killed',
};

export function shownStatus(status: string): RunStatus {
  return statuses[status as MlflowRunStatus] ?? 'finished';
}

/** Last values by name, those that are numbers: JSON has no others. */
export function shownMetrics(metrics: readonly MlflowMetric[]): { key: string; value: number }[] {
  return metrics
    .filter(({ value }) => Number.isFinite(value))
    .map(({ key, value }) => ({ key, value }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

function notFinite(metrics: readonly MlflowMetric[]): Pick<Run, 'notFinite'> {
  const found = metrics.filter(({ value }) => !Number.isFinite(value));
  return found.length === 0
    ? {}
    : { notFinite: found.map(({ key, value }) => ({ key, value: String(value) })) };
}

/** @param models names of logged models by their ids */
export function shownRun(
  run: MlflowRun,
  experimentName: string | undefined,
  models: ReadonlyMap<string, string> = new Map(),
): Run {
  const { id, name, experimentId, startedAt, endedAt, userId } = run;
  return {
    id,
    name,
    experiment: experimentId,
    ...(experimentName !== undefined && { experimentName }),
    status: shownStatus(run.status),
    lifecycle: run.lifecycle,
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(userId !== undefined && { by: userId }),
    artifacts: run.artifactUri,
    metrics: shownMetrics(run.metrics),
    ...notFinite(run.metrics),
    params: run.params.map((one) => ({ ...one })),
    tags: run.tags.map((one) => ({ ...one })),
    note: run.tags.find(({ key }) => key === noteTag)?.value ?? '',
    models: run.modelOutputs.map((model) => {
      const known = models.get(model);
      return { id: model, ...(known !== undefined && { name: known }) };
    }),
  };
}
