/** The nomenclatures of one person on one platform: bundled, imported, shared by the team, each with all that is known of it. */
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  Correspondence,
  Nomenclature,
  type CorrespondenceSummary,
  type NomenclatureSummary,
} from '../../../../shared/contract/annotation/nomenclatures.ts';
import { knownNomenclature } from '../../../../shared/nomenclature/known.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import { bundledIds, type BundledId } from './bundled.ts';
import { compose, languagesOf } from './compose.ts';
import { createKeptFiles, hashOf } from './kept-files.ts';
import { describeContent, KeptIndex, replaces, type KeptItem } from './kept-item.ts';
import { mergePairs } from './merge-pairs.ts';
import type { Content } from './reading.ts';

const indexKey = 'annotation/nomenclatures';

export interface Library {
  items(): Promise<readonly KeptItem[]>;
  /** With titles and notes from wherever they are; undefined where there is none of that id. */
  nomenclature(id: string): Promise<Nomenclature | undefined>;
  correspondence(from: string, to: string): Promise<Correspondence | undefined>;
  summaries(): Promise<NomenclatureSummary[]>;
  correspondences(): Promise<CorrespondenceSummary[]>;
  /** Keeps a content in the place of what it replaces; on the disk when it resolves. */
  keep(content: Content, from: Pick<KeptItem, 'origin' | 'address' | 'etag'>): Promise<KeptItem>;
  remove(which: (item: KeptItem) => boolean): Promise<void>;
}

/** A file of the team that became something else leaves nothing behind. */
const isAt = (item: KeptItem, address: string | undefined) =>
  address !== undefined && item.address === address;

interface View {
  readonly nomenclature: Nomenclature;
  readonly summary: NomenclatureSummary;
}

