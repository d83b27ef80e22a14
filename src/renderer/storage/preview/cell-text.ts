/** Cells as a person reads them. Pure. */
import type { Cell, Column } from '../../../shared/contract/storage/preview.ts';
import { formatNumber, type Language } from '../../ui/format.ts';
import { widthFor } from '../../ui/grid-window.ts';

const wholeNumber = /^-?\d+$/;
const decimalNumber = /^(-?\d+)\.(\d+)$/;

/**
 * A cell as text; undefined for null.
 * Numbers get the separators of the language, also those that come as text because they are too long for a number; a time that comes as
 * milliseconds since 1970 is written as ISO 8601.
 */
export function cellText(cell: Cell, kind: Column['kind'], language: Language): string | undefined {
  if (cell === null) return undefined;
  if (typeof cell === 'boolean') return String(cell);
  if (typeof cell === 'number') return kind === 'time' ? timeText(cell) : numberText(cell, language);
  if (kind !== 'number') return cell;
  if (wholeNumber.test(cell)) return new Intl.NumberFormat(language).format(BigInt(cell));
  const decimal = decimalNumber.exec(cell);
  if (!decimal) return cell;
  // The digits stay as they are: a decimal number that came as text is exact.
  const whole = new Intl.NumberFormat(language).format(BigInt(decimal[1] ?? '0'));
  const sign = decimal[1]?.startsWith('-') && BigInt(decimal[1]) === 0n ? '-' : '';
  return `${sign}${whole}${language === 'fr' ? ',' : '.'}${decimal[2] ?? ''}`;
}

function numberText(value: number, language: Language): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-6)) {
    return value
      .toExponential(6)
      .replace(/\.?0+e/, 'e')
      .replace('.', language === 'fr' ? ',' : '.');
  }
  return formatNumber(value, language, Number.isInteger(value) ? 0 : 6);
}

function timeText(milliseconds: number): string {
  const time = new Date(milliseconds);
  if (Number.isNaN(time.getTime())) return String(milliseconds);
  return time
    .toISOString()
    .replace('T', ' ')
    .replace(/(?: 00:00:00)?\.000Z$/, '')
    .replace(/Z$/, '');
}

/** A width for a column by its name, its type, and the rows that are known. */
export function columnWidth(column: Column, index: number, rows: readonly (readonly Cell[])[]): number {
  const texts = rows
    .slice(0, 50)
    .map((row) => cellText(row[index] ?? null, column.kind, 'en') ?? '')
    .map((text) => text.slice(0, 60));
  return widthFor([`${column.name}xx`, column.type.slice(0, 24), ...texts]);
}

/** A share between 0 and 1 as a percentage that never says 0 or 100 of something that is not. */
export function shareText(share: number, language: Language): string {
  const percent = share * 100;
  const gap = '\u202f';
  if (percent > 0 && percent < 0.1) return `<${gap}${formatNumber(0.1, language, 1)}${gap}%`;
  if (percent < 100 && percent > 99.9) return `>${gap}${formatNumber(99.9, language, 1)}${gap}%`;
  return `${formatNumber(percent, language, percent < 10 ? 1 : 0)}${gap}%`;
}
