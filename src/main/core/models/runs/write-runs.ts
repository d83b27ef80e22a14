/** Runs into the tables; a run that did not change costs a look only. */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { run as change, statement } from '../../store/statements.ts';
import type { MlflowRun } from '../../platform/mlflow/mlflow.ts';
import { list, object, someText, text } from '../../platform/mlflow/tolerant-json.ts';

export interface Dataset {
  readonly name: string | undefined;
  readonly digest: string | undefined;
  readonly context: string | undefined;
}

/** A run with the data sets that it names, which filters may ask for. */
export interface RunRecord {
  readonly run: MlflowRun;
  readonly datasets: readonly Dataset[];
}

/** The data sets of a run (mlflow/protos/service.proto, RunInputs). */
export function readDatasets(value: unknown): Dataset[] {
  return list(object(object(value)['inputs'])['dataset_inputs']).map((one) => {
    const dataset = object(one['dataset']);
    const context = list(one['tags']).find((tag) => text(tag['key']) === 'mlflow.data.context');
    return {
      name: someText(dataset['name']),
      digest: someText(dataset['digest']),
      context: someText(context?.['value']),
    };
  });
}

const digestOf = (record: RunRecord) => createHash('sha1').update(JSON.stringify(record)).digest('base64url');

/** Writes in one transaction. @param pass of the look at which they were seen @returns how many were new or changed */
export function writeRuns(database: DatabaseSync, records: readonly RunRecord[], pass: number): number {
  let changed = 0;
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const record of records) changed += writeRun(database, record, pass);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    fields.delete(database);
    throw error;
  }
  return changed;
}

function writeRun(database: DatabaseSync, record: RunRecord, pass: number): 0 | 1 {
  const { run } = record;
  const digest = digestOf(record);
  const before = statement(database, 'SELECT id, digest FROM run WHERE run_id = ?').get(run.id) as
    { id: number; digest: string } | undefined;
  if (before) change(database, 'UPDATE run SET pass = max(pass, ?) WHERE id = ?', pass, before.id);
  if (before?.digest === digest) return 0;
  if (before) clearValues(database, before.id);
  const id = writeRow(database, run, digest, pass);
  for (const { key, value } of run.metrics)
    change(
      database,
      'INSERT OR REPLACE INTO metric VALUES (?, ?, ?)',
      fieldId(database, 'metric', key),
      id,
      Number.isNaN(value) ? null : value,
    );
  for (const kind of ['param', 'tag'] as const)
    for (const { key, value } of kind === 'param' ? run.params : run.tags)
      change(
        database,
        'INSERT OR REPLACE INTO label VALUES (?, ?, ?, ?)',
        fieldId(database, kind, key),
        id,
        value,
        numeric(value),
      );
  for (const { name, digest: hash, context } of record.datasets)
    change(
      database,
      'INSERT INTO dataset VALUES (?, ?, ?, ?)',
      id,
      name ?? null,
      hash ?? null,
      context ?? null,
    );
  return 1;
}

function writeRow(database: DatabaseSync, run: MlflowRun, digest: string, pass: number): number {
  const sql = `INSERT INTO run (run_id, experiment, name, status, started, ended, user, artifact_uri, models, digest, pass)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (run_id) DO UPDATE SET experiment = excluded.experiment, name = excluded.name, status = excluded.status,
      started = excluded.started, ended = excluded.ended, user = excluded.user, artifact_uri = excluded.artifact_uri,
      models = excluded.models, digest = excluded.digest
    RETURNING id`;
  const row = statement(database, sql).get(
    run.id,
    run.experimentId,
    run.name,
    run.status,
    run.startedAt ?? null,
    run.endedAt ?? null,
    run.userId ?? null,
    run.artifactUri,
    JSON.stringify(run.modelOutputs),
    digest,
    pass,
  );
  return (row as { id: number }).id;
}

/** Ids of fields, looked up once a database. */
const fields = new WeakMap<DatabaseSync, Map<string, number>>();

function fieldId(database: DatabaseSync, kind: string, key: string): number {
  const known = fields.get(database) ?? new Map<string, number>();
  fields.set(database, known);
  const name = `${kind} ${key}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  const sql = 'INSERT INTO field (kind, key) VALUES (?, ?) ON CONFLICT DO UPDATE SET key = key RETURNING id';
  const { id } = statement(database, sql).get(kind, key) as { id: number };
  known.set(name, id);
  return id;
}

/** The number that a text is, for ordering. */
function numeric(value: string): number | null {
  if (!/^\s*[+-]?(\d|\.\d)/.test(value)) return null;
  const read = Number(value);
  return Number.isFinite(read) ? read : null;
}

function clearValues(database: DatabaseSync, id: number): void {
  for (const table of ['metric', 'label', 'dataset'])
    change(database, `DELETE FROM ${table} WHERE run = ?`, id);
}

/** Takes runs out. @returns how many there were */
export function removeRuns(database: DatabaseSync, ids: readonly number[]): number {
  for (const id of ids) {
    clearValues(database, id);
    change(database, 'DELETE FROM run WHERE id = ?', id);
  }
  return ids.length;
}