/** Opens the library; nothing is read before it is asked for. @param bundled loads a bundled nomenclature, each time the same */
export function openLibrary(
  context: Pick<AnnotationContext, 'store' | 'folder'>,
  options: {
    readonly bundled: (id: BundledId) => Promise<Nomenclature>;
    readonly clock: () => number;
    readonly report: (error: unknown, where: string) => void;
  },
): Library {
  const { clock, report } = options;
  const { store } = context;
  const files = createKeptFiles(path.join(context.folder, 'nomenclatures'));
  const openedAt = clock();
  let loading: Promise<readonly KeptItem[]> | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  let views = new Map<string, Promise<View | undefined>>();

  async function load(): Promise<readonly KeptItem[]> {
    const stored = await store.get(indexKey);
    const index = KeptIndex.safeParse(stored?.value);
    if (stored && !index.success) report(index.error, indexKey);
    return index.data?.items ?? [];
  }
  const items = () => (loading ??= load());

  /** One after the other, so that no change is lost. */
  function change<T>(
    work: (before: readonly KeptItem[]) => Promise<{ after: readonly KeptItem[]; value: T }>,
  ): Promise<T> {
    const next = writing.then(async () => {
      const { after, value } = await work(await items());
      await store.set(indexKey, { version: 1, items: after });
      loading = Promise.resolve(after);
      views = new Map();
      await files.keepOnly(new Set(after.map(({ hash }) => hash)));
      return value;
    });
    writing = next.catch(() => {});
    return next;
  }

  async function fileOf({ hash, id }: KeptItem): Promise<unknown> {
    const value = await files.read(hash);
    if (value === undefined) report(new Error(`The kept file of ${id} is damaged or gone`), indexKey);
    return value;
  }
  /** One after the other: parsing all at once would hold up the core's loop. */
  async function readAll(some: readonly KeptItem[]): Promise<{ item: KeptItem; kept: Nomenclature }[]> {
    const found: { item: KeptItem; kept: Nomenclature }[] = [];
    for (const item of some) {
      const { data } = Nomenclature.safeParse(await fileOf(item));
      if (data) found.push({ item, kept: data });
      await setImmediate();
    }
    return found;
  }
  const bundledOf = async (id: string | undefined): Promise<Nomenclature | undefined> => {
    const known = bundledIds.find((one) => one === id);
    return known && options.bundled(known);
  };

  async function look(id: string): Promise<View | undefined> {
    const all = await items();
    const newest = (some: readonly KeptItem[]) => [...some].sort((one, other) => other.at - one.at);
    const trees = (of: string | undefined) => [
      ...all.filter((item) => item.kind === 'nomenclature' && item.id === of && item.origin === 'imported'),
      ...all.filter((item) => item.kind === 'nomenclature' && item.id === of && item.origin === 'team'),
    ];
    const base = knownNomenclature(id)?.base;
    const [bundled, bundledBase] = await Promise.all([bundledOf(id), bundledOf(base)]);
    const own = await readAll(trees(id));
    const notes = await readAll(newest(all.filter((item) => item.kind === 'notes' && item.of.includes(id))));
    const ofBase = await readAll(trees(base));
    // What a person or the team gave comes first; notes that hold every code serve where there is nothing else.
    const candidates = [
      ...own,
      ...(bundled ? [{ item: undefined, kept: bundled }] : []),
      ...notes.filter(({ item }) => item.id === id && item.whole),
    ];
    const [first, ...others] = candidates;
    if (!first) return undefined;
    await setImmediate();
    const nomenclature = compose(
      first.kept,
      notes.map(({ kept }) => kept),
      [...[...others, ...ofBase].map(({ kept }) => kept), ...(bundledBase ? [bundledBase] : [])],
    );
    const { item } = first;
    await setImmediate();
    return { nomenclature, summary: summaryOf(nomenclature, item) };
  }

  function summaryOf(nomenclature: Nomenclature, item: KeptItem | undefined): NomenclatureSummary {
    const { id, titles, levels, source } = nomenclature;
    return {
      id,
      titles,
      counts: levels.map(({ count }) => count),
      source,
      from: item?.origin ?? 'bundled',
      ...languagesOf(nomenclature),
      hash: hashOf(JSON.stringify(nomenclature)),
      asOf: item?.at ?? openedAt,
    };
  }

  function view(id: string): Promise<View | undefined> {
    const known = views.get(id);
    if (known) return known;
    const looking = look(id);
    const cache = views;
    cache.set(id, looking);
    looking.catch(() => cache.delete(id));
    return looking;
  }

  async function correspondenceIn(all: readonly KeptItem[], id: string, origin?: KeptItem['origin']) {
    const found = all.filter((item) => item.kind === 'correspondence' && item.id === id);
    const item =
      found.find((one) => one.origin === (origin ?? 'imported')) ?? (origin ? undefined : found[0]);
    const correspondence = item && Correspondence.safeParse(await fileOf(item)).data;
    return correspondence && { correspondence, item };
  }

  return {
    items,
    nomenclature: async (id) => (await view(id))?.nomenclature,
    correspondence: async (from, to) =>
      (await correspondenceIn(await items(), `${from} ${to}`))?.correspondence,
    async summaries() {
      const all = await items();
      const own = all.filter(({ kind, whole }) => kind !== 'correspondence' && whole).map(({ id }) => id);
      const ids = [...new Set([...bundledIds, ...own])];
      // Both packages load at once, then one view after the other.
      await Promise.all(bundledIds.map(options.bundled));
      const found: NomenclatureSummary[] = [];
      for (const id of ids) {
        const one = await view(id);
        if (one) found.push(one.summary);
        await setImmediate();
      }
      return found;
    },
    async correspondences() {
      const all = await items();
      const ids = new Set(all.filter(({ kind }) => kind === 'correspondence').map(({ id }) => id));
      const found = await Promise.all([...ids].map((id) => correspondenceIn(all, id)));
      return found.flatMap((one) => {
        if (!one) return [];
        const { from, to, source, pairs } = one.correspondence;
        return [{ from, to, source, pairs: pairs.length, origin: one.item.origin }];
      });
    },
    keep: (content, { origin, address, etag }) =>
      change(async (before) => {
        const described = describeContent(content);
        const known =
          content.kind === 'correspondence' && origin === 'imported'
            ? (await correspondenceIn(before, described.id, origin))?.correspondence
            : undefined;
        const value =
          content.kind === 'correspondence'
            ? mergePairs(known, content.correspondence)
            : content.nomenclature;
        const item: KeptItem = {
          ...described,
          origin,
          hash: await files.write(value),
          at: clock(),
          ...(address !== undefined && { address }),
          ...(etag !== undefined && { etag }),
        };
        return {
          after: [...before.filter((one) => !replaces(item, one) && !isAt(one, address)), item],
          value: item,
        };
      }),
    remove: (which) =>
      change(async (before) => ({ after: before.filter((item) => !which(item)), value: undefined })),
  };
}
