/** What this laptop keeps of a campaign, so that days without network are days of work: its file, batches, suggestions that were shown. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { SuggestionSet } from '../../../../shared/contract/annotation/coding.ts';
import type { Store } from '../../store/store.ts';
import type { ItemRecord } from '../files/campaign-files.ts';

export interface KeptBatch {
  readonly batch: string;
  readonly items: readonly ItemRecord[];
  /** Until when the server holds it for the person; absent where batches are assigned or somebody else took it. */
  readonly heldUntil?: number | undefined;
  readonly renewedAt: number;
  /** `ended`: the server was told that it is done. `released`: given back. */
  readonly state: 'held' | 'ended' | 'released';
}

export interface KeptCampaign {
  campaign(): Promise<{ readonly campaign: CampaignFile; readonly at: number } | undefined>;
  keepCampaign(campaign: CampaignFile): Promise<void>;
  batch(batch: string): Promise<KeptBatch | undefined>;
  batches(): Promise<readonly KeptBatch[]>;
  keepBatch(batch: KeptBatch): Promise<void>;
  item(id: string): Promise<ItemRecord | undefined>;
  /** Suggestions that did not come with the items, by item. */
  suggestions(batch: string): Promise<ReadonlyMap<string, SuggestionSet>>;
  keepSuggestions(batch: string, item: string, set: SuggestionSet): Promise<void>;
}

/** Documents below these keys are copies of what the server has: they may be removed at any time. */
const copyPrefixes = {
  campaign: 'annotation/campaign-copy/',
  batch: 'annotation/batch/',
  suggestions: 'annotation/suggested/',
};

/**
 * @param key of the campaign.
 * @param inMemoryOnly where the platform forbids copies: all of it ends with the app.
 */
export function keepCampaign(
  store: Pick<Store, 'get' | 'set' | 'kept'>,
  key: string,
  inMemoryOnly: boolean,
  clock: () => number,
): KeptCampaign {
  const documents = new Map<string, { value: unknown; at: number }>();
  const places = new Map<string, { batch: string; index: number }>();
  const batchPrefix = `${copyPrefixes.batch}${key}#`;
  let allRead: Promise<void> | undefined;

  async function get<T>(name: string): Promise<{ value: T; at: number } | undefined> {
    const known = documents.get(name) ?? (inMemoryOnly ? undefined : await store.get(name));
    if (known) documents.set(name, known);
    return known as { value: T; at: number } | undefined;
  }
  async function set(name: string, value: unknown): Promise<void> {
    if (!inMemoryOnly) await store.set(name, value);
    documents.set(name, { value, at: clock() });
  }
  function note({ batch, items }: KeptBatch): void {
    for (const [index, { id }] of items.entries()) places.set(id, { batch, index });
  }
  async function batch(id: string): Promise<KeptBatch | undefined> {
    const known = await get<KeptBatch>(batchPrefix + id);
    if (known) note(known.value);
    return known?.value;
  }
  /** The list is asked of the store once: nobody else writes it. */
  async function readAll(): Promise<void> {
    for (const { key: name } of inMemoryOnly ? [] : await store.kept(batchPrefix))
      await batch(name.slice(batchPrefix.length));
  }
  async function batches(): Promise<readonly KeptBatch[]> {
    await (allRead ??= readAll());
    return [...documents]
      .filter(([name]) => name.startsWith(batchPrefix))
      .map(([, { value }]) => value as KeptBatch);
  }
  const known = (id: string) => {
    const place = places.get(id);
    const kept = place && (documents.get(batchPrefix + place.batch)?.value as KeptBatch | undefined);
    return place && kept?.items[place.index];
  };
  async function suggestions(id: string): Promise<Record<string, SuggestionSet>> {
    return (await get<Record<string, SuggestionSet>>(`${copyPrefixes.suggestions}${key}#${id}`))?.value ?? {};
  }

  return {
    async campaign() {
      const kept = await get<CampaignFile>(copyPrefixes.campaign + key);
      return kept && { campaign: kept.value, at: kept.at };
    },
    keepCampaign: (campaign) => set(copyPrefixes.campaign + key, campaign),
    batch,
    batches,
    async keepBatch(kept) {
      await set(batchPrefix + kept.batch, kept);
      note(kept);
    },
    async item(id) {
      if (!known(id)) await batches();
      return known(id);
    },
    suggestions: async (id) => new Map(Object.entries(await suggestions(id))),
    keepSuggestions: async (id, item, shown) =>
      set(`${copyPrefixes.suggestions}${key}#${id}`, { ...(await suggestions(id)), [item]: shown }),
  };
}
