/** Values as cells of a table. Pure. */
import type { Cell, Column } from '../../../../../shared/contract/storage/preview.ts';

/** Longest text of one cell, and most columns, that are shown. */
export const cellLimit = 4_000;
export const columnLimit = 1_000;

/** A text cut to what a cell shows, at a character. */
export function cutCell(text: string): string {
  if (text.length <= cellLimit) return text;
  const last = text.charCodeAt(cellLimit - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? cellLimit - 1 : cellLimit)}…`;
}

/** Names for columns as DuckDB gives them: `column0` where there is none, `name_1` for the second of a name. */
export function columnNames(header: readonly string[]): string[] {
  const digits = String(Math.max(0, header.length - 1)).length;
  const taken = new Set<string>();
  return header.map((given, index) => {
    const name = given.trim() === '' ? `column${String(index).padStart(digits, '0')}` : given.trim();
    let unique = name;
    for (let next = 1; taken.has(unique); next++) unique = `${name}_${next}`;
    taken.add(unique);
    return unique;
  });
}

const whole = /^[+-]?\d+$/;
const decimalPoint = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const decimalComma = /^[+-]?\d{1,3}([   ]?\d{3})*,\d+$|^[+-]?\d+,\d+$/;
const time =
  /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$|^\d{1,2}\/\d{1,2}\/\d{4}( \d{2}:\d{2}(:\d{2})?)?$/;
const code = /^[+-]?0\d/;

/** What kind of value a text is; a number with leading zeros is a code, thus text. */
export function kindOf(text: string): 'number' | 'comma' | 'boolean' | 'time' | 'text' {
  const value = text.trim();
  if (code.test(value) && !/^[+-]?0\d*[.,]/.test(value)) return 'text';
  if (whole.test(value) || decimalPoint.test(value)) return 'number';
  if (decimalComma.test(value)) return 'comma';
  if (time.test(value)) return 'time';
  if (/^(true|false|vrai|faux)$/i.test(value)) return 'boolean';
  return 'text';
}

/** The columns of a table of texts, by the values of its first rows; also whether numbers have a decimal comma. */
export function textColumns(
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
): { columns: Column[]; decimalComma: boolean } {
  let comma = false;
  const columns = names.map((name, index): Column => {
    const kinds = new Set<string>();
    for (const row of rows) {
      const cell = row[index];
      if (typeof cell === 'string' && cell.trim() !== '' && !/^(NA|NULL|NaN)$/.test(cell))
        kinds.add(kindOf(cell));
      else if (typeof cell === 'number') kinds.add('number');
      else if (typeof cell === 'boolean') kinds.add('boolean');
    }
    if (kinds.has('comma') && [...kinds].every((kind) => kind === 'comma' || kind === 'number')) {
      comma = true;
      return { name, type: 'number', kind: 'number' };
    }
    const [only, ...others] = kinds;
    const kind = only !== undefined && others.length === 0 && only !== 'comma' ? only : 'text';
    return { name, type: kind, kind: kind as Column['kind'] };
  });
  return { columns, decimalComma: comma };
}

/** The cells of the wanted columns; all where none are named. Short rows are filled up. */
export function pickColumns(
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
  wanted: readonly string[] | undefined,
): { columns: string[]; rows: Cell[][] } {
  const chosen = wanted ? wanted.filter((name) => names.includes(name)) : [...names];
  const places = chosen.map((name) => names.indexOf(name));
  return { columns: chosen, rows: rows.map((row) => places.map((place) => row[place] ?? null)) };
}
