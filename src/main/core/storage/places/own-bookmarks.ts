/** The places that a person marked, kept in the store. */
import { z } from 'zod';
import { failure } from '../../../../shared/contract/errors.ts';
import { Place } from '../../../../shared/contract/storage/places.ts';
import type { Store } from '../../store/store.ts';

const storeKey = 'storage/bookmarks';
const OwnBookmark = Place.extend({ title: z.string() });
export type OwnBookmark = z.infer<typeof OwnBookmark>;

/** In the order in which they were added; what cannot be read is left out. */
export async function loadBookmarks(store: Store): Promise<OwnBookmark[]> {
  const stored = z.array(z.unknown()).safeParse((await store.get(storeKey))?.value).data ?? [];
  return stored.flatMap((one) => OwnBookmark.safeParse(one).data ?? []);
}

/** Adds one, or gives the one of this place another title. */
export async function addBookmark(store: Store, added: OwnBookmark): Promise<OwnBookmark[]> {
  const prefix = added.prefix === '' || added.prefix.endsWith('/') ? added.prefix : `${added.prefix}/`;
  const bookmark = { ...added, prefix };
  const known = await loadBookmarks(store);
  const next = known.some((one) => isSame(one, bookmark))
    ? known.map((one) => (isSame(one, bookmark) ? bookmark : one))
    : [...known, bookmark];
  await store.set(storeKey, next);
  return next;
}

/** @throws Failure `not-found` where the person marked no such place */
export async function removeBookmarks(
  store: Store,
  goes: (bookmark: OwnBookmark) => boolean,
  name?: string,
): Promise<OwnBookmark[]> {
  const known = await loadBookmarks(store);
  const next = known.filter((one) => !goes(one));
  if (name !== undefined && next.length === known.length)
    throw failure('not-found', 'There is no such bookmark', {
      reason: 'storage-no-bookmark',
      values: { name },
    });
  await store.set(storeKey, next);
  return next;
}

/** True for two marks on one place. */
export function isSame(one: Place, other: Place): boolean {
  return one.profile === other.profile && one.bucket === other.bucket && one.prefix === other.prefix;
}
