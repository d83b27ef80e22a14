/** Ratings as every measure of agreement reads them. */

export type Code = string | number;

/** One row a unit, one column a rater; undefined or null where the rater did not code the unit. */
export type Ratings = readonly (readonly (Code | undefined | null)[])[];

export interface RatingTable {
  readonly units: number;
  readonly raters: number;
  /** The codes that occur, in order of appearance. */
  readonly categories: readonly Code[];
  /** Ratings of each unit. */
  readonly sizes: Uint32Array;
  /** Unit u has the entries `starts[u]` to `starts[u + 1]`: a category, and how many raters chose it. */
  readonly starts: Uint32Array;
  readonly category: Uint32Array;
  readonly count: Uint32Array;
}

/** Counts the raters behind each code of each unit. */
export function tabulate(ratings: Ratings): RatingTable {
  const indices = new Map<Code, number>();
  const sizes = new Uint32Array(ratings.length);
  const starts = new Uint32Array(ratings.length + 1);
  const category: number[] = [];
  const count: number[] = [];
  let raters = 0;
  for (const [unit, row] of ratings.entries()) {
    raters = Math.max(raters, row.length);
    const counts = new Map<number, number>();
    for (const code of row) {
      if (code === undefined || code === null) continue;
      const index = indices.get(code) ?? indices.size;
      indices.set(code, index);
      counts.set(index, (counts.get(index) ?? 0) + 1);
      sizes[unit] = (sizes[unit] ?? 0) + 1;
    }
    category.push(...counts.keys());
    count.push(...counts.values());
    starts[unit + 1] = category.length;
  }
  return {
    units: ratings.length,
    raters,
    categories: [...indices.keys()],
    sizes,
    starts,
    category: Uint32Array.from(category),
    count: Uint32Array.from(count),
  };
}

/** Runs over the entries of one unit: each category that it has and how many raters chose it. */
export function forEachEntry(
  table: RatingTable,
  unit: number,
  visit: (category: number, count: number) => void,
): void {
  const end = table.starts[unit + 1] ?? 0;
  for (let entry = table.starts[unit] ?? 0; entry < end; entry += 1) {
    visit(table.category[entry] ?? 0, table.count[entry] ?? 0);
  }
}

/** The share of the pairs of ratings of each unit that agree: sum c(c-1) / m(m-1); 0 where there is no pair. */
export function pairAgreement(table: RatingTable): Float64Array {
  return Float64Array.from({ length: table.units }, (_, unit) => {
    const size = table.sizes[unit] ?? 0;
    let pairs = 0;
    forEachEntry(table, unit, (_category, count) => {
      pairs += count * (count - 1);
    });
    return size < 2 ? 0 : pairs / (size * (size - 1));
  });
}
