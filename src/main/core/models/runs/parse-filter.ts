/**
 * The filter grammar of MLflow's runs/search: comparisons joined by AND. Pure.
 * Source: mlflow/utils/search_utils.py, SearchUtils (3.17), and the page "Search runs" of MLflow's documentation.
 */
import { filterFault, filterTokens, type Token } from './filter-tokens.ts';

export type Entity = 'metric' | 'param' | 'tag' | 'attribute' | 'dataset';

export interface Clause {
  readonly entity: Entity;
  readonly key: string;
  /** In capitals. */
  readonly operator: string;
  /** Absent for IS NULL and IS NOT NULL. */
  readonly value?: number | string | readonly string[];
}

const entities: Readonly<Record<string, Entity>> = {
  metric: 'metric',
  metrics: 'metric',
  param: 'param',
  params: 'param',
  parameter: 'param',
  parameters: 'param',
  tag: 'tag',
  tags: 'tag',
  attribute: 'attribute',
  attributes: 'attribute',
  attr: 'attribute',
  run: 'attribute',
  dataset: 'dataset',
  datasets: 'dataset',
};

/** Names of attributes by the names that may be written. */
const attributes: Readonly<Record<string, string>> = {
  run_id: 'run_id',
  run_name: 'run_name',
  'run name': 'run_name',
  'Run name': 'run_name',
  'Run Name': 'run_name',
  user_id: 'user_id',
  status: 'status',
  start_time: 'start_time',
  created: 'start_time',
  Created: 'start_time',
  end_time: 'end_time',
  artifact_uri: 'artifact_uri',
};

const numeric = ['=', '!=', '>', '>=', '<', '<='];
const alike = ['=', '!=', 'LIKE', 'ILIKE'];
const isNumeric = ({ entity, key }: Pick<Clause, 'entity' | 'key'>) =>
  entity === 'metric' || (entity === 'attribute' && (key === 'start_time' || key === 'end_time'));

function operatorsOf(subject: Pick<Clause, 'entity' | 'key'>): readonly string[] {
  if (isNumeric(subject)) return numeric;
  if (subject.entity === 'param' || subject.entity === 'tag') return [...alike, 'IS NULL', 'IS NOT NULL'];
  return [...alike, 'IN', 'NOT IN'];
}

/** The comparisons of a filter; none for an empty one. @throws Failure `run-filter` with `position` and `near` */
export function parseFilter(filter: string): Clause[] {
  const tokens = filterTokens(filter);
  let at = 0;
  const peek = (): Token => tokens[at] ?? (tokens.at(-1) as Token);
  const take = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const isWord = (token: Token, word: string) =>
    token.kind === 'name' && token.quote === undefined && token.text.toUpperCase() === word;
  const takeWord = (word: string) => (isWord(peek(), word) ? take() : undefined);

  /** `metrics.accuracy`, `tags."mlflow.user"`, `status`: what follows the first point is the key. */
  function subject(): Pick<Clause, 'entity' | 'key'> {
    const first = take();
    if (first.kind !== 'name' && !(first.kind === 'text' && first.quote === '"'))
      throw filterFault('A metric, parameter, tag or attribute is expected', first);
    if (peek().kind !== 'mark' || peek().text !== '.') return attribute(first.text, first);
    const entity = entities[first.text];
    if (!entity) throw filterFault('It begins with metrics, params, tags, attributes or datasets', first);
    take();
    const key = restOfKey();
    if (entity === 'attribute') return attribute(key, first);
    if (entity === 'dataset' && !['name', 'digest', 'context'].includes(key))
      throw filterFault('Of a dataset name, digest and context can be asked', first);
    return { entity, key };
  }

  function attribute(written: string, token: Token): Pick<Clause, 'entity' | 'key'> {
    const key = attributes[written];
    if (key === undefined) throw filterFault('There is no such attribute', token);
    return { entity: 'attribute', key };
  }

  /** A quoted key, or names, numbers and marks that stand together without a space. */
  function restOfKey(): string {
    const first = peek();
    if (first.quote !== undefined && first.quote !== "'") return take().text;
    let [key, end] = ['', first.position];
    for (let token = peek(); token.position === end && isOfKey(token); token = peek()) {
      key += take().text;
      end += token.text.length;
    }
    if (key === '') throw filterFault('A name is expected', first);
    return key;
  }

  function operator(): { readonly token: Token; readonly text: string } {
    const token = take();
    if (token.kind === 'operator') return { token, text: token.text };
    if (isWord(token, 'NOT') && takeWord('IN')) return { token, text: 'NOT IN' };
    if (isWord(token, 'IS')) {
      const isNot = takeWord('NOT') !== undefined;
      if (takeWord('NULL')) return { token, text: isNot ? 'IS NOT NULL' : 'IS NULL' };
    }
    return { token, text: token.kind === 'name' ? token.text.toUpperCase() : token.text };
  }

  function text(): string {
    const token = take();
    if (token.kind === 'text') return token.text;
    throw filterFault('A text in quotes is expected', token);
  }

  function texts(): string[] {
    const open = take();
    if (open.text !== '(') throw filterFault('A list in parentheses is expected', open);
    const found = [text()];
    while (peek().text === ',') {
      take();
      // Python's own tuples of one end with a comma.
      if (peek().text !== ')') found.push(text());
    }
    const close = take();
    if (close.text !== ')') throw filterFault('The list is not closed', close);
    return found;
  }

  function clause(): Clause {
    const start = peek();
    const asked = subject();
    const { token, text: comparator } = operator();
    if (!operatorsOf(asked).includes(comparator))
      throw filterFault(`It is compared by ${operatorsOf(asked).join(', ')}`, token);
    if (comparator.startsWith('IS ')) return { ...asked, operator: comparator };
    if (comparator === 'IN' || comparator === 'NOT IN') {
      if (asked.entity === 'attribute' && asked.key !== 'run_id')
        throw filterFault('Lists are for run_id and datasets', start);
      return { ...asked, operator: comparator, value: texts() };
    }
    if (!isNumeric(asked)) return { ...asked, operator: comparator, value: text() };
    const value = take();
    if (value.kind !== 'number') throw filterFault('A number is expected', value);
    return { ...asked, operator: comparator, value: Number(value.text) };
  }

  const clauses: Clause[] = [];
  for (;;) {
    let isJoined = clauses.length === 0;
    // MLflow lets an AND stand at either end, as it does while somebody writes.
    while (takeWord('AND')) isJoined = true;
    if (peek().kind === 'end') return clauses;
    if (!isJoined) throw filterFault('Only AND joins comparisons', peek());
    clauses.push(clause());
  }
}

const isOfKey = ({ kind, text, quote }: Token) =>
  quote === undefined && (kind === 'name' || kind === 'number' || (kind === 'mark' && /[./-]/.test(text)));
