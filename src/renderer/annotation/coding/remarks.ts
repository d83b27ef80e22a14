/** What a person adds to a code, kept by the browser until it is decided: it is there again after the page was left, or after a crash. */
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import { Decision } from '../../../shared/contract/annotation/coding.ts';

export interface Remarks {
  readonly comment: string;
  readonly flagged: boolean;
  /** 0 to 5; undefined: not said. */
  readonly difficulty: number | undefined;
}

/** Remarks by item. They belong to a decision that they would change, or to none yet; those of another one are out of date. */
export interface KeptRemarks {
  of(item: string, decision: string | undefined): Remarks | undefined;
  /** Undefined: nothing is left to keep. */
  keep(item: string, decision: string | undefined, remarks: Remarks | undefined): void;
}

const Kept = Decision.pick({ comment: true, flagged: true, difficulty: true }).extend({
  decision: Decision.shape.id.optional(),
});

/** Only what a person adds to a code. */
export const remarksOf = ({ comment, flagged, difficulty }: Remarks): Remarks => ({
  comment,
  flagged,
  difficulty,
});

/** Whether two say the same. */
export const sameRemarks = (one: Remarks, other: Remarks): boolean =>
  one.comment === other.comment && one.flagged === other.flagged && one.difficulty === other.difficulty;

/** @param person of which platform, so that nobody meets the words of another. */
export function keepRemarks(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  person: readonly string[],
  { profile, bucket, prefix }: CampaignRef,
): KeptRemarks {
  const keyOf = (item: string) =>
    `sardonyx.remarks ${JSON.stringify([...person, profile, bucket, prefix, item])}`;
  return {
    of(item, decision) {
      const text = storage.getItem(keyOf(item));
      const kept = Kept.safeParse(text === null ? undefined : parsed(text)).data;
      return kept && kept.decision === decision ? remarksOf({ difficulty: undefined, ...kept }) : undefined;
    },
    keep(item, decision, remarks) {
      if (!remarks) return storage.removeItem(keyOf(item));
      try {
        storage.setItem(keyOf(item), JSON.stringify({ ...remarks, decision }));
      } catch {
        // The browser has no room: the session still has them as long as the page is open.
      }
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
