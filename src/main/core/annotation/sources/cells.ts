/** Values of sources as text and numbers, whatever the format gave. Pure. */
import { substitute } from './encoding.ts';

/** What a column of any format may hold. */
export type Cell = unknown;

/** Spellings of "nothing" that the coding API and its logs have used (reference of the coding API, predict-batch). */
const missing = new Set(['', 'null', 'NULL', 'None', 'NA', 'NAN', 'NaN', 'nan', '<NA>', 'NaT']);

/** The value as text, without spaces around; undefined for what counts as missing. Objects become JSON. */
export function cellText(cell: Cell): string | undefined {
  switch (typeof cell) {
    case 'string': {
      const text = cell.trim();
      if (text.length <= 4 && missing.has(text)) return undefined;
      return text.includes(substitute) ? text.replaceAll(substitute, '\ufffd') : text;
    }
    case 'number':
      return Number.isNaN(cell) ? undefined : String(cell);
    case 'bigint':
    case 'boolean':
      return String(cell);
    case 'object':
      return objectText(cell);
    default:
      return undefined;
  }
}

function objectText(cell: object | null): string | undefined {
  if (cell === null) return undefined;
  if (cell instanceof Date) return dateText(cell);
  if (cell instanceof Uint8Array) return cellText(Buffer.from(cell).toString('utf8'));
  const text = JSON.stringify(cell, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return text === '[]' || text === '{}' ? undefined : text;
}

/** `2024-04-17`, with the time where there is one. */
function dateText(date: Date): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  return date
    .toISOString()
    .replace(/T00:00:00\.000Z$/, '')
    .replace(/\.000Z$/, 'Z');
}

/** The value as a number, with a decimal comma too; NaN for what is none. */
export function cellNumber(cell: Cell): number {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'bigint') return Number(cell);
  const text = cellText(cell);
  return text === undefined ? Number.NaN : Number(text.replace(',', '.'));
}

/**
 * The day of a date or an instant, `2024-04-17`; other values as they are. Reads `2024-04-17...` and `17/04/2024...`.
 */
export function dayOf(text: string): string {
  const french = /^(\d{2})\/(\d{2})\/(\d{4})/.exec(text);
  if (french) return `${french[3]}-${french[2]}-${french[1]}`;
  return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? text;
}
