/** Logged models: what MLflow 3 makes of a trained model before anybody registers it. */
import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../s3/database.ts';
import { listArtifacts } from './artifacts.ts';
import { message, type Calls } from './context.ts';
import { absent } from './errors.ts';
import { findActiveExperiment } from './experiments.ts';
import { keyValues, optional, readFields, required, type KeyValue } from './fields.ts';
import { storable, type LoggedMetric } from './metric-values.ts';
import { newRunName } from './run-names.ts';
import { toldMetric, type MetricRow } from './run-message.ts';
import { checkLoggedModelName } from './validation.ts';

/** A row of the table of logged models. */
export interface LoggedModel {
  readonly id: string;
  readonly experiment: number;
  readonly name: string;
  readonly location: string;
  readonly type: string;
  readonly status: number;
  readonly source_run: string;
  readonly stage: string;
  readonly created: number;
  readonly updated: number;
}

const statuses = [
  'LOGGED_MODEL_STATUS_UNSPECIFIED',
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED',
];

/** A logged model that is there. @throws MlflowError */
export function findLoggedModel(database: DatabaseSync, id: string, evenDeleted = false): LoggedModel {
  const found = database.prepare('SELECT * FROM logged_models WHERE id = ?').get(id) as
    LoggedModel | undefined;
  if (!found || (found.stage === 'deleted' && !evenDeleted))
    throw absent(`Logged model with ID '${id}' not found.`);
  return found;
}

function valuesOf(database: DatabaseSync, model: string, kind: 'tag' | 'param'): KeyValue[] {
  return database
    .prepare('SELECT key, value FROM logged_model_values WHERE model = ? AND kind = ?')
    .all(model, kind) as unknown as KeyValue[];
}

/** Sets tags or parameters of a logged model. */
export function setLoggedModelValues(
  database: DatabaseSync,
  model: string,
  kind: 'tag' | 'param',
  values: readonly KeyValue[],
): void {
  const insert = database.prepare(
    'INSERT OR REPLACE INTO logged_model_values (model, kind, key, value) VALUES (?, ?, ?, ?)',
  );
  for (const { key, value } of values) insert.run(model, kind, key, value);
}

type ModelMetricRow = MetricRow & {
  readonly dataset_name: string | null;
  readonly dataset_digest: string | null;
};

/** A logged model as the API tells it. */
export function toldLoggedModel(database: DatabaseSync, model: LoggedModel): unknown {
  const metrics = database
    .prepare('SELECT * FROM logged_model_metrics WHERE model = ?')
    .all(model.id) as unknown as ModelMetricRow[];
  return {
    info: message({
      model_id: model.id,
      experiment_id: String(model.experiment),
      name: model.name,
      creation_timestamp_ms: model.created,
      last_updated_timestamp_ms: model.updated,
      artifact_uri: model.location,
      status: statuses[model.status],
      model_type: model.type,
      source_run_id: model.source_run,
      tags: valuesOf(database, model.id, 'tag'),
    }),
    data: message({
      params: valuesOf(database, model.id, 'param'),
      metrics: metrics.map((row) =>
        message({
          ...toldMetric(row),
          dataset_name: row.dataset_name ?? undefined,
          dataset_digest: row.dataset_digest ?? undefined,
          model_id: model.id,
          run_id: row.run,
        }),
      ),
    }),
  };
}

/** Notes the values that measure logged models. */
export function logModelMetrics(database: DatabaseSync, run: string, metrics: readonly LoggedMetric[]): void {
  for (const metric of metrics) {
    if (metric.model === undefined) continue;
    const { value, isNan } = storable(metric.value);
    database
      .prepare(
        'INSERT OR REPLACE INTO logged_model_metrics (model, run, key, value, is_nan, timestamp, step, dataset_name, dataset_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        metric.model,
        run,
        metric.key,
        value,
        isNan,
        metric.timestamp,
        metric.step,
        metric.datasetName ?? null,
        metric.datasetDigest ?? null,
      );
  }
}

export const loggedModelCalls: Calls = {
  'POST logged-models': ({ database, now }, raw) => {
    const fields = readFields(raw, {
      experiment_id: required('text'),
      name: optional('text'),
      model_type: optional('text'),
      source_run_id: optional('text'),
      params: optional('objects'),
      tags: optional('objects'),
    });
    if (fields.name) checkLoggedModelName(fields.name);
    const experiment = findActiveExperiment(database, fields.experiment_id);
    const id = `m-${randomBytes(16).toString('hex')}`;
    const location = `${experiment.location}/models/${id}/artifacts`;
    transaction(database, () => {
      database
        .prepare(
          'INSERT INTO logged_models (id, experiment, name, location, type, status, source_run, stage, created, updated) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?)',
        )
        .run(
          id,
          experiment.id,
          fields.name || newRunName(),
          location,
          fields.model_type ?? '',
          fields.source_run_id ?? '',
          'active',
          now(),
          now(),
        );
      setLoggedModelValues(database, id, 'param', keyValues(fields.params));
      setLoggedModelValues(database, id, 'tag', keyValues(fields.tags));
    });
    return { model: toldLoggedModel(database, findLoggedModel(database, id)) };
  },
  'GET logged-models/:id': ({ database }, raw, { id = '' }) => ({
    model: toldLoggedModel(database, findLoggedModel(database, id, raw['allow_deleted'] === 'true')),
  }),
  'PATCH logged-models/:id': ({ database, now }, raw, { id = '' }) => {
    const { status } = readFields(raw, { status: required('text') });
    findLoggedModel(database, id, true);
    const number = Math.max(0, statuses.indexOf(status));
    database.prepare('UPDATE logged_models SET status = ?, updated = ? WHERE id = ?').run(number, now(), id);
    return { model: toldLoggedModel(database, findLoggedModel(database, id, true)) };
  },
  'DELETE logged-models/:id': ({ database, now }, _raw, { id = '' }) => {
    findLoggedModel(database, id, true);
    database
      .prepare('UPDATE logged_models SET stage = ?, updated = ? WHERE id = ?')
      .run('deleted', now(), id);
    return {};
  },
  'PATCH logged-models/:id/tags': ({ database }, raw, { id = '' }) => {
    const { tags } = readFields(raw, { tags: optional('objects') });
    findLoggedModel(database, id, true);
    setLoggedModelValues(database, id, 'tag', keyValues(tags));
    return {};
  },
  'DELETE logged-models/:id/tags/:key': ({ database }, _raw, { id = '', key = '' }) => {
    findLoggedModel(database, id, true);
    const { changes } = database
      .prepare(`DELETE FROM logged_model_values WHERE model = ? AND kind = 'tag' AND key = ?`)
      .run(id, key);
    if (changes === 0) throw absent(`No tag with key '${key}' found for model with ID '${id}'.`);
    return {};
  },
  'POST logged-models/:id/params': ({ database }, raw, { id = '' }) => {
    const { params } = readFields(raw, { params: optional('objects') });
    findLoggedModel(database, id, true);
    setLoggedModelValues(database, id, 'param', keyValues(params));
    return {};
  },
  'GET logged-models/:id/artifacts/directories': async ({ artifacts, database }, raw, { id = '' }) => {
    const { artifact_directory_path: path } = readFields(raw, { artifact_directory_path: optional('text') });
    const { location } = findLoggedModel(database, id);
    return message({ files: await listArtifacts(artifacts, location, path), root_uri: location });
  },
};
