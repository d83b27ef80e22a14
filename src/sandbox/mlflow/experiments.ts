/** Experiments: made, renamed, deleted and brought back, found. */
import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../s3/database.ts';
import { message, type Calls, type Context } from './context.ts';
import { absent, invalid, MlflowError, unfit } from './errors.ts';
import { keyValues, optional, readFields, required, type KeyValue } from './fields.ts';
import { pageOffset, paged } from './page-token.ts';
import { readFilter, readIdentifier, readOrder, type Comparison, type Grammar } from './search/grammar.ts';
import { allOf, compared, having, type Condition } from './search/sql.ts';
import { checkExperimentName, checkExperimentTag, checkMaxResults, readExperimentId } from './validation.ts';

interface Experiment {
  readonly id: number;
  readonly name: string;
  readonly location: string;
  readonly stage: string;
  readonly created: number;
  readonly updated: number;
}

/** The stages that a view shows; unknown views show what is active. */
export const stagesOf = (view: string | number | undefined): readonly string[] =>
  ({
    ALL: ['active', 'deleted'],
    3: ['active', 'deleted'],
    DELETED_ONLY: ['deleted'],
    2: ['deleted'],
  })[String(view)] ?? ['active'];

/** An experiment that is there. @throws MlflowError */
export function findExperiment(
  database: DatabaseSync,
  id: string,
  stages: readonly string[] = stagesOf('ALL'),
): Experiment {
  const number = readExperimentId(id === '' ? '0' : id);
  const found = database.prepare('SELECT * FROM experiments WHERE id = ?').get(number) as
    Experiment | undefined;
  if (!found || !stages.includes(found.stage)) throw absent(`No Experiment with id=${number} exists`);
  return found;
}

/** An experiment to which something is added. @throws MlflowError */
export function findActiveExperiment(database: DatabaseSync, id: string): Experiment {
  const experiment = findExperiment(database, id);
  if (experiment.stage !== 'active')
    throw invalid(
      `The experiment ${experiment.id} must be in the 'active' state. Current state is ${experiment.stage}.`,
    );
  return experiment;
}

function told(database: DatabaseSync, experiment: Experiment): unknown {
  const tags = database
    .prepare('SELECT key, value FROM experiment_tags WHERE experiment = ?')
    .all(experiment.id) as unknown as KeyValue[];
  return message({
    experiment_id: String(experiment.id),
    name: experiment.name,
    artifact_location: experiment.location,
    lifecycle_stage: experiment.stage,
    last_update_time: experiment.updated,
    creation_time: experiment.created,
    tags,
    workspace: 'default',
  });
}

/** Makes an experiment; returns its id. @throws MlflowError */
export function createExperiment(
  { database, now }: Pick<Context, 'database' | 'now'>,
  name: string,
  location: string | undefined,
  tags: readonly KeyValue[],
): string {
  checkExperimentName(name);
  for (const tag of tags) checkExperimentTag(tag.key, tag.value);
  if (database.prepare('SELECT 1 FROM experiments WHERE name = ?').get(name))
    throw new MlflowError(
      'RESOURCE_ALREADY_EXISTS',
      `Experiment(name=${name}) already exists. Error: (sqlite3.IntegrityError) UNIQUE constraint failed: experiments.name`,
    );
  return transaction(database, () => {
    const { lastInsertRowid: id } = database
      .prepare('INSERT INTO experiments (name, location, stage, created, updated) VALUES (?, ?, ?, ?, ?)')
      .run(name, location ?? '', 'active', now(), now());
    if (!location)
      database.prepare('UPDATE experiments SET location = ? WHERE id = ?').run(`mlflow-artifacts:/${id}`, id);
    for (const { key, value } of tags) setTag(database, Number(id), key, value);
    return String(id);
  });
}

function setTag(database: DatabaseSync, experiment: number, key: string, value: string): void {
  database
    .prepare('INSERT OR REPLACE INTO experiment_tags (experiment, key, value) VALUES (?, ?, ?)')
    .run(experiment, key, value);
}

function changeStage({ database, now }: Context, id: string, from: string, to: string): void {
  const experiment = findExperiment(database, id, [from]);
  transaction(database, () => {
    database
      .prepare('UPDATE experiments SET stage = ?, updated = ? WHERE id = ?')
      .run(to, now(), experiment.id);
    database.prepare('UPDATE runs SET stage = ? WHERE experiment = ?').run(to, experiment.id);
  });
}

const columns: Readonly<Record<string, string>> = {
  name: 'name',
  experiment_id: 'id',
  creation_time: 'created',
  last_update_time: 'updated',
};

const grammar: Grammar = {
  entities: { attribute: 'attribute', tag: 'tag', tags: 'tag' },
  unknownEntity: (prefix) =>
    `Invalid entity type '${prefix}'. Valid entity types are ('attribute', 'tag', 'tags')`,
  attributes: new Set(Object.keys(columns)),
  numbers: new Set(['creation_time', 'last_update_time']),
  lists: new Set(['experiment_id']),
  wantedText: 'Expected a quoted string value for attributes.',
  quoted: false,
};

