/** The search for runs: filter, order and pages, as SQL over the tables. */
import { invalid, MlflowError } from './errors.ts';
import { message, type Calls } from './context.ts';
import { stagesOf } from './experiments.ts';
import { atMost, optional, readFields } from './fields.ts';
import { pageOffset, paged } from './page-token.ts';
import { toldRuns, type Run } from './run-message.ts';
import { nameTag } from './runs.ts';
import { readFilter, readIdentifier, readOrder, type Comparison, type Grammar } from './search/grammar.ts';
import { allOf, compared, having, type Condition } from './search/sql.ts';
import { checkMaxResults, readExperimentId } from './validation.ts';

const columns: Readonly<Record<string, string>> = {
  artifact_uri: 'runs.artifact_uri',
  end_time: 'runs.ended',
  run_id: 'runs.id',
  run_name: 'runs.name',
  start_time: 'runs.started',
  status: 'runs.status',
  user_id: 'runs.user',
  created: 'runs.started',
  Created: 'runs.started',
  'run name': 'runs.name',
  'Run name': 'runs.name',
  'Run Name': 'runs.name',
};

const grammar: Grammar = {
  entities: {
    metric: 'metric',
    metrics: 'metric',
    parameter: 'parameter',
    parameters: 'parameter',
    param: 'parameter',
    params: 'parameter',
    tag: 'tag',
    tags: 'tag',
    attribute: 'attribute',
    attributes: 'attribute',
    attr: 'attribute',
    run: 'attribute',
    dataset: 'dataset',
    datasets: 'dataset',
  },
  unknownEntity: (prefix) =>
    `Invalid entity type '${prefix}'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']`,
  attributes: new Set(Object.keys(columns)),
  numbers: new Set(['start_time', 'end_time', 'created', 'Created']),
  lists: new Set(['run_id']),
  wantedText: 'Expected a quoted string value for attributes.',
  quoted: true,
};

const ofRun = (table: string) => `${table}.run = runs.id`;
const tables = { parameter: 'params', tag: 'run_tags', metric: 'latest_metrics' } as const;

function metricCondition(comparison: Comparison): Condition {
  const { sql, values } = compared('latest_metrics.value', comparison);
  // A NaN differs from every number and compares with none.
  const fits = comparison.comparator === '!=' ? `(${sql} OR is_nan = 1)` : `${sql} AND is_nan = 0`;
  return {
    sql: `EXISTS (SELECT 1 FROM latest_metrics WHERE ${ofRun('latest_metrics')} AND key = ? AND ${fits})`,
    values: [comparison.key, ...values],
  };
}

function datasetCondition(comparison: Comparison): Condition {
  if (!['name', 'digest', 'context'].includes(comparison.key))
    throw invalid(
      `Invalid dataset key '${comparison.key}' specified. Valid keys are '{'name', 'digest', 'context'}'`,
    );
  const { sql, values } = compared(`run_inputs.${comparison.key}`, comparison);
  return { sql: `EXISTS (SELECT 1 FROM run_inputs WHERE ${ofRun('run_inputs')} AND ${sql})`, values };
}

function condition(comparison: Comparison): Condition {
  const { entity, key } = comparison;
  if (entity === 'metric') return metricCondition(comparison);
  if (entity === 'dataset') return datasetCondition(comparison);
  if (entity !== 'attribute') return having(tables[entity], ofRun(tables[entity]), key, comparison);
  const column = columns[key] ?? '';
  return column === 'runs.name'
    ? having('run_tags', ofRun('run_tags'), nameTag, comparison)
    : compared(column, comparison);
}

/** What to sort by, and the tables that this needs. Runs without a value come last whatever the direction, those with NaN before them. */
function ordering(clauses: readonly string[]): { joins: Condition; order: string } {
  const seen = new Set<string>();
  const joins: Condition[] = [];
  const orders = clauses.map((clause, index) => {
    const { identifier, ascending } = readOrder(clause);
    const { entity, key } = readIdentifier(identifier, grammar);
    const direction = ascending ? 'ASC' : 'DESC';
    const name = entity === 'attribute' ? (columns[key] ?? '') : `${entity} ${key}`;
    if (seen.has(name))
      throw new MlflowError(
        'INTERNAL_ERROR',
        `\`order_by\` contains duplicate fields: [${clauses.map((one) => `'${one}'`).join(', ')}]`,
      );
    seen.add(name);
    if (entity === 'attribute') return `${name} IS NULL, ${name} ${direction}`;
    if (entity === 'dataset') throw invalid(`Invalid identifier type '${entity}'`);
    const table = `ordered${index}`;
    joins.push({
      sql: `LEFT JOIN ${tables[entity]} AS ${table} ON ${table}.run = runs.id AND ${table}.key = ?`,
      values: [key],
    });
    const rank =
      entity === 'metric'
        ? `CASE WHEN ${table}.is_nan = 1 THEN 1 WHEN ${table}.value IS NULL THEN 2 ELSE 0 END`
        : `${table}.value IS NULL`;
    return `${rank}, ${table}.value ${direction}`;
  });
  if (!seen.has('runs.started')) orders.push('runs.started DESC');
  return {
    joins: { sql: joins.map(({ sql }) => sql).join(' '), values: joins.flatMap(({ values }) => values) },
    order: [...orders, 'runs.id'].join(', '),
  };
}

export const runSearchCalls: Calls = {
  'POST runs/search': ({ database }, raw) => {
    const fields = readFields(raw, {
      experiment_ids: optional('texts'),
      filter: optional('text'),
      run_view_type: optional('text'),
      max_results: optional('integer', atMost('max_results', 50_000)),
      order_by: optional('texts'),
      page_token: optional('text'),
    });
    const wanted = fields.max_results ?? 1000;
    checkMaxResults(wanted);
    const where = allOf(readFilter(fields.filter, grammar).map(condition));
    const { joins, order } = ordering(fields.order_by ?? []);
    const offset = pageOffset(fields.page_token);
    const experiments = (fields.experiment_ids ?? []).map(readExperimentId);
    const rows = database
      .prepare(
        `SELECT runs.* FROM runs ${joins.sql}
         WHERE runs.experiment IN (SELECT value FROM json_each(?)) AND runs.stage IN (SELECT value FROM json_each(?))
         AND ${where.sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
      )
      .all(
        ...joins.values,
        JSON.stringify(experiments),
        JSON.stringify(stagesOf(fields.run_view_type)),
        ...where.values,
        wanted + 1,
        offset,
      );
    const { page, token } = paged(rows as unknown as Run[], offset, wanted);
    return message({ runs: toldRuns(database, page), next_page_token: token });
  },
};
