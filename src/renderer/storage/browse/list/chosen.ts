/** Which rows are selected: some by hand, or all that the listing shows but a few. Pure. */
import type { ListingState, Row, Selection } from '../../../../shared/contract/storage/listing.ts';
import type { Place } from '../../../../shared/contract/storage/places.ts';

export type Chosen =
  | { readonly kind: 'rows'; readonly rows: ReadonlyMap<string, Row> }
  | { readonly kind: 'all'; readonly except: ReadonlyMap<string, Row> };

export const nothingChosen: Chosen = { kind: 'rows', rows: new Map() };
export const allChosen: Chosen = { kind: 'all', except: new Map() };

/** As many as one action takes by name; more are meant by the listing as a whole. */
export const mostByHand = 100_000;

/** What tells a row from all others, also where versions of one key are listed. */
export function rowId(row: Row): string {
  return row.version ? `${row.key}\u0000${row.version.id}` : row.key;
}

/** Whether a row is selected. */
export function isChosen(chosen: Chosen, row: Row): boolean {
  return chosen.kind === 'all' ? !chosen.except.has(rowId(row)) : chosen.rows.has(rowId(row));
}

/** Selects a row, or no longer. */
export function toggled(chosen: Chosen, row: Row): Chosen {
  const next = new Map(chosen.kind === 'all' ? chosen.except : chosen.rows);
  if (!next.delete(rowId(row))) next.set(rowId(row), row);
  return chosen.kind === 'all' ? { kind: 'all', except: next } : { kind: 'rows', rows: next };
}

/** These and those; in a selection of all, these are no longer left out. */
export function joined(chosen: Chosen, rows: readonly Row[]): Chosen {
  if (chosen.kind === 'rows')
    return {
      kind: 'rows',
      rows: new Map([...chosen.rows, ...rows.map((row) => [rowId(row), row] as const)]),
    };
  const except = new Map(chosen.except);
  for (const row of rows) except.delete(rowId(row));
  return { kind: 'all', except };
}

/** Exactly these. */
export function onlyThese(rows: readonly Row[]): Chosen {
  return joined(nothingChosen, rows);
}

export interface Tally {
  readonly count: number;
  readonly folders: number;
  /** Of the objects among them; what lies in folders is not counted yet. */
  readonly bytes: number;
}

/** How many and how much. */
export function tally(chosen: Chosen, listing: ListingState | undefined): Tally {
  const named = [...(chosen.kind === 'all' ? chosen.except : chosen.rows).values()];
  const folders = named.filter((row) => row.kind === 'folder').length;
  const bytes = named.reduce((sum, row) => sum + (row.size ?? 0), 0);
  if (chosen.kind === 'rows') return { count: named.length, folders, bytes };
  return {
    count: Math.max(0, (listing?.matching ?? 0) - named.length),
    folders: Math.max(0, (listing?.folders ?? 0) - folders),
    bytes: Math.max(0, (listing?.bytes ?? 0) - bytes),
  };
}

/** The selection as the core takes it; undefined when nothing is selected. */
export function selectionOf(
  chosen: Chosen,
  place: Pick<Place, 'profile' | 'bucket'>,
  listing: ListingState | undefined,
): Selection | undefined {
  if (chosen.kind === 'all') {
    if (!listing || tally(chosen, listing).count === 0) return undefined;
    return { kind: 'listing', id: listing.id, except: [...chosen.except.values()].map((row) => row.key) };
  }
  const rows = [...chosen.rows.values()];
  if (rows.length === 0) return undefined;
  const versions = rows.flatMap((row) => (row.version ? [{ key: row.key, versionId: row.version.id }] : []));
  return {
    kind: 'rows',
    profile: place.profile,
    bucket: place.bucket,
    keys: [...new Set(rows.map((row) => row.key))],
    ...(versions.length > 0 ? { versions } : {}),
  };
}
