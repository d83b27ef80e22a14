/** Opens a batch: the one that is begun or the next one from the server; without it, what this laptop has. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { BatchWork } from '../../../../shared/contract/annotation/coding.ts';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import { checkMode } from './decision-checks.ts';
import { mayWorkOffline, type Desk } from './desks.ts';
import type { Holding } from './holding.ts';
import type { KeptBatch } from './kept-campaign.ts';
import { nextBatches } from './next-batch.ts';
import { shownBatch } from './shown.ts';

export interface BatchOpening {
  /** @throws Failure `not-found` with `no-batch-left`; `forbidden` with `not-annotator`; `conflict` with `batch-taken` */
  open(desk: Desk, wished: string | undefined, signal: AbortSignal): Promise<BatchWork>;
  /** What this laptop has, without asking the server. @throws Failure `not-found` with `batch-not-here` */
  here(desk: Desk, batch: string): Promise<BatchWork>;
}

/** @param catchUp fetches what other laptops of the person sent. */
export function createBatchOpening(parts: {
  readonly files: CampaignFiles;
  readonly holding: Holding;
  readonly clock: () => number;
  catchUp(desk: Desk, signal: AbortSignal): Promise<void>;
}): BatchOpening {
  const { files, holding } = parts;

  async function shown(desk: Desk, campaign: CampaignFile, kept: KeptBatch): Promise<BatchWork> {
    const remembered = await desk.kept.suggestions(kept.batch);
    return shownBatch({ campaign, kept, person: desk.context.userName, book: desk.book, remembered });
  }

  async function fromServer(desk: Desk, wished: string | undefined, signal: AbortSignal): Promise<BatchWork> {
    const { campaign } = await files.read(desk.at, signal);
    checkPerson(campaign, desk.context.userName);
    await desk.kept.keepCampaign(campaign);
    await parts.catchUp(desk, signal);
    const kept = await taken(desk, campaign, wished, signal);
    return { ...(await shown(desk, campaign, kept)), state: 'live', asOf: parts.clock() };
  }

  async function taken(
    desk: Desk,
    campaign: CampaignFile,
    wished: string | undefined,
    signal: AbortSignal,
  ): Promise<KeptBatch> {
    const choices = await holding.choices(desk, campaign);
    for (const batch of wished === undefined ? choices : choices.filter((one) => one === wished)) {
      const kept = await holding.take(desk, campaign, batch, signal);
      if (kept) return kept;
    }
    // Done, or taken by somebody else meanwhile: it opens again, to look at it and to take something back.
    if (wished !== undefined && desk.book.progress(wished).begun) return holding.look(desk, wished, signal);
    if (wished !== undefined)
      throw failure('conflict', 'The batch is not free', {
        reason: 'batch-taken',
        values: { batch: wished },
      });
    throw failure('not-found', 'No batch is left', { reason: 'no-batch-left' });
  }

  async function fromHere(desk: Desk, wished: string | undefined, problem: Failure): Promise<BatchWork> {
    const stored = await desk.kept.campaign();
    const kept = stored && (await bestHere(desk, stored.campaign, wished));
    if (!stored || !kept) throw problem;
    return {
      ...(await shown(desk, stored.campaign, kept)),
      state: 'stored',
      asOf: stored.at,
      problem: problem.data,
    };
  }

  async function bestHere(
    desk: Desk,
    campaign: CampaignFile,
    wished: string | undefined,
  ): Promise<KeptBatch | undefined> {
    if (wished !== undefined) return desk.kept.batch(wished);
    const held = (await desk.kept.batches()).filter(({ state }) => state !== 'released');
    const person = desk.context.userName;
    const claims = held.map(({ batch, heldUntil = 0 }) => ({
      batch,
      holders: [{ name: person, claimedAt: 0, expiresAt: heldUntil, done: false }],
    }));
    const progress = (batch: string) => desk.book.progress(batch);
    const order = nextBatches({ campaign, person, claims, now: parts.clock(), progress });
    for (const { batch } of order) {
      const kept = held.find((one) => one.batch === batch);
      if (kept) return kept;
    }
    return undefined;
  }

  return {
    async open(desk, wished, signal) {
      try {
        return await fromServer(desk, wished, signal);
      } catch (error) {
        if (!isFailure(error) || !mayWorkOffline(error)) throw error;
        return await fromHere(desk, wished, error);
      }
    },
    async here(desk, batch) {
      const stored = await desk.kept.campaign();
      const kept = await desk.kept.batch(batch);
      if (!stored || !kept)
        throw failure('not-found', 'This laptop does not have the batch', {
          reason: 'batch-not-here',
          values: { batch },
        });
      return { ...(await shown(desk, stored.campaign, kept)), state: 'stored', asOf: stored.at };
    },
  };
}

function checkPerson(campaign: CampaignFile, person: string): void {
  const refused = checkMode(campaign);
  if (refused) throw refused;
  const values = { campaign: campaign.title, person };
  if (!campaign.annotators.includes(person))
    throw failure('forbidden', 'The person is no annotator of the campaign', {
      reason: 'not-annotator',
      values,
    });
  if (campaign.state === 'closed')
    throw failure('conflict', 'The campaign is closed', { reason: 'campaign-closed', values });
}
