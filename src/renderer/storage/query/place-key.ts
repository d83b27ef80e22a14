/** What a question is about, as the address of the page says it. Pure. */

export interface QuerySearch {
  readonly profile?: string;
  readonly bucket?: string;
  readonly prefix?: string;
  readonly object?: string;
  readonly sql?: string;
}

/** One text for each place, so that each keeps its draft; empty for an address that names none. */
export function placeKey(search: QuerySearch): string {
  const parts = [search.profile, search.bucket, search.prefix, search.object, search.sql];
  return parts.some((part) => part !== undefined) ? JSON.stringify(parts) : '';
}
