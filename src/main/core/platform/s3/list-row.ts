/** One row of a list while it is read, and the numbers that stand for its kinds. */

/** Bits of a row's flags. */
export const rowFlags = { folder: 1, version: 2, latest: 4, deleted: 8, outside: 16 } as const;

/** Values of `etagParts` besides a number of parts: an ETag that is a plain MD5, none at all, one of another form. */
export const etagForms = { plain: 0, none: 0xfffe, other: 0xffff } as const;

/** What the scanner found of one row; the name lies in the open page of the columns already, behind the last one. */
export interface ScannedRow {
  nameLength: number;
  flags: number;
  /** Bytes; NaN where there is none. */
  size: number;
  /** Milliseconds since 1970; NaN where there is none. */
  time: number;
  storageClass: number;
  owner: number;
  etagParts: number;
  /** The 16 bytes of an ETag that is an MD5, with or without a number of parts. */
  readonly etag: Uint8Array;
  otherEtag: string | undefined;
  versionId: string;
}

/** A row of which nothing is known. */
export function emptyRow(): ScannedRow {
  return {
    nameLength: -1,
    flags: 0,
    size: Number.NaN,
    time: Number.NaN,
    storageClass: 0,
    owner: 0,
    etagParts: etagForms.none,
    etag: new Uint8Array(16),
    otherEtag: undefined,
    versionId: '',
  };
}

/** Makes a row that was used as good as new. */
export function emptied(row: ScannedRow, flags: number): void {
  row.nameLength = -1;
  row.flags = flags;
  row.size = Number.NaN;
  row.time = Number.NaN;
  row.storageClass = 0;
  row.owner = 0;
  row.etagParts = etagForms.none;
  row.otherEtag = undefined;
  row.versionId = '';
}
