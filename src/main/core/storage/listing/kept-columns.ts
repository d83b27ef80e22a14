/** Rows as they are kept in the store, and back. Pure. */
import type { Row } from '../../../../shared/contract/storage/listing.ts';
import { ListColumns } from '../../platform/s3/list-columns.ts';
import { emptyRow, etagForms, rowFlags } from '../../platform/s3/list-row.ts';
import type { KeptRow } from './listing-messages.ts';

/** A row as it is kept. */
export function keptRow({
  kind,
  name,
  size = -1,
  modified = -1,
  storageClass = '',
  etag = '',
}: Row): KeptRow {
  return kind === 'folder' ? [name] : [name, size, modified, storageClass, etag];
}

/** Columns that hold kept rows of a prefix. */
export function filledWith(prefix: string, rows: readonly KeptRow[]): ListColumns {
  const columns = new ListColumns(prefix);
  for (const [name, size, modified = -1, storageClass = '', etag = ''] of rows)
    columns.addNamed(Buffer.from(prefix + name), {
      ...emptyRow(),
      flags: size === undefined ? rowFlags.folder : 0,
      size: size === undefined || size < 0 ? Number.NaN : size,
      time: modified < 0 ? Number.NaN : modified,
      storageClass: columns.storageClassNames.number(storageClass),
      ...(etag !== '' && { etagParts: etagForms.other, otherEtag: etag }),
    });
  columns.commitPage(false);
  return columns;
}
