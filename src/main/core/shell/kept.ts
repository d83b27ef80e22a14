/** What is kept on this laptop, with its age, and how to remove it. */
import type { z } from 'zod';
import type { KeptItem } from '../../../shared/contract/shell.ts';
import type { Store } from '../store/store.ts';

type Item = z.infer<typeof KeptItem>;
type Kind = Item['kind'];

/** Which keys of a store hold which kind. */
export const copyPrefixes: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  catalog: ['catalog/'],
  services: ['services/'],
  icons: ['icons/'],
  listings: ['storage/listing/', 'storage/buckets/'],
  'secret-names': ['secrets/'],
};

/** Copies that are files, as another part of the core keeps them. */
export interface KeptFiles {
  readonly kind: Kind;
  kept(): Promise<{ count: number; bytes: number; oldest?: number | undefined }>;
  remove(): Promise<void>;
}

export interface Kept {
  list(): Promise<Item[]>;
  remove(kind: Kind, platform?: string): Promise<void>;
}

/**
 * @param stores the stores that are open now, by the name of their platform.
 * @param files of the platform that is shown.
 */
export function createKept(stores: () => ReadonlyMap<string, Store>, files: readonly KeptFiles[] = []): Kept {
  const keptBelow = async (store: Store, kind: Kind) =>
    (await Promise.all((copyPrefixes[kind] ?? []).map((prefix) => store.kept(prefix)))).flat();
  return {
    list: async () => {
      const items: Item[] = [];
      for (const [platform, store] of stores()) {
        for (const kind of Object.keys(copyPrefixes) as Kind[]) {
          const kept = await keptBelow(store, kind);
          if (kept.length === 0) continue;
          items.push({
            kind,
            platform,
            count: kept.length,
            bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0),
            oldest: Math.min(...kept.map(({ at }) => at)),
          });
        }
        for (const { kind, kept } of files) {
          const { count, bytes, oldest } = await kept();
          if (count > 0)
            items.push({ kind, platform, count, bytes, ...(oldest !== undefined && { oldest }) });
        }
      }
      return items;
    },
    remove: async (kind, platform) => {
      for (const [name, store] of stores()) {
        if (platform !== undefined && platform !== name) continue;
        for (const { key } of await keptBelow(store, kind)) await store.delete(key);
        for (const one of files) if (one.kind === kind) await one.remove();
      }
    },
  };
}
