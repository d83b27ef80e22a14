/** Rows by group: those of group g are `rows[starts[g]]` up to `rows[starts[g + 1]]`, ascending. */
export interface Groups {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

/** One more than the greatest index of a column; 0 for an empty one. */
export function groupCount(index: ArrayLike<number>): number {
  let greatest = -1;
  for (let row = 0; row < index.length; row++) greatest = Math.max(greatest, index[row] ?? -1);
  return greatest + 1;
}

/**
 * Rows by group (counting sort). `index` holds the group of each row, from 0 up to `count`. Throws a RangeError that
 * names the row when it holds anything else, since a row outside every group would be lost to the estimates.
 */
export function groupRows(index: ArrayLike<number>, count: number): Groups {
  const starts = new Int32Array(count + 1);
  for (let row = 0; row < index.length; row++) {
    const group = index[row];
    if (group === undefined || !Number.isInteger(group) || group < 0 || group >= count) {
      throw new RangeError(`row ${row} is in group ${group}; there are ${count}`);
    }
    starts[group + 1] = (starts[group + 1] ?? 0) + 1;
  }
  for (let group = 0; group < count; group++) {
    starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
  }
  const next = starts.slice();
  const rows = new Int32Array(index.length);
  for (let row = 0; row < index.length; row++) {
    const group = index[row] ?? 0;
    const place = next[group] ?? 0;
    rows[place] = row;
    next[group] = place + 1;
  }
  return { starts, rows };
}

/** The rows of one group; a view, not a copy. */
export function rowsOf(groups: Groups, group: number): Int32Array {
  return groups.rows.subarray(groups.starts[group], groups.starts[group + 1]);
}
