/** Filters of MLflow's searches: comparisons joined by AND (`utils/search_utils.py`). Each search has rules of its own. */
import { invalid } from '../errors.ts';
import { wordsOf, type Word } from './words.ts';

export type Entity = 'metric' | 'parameter' | 'tag' | 'attribute' | 'dataset';

export interface Comparison {
  readonly entity: Entity;
  readonly key: string;
  /** In capitals. */
  readonly comparator: string;
  /** A list for IN and NOT IN; undefined for IS NULL and IS NOT NULL. */
  readonly value: string | number | readonly string[] | undefined;
}

/** What one search knows. */
export interface Grammar {
  /** Prefixes and what they stand for. */
  readonly entities: Readonly<Record<string, Entity>>;
  /** What is said of a prefix that is none. */
  readonly unknownEntity: (prefix: string) => string;
  readonly attributes: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  /** Whether a number may stand in quotes. */
  readonly numbersAsTexts?: boolean;
  /** Attributes that may be compared with a list. */
  readonly lists: ReadonlySet<string>;
  /** What is said of an attribute that is compared with neither a text nor a list. */
  readonly wantedText: string;
  /** Clauses that are none are told in quotes. */
  readonly quoted: boolean;
}

const numeric = new Set(['>', '>=', '!=', '=', '<', '<=']);
const texts = new Set(['!=', '=', 'LIKE', 'ILIKE']);
const nulls = new Set(['IS NULL', 'IS NOT NULL']);
const lists = new Set(['IN', 'NOT IN']);

const unwrapped = (text: string, marks: string): string =>
  text.length >= 2 && marks.includes(text[0] ?? '') && text.at(-1) === text[0] ? text.slice(1, -1) : text;

const pythonSet = (values: ReadonlySet<string>): string =>
  `{${[...values].map((value) => `'${value}'`).join(', ')}}`;

/** What an identifier such as `metrics."a b"` means. @throws MlflowError */
export function readIdentifier(
  text: string,
  grammar: Pick<Grammar, 'entities' | 'unknownEntity' | 'attributes'>,
): { entity: Entity; key: string } {
  const dot = text.indexOf('.');
  const prefix = dot < 0 ? undefined : unwrapped(text.slice(0, dot), '`');
  const entity = prefix === undefined ? 'attribute' : grammar.entities[prefix];
  if (entity === undefined) throw invalid(grammar.unknownEntity(prefix ?? ''));
  const key = unwrapped(unwrapped(text.slice(dot + 1), `'"`), '`');
  if (entity === 'attribute' && !grammar.attributes.has(key))
    throw invalid(
      `Invalid attribute key '${key}' specified. Valid keys are '${pythonSet(grammar.attributes)}'`,
    );
  return { entity, key };
}

const readText = (word: Word): string | undefined =>
  word.kind === 'text' || (word.kind === 'identifier' && word.text.startsWith('"'))
    ? word.text.slice(1, -1)
    : undefined;

