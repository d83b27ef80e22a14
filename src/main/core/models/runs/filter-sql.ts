/** Filters and orders as SQL over the tables of runs. Pure. */
import type { SQLInputValue } from 'node:sqlite';
import type { Clause } from './parse-filter.ts';

export interface Sql {
  readonly text: string;
  readonly values: readonly SQLInputValue[];
}

/** Columns of the table `run` by the names of attributes. */
const attributeColumns: Readonly<Record<string, string>> = {
  run_id: 'run.run_id',
  run_name: 'run.name',
  experiment_id: 'run.experiment',
  user_id: 'run.user',
  status: 'run.status',
  start_time: 'run.started',
  end_time: 'run.ended',
  artifact_uri: 'run.artifact_uri',
  duration: '(run.ended - run.started)',
};

const fieldOf = (kind: string, key: string): Sql => ({
  text: '(SELECT id FROM field WHERE kind = ? AND key = ?)',
  values: [kind, key],
});

/** A comparison of a column; LIKE minds capitals (the connection is set so), ILIKE folds both sides. */
function comparison(column: string, { operator, value = '' }: Pick<Clause, 'operator' | 'value'>): Sql {
  if (Array.isArray(value))
    return { text: `${column} ${operator} (${value.map(() => '?').join(', ')})`, values: value as string[] };
  const values = [value as string | number];
  if (operator === 'ILIKE') return { text: `folded(${column}) LIKE folded(?)`, values };
  return { text: `${column} ${operator} ?`, values };
}

/** What a run must fulfil: a condition over `run`. Runs without the value fulfil nothing, not even `!=`, as on the server. */
export function clauseSql(clause: Clause): Sql {
  const { entity, key, operator } = clause;
  if (entity === 'attribute') {
    // The server compares the tag, which runs of MLflow before 1.30 have alone.
    if (key === 'run_name') return clauseSql({ ...clause, entity: 'tag', key: 'mlflow.runName' });
    return comparison(attributeColumns[key] ?? 'NULL', clause);
  }
  if (entity === 'dataset') {
    const { text, values } = comparison(`dataset.${key}`, clause);
    return { text: `EXISTS (SELECT 1 FROM dataset WHERE dataset.run = run.id AND ${text})`, values };
  }
  const field = fieldOf(entity, key);
  const table = entity === 'metric' ? 'metric' : 'label';
  const exists = `EXISTS (SELECT 1 FROM ${table} AS v WHERE v.field = ${field.text} AND v.run = run.id`;
  if (operator === 'IS NOT NULL') return { text: `${exists})`, values: field.values };
  if (operator === 'IS NULL') return { text: `NOT ${exists})`, values: field.values };
  const { text, values } = comparison('v.value', clause);
  // NaN lies as NULL: it differs from every number, and nothing else holds of it.
  const told = entity === 'metric' && operator === '!=' ? `(${text} OR v.value IS NULL)` : text;
  return { text: `${exists} AND ${told})`, values: [...field.values, ...values] };
}

export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

/**
 * Joins and terms of an order; what has no value comes last, NaN just before, ties by the newest start, as on the server. Parameters and tags
 * that are numbers are ordered as such.
 */
export function orderSql(orders: readonly Order[]): { readonly joins: Sql; readonly terms: string } {
  const joins: string[] = [];
  const values: SQLInputValue[] = [];
  const terms = orders.flatMap(({ column, descending }, index) => {
    const { kind, key } = columnOf(column);
    const way = descending ? 'DESC' : 'ASC';
    if (kind === 'attribute') {
      const name = attributeColumns[key];
      return name === undefined ? [] : [`${name} IS NULL`, `${name} ${way}`];
    }
    const field = fieldOf(kind, key);
    const table = kind === 'metric' ? 'metric' : 'label';
    const alias = `o${index}`;
    joins.push(`LEFT JOIN ${table} AS ${alias} ON ${alias}.field = ${field.text} AND ${alias}.run = run.id`);
    values.push(...field.values);
    const missing = `${alias}.run IS NULL`;
    return kind === 'metric'
      ? [missing, `${alias}.value IS NULL`, `${alias}.value ${way}`]
      : [missing, `${alias}.number IS NULL`, `${alias}.number ${way}`, `${alias}.value ${way}`];
  });
  return {
    joins: { text: joins.join(' '), values },
    terms: [...terms, 'run.started DESC', 'run.run_id'].join(', '),
  };
}

const kinds: Readonly<Record<string, string>> = {
  metrics: 'metric',
  params: 'param',
  tags: 'tag',
  attributes: 'attribute',
};

/** `metrics.accuracy` as kind and key; what has no known beginning is an attribute. */
export function columnOf(column: string): { readonly kind: string; readonly key: string } {
  const point = column.indexOf('.');
  const kind = kinds[column.slice(0, Math.max(0, point))];
  return kind === undefined ? { kind: 'attribute', key: column } : { kind, key: column.slice(point + 1) };
}
