/** What a run logs: metrics with their history, parameters (once and for all), tags. */
import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../s3/database.ts';
import type { Calls } from './context.ts';
import { absent, invalid } from './errors.ts';
import {
  invalidValue,
  keyValues,
  missingValue,
  optional,
  readFields,
  readNumber,
  required,
  type KeyValue,
  type Raw,
} from './fields.ts';
import { logModelMetrics } from './logged-models.ts';
import { storable, type LoggedMetric } from './metric-values.ts';
import { findActiveRun, setRunTag } from './runs.ts';
import { checkMetric, checkParameter, checkTag } from './validation.ts';

const most = { metrics: 1000, params: 100, tags: 100, all: 1000 };

/** Adds values to the history of a run's metrics; the newest by step, time and value is the one that is shown. */
export function logMetrics(database: DatabaseSync, run: string, metrics: readonly LoggedMetric[]): void {
  const history = database.prepare(
    'INSERT OR IGNORE INTO metrics (run, key, step, timestamp, value, is_nan) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const latest = database.prepare(
    `INSERT INTO latest_metrics (run, key, step, timestamp, value, is_nan) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (run, key) DO UPDATE SET step = excluded.step, timestamp = excluded.timestamp, value = excluded.value,
     is_nan = excluded.is_nan WHERE (excluded.step, excluded.timestamp, excluded.value) > (step, timestamp, value)`,
  );
  for (const metric of metrics) {
    const { value, isNan } = storable(metric.value);
    const row = [run, metric.key, metric.step, metric.timestamp, value, isNan] as const;
    history.run(...row);
    latest.run(...row);
  }
  logModelMetrics(database, run, metrics);
}

function existing(database: DatabaseSync, run: string, key: string): string | undefined {
  const found = database.prepare('SELECT value FROM params WHERE run = ? AND key = ?').get(run, key);
  return found?.['value'] as string | undefined;
}

function insertParams(database: DatabaseSync, run: string, params: readonly KeyValue[]): void {
  const insert = database.prepare('INSERT OR IGNORE INTO params (run, key, value) VALUES (?, ?, ?)');
  for (const { key, value } of params) insert.run(run, key, value);
}

function readMetric(raw: Raw, where: string): LoggedMetric {
  for (const field of ['key', 'value', 'timestamp'] as const)
    if (raw[field] === undefined || raw[field] === null || raw[field] === '')
      throw invalid(
        `${missingValue(`${where}.${field}`)} See the API docs for more information about request parameters.`,
      );
  const text = (name: string) => (typeof raw[name] === 'string' && raw[name] ? raw[name] : undefined);
  return {
    key: String(raw['key']),
    value: readNumber(raw['value']) ?? 0,
    timestamp: Math.trunc(readNumber(raw['timestamp']) ?? 0),
    step: Math.trunc(readNumber(raw['step']) ?? 0),
    model: text('model_id'),
    datasetName: text('dataset_name'),
    datasetDigest: text('dataset_digest'),
  };
}

function checkTime({ key, value, timestamp }: LoggedMetric, where: string): void {
  if (timestamp < 0)
    throw invalid(
      invalidValue(
        where === '' ? 'timestamp' : `${where}.timestamp`,
        timestamp,
        `metric '${key}' (value=${value}). Timestamp must be a nonnegative long (64-bit integer) `,
      ),
    );
}

function checkCounts(metrics: number, params: number, tags: number): void {
  const check = (what: string, count: number, limit: number) => {
    if (count > limit)
      throw invalid(
        `A batch logging request can contain at most ${limit} ${what}. Got ${count} ${what}. Please split up ${what} across multiple requests and try again.`,
      );
  };
  check('metrics', metrics, most.metrics);
  check('params', params, most.params);
  check('tags', tags, most.tags);
  check('metrics, params, and tags', metrics + params + tags, most.all);
}

const pythonList = (values: readonly string[]): string => `[${values.map((one) => `'${one}'`).join(', ')}]`;

function checkUnique(params: readonly KeyValue[]): void {
  const twice = params.filter(({ key }, index) => params.findIndex((one) => one.key === key) < index);
  if (twice.length > 0)
    throw invalid(
      `Duplicate parameter keys have been submitted: ${pythonList(twice.map(({ key }) => key))}. Please ensure the request contains only one param value per param key.`,
    );
}

