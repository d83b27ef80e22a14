/** The list of campaigns: from the store first, then as the servers have it. */
import type {
  CampaignFile,
  CampaignRef,
  Campaigns,
} from '../../../../shared/contract/annotation/campaigns.ts';
import { isFailure, type FailureData } from '../../../../shared/contract/errors.ts';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { live, type Followed } from '../../live.ts';
import type { AnnotationContext, AnnotationSurroundings } from '../annotation-context.ts';
import type { CampaignFiles, Claim } from '../files/campaign-files.ts';
import { inParallel } from '../files/in-parallel.ts';
import { addedPlaces, campaignsIn, isSamePlace } from './campaign-places.ts';
import {
  rolesOf,
  storeCampaigns,
  storedCampaigns,
  summaryOf,
  type KnownCampaign,
  type Mine,
} from './known-campaigns.ts';

export interface CampaignList {
  readonly shown: Followed<Campaigns>;
  /** Goes where the person works now: shows what is known and looks. */
  enter(context: AnnotationContext | undefined): Promise<void>;
  /** Looks everywhere anew; one that is under way is given up. Never throws: what went wrong is shown. */
  refresh(): Promise<void>;
  /** Counts anew what the person has; asks no server. */
  recount(): Promise<void>;
  /** Shows a campaign as it was just written or read. */
  put(at: CampaignRef, campaign: CampaignFile): Promise<void>;
  /** When it was last looked; undefined: never. */
  lookedAt(): number | undefined;
  close(): void;
}

/** Campaigns that are read at the same time. */
const atOnce = 8;
const nothing: Campaigns = { campaigns: [], places: [], loading: false };

/** A place with what was found in it, or why one could not look. */
interface Look {
  readonly at: Place;
  readonly found: readonly (KnownCampaign | undefined)[];
  readonly problem?: FailureData | undefined;
}

