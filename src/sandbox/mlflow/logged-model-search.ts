/** The search for logged models (`utils/search_logged_model_utils.py`): a stricter grammar, and order by objects. */
import { message, type Calls } from './context.ts';
import { invalid } from './errors.ts';
import { optional, readFields, required, type Raw } from './fields.ts';
import { findLoggedModel, toldLoggedModel } from './logged-models.ts';
import { readFilter, type Comparison, type Grammar } from './search/grammar.ts';
import { allOf, compared, type Condition } from './search/sql.ts';
import { readExperimentId } from './validation.ts';

const columns: Readonly<Record<string, string>> = {
  name: 'name',
  model_id: 'id',
  model_type: 'type',
  status: 'status',
  source_run_id: 'source_run',
  experiment_id: 'experiment',
  creation_time: 'created',
  creation_timestamp: 'created',
  creation_timestamp_ms: 'created',
  last_updated_timestamp: 'updated',
  last_updated_timestamp_ms: 'updated',
};

const grammar: Grammar = {
  entities: { attributes: 'attribute', metrics: 'metric', params: 'parameter', tags: 'tag' },
  unknownEntity: (prefix) =>
    `Invalid entity type: '${prefix}'. Expected one of ['attributes', 'metrics', 'params', 'tags'].`,
  attributes: new Set(Object.keys(columns)),
  numbers: new Set(Object.keys(columns).filter((name) => /^(?:creation|last)/.test(name))),
  lists: new Set(['name', 'model_id', 'model_type', 'source_run_id']),
  wantedText: 'Expected a quoted string value for attributes.',
  quoted: true,
};

function condition(comparison: Comparison): Condition {
  const { entity, key } = comparison;
  if (entity === 'attribute') return compared(columns[key] ?? '', comparison);
  const { sql, values } = compared('found.value', comparison);
  if (entity === 'metric')
    return {
      sql: `EXISTS (SELECT 1 FROM logged_model_metrics AS found WHERE found.model = logged_models.id AND found.key = ? AND ${sql})`,
      values: [key, ...values],
    };
  const kind = entity === 'tag' ? 'tag' : 'param';
  return {
    sql: `EXISTS (SELECT 1 FROM logged_model_values AS found WHERE found.model = logged_models.id AND found.kind = ? AND found.key = ? AND ${sql})`,
    values: [kind, key, ...values],
  };
}

const latestMetric = `(SELECT value FROM logged_model_metrics AS found WHERE found.model = logged_models.id
  AND found.key = ? ORDER BY timestamp DESC, step DESC, run LIMIT 1)`;

function ordering(orders: readonly Raw[]): Condition {
  const parts = orders.map(({ field_name: field, ascending }): Condition => {
    const name = String(field);
    const direction = ascending === false ? 'DESC' : 'ASC';
    const dot = name.indexOf('.');
    if (dot < 0) {
      const column = columns[name];
      if (column === undefined) throw invalid(`Invalid order by field name: ${name}`);
      return { sql: `${column} IS NULL, ${column} ${direction}`, values: [] };
    }
    if (!name.startsWith('metrics.'))
      throw invalid(`Invalid order by field name: ${name}. Only metrics are supported.`);
    const key = name.slice(dot + 1);
    return { sql: `${latestMetric} IS NULL, ${latestMetric} ${direction}`, values: [key, key] };
  });
  return {
    sql: [...parts.map(({ sql }) => sql), 'created DESC', 'id ASC'].join(', '),
    values: parts.flatMap(({ values }) => values),
  };
}

interface Token {
  readonly experiment_ids: readonly string[];
  readonly filter_string: string | null;
  readonly order_by: readonly Raw[] | null;
  readonly offset: number;
}

/** The offset of a token, which must come from the same question. @throws MlflowError */
function offsetOf(token: string | undefined, question: Omit<Token, 'offset'>): number {
  if (!token) return 0;
  let read: Partial<Token>;
  try {
    read = JSON.parse(Buffer.from(token, 'base64').toString()) as Partial<Token>;
  } catch (error) {
    throw invalid(`Invalid page token: ${token}. ${String(error)}`);
  }
  if (JSON.stringify(read.experiment_ids) !== JSON.stringify(question.experiment_ids))
    throw invalid(
      `Experiment IDs in the page token do not match the requested experiment IDs. Expected: [${question.experiment_ids.map((one) => `'${one}'`).join(', ')}]. Found: [${(read.experiment_ids ?? []).map((one) => `'${one}'`).join(', ')}]`,
    );
  if ((read.filter_string ?? null) !== question.filter_string)
    throw invalid(
      `Filter string in the page token does not match the requested filter string. Expected: ${question.filter_string ?? 'None'}. Found: ${read.filter_string ?? 'None'}`,
    );
  return read.offset ?? 0;
}

export const loggedModelSearchCalls: Calls = {
  'POST logged-models/search': ({ database }, raw) => {
    const fields = readFields(raw, {
      experiment_ids: required('texts'),
      filter: optional('text'),
      max_results: optional('integer'),
      order_by: optional('objects'),
      page_token: optional('text'),
    });
    const wanted = fields.max_results || 100;
    const question = {
      experiment_ids: fields.experiment_ids,
      filter_string: fields.filter || null,
      order_by: fields.order_by && fields.order_by.length > 0 ? fields.order_by : null,
    };
    const offset = offsetOf(fields.page_token, question);
    const where = allOf(readFilter(fields.filter, grammar).map(condition));
    const order = ordering(fields.order_by ?? []);
    const experiments = fields.experiment_ids.map(readExperimentId);
    const rows = database
      .prepare(
        `SELECT id FROM logged_models WHERE stage <> 'deleted' AND experiment IN (SELECT value FROM json_each(?))
         AND ${where.sql} ORDER BY ${order.sql} LIMIT ? OFFSET ?`,
      )
      .all(JSON.stringify(experiments), ...where.values, ...order.values, wanted + 1, offset);
    const token = JSON.stringify({ ...question, offset: offset + wanted });
    return message({
      models: rows
        .slice(0, wanted)
        .map(({ id }) => toldLoggedModel(database, findLoggedModel(database, String(id)))),
      next_page_token: rows.length > wanted ? Buffer.from(token).toString('base64') : undefined,
    });
  },
};