function checkUnchanged(database: DatabaseSync, run: string, params: readonly KeyValue[]): void {
  const changed = params.flatMap(({ key, value }) => {
    const old = existing(database, run, key);
    return old === undefined || old === value
      ? []
      : [`{'key': '${key}', 'old_value': '${old}', 'new_value': '${value}'}`];
  });
  if (changed.length > 0)
    throw invalid(
      `Changing param values is not allowed. Params were already logged='[${changed.join(', ')}]' for run ID='${run}'.`,
    );
}

const byId = { run_id: required('text') };

export const loggingCalls: Calls = {
  'POST runs/log-metric': ({ database }, raw) => {
    const fields = readFields(raw, {
      ...byId,
      key: required('text'),
      value: required('number'),
      timestamp: required('integer'),
      step: optional('integer'),
    });
    const metric = { ...readMetric(raw, ''), ...fields, step: fields.step ?? 0 };
    const { id } = findActiveRun(database, fields.run_id);
    checkMetric(metric.key);
    checkTime(metric, '');
    transaction(database, () => logMetrics(database, id, [metric]));
    return {};
  },
  'POST runs/log-parameter': ({ database }, raw) => {
    const fields = readFields(raw, { ...byId, key: required('text'), value: optional('text') });
    const value = checkParameter(fields.key, fields.value ?? '');
    const { id } = findActiveRun(database, fields.run_id);
    const old = existing(database, id, fields.key);
    if (old !== undefined && old !== value)
      throw invalid(
        `Changing param values is not allowed. Param with key='${fields.key}' was already logged with value='${old}' for run ID='${id}'. Attempted logging new value '${value}'.`,
      );
    insertParams(database, id, [{ key: fields.key, value }]);
    return {};
  },
  'POST runs/set-tag': ({ database }, raw) => {
    const fields = readFields(raw, { ...byId, key: required('text'), value: optional('text') });
    const value = checkTag(fields.key, fields.value ?? '');
    const { id } = findActiveRun(database, fields.run_id);
    setRunTag(database, id, fields.key, value);
    return {};
  },
  'POST runs/delete-tag': ({ database }, raw) => {
    const fields = readFields(raw, { ...byId, key: required('text') });
    const { id } = findActiveRun(database, fields.run_id);
    const { changes } = database
      .prepare('DELETE FROM run_tags WHERE run = ? AND key = ?')
      .run(id, fields.key);
    if (changes === 0) throw absent(`No tag with name: ${fields.key} in run with id ${id}`);
    return {};
  },
  'POST runs/log-batch': ({ database }, raw) => {
    const fields = readFields(raw, {
      ...byId,
      metrics: optional('objects'),
      params: optional('objects'),
      tags: optional('objects'),
    });
    if (!/^[a-zA-Z0-9][\w-]{0,255}$/.test(fields.run_id))
      throw invalid(invalidValue('run_id', fields.run_id));
    const metrics = (fields.metrics ?? []).map((one, index) => readMetric(one, `metrics[${index}]`));
    const params = keyed(fields.params, 'params');
    const tags = keyed(fields.tags, 'tags');
    metrics.forEach((metric, index) => {
      checkMetric(metric.key, `metrics[${index}]`);
      checkTime(metric, `metrics[${index}]`);
    });
    const cutParams = params.map(({ key, value }, index) => ({
      key,
      value: checkParameter(key, value, `params[${index}]`),
    }));
    const cutTags = tags.map(({ key, value }, index) => ({
      key,
      value: checkTag(key, value, `tags[${index}]`),
    }));
    checkCounts(metrics.length, params.length, tags.length);
    checkUnique(cutParams);
    const { id } = findActiveRun(database, fields.run_id);
    checkUnchanged(database, id, cutParams);
    transaction(database, () => {
      insertParams(database, id, cutParams);
      logMetrics(database, id, metrics);
      for (const { key, value } of cutTags) setRunTag(database, id, key, value);
    });
    return {};
  },
};

function keyed(list: readonly Raw[] | undefined, what: string): KeyValue[] {
  const values = keyValues(list);
  const missing = values.findIndex(({ key }) => key === '');
  if (missing >= 0)
    throw invalid(
      `${missingValue(`${what}[${missing}].key`)} See the API docs for more information about request parameters.`,
    );
  return values;
}