function condition(comparison: Comparison): Condition {
  const { entity, key, value } = comparison;
  if (entity === 'tag')
    return having('experiment_tags', 'experiment_tags.experiment = experiments.id', key, comparison);
  if (key !== 'experiment_id') return compared(columns[key] ?? '', comparison);
  if (Array.isArray(value)) {
    const ids = (value as readonly string[]).map(readExperimentId);
    return { sql: `id ${comparison.comparator} (${ids.map(() => '?').join(', ')})`, values: ids };
  }
  return compared('id', { ...comparison, value: readExperimentId(String(value)) });
}

function ordering(clauses: readonly string[]): string {
  const orders = (clauses.length > 0 ? clauses : ['creation_time DESC', 'experiment_id ASC']).map(
    (clause) => {
      const { identifier, ascending } = readOrder(clause);
      const { entity, key } = readIdentifier(identifier, grammar);
      if (entity !== 'attribute') throw invalid(`Invalid order_by entity: ${entity}`);
      return `${columns[key]} ${ascending ? 'ASC' : 'DESC'}`;
    },
  );
  return [...orders, 'id DESC'].join(', ');
}

const byId = { experiment_id: required('text') };

export const experimentCalls: Calls = {
  'POST experiments/create': (context, raw) => {
    const fields = readFields(raw, {
      name: required('text'),
      artifact_location: optional('text'),
      tags: optional('objects'),
    });
    const { name, artifact_location: location, tags } = fields;
    if (location !== undefined && /[#;]/.test(location))
      throw invalid("'artifact_location' URL can't include fragments or params.");
    return { experiment_id: createExperiment(context, name, location, keyValues(tags)) };
  },
  'GET experiments/get': ({ database }, raw) => ({
    experiment: told(database, findExperiment(database, readFields(raw, byId).experiment_id)),
  }),
  'GET experiments/get-by-name': ({ database }, raw) => {
    const { experiment_name: name } = readFields(raw, { experiment_name: required('text') });
    const found = database.prepare('SELECT * FROM experiments WHERE name = ?').get(name);
    if (!found) throw absent(`Could not find experiment with name '${name}'`);
    return { experiment: told(database, found as unknown as Experiment) };
  },
  'POST experiments/delete': (context, raw) => {
    changeStage(context, readFields(raw, byId).experiment_id, 'active', 'deleted');
    return {};
  },
  'POST experiments/restore': (context, raw) => {
    changeStage(context, readFields(raw, byId).experiment_id, 'deleted', 'active');
    return {};
  },
  'POST experiments/update': ({ database, now }, raw) => {
    const fields = readFields(raw, { ...byId, new_name: required('text') });
    checkExperimentName(fields.new_name);
    const { id, stage } = findExperiment(database, fields.experiment_id);
    if (stage !== 'active') throw new MlflowError('INVALID_STATE', 'Cannot rename a non-active experiment.');
    const other = database.prepare('SELECT 1 FROM experiments WHERE name = ? AND id <> ?');
    if (other.get(fields.new_name, id))
      throw unfit('UNIQUE constraint failed: experiments.workspace, experiments.name');
    database
      .prepare('UPDATE experiments SET name = ?, updated = ? WHERE id = ?')
      .run(fields.new_name, now(), id);
    return {};
  },
  'POST experiments/set-experiment-tag': ({ database }, raw) => {
    const fields = readFields(raw, { ...byId, key: required('text'), value: optional('text') });
    checkExperimentTag(fields.key, fields.value ?? '');
    const { id } = findActiveExperiment(database, fields.experiment_id);
    setTag(database, id, fields.key, fields.value ?? '');
    return {};
  },
  'POST experiments/delete-experiment-tag': ({ database }, raw) => {
    const fields = readFields(raw, { ...byId, key: required('text') });
    const { id } = findActiveExperiment(database, fields.experiment_id);
    const { changes } = database
      .prepare('DELETE FROM experiment_tags WHERE experiment = ? AND key = ?')
      .run(id, fields.key);
    if (changes === 0) throw absent(`No tag with name: ${fields.key} in experiment with id ${id}`);
    return {};
  },
  'GET experiments/search': search,
  'POST experiments/search': search,
};

function search({ database }: Context, raw: Readonly<Record<string, unknown>>): unknown {
  const fields = readFields(raw, {
    view_type: optional('text'),
    max_results: optional('integer'),
    order_by: optional('texts'),
    filter: optional('text'),
    page_token: optional('text'),
  });
  const wanted = fields.max_results ?? 0;
  checkMaxResults(wanted);
  const where = allOf(readFilter(fields.filter, grammar).map(condition));
  const order = ordering(fields.order_by ?? []);
  const offset = pageOffset(fields.page_token);
  const rows = database
    .prepare(
      `SELECT * FROM experiments WHERE stage IN (SELECT value FROM json_each(?)) AND ${where.sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
    )
    .all(JSON.stringify(stagesOf(fields.view_type)), ...where.values, wanted + 1, offset);
  const { page, token } = paged(rows as unknown as Experiment[], offset, wanted);
  return message({ experiments: page.map((one) => told(database, one)), next_page_token: token });
}
