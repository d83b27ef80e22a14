/** Axes of the parallel coordinates: one for each thing in which runs differ. Pure. */
import type { Run } from '../../../shared/contract/models/runs.ts';
import { metricLines, parameterLines } from './differing.ts';

export interface Axis {
  readonly key: string;
  readonly kind: 'param' | 'metric';
  /** Marks from the bottom up, each at its place in [0, 1]. */
  readonly marks: readonly { readonly text: string; readonly place: number }[];
  /** Where each run crosses it, in [0, 1]; undefined where it has no value. */
  readonly places: readonly (number | undefined)[];
}

const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));

/** Numbers lie by their size, words in equal steps by their order. `write` says a metric as text. */
export function axesOf(
  runs: readonly Run[],
  metric: string | undefined,
  write: (value: number) => string,
): Axis[] {
  const params = parameterLines(runs)
    .filter(({ differs }) => differs)
    .map(({ key, values }) => paramAxis(key, values));
  const line = metricLines(runs).find(({ key }) => key === metric);
  return line ? [...params, metricAxis(line.key, line.values, write)] : params;
}

function paramAxis(key: string, values: readonly (string | undefined)[]): Axis {
  const distinct = [...new Set(values.filter((value) => value !== undefined))];
  const areNumbers = distinct.every(isNumber);
  const ordered = areNumbers ? distinct.toSorted((a, b) => Number(a) - Number(b)) : distinct.toSorted();
  const scale = areNumbers ? linear(ordered.map(Number)) : undefined;
  const placeOf = (value: string) =>
    scale ? scale(Number(value)) : ordered.length > 1 ? ordered.indexOf(value) / (ordered.length - 1) : 0.5;
  return {
    key,
    kind: 'param',
    marks: apart(ordered.map((text) => ({ text, place: placeOf(text) }))),
    places: values.map((value) => (value === undefined ? undefined : placeOf(value))),
  };
}

function metricAxis(
  key: string,
  values: readonly (number | undefined)[],
  write: (value: number) => string,
): Axis {
  const known = values.filter((value): value is number => value !== undefined && Number.isFinite(value));
  const scale = linear(known);
  const ends = [...new Set([Math.min(...known), Math.max(...known)])];
  return {
    key,
    kind: 'metric',
    marks: known.length === 0 ? [] : ends.map((value) => ({ text: write(value), place: scale(value) })),
    places: values.map((value) =>
      value === undefined || !Number.isFinite(value) ? undefined : scale(value),
    ),
  };
}

function linear(values: readonly number[]): (value: number) => number {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  return (value) => (greatest === least ? 0.5 : (value - least) / (greatest - least));
}

/** Leaves out marks that would lie on the one before; the two ends stay. */
function apart(marks: readonly { readonly text: string; readonly place: number }[]) {
  const least = 0.08;
  const kept: { text: string; place: number }[] = [];
  const last = marks.at(-1);
  for (const mark of marks) {
    const before = kept.at(-1);
    const isEnd = mark === last;
    if (before && mark.place - before.place < least && !isEnd) continue;
    if (before && isEnd && mark.place - before.place < least && kept.length > 1) kept.pop();
    kept.push(mark);
  }
  return kept;
}
