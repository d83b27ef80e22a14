/** One desk a campaign and person: the book of decisions, what is kept, and the turn in which changes happen. */
import type { CampaignFile, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { AnnotationContext, Here } from '../annotation-context.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import { campaignKey } from './campaign-key.ts';
import { openBook, type DecisionBook } from './decision-book.ts';
import { keepCampaign, type KeptCampaign } from './kept-campaign.ts';
import { machineOf } from './machine.ts';

export interface Desk {
  readonly at: CampaignRef;
  /** By which the store means the campaign. */
  readonly key: string;
  readonly context: AnnotationContext;
  readonly machine: string;
  readonly book: DecisionBook;
  readonly kept: KeptCampaign;
  /** The campaign as kept, or else asked for. @throws Failure */
  campaign(): Promise<CampaignFile>;
  /** Before the server is asked: not in the name, or at the server, of who came after. @throws Failure `cancelled`, `signed-out` */
  mustBeHere(): void;
  /** One change after the other: each one sees what those before it decided. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

export interface Desks {
  at(at: CampaignRef): Promise<Desk>;
  /** Desks of the person who works now that were opened since. */
  opened(): Promise<readonly Desk[]>;
  clear(): void;
}

/** Desks of whoever works at the moment; another person or platform has others. */
export function createDesks(here: Here, files: CampaignFiles, clock: () => number): Desks {
  let owner = '';
  /** Asked once: two desks of one laptop never differ in it. */
  let machine: Promise<string> | undefined;
  const desks = new Map<string, Promise<Desk>>();

  async function open(context: AnnotationContext, at: CampaignRef): Promise<Desk> {
    const key = campaignKey(at);
    const own = (machine ??= machineOf(context.store));
    own.catch(() => (machine = undefined));
    const book = await openBook(context.store.decisions, key);
    const kept = keepCampaign(context.store, key, context.forbidsLocalCopies, clock);
    let turn: Promise<unknown> = Promise.resolve();
    const mustBeHere = () => {
      if (here().key !== context.key)
        throw failure('cancelled', 'Somebody else works here now, or somewhere else');
    };
    return {
      at,
      key,
      context,
      machine: await own,
      book,
      kept,
      async campaign() {
        const known = await kept.campaign();
        if (known) return known.campaign;
        mustBeHere();
        const { campaign } = await files.read(at);
        await kept.keepCampaign(campaign);
        return campaign;
      },
      mustBeHere,
      inTurn(work) {
        const result = turn.then(work);
        turn = result.catch(() => undefined);
        return result;
      },
    };
  }

  function clear(): void {
    desks.clear();
    machine = undefined;
  }

  return {
    at(at) {
      const context = here();
      if (owner !== context.key) clear();
      owner = context.key;
      const key = campaignKey(at);
      const known = desks.get(key) ?? open(context, at);
      desks.set(key, known);
      known.catch(() => desks.delete(key));
      return known;
    },
    opened: async () =>
      (await Promise.allSettled(desks.values())).flatMap((one) =>
        one.status === 'fulfilled' ? [one.value] : [],
      ),
    clear,
  };
}

/** True where the server could not be asked, so that what this laptop has is the best there is. */
export function mayWorkOffline(error: unknown): boolean {
  return isFailure(error) && ['unreachable', 'busy', 'signed-out', 'untrusted'].includes(error.code);
}
