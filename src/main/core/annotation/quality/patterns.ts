/** Units that are coded alike, counted instead of listed: what agreement costs then grows with the patterns, not with the units. Pure. */
import { missing } from './code-table.ts';

/** Ratings as the statistics take them. */
export type Row = readonly (number | undefined)[];

export interface Patterns {
  /** Each pattern once. */
  readonly rows: readonly Row[];
  /** The pattern of each thing that was grouped. */
  readonly place: Int32Array;
}

/**
 * Groups rows of categories that are alike.
 * @param ordered keeps who said what (two raters); else a row is a bag of codes, without those that are missing
 */
export function patternsOf(rows: Iterable<readonly number[]>, ordered: boolean): Patterns {
  const found = new Map<string, number>();
  const distinct: Row[] = [];
  const place: number[] = [];
  for (const row of rows) {
    const bag = ordered
      ? row
      : row.filter((category) => category !== missing).sort((one, other) => one - other);
    const key = bag.join(' ');
    const known = found.get(key);
    place.push(known ?? distinct.length);
    if (known !== undefined) continue;
    found.set(key, distinct.length);
    distinct.push(bag.map((category) => (category === missing ? undefined : category)));
  }
  return { rows: distinct, place: Int32Array.from(place) };
}

/** The same patterns with each category replaced by its ancestor; `place` leads from each given pattern to its coarser one. */
export function coarserPatterns(
  { rows }: Pick<Patterns, 'rows'>,
  ancestor: Int32Array,
  ordered: boolean,
): Patterns {
  const coarser = rows.map((row) =>
    row.map((category) => (category === undefined ? missing : (ancestor[category] ?? missing))),
  );
  return patternsOf(coarser, ordered);
}

/** How many units have each pattern; `copies` (of each given pattern, by default one each) are counted in the patterns to which they lead. */
export function countPlaces(
  { rows, place }: Patterns,
  into = new Uint32Array(rows.length),
  copies?: Uint32Array,
): Uint32Array {
  into.fill(0);
  for (let index = 0; index < place.length; index += 1) {
    const at = place[index] ?? 0;
    into[at] = (into[at] ?? 0) + (copies ? (copies[index] ?? 0) : 1);
  }
  return into;
}
