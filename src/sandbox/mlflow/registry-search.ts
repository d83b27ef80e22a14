/** The searches for registered models and for their versions. */
import { message, type Calls } from './context.ts';
import { invalid, MlflowError } from './errors.ts';
import { atMost, optional, readFields, type Raw } from './fields.ts';
import { pageOffset, paged } from './page-token.ts';
import {
  deletedStage,
  toldModel,
  toldVersion,
  type ModelVersion,
  type RegisteredModel,
} from './registry-message.ts';
import { readFilter, readOrder, type Comparison, type Grammar } from './search/grammar.ts';
import { allOf, compared, having, type Condition } from './search/sql.ts';

const entities = { attribute: 'attribute', tag: 'tag', tags: 'tag' } as const;
const shared = {
  entities,
  unknownEntity: (prefix: string) =>
    `Invalid entity type '${prefix}'. Valid entity types are ('attribute', 'tag', 'tags')`,
  wantedText: 'Expected a quoted string value or a list of quoted string values for attributes.',
  quoted: false,
};

const models: Grammar = {
  ...shared,
  attributes: new Set(['name']),
  numbers: new Set(),
  lists: new Set(['name']),
};

const versions: Grammar = {
  ...shared,
  attributes: new Set(['name', 'version_number', 'run_id', 'source_path']),
  numbers: new Set(['version_number']),
  numbersAsTexts: true,
  lists: new Set(['name', 'run_id']),
};

const columns: Readonly<Record<string, string>> = {
  name: 'name',
  version_number: 'version',
  run_id: 'run',
  source_path: 'source',
};

/** Prompts are kept as models with this tag; models are what is asked for unless the filter says otherwise. */
const promptTag = 'mlflow.prompt.is_prompt';

const wantsPrompts = ({ key, comparator, value }: Comparison): boolean =>
  key === promptTag &&
  ((comparator === '=' && value === 'true') || (comparator === '!=' && value === 'false'));

function conditions(
  comparisons: readonly Comparison[],
  table: string,
  tags: { readonly table: string; readonly owner: string },
): Condition {
  const prompts = comparisons.some(wantsPrompts);
  const all = comparisons
    .filter((one) => one.key !== promptTag || prompts)
    .map((one) =>
      one.entity === 'tag'
        ? having(tags.table, tags.owner, one.key, one)
        : compared(`${table}.${columns[one.key]}`, one),
    );
  const none: Condition = {
    sql: `NOT EXISTS (SELECT 1 FROM registered_model_tags AS prompt WHERE prompt.name = ${table}.name AND prompt.key = ? AND prompt.value = 'true')`,
    values: [promptTag],
  };
  return allOf(prompts ? all : [...all, none]);
}

function ordering(clauses: readonly string[], known: Readonly<Record<string, string>>): string[] {
  const orders = clauses.map((clause) => {
    const { identifier, ascending } = readOrder(clause);
    const column = known[identifier.replace(/^attributes?\./, '').replaceAll('`', '')];
    if (column === undefined)
      throw invalid(`Invalid order by key '${identifier}' specified. Valid keys are '{'name', 'timestamp'}'`);
    return { column, sql: `${column} ${ascending ? 'ASC' : 'DESC'}` };
  });
  if (new Set(orders.map(({ column }) => column)).size < orders.length)
    throw new MlflowError(
      'INTERNAL_ERROR',
      `\`order_by\` contains duplicate fields: [${clauses.map((one) => `'${one}'`).join(', ')}]`,
    );
  return orders.map(({ sql }) => sql);
}

const question = (most: number) => ({
  filter: optional('text'),
  max_results: optional('integer', atMost('max_results', most)),
  order_by: optional('texts'),
  page_token: optional('text'),
});

const read = (raw: Raw, most: number, usual: number) => {
  const fields = readFields(raw, question(most));
  return { ...fields, wanted: fields.max_results ?? usual, offset: pageOffset(fields.page_token) };
};

export const registrySearchCalls: Calls = {
  'GET registered-models/search': ({ database }, raw) => {
    const { filter, order_by: order, wanted, offset } = read(raw, 1000, 100);
    const where = conditions(readFilter(filter, models), 'registered_models', {
      table: 'registered_model_tags',
      owner: 'registered_model_tags.name = registered_models.name',
    });
    const orders = ordering(order ?? [], {
      name: 'name',
      timestamp: 'updated',
      last_updated_timestamp: 'updated',
    });
    const rows = database
      .prepare(
        `SELECT * FROM registered_models WHERE ${where.sql} ORDER BY ${[...orders, 'name ASC'].join(', ')} LIMIT ? OFFSET ?`,
      )
      .all(...where.values, wanted + 1, offset) as unknown as RegisteredModel[];
    const { page, token } = paged(rows, offset, wanted);
    return message({
      registered_models: page.map((one) => toldModel(database, one)),
      next_page_token: token,
    });
  },
  'GET model-versions/search': ({ database }, raw) => {
    const { filter, order_by: order, wanted, offset } = read(raw, 200_000, 200_000);
    if (wanted < 1)
      throw invalid(`Invalid value for max_results. It must be a positive integer, but got ${wanted}`);
    const where = conditions(readFilter(filter, versions), 'model_versions', {
      table: 'model_version_tags',
      owner:
        'model_version_tags.name = model_versions.name AND model_version_tags.version = model_versions.version',
    });
    const orders = ordering(order && order.length > 0 ? order : ['last_updated_timestamp DESC'], {
      name: 'name',
      version_number: 'version',
      creation_timestamp: 'created',
      last_updated_timestamp: 'updated',
    });
    const rows = database
      .prepare(
        `SELECT * FROM model_versions WHERE stage <> ? AND ${where.sql}
         ORDER BY ${[...orders, 'name ASC', 'version DESC'].join(', ')} LIMIT ? OFFSET ?`,
      )
      .all(deletedStage, ...where.values, wanted + 1, offset) as unknown as ModelVersion[];
    const { page, token } = paged(rows, offset, wanted);
    return message({
      model_versions: page.map((one) => toldVersion(database, one, false)),
      next_page_token: token,
    });
  },
};
