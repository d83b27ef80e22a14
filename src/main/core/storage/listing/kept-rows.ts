/** The first rows of folders as they were last seen, kept in the store: shown until the server answers, and when it does not. */
import type { Place } from '../../../../shared/contract/storage/places.ts';
import type { Store } from '../../store/store.ts';
import type { KeptRow } from './listing-messages.ts';

/** Rows of a folder, and folders, that are kept. */
export const mostKeptRows = 5000;
const mostKeptFolders = 100;
const group = 'storage/listing/';

/** What is kept of a folder. */
export interface KeptFolder {
  readonly rows: readonly KeptRow[];
  /** When it was seen, in milliseconds since 1970. */
  readonly at: number;
}

const keyOf = ({ profile, bucket, prefix }: Place) =>
  `${group}${encodeURIComponent(profile)}/${encodeURIComponent(bucket)}/${prefix}`;

/** What is kept of a folder; undefined when nothing is. */
export async function readKept(store: Store, place: Place): Promise<KeptFolder | undefined> {
  const stored = await store.get<{ rows: KeptRow[] }>(keyOf(place));
  return stored && { rows: stored.value.rows, at: stored.at };
}

/** Keeps nothing of a folder any more. */
export async function forgetRows(store: Store, place: Place): Promise<void> {
  await store.delete(keyOf(place));
}

/** Keeps the first rows of a folder, and forgets the folders that were seen longest ago. */
export async function keepRows(store: Store, place: Place, rows: readonly KeptRow[]): Promise<void> {
  await store.set(keyOf(place), { rows: rows.slice(0, mostKeptRows) });
  const all = await store.kept(group);
  const oldest = [...all].sort((one, other) => other.at - one.at).slice(mostKeptFolders);
  for (const { key } of oldest) await store.delete(key);
}
