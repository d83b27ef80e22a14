/** Rows for tests: units by raters. */
import fc from 'fast-check';
import type { Ratings } from '../rating-table.ts';

/** A table of ratings with gaps, of a few codes. */
export const arbitraryRatings: fc.Arbitrary<Ratings> = fc.integer({ min: 2, max: 5 }).chain((raters) =>
  fc.array(
    fc.array(fc.option(fc.constantFrom('01.11Z', '01.13Z', '62.01Z', '96.02A'), { nil: undefined }), {
      minLength: raters,
      maxLength: raters,
    }),
    { minLength: 1, maxLength: 30 },
  ),
);

/** Columns as rows, and rows as columns. */
export function transpose<Value>(rows: readonly (readonly Value[])[]): Value[][] {
  return (rows[0] ?? []).map((_, column) => rows.flatMap((row) => row.slice(column, column + 1)));
}

/** Rows of two raters behind a contingency table: row r, column c, counted. */
export function fromContingency(table: readonly (readonly number[])[]): number[][] {
  return table.flatMap((row, first) =>
    row.flatMap((count, second) => Array.from({ length: count }, () => [first, second])),
  );
}

/** Rows of raters behind counts a unit of each code. */
export function fromCounts(table: readonly (readonly number[])[]): number[][] {
  return table.map((row) => row.flatMap((count, code) => Array.from({ length: count }, () => code)));
}
