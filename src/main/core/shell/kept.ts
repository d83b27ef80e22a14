/** What is kept on this laptop, with its age, and how to remove it. */
import type { z } from 'zod';
import type { KeptItem } from '../../../shared/contract/shell.ts';
import type { Store } from '../store/store.ts';

type Item = z.infer<typeof KeptItem>;
type Kind = Item['kind'];

/** Which keys of a store hold which kind. */
const prefixes: Readonly<Partial<Record<Kind, string>>> = {
  catalog: 'catalog/',
  services: 'services/',
  icons: 'icons/',
};

export interface Kept {
  list(): Promise<Item[]>;
  remove(kind: Kind, platform?: string): Promise<void>;
}

/**
 * @param stores the stores that are open now, by the name of their platform.
 */
export function createKept(stores: () => ReadonlyMap<string, Store>): Kept {
  return {
    list: async () => {
      const items: Item[] = [];
      for (const [platform, store] of stores()) {
        for (const [kind, prefix] of Object.entries(prefixes)) {
          const kept = await store.kept(prefix);
          if (kept.length === 0) continue;
          items.push({
            kind: kind as Kind,
            platform,
            count: kept.length,
            bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0),
            oldest: Math.min(...kept.map(({ at }) => at)),
          });
        }
      }
      return items;
    },
    remove: async (kind, platform) => {
      const prefix = prefixes[kind];
      if (prefix === undefined) return;
      for (const [name, store] of stores()) {
        if (platform !== undefined && platform !== name) continue;
        for (const { key } of await store.kept(prefix)) await store.delete(key);
      }
    },
  };
}
