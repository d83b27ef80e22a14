/** Who may hold a batch. Pure. */
import { z } from 'zod';
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Claim, Holder } from './campaign-files.ts';

const HolderFile = z.object({
  name: z.string(),
  claimedAt: z.number(),
  expiresAt: z.number(),
  done: z.boolean(),
});

/** A file below `claims/`. */
export const ClaimFile = z.object({
  schemaVersion: z.literal(1),
  batch: z.string(),
  holders: z.array(HolderFile),
});

export interface Taking {
  readonly person: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How many may hold it. */
  readonly room: number;
  readonly campaign: Pick<CampaignFile, 'stealing' | 'claimHours'>;
}

/**
 * The claim after a person took or renewed it; the same object where nothing changes; undefined where there is no room: as many as
 * may, and none of them let it lie (with stealing off nobody ever does).
 */
export function taken(claim: Claim, { person, now, room, campaign }: Taking): Claim | undefined {
  const expiresAt = now + campaign.claimHours * 3_600_000;
  const mine = claim.holders.find(({ name }) => name === person);
  if (mine?.done) return claim;
  if (mine)
    return {
      ...claim,
      holders: claim.holders.map((one) =>
        one === mine ? { ...one, expiresAt: Math.max(one.expiresAt, expiresAt) } : one,
      ),
    };
  const added: Holder = { name: person, claimedAt: now, expiresAt, done: false };
  if (claim.holders.length < room) return { ...claim, holders: [...claim.holders, added] };
  const [idle] = claim.holders
    .filter((one) => campaign.stealing && !one.done && one.expiresAt <= now)
    .sort((one, other) => one.expiresAt - other.expiresAt);
  if (!idle) return undefined;
  return { ...claim, holders: claim.holders.map((one) => (one === idle ? added : one)) };
}

/** The claim after a person finished the batch or gave it back; the same object where they do not hold it. */
export function ended(claim: Claim, person: string, how: 'done' | 'released'): Claim {
  const mine = claim.holders.find(({ name }) => name === person);
  if (!mine || (how === 'done' && mine.done)) return claim;
  const others = claim.holders.filter((one) => one !== mine);
  if (how === 'released') return mine.done ? claim : { ...claim, holders: others };
  return { ...claim, holders: claim.holders.map((one) => (one === mine ? { ...one, done: true } : one)) };
}

/** Claims of the same batch out of several files as one. */
export function joined(claims: readonly Claim[]): Claim[] {
  const byBatch = new Map<string, Holder[]>();
  for (const { batch, holders } of claims) byBatch.set(batch, [...(byBatch.get(batch) ?? []), ...holders]);
  return [...byBatch].map(([batch, holders]) => ({ batch, holders }));
}
