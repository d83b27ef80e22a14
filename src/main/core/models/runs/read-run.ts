/** A whole run out of the tables. */
import type { DatabaseSync } from 'node:sqlite';
import type { MlflowRun, MlflowRunStatus } from '../../platform/mlflow/mlflow.ts';
import { statement } from '../../store/statements.ts';

interface Row {
  readonly id: number;
  readonly run_id: string;
  readonly experiment: string;
  readonly name: string;
  readonly status: MlflowRunStatus;
  readonly started: number | null;
  readonly ended: number | null;
  readonly user: string | null;
  readonly artifact_uri: string;
  readonly models: string;
}

/** Undefined where it was never seen. Steps and times of its last metrics are not kept. */
export function readKeptRun(database: DatabaseSync, runId: string): MlflowRun | undefined {
  const row = statement(database, 'SELECT * FROM run WHERE run_id = ?').get(runId) as unknown as
    Row | undefined;
  if (!row) return undefined;
  const labels = statement(
    database,
    'SELECT kind, key, value FROM label JOIN field ON field.id = label.field WHERE run = ? ORDER BY key',
  ).all(row.id) as { kind: string; key: string; value: string }[];
  const ofKind = (kind: string) =>
    labels.filter((one) => one.kind === kind).map(({ key, value }) => ({ key, value }));
  const metrics = statement(
    database,
    'SELECT key, value FROM metric JOIN field ON field.id = metric.field WHERE run = ? ORDER BY key',
  ).all(row.id) as { key: string; value: number | null }[];
  return {
    id: row.run_id,
    name: row.name,
    experimentId: row.experiment,
    status: row.status,
    ...(row.started !== null && { startedAt: row.started }),
    ...(row.ended !== null && { endedAt: row.ended }),
    ...(row.user !== null && { userId: row.user }),
    artifactUri: row.artifact_uri,
    lifecycle: 'active',
    metrics: metrics.map(({ key, value }) => ({ key, value: value ?? Number.NaN, timestamp: 0, step: 0 })),
    params: ofKind('param'),
    tags: ofKind('tag'),
    modelOutputs: JSON.parse(row.models) as string[],
  };
}
