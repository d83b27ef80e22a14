/** What is kept on this laptop, with its age, and how to remove it. */
import type { z } from 'zod';
import type { KeptItem } from '../../../shared/contract/shell.ts';
import type { Store } from '../store/store.ts';

type Item = z.infer<typeof KeptItem>;
type Kind = Item['kind'];

/** Which keys of a store hold which kind. */
export const copyPrefixes: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  catalog: ['catalog/'],
  services: [
    'services/',
    'serving/applications/',
    'training/workflow',
    'training/schedules',
    'training/sets',
  ],
  icons: ['icons/'],
  listings: ['storage/listing/', 'storage/buckets/'],
  'secret-names': ['secrets/'],
  items: [
    'annotation/batch/',
    'annotation/campaign-copy/',
    'annotation/suggested/',
    'annotation/answers/',
    'serving/comparison/',
    'serving/compared/',
  ],
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
        const ofPlatform = new Map<Kind, Item>();
        for (const kind of Object.keys(copyPrefixes) as Kind[]) {
          for (const { bytes, at } of await keptBelow(store, kind))
            add(ofPlatform, { kind, platform, count: 1, bytes, oldest: at });
        }
        for (const { kind, kept } of files) {
          const { oldest, ...sums } = await kept();
          if (sums.count > 0)
            add(ofPlatform, { kind, platform, ...sums, ...(oldest !== undefined && { oldest }) });
        }
        items.push(...ofPlatform.values());
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

/** Documents and files of one kind stand in one line. */
function add(to: Map<Kind, Item>, item: Item): void {
  const before = to.get(item.kind);
  const oldest = Math.min(before?.oldest ?? Infinity, item.oldest ?? Infinity);
  to.set(item.kind, {
    ...item,
    count: (before?.count ?? 0) + item.count,
    bytes: (before?.bytes ?? 0) + item.bytes,
    ...(Number.isFinite(oldest) && { oldest }),
  });
}
