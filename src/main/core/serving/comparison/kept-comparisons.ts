/** Comparisons on this laptop: their figures, and the items in parts, so that a page is read without the rest. */
import { z } from 'zod';
import { ComparedItem, Comparison } from '../../../../shared/contract/serving/comparison.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Store } from '../../store/store.ts';
import type { Verdicts } from './compared-levels.ts';

/** As much of a store as is needed; where local copies are forbidden, memory. */
export type ComparisonStore = Pick<Store, 'get' | 'set' | 'delete' | 'kept'>;

const figuresPrefix = 'serving/comparison/';
const figuresKey = (id: string) => `${figuresPrefix}${id}`;
const partKey = (id: string, part: number) => `serving/compared/${id}/${part}`;
/** Items of one part; comparisons that are kept. */
const partSize = 1_000;
const most = 20;

/** A byte an item, in base64. */
const Bytes = z.string().transform((text) => Uint8Array.from(Buffer.from(text, 'base64')));
const Kept = z.object({
  comparison: Comparison,
  verdicts: z.object({ reach: Bytes, a: Bytes, b: Bytes }),
});
type Kept = z.infer<typeof Kept>;

async function readKept(store: ComparisonStore, key: string): Promise<Kept | undefined> {
  return Kept.safeParse((await store.get(key))?.value).data;
}

/** Newest first. */
export async function keptComparisons(store: ComparisonStore): Promise<Comparison[]> {
  const keys = await store.kept(figuresPrefix);
  const found = await Promise.all(keys.map(({ key }) => readKept(store, key)));
  return found.flatMap((one) => (one ? [one.comparison] : [])).sort((a, b) => b.at - a.at);
}

/** Keeps it, and forgets the oldest beyond twenty. @throws Failure `no-space` */
export async function keepComparison(
  store: ComparisonStore,
  comparison: Comparison,
  verdicts: Verdicts,
  items: readonly ComparedItem[],
): Promise<void> {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const { reach, a, b } = verdicts;
  for (let part = 0; part * partSize < items.length; part += 1)
    await store.set(partKey(comparison.id, part), items.slice(part * partSize, (part + 1) * partSize));
  await store.set(figuresKey(comparison.id), {
    comparison,
    verdicts: { reach: text(reach), a: text(a), b: text(b) },
  });
  for (const { id } of (await keptComparisons(store)).slice(most)) await forgetComparison(store, id);
}

export async function forgetComparison(store: ComparisonStore, id: string): Promise<void> {
  await store.delete(figuresKey(id));
  for (const { key } of await store.kept(partKey(id, 0).slice(0, -1))) await store.delete(key);
}

const chosen: Readonly<
  Record<'only-a' | 'only-b' | 'both-wrong' | 'all', (a: boolean, b: boolean) => boolean>
> = {
  'only-a': (a, b) => a && !b,
  'only-b': (a, b) => b && !a,
  'both-wrong': (a, b) => !a && !b,
  all: () => true,
};

/** A page of the items whose gold codes reach a level. @throws Failure `comparison-gone` */
export async function keptItems(
  store: ComparisonStore,
  {
    id,
    level,
    which,
    offset,
    limit,
  }: {
    readonly id: string;
    readonly level: number;
    readonly which: keyof typeof chosen;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<{ items: ComparedItem[]; total: number }> {
  const kept = await readKept(store, figuresKey(id));
  if (!kept) throw failure('not-found', 'The comparison is not kept any more', { reason: 'comparison-gone' });
  const { reach, a, b } = kept.verdicts;
  const isMeant = chosen[which];
  const found = [...reach.keys()].filter(
    (index) => (reach[index] ?? 0) >= level && isMeant((a[index] ?? 0) >= level, (b[index] ?? 0) >= level),
  );
  const page = found.slice(offset, offset + limit);
  const parts = new Map<number, readonly ComparedItem[]>();
  for (const part of new Set(page.map((index) => Math.floor(index / partSize)))) {
    const items = z.array(ComparedItem).safeParse((await store.get(partKey(id, part)))?.value);
    parts.set(part, items.data ?? []);
  }
  const items = page.flatMap((index) => parts.get(Math.floor(index / partSize))?.[index % partSize] ?? []);
  return { items, total: found.length };
}
