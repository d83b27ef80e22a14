/** Runs as the API tells them: with the latest metrics, all parameters and tags, inputs and outputs. */
import type { DatabaseSync } from 'node:sqlite';
import { message } from './context.ts';

/** A row of the table of runs. */
export interface Run {
  readonly id: string;
  readonly experiment: number;
  readonly name: string;
  readonly user: string;
  readonly status: string;
  readonly started: number;
  readonly ended: number | null;
  readonly artifact_uri: string;
  readonly stage: string;
}

/** A row of the tables of metrics; a NaN is a 0 that is marked. */
export interface MetricRow {
  readonly run: string;
  readonly key: string;
  readonly step: number;
  readonly timestamp: number;
  readonly value: number;
  readonly is_nan: number;
}

/** A metric; NaN is a word, as in JSON of protobuf. */
export const toldMetric = ({ key, value, is_nan: isNan, timestamp, step }: Omit<MetricRow, 'run'>) => ({
  key,
  value: isNan ? 'NaN' : value,
  timestamp,
  step,
});

/** What a run is, without what was logged. */
export const toldInfo = (run: Run) =>
  message({
    run_uuid: run.id,
    experiment_id: String(run.experiment),
    run_name: run.name,
    user_id: run.user,
    status: run.status,
    start_time: run.started,
    end_time: run.ended ?? undefined,
    artifact_uri: run.artifact_uri,
    lifecycle_stage: run.stage,
    run_id: run.id,
  });

interface RowOfRun {
  readonly run: string;
}

/** The rows of a table that belong to some runs, by run. */
function rowsOf<Row extends RowOfRun>(
  database: DatabaseSync,
  table: string,
  runs: string,
): ReadonlyMap<string, Row[]> {
  const rows = database
    .prepare(`SELECT ${table}.* FROM json_each(?) AS wanted JOIN ${table} ON ${table}.run = wanted.value`)
    .all(runs) as unknown as Row[];
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    const list = grouped.get(row.run);
    if (list) list.push(row);
    else grouped.set(row.run, [row]);
  }
  return grouped;
}

type ValueRow = RowOfRun & { readonly key: string; readonly value: string };
type InputRow = RowOfRun & { readonly input: string };
type ModelRow = RowOfRun & { readonly direction: string; readonly model: string; readonly step: number };

const keyAndValue = ({ key, value }: ValueRow) => ({ key, value });

/** Runs whole, in the order given. */
export function toldRuns(database: DatabaseSync, runs: readonly Run[]) {
  const ids = JSON.stringify(runs.map(({ id }) => id));
  const metrics = rowsOf<MetricRow>(database, 'latest_metrics', ids);
  const params = rowsOf<ValueRow>(database, 'params', ids);
  const tags = rowsOf<ValueRow>(database, 'run_tags', ids);
  const inputs = rowsOf<InputRow>(database, 'run_inputs', ids);
  const models = rowsOf<ModelRow>(database, 'run_models', ids);
  return runs.map((run) => {
    const linked = models.get(run.id) ?? [];
    return {
      info: toldInfo(run),
      data: message({
        metrics: metrics.get(run.id)?.map(toldMetric),
        params: params.get(run.id)?.map(keyAndValue),
        tags: tags.get(run.id)?.map(keyAndValue),
      }),
      inputs: message({
        dataset_inputs: inputs.get(run.id)?.map(({ input }) => JSON.parse(input) as unknown),
        model_inputs: linked
          .filter(({ direction }) => direction === 'in')
          .map(({ model }) => ({ model_id: model })),
      }),
      outputs: message({
        model_outputs: linked
          .filter(({ direction }) => direction === 'out')
          .map(({ model, step }) => ({ model_id: model, step })),
      }),
    };
  });
}
