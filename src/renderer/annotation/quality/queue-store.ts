/** What the queue of disagreements shows: kept while the person looks at other tabs. */
import { create } from 'zustand';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import { everythingOpen, type QueueFilter } from './queue-filter.ts';
import type { Verdict } from './verdict.ts';

export interface QueueView {
  readonly filter: QueueFilter;
  /** The item that is looked at. */
  readonly item: string | undefined;
  /** Verdicts that are begun and not sent, by item. */
  readonly drafts: Readonly<Record<string, Verdict>>;
  /** Settled since the filter was chosen: they keep their place. */
  readonly settledHere: ReadonlySet<string>;
}

const fresh: QueueView = {
  filter: everythingOpen,
  item: undefined,
  drafts: {},
  settledHere: new Set(),
};

interface Queues {
  readonly views: Readonly<Record<string, QueueView>>;
  change(campaign: string, change: Partial<QueueView>): void;
}

const useQueues = create<Queues>()((set) => ({
  views: {},
  change: (campaign, change) =>
    set(({ views }) => ({
      views: { ...views, [campaign]: { ...(views[campaign] ?? fresh), ...change } },
    })),
}));

const keyOf = ({ profile, bucket, prefix }: CampaignRef) => JSON.stringify([profile, bucket, prefix]);

export interface Queue extends QueueView {
  setFilter(filter: QueueFilter): void;
  setItem(item: string): void;
  /** Undefined: the draft is sent or given up. */
  setDraft(item: string, verdict: Verdict | undefined): void;
  markSettled(item: string): void;
}

/** The view of one campaign's queue, and how it changes. */
export function useQueue(at: CampaignRef): Queue {
  const key = keyOf(at);
  const view = useQueues(({ views }) => views[key]) ?? fresh;
  const change = useQueues((queues) => queues.change);
  const latest = () => useQueues.getState().views[key] ?? fresh;
  return {
    ...view,
    setFilter: (filter) => change(key, { filter, settledHere: new Set() }),
    setItem: (item) => change(key, { item }),
    setDraft: (item, verdict) => {
      const { [item]: _given, ...others } = latest().drafts;
      change(key, { drafts: verdict ? { ...others, [item]: verdict } : others });
    },
    markSettled: (item) => change(key, { settledHere: new Set([...latest().settledHere, item]) }),
  };
}

/** Asks for the items on which two codes stand against each other, open and settled. */
export function askForPair(at: CampaignRef, pair: readonly [string, string]): void {
  useQueues.getState().change(keyOf(at), {
    filter: { state: 'all', pair },
    item: undefined,
    settledHere: new Set(),
  });
}
