/** A listing in memory over objects that are there or, by the million, made up as they are asked for. */
import type { Arrangement, Row } from '../../shared/contract/storage/listing.ts';
import { plain } from '../ui/rank.ts';

/** Rows by position, so that a million of them costs nothing until they are looked at. */
export interface FakeRows {
  readonly count: number;
  at(index: number): Row;
}

/** A row of the million: names in their order, sizes and times that are not. */
export function madeUpRows(count: number, prefix: string, now: number): FakeRows {
  return {
    count,
    at: (index) => {
      const name = `observation-${String(index).padStart(7, '0')}.parquet`;
      return {
        kind: 'object',
        name,
        key: `${prefix}${name}`,
        size: 1_000 + ((index * 7_919) % 9_999_991),
        modified: now - ((index * 104_729) % 31_536_000) * 1_000,
        storageClass: 'STANDARD',
        owner: 'alice',
        etag: `"${index.toString(16)}"`,
      };
    },
  };
}

/** Rows that are all there. */
export function knownRows(rows: readonly Row[]): FakeRows {
  return { count: rows.length, at: (index) => rows[index] as Row };
}

function fits(filter: string): (row: Row) => boolean {
  if (/[*?]/.test(filter)) {
    const glob = filter
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    const pattern = new RegExp(`^${glob}$`, 'i');
    return (row) => pattern.test(row.name);
  }
  const words = plain(filter).split(/\s+/).filter(Boolean);
  return (row) => words.every((word) => plain(row.name).includes(word));
}

/** Positions in the order and with the filter that are asked for; folders come first, as in the core. */
export function arranged(rows: FakeRows, { sort, descending, filter }: Arrangement): FakeRows {
  if (sort === 'name' && !descending && !filter) return rows;
  const test = fits(filter);
  const positions = Array.from({ length: rows.count }, (_, index) => index).filter(
    (index) => !filter || test(rows.at(index)),
  );
  const value = (row: Row) => row[sort] ?? '';
  const sign = descending ? -1 : 1;
  if (sort === 'name' && descending) positions.reverse();
  else if (sort !== 'name') {
    const values = new Map(positions.map((index) => [index, value(rows.at(index))]));
    positions.sort((a, b) => {
      const [one = '', other = ''] = [values.get(a), values.get(b)];
      return sign * (one < other ? -1 : one > other ? 1 : 0) || a - b;
    });
  }
  const folders = positions.filter((index) => rows.at(index).kind === 'folder');
  const objects = positions.filter((index) => rows.at(index).kind === 'object');
  const all = [...folders, ...objects];
  return { count: all.length, at: (index) => rows.at(all[index] ?? 0) };
}

/** Position of the next row whose name begins so. */
export function findFrom(rows: FakeRows, text: string, from: number): number {
  for (let index = Math.max(0, from); index < rows.count; index += 1) {
    if (plain(rows.at(index).name).startsWith(plain(text))) return index;
  }
  return -1;
}
