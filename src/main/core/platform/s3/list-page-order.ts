/** Puts the few rows of one page into order, where a server groups them by kind. */
import type { ListColumns } from './list-columns.ts';
import { placeOf, setOwner } from './list-segments.ts';

/** Sorts the rows from `from` to before `end` by name, versions of a key newest first; folders and objects stay as mixed as they come. */
export function sortPage(columns: ListColumns, from: number, end: number): void {
  const sorted = Array.from({ length: end - from }, (_, index) => from + index).sort(
    (one, other) => columns.compare(one, other) || one - other,
  );
  const rows = sorted.map((row) => valuesOf(columns, row));
  rows.forEach((values, index) => {
    const row = from + index;
    const segment = columns.segment(row);
    const at = placeOf(row);
    // Names stay where they are: a row tells where its own begins.
    segment.starts[at] = values.start;
    segment.lengths[at] = values.length;
    segment.sizes[at] = values.size;
    segment.times[at] = values.time;
    segment.flags[at] = values.flags;
    segment.storageClasses[at] = values.storageClass;
    segment.etagParts[at] = values.etagParts;
    segment.etags.set(values.etag, 16 * at);
    setOwner(segment, at, values.owner);
    if (values.otherEtag === undefined) columns.otherEtags.delete(row);
    else columns.otherEtags.set(row, values.otherEtag);
    if (columns.versionIds) columns.versionIds[row] = values.versionId;
  });
}

function valuesOf(columns: ListColumns, row: number) {
  const { starts, lengths, etagParts, etags } = columns.segment(row);
  const at = placeOf(row);
  return {
    start: starts[at] as number,
    length: lengths[at] as number,
    size: columns.size(row),
    time: columns.time(row),
    flags: columns.flags(row),
    storageClass: columns.storageClass(row),
    owner: columns.owner(row),
    etagParts: etagParts[at] as number,
    etag: etags.slice(16 * at, 16 * at + 16),
    otherEtag: columns.otherEtags.get(row),
    versionId: columns.versionIds?.[row] ?? '',
  };
}