/** Makes it; nothing is looked for before `enter`. */
export function createCampaignList(parts: {
  readonly files: CampaignFiles;
  readonly mine: (at: CampaignRef) => Promise<Mine>;
  readonly clock: () => number;
  readonly report: AnnotationSurroundings['report'];
}): CampaignList {
  const { files, mine, clock, report } = parts;
  const shown = live<Campaigns>(nothing);
  let context: AnnotationContext | undefined;
  let known: readonly KnownCampaign[] = [];
  let places: Campaigns['places'] = [];
  let looking: AbortController | undefined;
  let lookedAt: number | undefined;

  async function show(): Promise<void> {
    const here = context;
    if (!here) return shown.set(nothing);
    const campaigns = await Promise.all(
      known.map(async (one) => summaryOf(one, await mine(one.at), here.userName, clock())),
    );
    if (here === context) shown.set({ campaigns, places: [...places], loading: looking !== undefined });
  }

  /** A campaign as the server has it; as it was known where that fails; undefined where there is none. */
  async function readOne(
    here: AnnotationContext,
    at: CampaignRef,
    signal: AbortSignal,
  ): Promise<KnownCampaign | undefined | FailureData> {
    try {
      const { campaign } = await files.read(at, signal);
      const claims = await claimsOf(here, at, campaign);
      return { at, campaign, asOf: clock(), state: 'live', claims };
    } catch (error) {
      if (!isFailure(error)) throw error;
      if (error.data.reason === 'campaign-gone') return undefined;
      const before = known.find((one) => isSamePlace(one.at, at));
      return before ? { ...before, state: 'stored', problem: error.data } : error.data;
    }
  }

  async function claimsOf(here: AnnotationContext, at: CampaignRef, campaign: CampaignFile) {
    const isTheirs = rolesOf(campaign, here.userName).includes('annotator');
    if (!isTheirs || campaign.state === 'closed' || campaign.assignment !== 'claims') return undefined;
    // What cannot be told of claims does not hide the campaign.
    return files.claims(at).catch((): readonly Claim[] | undefined => undefined);
  }

  async function look(here: AnnotationContext, at: Place, signal: AbortSignal): Promise<Look[]> {
    try {
      const refs = await campaignsIn(here.endpoint(at.profile), at, signal);
      const read = await inParallel(refs, atOnce, (ref) => readOne(here, ref, signal));
      const damaged = read.flatMap((one, index) => {
        const ref = refs[index];
        return one && 'code' in one && ref ? [{ at: ref, found: [], problem: one }] : [];
      });
      return [{ at, found: read.map((one) => (one && 'at' in one ? one : undefined)) }, ...damaged];
    } catch (error) {
      if (!isFailure(error)) throw error;
      const before = known
        .filter((one) => isBelow(one.at, at))
        .map((one) => ({ ...one, state: 'stored' as const, problem: error.data }));
      return [{ at, found: before, problem: error.data }];
    }
  }

  async function refresh(): Promise<void> {
    const here = context;
    if (!here) return;
    looking?.abort();
    const mineAlone = (looking = new AbortController());
    const isOver = () => looking !== mineAlone;
    try {
      await show();
      const added = await addedPlaces(here.store);
      const all = [...here.roots, ...added];
      const distinct = all.filter(
        (one, index) => all.findIndex((other) => isSamePlace(one, other)) === index,
      );
      const looks = (await Promise.all(distinct.map((at) => look(here, at, mineAlone.signal)))).flat();
      if (isOver()) return;
      const found = looks.flatMap((each) => each.found).filter((one) => one !== undefined);
      const lost = await keptThough(found);
      if (isOver()) return;
      known = [...found, ...lost]
        .filter((one, index, list) => list.findIndex((other) => isSamePlace(one.at, other.at)) === index)
        .sort((one, other) => other.campaign.createdAt - one.campaign.createdAt);
      const isAdded = (at: Place) =>
        added.some((one) => isSamePlace(one, at)) && !here.roots.some((one) => isSamePlace(one, at));
      places = looks.map(({ at, problem }) => ({
        at,
        ...(problem && { problem }),
        ...(isAdded(at) && { added: true }),
      }));
      lookedAt = clock();
      if (!here.forbidsLocalCopies) await storeCampaigns(here.store, known);
    } catch (error) {
      if (!isOver()) report(error, 'campaigns');
    } finally {
      if (!isOver()) {
        looking = undefined;
        await show();
      }
    }
  }

  /** Campaigns that are nowhere any more, while something of the person waits to be sent to them. */
  async function keptThough(found: readonly KnownCampaign[]): Promise<KnownCampaign[]> {
    const gone = known.filter(({ at }) => !found.some((one) => isSamePlace(one.at, at)));
    const unsent = await Promise.all(gone.map(async ({ at }) => (await mine(at)).unsent));
    return gone
      .filter((_, index) => (unsent[index] ?? 0) > 0)
      .map((one) => ({
        ...one,
        state: 'stored',
        problem: {
          code: 'not-found',
          message: `There is no campaign ${one.campaign.id} any more`,
          reason: 'campaign-gone',
          values: { name: one.campaign.id },
        },
      }));
  }

  return {
    shown,
    async enter(next) {
      looking?.abort();
      looking = undefined;
      context = next;
      known = [];
      places = [];
      lookedAt = undefined;
      // Nothing of who was here before stays on the screen.
      shown.set({ ...nothing, loading: next !== undefined });
      if (!next) return;
      const stored = await storedCampaigns(next.store);
      if (context !== next) return;
      known = stored;
      await refresh();
    },
    refresh,
    recount: show,
    async put(at, campaign) {
      const here = context;
      if (!here) return;
      const claims = await claimsOf(here, at, campaign);
      const one: KnownCampaign = { at, campaign, asOf: clock(), state: 'live', claims };
      known = [one, ...known.filter((other) => !isSamePlace(other.at, at))];
      if (!here.forbidsLocalCopies) await storeCampaigns(here.store, known);
      // What is under way may have looked there before.
      await (looking ? refresh() : show());
    },
    lookedAt: () => lookedAt,
    close() {
      looking?.abort();
      looking = undefined;
      context = undefined;
    },
  };
}

function isBelow(at: CampaignRef, place: Place): boolean {
  return at.profile === place.profile && at.bucket === place.bucket && at.prefix.startsWith(place.prefix);
}
