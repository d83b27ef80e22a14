/** What a chart begins with, and what it asks of the core. Pure. */
import type { Column } from '../../../shared/contract/storage/preview.ts';
import type { ChartKind } from './chart-options.ts';

export type Aggregate = 'count' | 'sum' | 'mean' | 'median' | 'min' | 'max' | 'none';
export const aggregates: readonly Aggregate[] = ['count', 'sum', 'mean', 'median', 'min', 'max', 'none'];

export interface ChartChoice {
  readonly kind: ChartKind;
  readonly x: string;
  /** Empty: the number of rows. */
  readonly y: string;
  readonly aggregate: Aggregate;
  /** Empty: none. */
  readonly series: string;
}

/** A first choice for a result: names with a number make bars, a time makes a line, a number alone a histogram. */
export function firstChoice(columns: readonly Column[]): ChartChoice | undefined {
  const [first] = columns;
  if (!first) return undefined;
  const time = columns.find((one) => one.kind === 'time');
  const name = columns.find((one) => one.kind === 'text' || one.kind === 'boolean');
  const numbers = columns.filter((one) => one.kind === 'number');
  const x = time ?? name ?? first;
  const y = numbers.find((one) => one !== x);
  const base = { y: y?.name ?? '', series: '' };
  if (time) return { ...base, kind: 'line', x: x.name, aggregate: y ? 'sum' : 'count' };
  if (name) return { ...base, kind: 'bar', x: x.name, aggregate: y ? 'sum' : 'count' };
  if (numbers.length > 1) return { ...base, kind: 'scatter', x: x.name, aggregate: 'none' };
  return { ...base, kind: numbers.length === 1 ? 'histogram' : 'bar', x: x.name, aggregate: 'count' };
}

/** A choice that can be drawn: what one field needs of the others. */
export function settle(choice: ChartChoice): ChartChoice {
  if (choice.kind === 'histogram') return choice;
  if (choice.kind === 'scatter') return { ...choice, aggregate: 'none' };
  if (choice.y === '') return { ...choice, aggregate: 'count' };
  if (choice.kind === 'bar' && choice.aggregate === 'none') return { ...choice, aggregate: 'sum' };
  return choice;
}
