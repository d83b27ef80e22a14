/** Batches that the server holds for a person: taken, renewed while worked on, fetched ahead, given back. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { CampaignFiles, Claim } from '../files/campaign-files.ts';
import type { Desk } from './desks.ts';
import type { KeptBatch } from './kept-campaign.ts';
import { nextBatches } from './next-batch.ts';

/** Items left on this laptop when the next batch is fetched. */
const fetchedAheadAt = 5;

export interface Holding {
  /** Takes a batch and keeps its items; undefined where somebody else was faster. @throws Failure */
  take(
    desk: Desk,
    campaign: CampaignFile,
    batch: string,
    signal?: AbortSignal,
  ): Promise<KeptBatch | undefined>;
  /** The items of a batch in which the person decided something, without taking it. @throws Failure */
  look(desk: Desk, batch: string, signal?: AbortSignal): Promise<KeptBatch>;
  /** Batches that may be taken, best first; those given back come only where nothing else is left. @throws Failure */
  choices(desk: Desk, campaign: CampaignFile): Promise<readonly string[]>;
  /** Renews what is worked on, where a quarter of its time is over; with `now` all of it. */
  renew(desk: Desk, now?: boolean): Promise<void>;
  /** Takes and fetches the next batch when few items are left here; true when it did. */
  fetchAhead(desk: Desk): Promise<boolean>;
  /** Tells the server of batches of which every decision was sent. */
  endFinished(desk: Desk): Promise<void>;
  /** After something in it was taken back: the server is told again once it is done again. */
  reopen(desk: Desk, batch: string): Promise<void>;
  release(desk: Desk, batch: string): Promise<void>;
}

/** Over the files of campaigns. */
export function createHolding(files: CampaignFiles, clock: () => number): Holding {
  const ownEnd = (claim: Claim, person: string) =>
    claim.holders.find(({ name }) => name === person)?.expiresAt;
  const open = ({ state }: KeptBatch) => state === 'held';
  const isDone = (desk: Desk, { batch, items }: KeptBatch) =>
    desk.book.progress(batch).decided >= items.length;

  async function claimed(
    desk: Desk,
    campaign: CampaignFile,
    batch: string,
  ): Promise<{ heldUntil?: number | undefined } | undefined> {
    if (campaign.assignment === 'assigned') return {};
    desk.mustBeHere();
    const claim = await files.claim(desk.at, campaign, batch, desk.context.userName, clock());
    return claim && { heldUntil: ownEnd(claim, desk.context.userName) };
  }

  async function itemsOf(desk: Desk, batch: string, signal?: AbortSignal): Promise<KeptBatch['items']> {
    const known = await desk.kept.batch(batch);
    if (known) return known.items;
    desk.mustBeHere();
    const items = await files.items(desk.at, [batch], signal);
    if (items.length > 0) return items;
    throw failure('not-found', 'The campaign has no items for this batch', {
      reason: 'batch-empty',
      values: { batch },
    });
  }

  const holding: Holding = {
    async take(desk, campaign, batch, signal) {
      const claim = await claimed(desk, campaign, batch);
      if (!claim) return undefined;
      const items = await itemsOf(desk, batch, signal);
      const kept: KeptBatch = { batch, items, ...claim, renewedAt: clock(), state: 'held' };
      await desk.kept.keepBatch(kept);
      return kept;
    },

    async look(desk, batch, signal) {
      const known = await desk.kept.batch(batch);
      if (known) return known;
      const items = await itemsOf(desk, batch, signal);
      const kept: KeptBatch = { batch, items, renewedAt: 0, state: 'ended' };
      await desk.kept.keepBatch(kept);
      return kept;
    },

    async choices(desk, campaign) {
      desk.mustBeHere();
      const claims = campaign.assignment === 'assigned' ? [] : await files.claims(desk.at);
      const released = new Set(
        (await desk.kept.batches()).filter(({ state }) => state === 'released').map(({ batch }) => batch),
      );
      const choices = nextBatches({
        campaign,
        claims,
        person: desk.context.userName,
        now: clock(),
        progress: (batch) => desk.book.progress(batch),
      }).map(({ batch }) => batch);
      return [
        ...choices.filter((batch) => !released.has(batch)),
        ...choices.filter((batch) => released.has(batch)),
      ];
    },

    async renew(desk, now = false) {
      const kept = (await desk.kept.batches()).filter((one) => open(one) && !isDone(desk, one));
      if (kept.length === 0) return;
      const campaign = await desk.campaign();
      const quarter = (campaign.claimHours * 3_600_000) / 4;
      if (campaign.assignment === 'assigned') return;
      for (const one of kept) {
        if (!now && clock() - one.renewedAt < quarter) continue;
        // Taken by somebody else meanwhile: what was decided still counts, and what is left may be decided twice.
        const { heldUntil } = (await claimed(desk, campaign, one.batch)) ?? {};
        await desk.kept.keepBatch({ ...one, heldUntil, renewedAt: clock() });
      }
    },

    async fetchAhead(desk) {
      const kept = await desk.kept.batches();
      const here = kept.filter(({ state }) => state !== 'released');
      const left = here.map(({ batch, items }) => items.length - desk.book.progress(batch).decided);
      // Where nothing was opened yet, nothing is taken unasked.
      if (here.length === 0 || left.reduce((sum, items) => sum + items, 0) > fetchedAheadAt) return false;
      const campaign = await desk.campaign();
      if (campaign.state === 'closed') return false;
      const known = new Set(kept.map(({ batch }) => batch));
      for (const next of await holding.choices(desk, campaign))
        if (!known.has(next) && (await holding.take(desk, campaign, next))) return true;
      return false;
    },

    async endFinished(desk) {
      const campaign = await desk.campaign();
      for (const one of await desk.kept.batches()) {
        if (!open(one) || !isDone(desk, one)) continue;
        desk.mustBeHere();
        if (campaign.assignment === 'claims')
          await files.endClaim(desk.at, one.batch, desk.context.userName, 'done');
        await desk.kept.keepBatch({ ...one, heldUntil: undefined, state: 'ended' });
      }
    },

    async reopen(desk, batch) {
      const kept = await desk.kept.batch(batch);
      if (kept?.state === 'ended') await desk.kept.keepBatch({ ...kept, state: 'held', renewedAt: 0 });
    },

    async release(desk, batch) {
      const campaign = await desk.campaign();
      if (campaign.assignment === 'assigned')
        throw failure('unsupported', 'The campaign says who codes which batch', { reason: 'batch-assigned' });
      await files.endClaim(desk.at, batch, desk.context.userName, 'released');
      const kept = await desk.kept.batch(batch);
      if (kept) await desk.kept.keepBatch({ ...kept, heldUntil: undefined, state: 'released' });
    },
  };
  return holding;
}
