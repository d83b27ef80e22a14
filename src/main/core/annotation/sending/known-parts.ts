/** Parts of this person on the server whose decisions this laptop has; the content of a part never changes. */
import type { Store } from '../../store/store.ts';
import type { PartRef } from '../files/campaign-files.ts';

const prefix = 'annotation/parts/';

export interface KnownParts {
  has(part: PartRef): boolean;
  /** @throws Failure `no-space` */
  add(part: PartRef): Promise<void>;
}

/** As the store has them; without it parts are read again, which changes nothing. */
export async function knownParts(store: Pick<Store, 'get' | 'set'>, campaign: string): Promise<KnownParts> {
  const names = new Set((await store.get<readonly string[]>(prefix + campaign))?.value);
  const nameOf = ({ key, etag }: PartRef) => `${key} ${etag}`;
  return {
    has: (part) => names.has(nameOf(part)),
    async add(part) {
      names.add(nameOf(part));
      await store.set(prefix + campaign, [...names]);
    },
  };
}
