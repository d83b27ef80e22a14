/** What the columns of a source mean, guessed from names and first values. Pure. */
import type { ColumnRole, SourceColumn } from '../../../../shared/contract/annotation/campaigns.ts';
import { cellNumber, cellText, type Cell } from './cells.ts';
import { roleByName } from './column-names.ts';

/** What a column is taken for. */
export type ColumnChoice = Pick<SourceColumn, 'name' | 'role' | 'rank'>;

/** A column with its values of the first rows. */
export interface FirstValues {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** Roles that one column at most may have; of two the one with the better name, then the first. */
const single: ReadonlySet<ColumnRole> = new Set([
  'id',
  'type_',
  'nature',
  'surface',
  'event',
  'cj',
  'permanence',
  'other_nature_text',
  'date',
  'known-code',
  'code',
  'confidence',
  'model-version',
]);

/** Texts of one form that stand in for each other: the first that is not empty counts. */
const fallbacks = new Set(['activprlibet', 'activexlibet', 'activprlib']);

const codeLike = /^(\d{2}\.?\d{2}\s?[A-Z]?|\d{2}\.\d|[A-U])$/i;

/** Says of each column what it is; never two with the same single role. */
export function guessColumns(columns: readonly FirstValues[]): ColumnChoice[] {
  const named = columns.map(({ name, cells }) => ({ name, cells, ...nameOrValues(name, cells) }));
  const best = new Map<string, (typeof named)[number]>();
  for (const one of named) {
    const key = `${one.role} ${one.rank ?? ''}`;
    const other = best.get(key);
    if (!other || one.order < other.order) best.set(key, one);
  }
  const choices: ColumnChoice[] = named.map((one) => {
    const { name, role, rank } = one;
    const isTaken = (single.has(role) || rank !== undefined) && best.get(`${role} ${rank ?? ''}`) !== one;
    return isTaken ? { name, role: 'other' } : { name, role, ...(rank !== undefined && { rank }) };
  });
  return withText(withCode(choices, columns), columns);
}

function nameOrValues(name: string, cells: readonly Cell[]) {
  const known = roleByName(name);
  if (!known) return { role: 'other' as const, rank: undefined, order: 99 };
  const values = cells.map(cellText).filter((text) => text !== undefined);
  // A name like `label` or `code` says little: the values must look like codes.
  const mustBeCode = known.role === 'code' || known.role === 'suggestion-code';
  const isCode = values.length === 0 || share(values, isCodeLike) >= 0.5;
  return mustBeCode && !isCode
    ? { role: 'other' as const, rank: undefined, order: 99 }
    : { role: known.role, rank: known.rank, order: known.order };
}

/** Where no name told a code, the first column whose values are codes. */
function withCode(choices: ColumnChoice[], columns: readonly FirstValues[]): ColumnChoice[] {
  if (choices.some(({ role }) => role === 'code' || role === 'known-code' || role === 'suggestion-code'))
    return choices;
  const found = columns.findIndex(({ cells }, index) => {
    const values = cells.map(cellText).filter((text) => text !== undefined);
    return choices[index]?.role === 'other' && values.length > 0 && share(values, isSubClassLike) >= 0.8;
  });
  return choices.map((one, index) => (index === found ? { ...one, role: 'code' } : one));
}

/** One text, or several that stand in for each other; where no name told one, the column with the longest words that are no numbers. */
function withText(choices: ColumnChoice[], columns: readonly FirstValues[]): ColumnChoice[] {
  const texts = choices
    .filter(({ role }) => role === 'text')
    .map(({ name }) => ({ name, order: roleByName(name)?.order ?? 99 }))
    .sort((one, other) => one.order - other.order);
  const first = texts[0]?.name ?? longest(choices, columns);
  if (first === undefined) return choices;
  const ranked = isFallback(first) ? texts.map(({ name }) => name).filter(isFallback) : [first];
  return choices.map((one) => {
    const rank = ranked.indexOf(one.name) + 1;
    if (rank > 0) return { name: one.name, role: 'text', ...(ranked.length > 1 && { rank }) };
    return one.role === 'text' ? { name: one.name, role: 'other' } : one;
  });
}

const isFallback = (name: string) => fallbacks.has(name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase());

function longest(choices: readonly ColumnChoice[], columns: readonly FirstValues[]): string | undefined {
  const lengths = columns.map(({ cells }, index) => {
    const values = cells.map(cellText).filter((text) => text !== undefined);
    const isText = values.length > 0 && share(values, (text) => /\p{L}{3}/u.test(text)) >= 0.8;
    const isObject = share(values, (text) => /^[[{]/.test(text)) > 0.5;
    if (choices[index]?.role !== 'other' || !isText || isObject || cells.some(isNumber)) return 0;
    return values.reduce((sum, text) => sum + text.length, 0) / values.length;
  });
  const most = Math.max(0, ...lengths);
  return most >= 6 ? columns[lengths.indexOf(most)]?.name : undefined;
}

const isNumber = (cell: Cell) => typeof cell === 'number' || !Number.isNaN(cellNumber(cell));
const isCodeLike = (text: string) =>
  codeLike.test(text) || /^(XXXXX|Inclassable)$/i.test(text) || /\d{2}\.?\d{2}[A-Z]\b/.test(text);
const isSubClassLike = (text: string) => /^\d{2}\.?\d{2}[A-Z]$/.test(text) || /^\d{2}\.\d{2}$/.test(text);
const share = (values: readonly string[], test: (text: string) => boolean) =>
  values.length === 0 ? 0 : values.filter(test).length / values.length;
