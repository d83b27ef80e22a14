/** Puts the few rows of one page into order, where a server groups them by kind. */
import type { ListColumns } from './list-columns.ts';

/** Sorts the rows from `from` to before `end` by name, versions of a key newest first; folders and objects stay as mixed as they come. */
export function sortPage(columns: ListColumns, from: number, end: number): void {
  const rows = Array.from({ length: end - from }, (_, index) => from + index).sort(
    (one, other) => columns.compare(one, other) || one - other,
  );
  const names = rows.map((row) =>
    columns.keys.slice(columns.offsets[row] as number, columns.offsets[row + 1] as number),
  );
  const etags = rows.map((row) => columns.etags.slice(row * 16, row * 16 + 16));
  const otherEtags = rows.map((row) => columns.otherEtags.get(row));
  const versionIds = rows.map((row) => columns.versionIds?.[row]);
  for (const column of [
    columns.sizes,
    columns.times,
    columns.flags,
    columns.storageClasses,
    columns.etagParts,
    ...(columns.owners ? [columns.owners] : []),
  ])
    column.set(
      rows.map((row) => column[row] as number),
      from,
    );
  let at = columns.offsets[from] as number;
  names.forEach((name, index) => {
    const row = from + index;
    columns.keys.set(name, at);
    at += name.length;
    columns.offsets[row + 1] = at;
    columns.etags.set(etags[index] as Uint8Array, row * 16);
    const otherEtag = otherEtags[index];
    if (otherEtag === undefined) columns.otherEtags.delete(row);
    else columns.otherEtags.set(row, otherEtag);
    if (columns.versionIds) columns.versionIds[row] = versionIds[index] ?? '';
  });
}
