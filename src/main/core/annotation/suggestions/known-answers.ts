/** What models answered, by item, so that days without network have suggestions too: copies, that may be removed at any time. */
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { SuggestionSet } from '../../../../shared/contract/annotation/coding.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import { campaignKey } from '../coding/campaign-key.ts';

/** Documents below it, one a batch. */
export const answersPrefix = 'annotation/answers/';

interface Answers {
  /** What was asked, and how; another source knows nothing of these. */
  readonly source: string;
  /** `null`: asked, and nothing to say. */
  readonly byItem: Readonly<Record<string, SuggestionSet | null>>;
}

export interface KnownAnswers {
  /** Items that were asked before; undefined for those of which the model had nothing to say. */
  of(at: CampaignRef, batch: string, source: string): Promise<ReadonlyMap<string, SuggestionSet | undefined>>;
  add(
    at: CampaignRef,
    batch: string,
    source: string,
    answers: ReadonlyMap<string, SuggestionSet | undefined>,
  ): Promise<void>;
}

/** Where the platform forbids copies they end with the app. */
export function createKnownAnswers(
  context: () => Pick<AnnotationContext, 'key' | 'store' | 'forbidsLocalCopies'>,
): KnownAnswers {
  const inMemory = new Map<string, Answers>();
  let turn: Promise<unknown> = Promise.resolve();

  const keyOf = (at: CampaignRef, batch: string) => `${answersPrefix}${campaignKey(at)}#${batch}`;
  async function read(at: CampaignRef, batch: string, source: string): Promise<Answers['byItem']> {
    const { key, store, forbidsLocalCopies } = context();
    const kept = forbidsLocalCopies
      ? inMemory.get(`${key} ${keyOf(at, batch)}`)
      : (await store.get<Answers>(keyOf(at, batch)))?.value;
    return kept?.source === source ? kept.byItem : {};
  }

  return {
    of: async (at, batch, source) =>
      new Map(Object.entries(await read(at, batch, source)).map(([item, set]) => [item, set ?? undefined])),
    add(at, batch, source, answers) {
      const work = async () => {
        const { key, store, forbidsLocalCopies } = context();
        const byItem = { ...(await read(at, batch, source)) };
        for (const [item, set] of answers) byItem[item] = set ?? null;
        if (forbidsLocalCopies) inMemory.set(`${key} ${keyOf(at, batch)}`, { source, byItem });
        else await store.set(keyOf(at, batch), { source, byItem } satisfies Answers);
      };
      const result = turn.then(work);
      turn = result.catch(() => undefined);
      return result;
    },
  };
}
