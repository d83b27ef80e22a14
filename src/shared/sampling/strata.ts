import { confidenceIndex } from './frame.ts';

/** A column of categories: the index of a name for each row. */
export interface Category {
  readonly names: readonly string[];
  readonly index: ArrayLike<number>;
}

/** A column of indexes; unlike `Int32Array.from` it makes no list of all values on the way. */
function column(size: number, indexOf: (row: number) => number): Int32Array {
  const index = new Int32Array(size);
  for (let row = 0; row < size; row++) index[row] = indexOf(row);
  return index;
}

/** Name of the rows without a prediction or a date. */
const none = '-';

const bound = (value: number): string => String(Number(value.toFixed(6)));

/** The predicted code of each row; -1 (no prediction) is a category of its own, `-`. */
export function codeCategory(code: ArrayLike<number>, names: readonly string[]): Category {
  return {
    names: [...names, none],
    index: column(code.length, (row) => {
      const index = code[row] ?? -1;
      return index < 0 ? names.length : index;
    }),
  };
}

/**
 * A coarser category, such as the section or the division of a code: `nameOf(name)` says into which each falls.
 * Names come in the order in which they are met.
 */
export function coarser(category: Category, nameOf: (name: string) => string): Category {
  const coarse = category.names.map((name) => (name === none ? none : nameOf(name)));
  const names = [...new Set(coarse)];
  const places = Int32Array.from(coarse, (name) => names.indexOf(name));
  return { names, index: column(category.index.length, (row) => places[category.index[row] ?? -1] ?? -1) };
}

/**
 * Bands of the confidence index between ascending cuts inside (0, 1), such as the threshold of automatic coding; a value
 * on a cut is in the upper band, as for the automatic coding rate. Rows without a prediction are the category `-`.
 */
export function confidenceBands(
  p1: ArrayLike<number>,
  p2: ArrayLike<number>,
  cuts: readonly number[],
): Category {
  const bounds = [0, ...cuts];
  const names = bounds.map((from, band) => {
    const to = bounds[band + 1];
    return to === undefined ? `[${bound(from)}, 1]` : `[${bound(from)}, ${bound(to)})`;
  });
  const index = column(p1.length, (row) => {
    const confidence = confidenceIndex(p1[row] ?? Number.NaN, p2[row] ?? Number.NaN);
    if (Number.isNaN(confidence)) return bounds.length;
    let band = 0;
    while (band < cuts.length && confidence >= (cuts[band] ?? 1)) band += 1;
    return band;
  });
  return { names: [...names, none], index };
}

/** The month (`2024-03`, UTC) of each row, ascending; `days` counts from 1 January 1970. Rows without a date are `-`. */
export function monthCategory(days: ArrayLike<number>): Category {
  // -1 where there is no date: no month before the year 0 is met here.
  const numbers = column(days.length, (row) => {
    const date = new Date((days[row] ?? Number.NaN) * 86_400_000);
    return Number.isNaN(date.getTime()) ? -1 : date.getUTCFullYear() * 12 + date.getUTCMonth();
  });
  const months = [...new Set(numbers)].filter((month) => month >= 0).sort((one, other) => one - other);
  const places = new Map(months.map((month, place) => [month, place]));
  const monthNames = months.map(
    (month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`,
  );
  return {
    names: [...monthNames, none],
    index: numbers.map((month) => places.get(month) ?? months.length),
  };
}

/** Each pair of two categories that some row has, such as `F × [0.8, 1]`, in the order of the first, then the second. */
export function crossed(one: Category, other: Category): Category {
  const width = other.names.length;
  const cells = column(one.index.length, (row) => (one.index[row] ?? 0) * width + (other.index[row] ?? 0));
  const found = new Uint8Array(one.names.length * width);
  for (const cell of cells) found[cell] = 1;
  const places = new Int32Array(found.length);
  const names: string[] = [];
  for (const [cell, is] of found.entries()) {
    if (is === 0) continue;
    places[cell] = names.length;
    names.push(`${one.names[Math.floor(cell / width)] ?? ''} × ${other.names[cell % width] ?? ''}`);
  }
  return { names, index: cells.map((cell) => places[cell] ?? 0) };
}