function readList(text: string): string[] {
  const inside = text.slice(1, -1).trim();
  if (inside === '')
    throw invalid(
      'While parsing a list in the query, expected a non-empty list of string values, but got empty list',
    );
  const values = inside
    .replace(/,$/, '')
    .split(',')
    .map((one) => one.trim());
  if (!values.every((one) => /^(?:'[^']*'|"[^"]*")$/.test(one)))
    throw invalid(
      `While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list: (${inside})`,
    );
  return values.map((one) => one.slice(1, -1));
}

function readValue(entity: Entity, key: string, word: Word, grammar: Grammar): Comparison['value'] {
  if (entity === 'metric') {
    if (word.kind !== 'number') throw invalid(`Expected numeric value type for metric. Found ${word.text}`);
    return Number(word.text);
  }
  const text = readText(word);
  if (entity === 'attribute' && grammar.numbers.has(key)) {
    if (word.kind === 'number') return Number(word.text);
    if (grammar.numbersAsTexts && text !== undefined && /^[-+]?\d+$/.test(text)) return Number(text);
    throw invalid(`Expected numeric value type for numeric attribute: ${key}. Found ${word.text}`);
  }
  if (text !== undefined) return text;
  if (word.kind === 'identifier')
    throw invalid(
      `Parameter value is either not quoted or unidentified quote types used for string value ${word.text}. Use either single or double quotes.`,
    );
  if (word.kind === 'list' && (entity === 'attribute' || entity === 'dataset')) {
    if (entity === 'attribute' && !grammar.lists.has(key))
      throw invalid(
        `Only [${[...grammar.lists]
          .toSorted()
          .map((one) => `'${one}'`)
          .join(', ')}] attributes support comparison with a list of quoted string values.`,
      );
    return readList(word.text);
  }
  if (entity === 'attribute') throw invalid(`${grammar.wantedText} Got value ${word.text}`);
  throw invalid(`Expected a quoted string value for ${entity} (e.g. 'my-value'). Got value ${word.text}`);
}

function checkComparator(entity: Entity, key: string, comparator: string, grammar: Grammar): void {
  const isNumber = entity === 'metric' || (entity === 'attribute' && grammar.numbers.has(key));
  const allowed = isNumber
    ? numeric
    : new Set([
        ...texts,
        ...(entity === 'attribute' || entity === 'dataset' ? lists : []),
        ...(entity === 'attribute' ? [] : nulls),
      ]);
  if (!allowed.has(comparator))
    throw invalid(`Invalid comparator '${comparator}' not one of '${pythonSet(allowed)}'`);
}

/** The comparisons of a filter; none of an empty one. @throws MlflowError */
export function readFilter(filter: string | undefined, grammar: Grammar): Comparison[] {
  const words = wordsOf(filter ?? '');
  if (words.slice(0, -1).some(({ text }) => text === ';'))
    throw invalid(`Search filter contained multiple expression '${filter}'. Provide AND-ed expression list.`);
  const comparisons: Comparison[] = [];
  const strays: string[] = [];
  for (let at = 0; at < words.length;) {
    const [first, second, third] = words.slice(at, at + 3);
    if (first?.kind === 'and') {
      at += 1;
      continue;
    }
    const comparator = second?.kind === 'comparator' ? second.text.toUpperCase().replaceAll(/\s+/g, ' ') : '';
    const complete =
      nulls.has(comparator) || (third !== undefined && !['and', 'comparator'].includes(third.kind));
    if (first?.kind !== 'identifier' || comparator === '' || !complete) {
      strays.push(first?.text ?? '');
      at += 1;
      continue;
    }
    const { entity, key } = readIdentifier(first.text, grammar);
    if (nulls.has(comparator) && !['tag', 'parameter'].includes(entity))
      throw invalid(
        `IS NULL / IS NOT NULL is only supported for tags and params, not for '${entity}' '${key}'`,
      );
    const value = nulls.has(comparator) ? undefined : readValue(entity, key, third as Word, grammar);
    checkComparator(entity, key, comparator, grammar);
    comparisons.push({ entity, key, comparator, value });
    at += nulls.has(comparator) ? 2 : 3;
  }
  if (strays.length > 0)
    throw invalid(
      `Invalid clause(s) in filter string: ${strays.map((one) => (grammar.quoted ? `'${one}'` : one)).join(', ')}`,
    );
  return comparisons;
}

/** One clause of `order_by`: `metrics."a b" DESC`. @throws MlflowError */
export function readOrder(clause: string): { identifier: string; ascending: boolean } {
  const words = wordsOf(clause);
  const [first, second] = words;
  if (first?.kind !== 'identifier' || words.length > 2)
    throw invalid(`Invalid order_by clause '${clause}'. Could not be parsed.`);
  const direction = second?.text.toLowerCase() ?? 'asc';
  if (direction !== 'asc' && direction !== 'desc')
    throw invalid(`Invalid ordering key in order_by clause '${clause}'.`);
  return { identifier: first.text, ascending: direction === 'asc' };
}
