/** Records and files that cannot be read: kept word for word with the reason, counted, and never in the way of the others. */
import type { Store } from '../../store/store.ts';

/** One of them; `what` is the id of the record, or the key of the file with its ETag. */
export interface SetAside {
  readonly what: string;
  readonly reason: string;
  /** Word for word, where it is not in a file on the server. */
  readonly record?: string | undefined;
  readonly at: number;
}

const prefix = 'annotation/set-aside/';

/** How many there are of a campaign. */
export async function countSetAside(store: Pick<Store, 'get'>, campaign: string): Promise<number> {
  return (await read(store, campaign)).length;
}

/** Adds those that are not there yet. @throws Failure `no-space` */
export async function setAside(
  store: Pick<Store, 'get' | 'set'>,
  campaign: string,
  found: readonly SetAside[],
): Promise<void> {
  if (found.length === 0) return;
  const known = await read(store, campaign);
  const names = new Set(known.map(({ what }) => what));
  const fresh = found.filter(({ what }) => !names.has(what));
  if (fresh.length > 0) await store.set(prefix + campaign, [...known, ...fresh]);
}

async function read(store: Pick<Store, 'get'>, campaign: string): Promise<readonly SetAside[]> {
  return (await store.get<readonly SetAside[]>(prefix + campaign))?.value ?? [];
}
