/** `campaign.json` on the server: read by its ETag, written once, changed under a condition. */
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { CampaignFile, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import { jsonType, wasForestalled, type CampaignFolder } from './campaign-folder.ts';
import { readCampaign, writeCampaign, type ReadCampaign } from './campaign-json.ts';
import { campaignJson, keyOf, nameOf } from './campaign-keys.ts';

/** How often a change is tried while others change it too. */
const tries = 24;

type Read = ReadCampaign & { readonly etag: string };

/** Campaigns that were read, by their place: what did not change is not sent again. */
export type KnownCampaigns = Map<string, Read>;

/** @throws Failure `not-found` with `campaign-gone`, `invalid-input`, `unsupported` */
export async function readCampaignObject(
  folder: CampaignFolder,
  known: KnownCampaigns,
  signal?: AbortSignal,
): Promise<Read> {
  const place = JSON.stringify([folder.at.profile, folder.at.bucket, folder.at.prefix]);
  const before = known.get(place);
  const found = await folder.readUnless(campaignJson, before?.etag, signal);
  if (found === 'unchanged' && before) return before;
  known.delete(place);
  if (!found || found === 'unchanged')
    throw failure('not-found', `There is no campaign ${nameOf(folder.at)}`, {
      reason: 'campaign-gone',
      values: { name: nameOf(folder.at) },
    });
  const text = found.bytes.toString('utf8');
  const read = { ...readCampaign(text, keyOf(folder.at, campaignJson)), etag: found.etag };
  known.set(place, read);
  return read;
}

/** Writes it where there is none; an answer that was lost is made up for by looking. @throws Failure `conflict` with `campaign-exists` */
export async function writeFirst(
  folder: CampaignFolder,
  campaign: CampaignFile,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await folder.write(campaignJson, writeCampaign(campaign), '', jsonType, signal);
  } catch (error) {
    const there = await readCampaignObject(folder, new Map()).catch(() => undefined);
    if (there && isDeepStrictEqual(there.campaign, campaign)) return;
    throw there || wasForestalled(error) ? campaignExists(folder.at) : error;
  }
}

/** Reads, changes and writes, again where somebody else was faster. @throws Failure `busy` with `campaign-contended` */
export async function changeCampaignObject(
  folder: CampaignFolder,
  known: KnownCampaigns,
  change: (campaign: CampaignFile) => CampaignFile,
): Promise<CampaignFile> {
  for (let tried = 0; tried < tries; tried += 1) {
    const was = await readCampaignObject(folder, known);
    const campaign = change(was.campaign);
    if (isDeepStrictEqual(campaign, was.campaign)) return campaign;
    try {
      await folder.write(campaignJson, writeCampaign(campaign, was), was.etag, jsonType);
      return campaign;
    } catch (error) {
      if (!wasForestalled(error)) throw error;
      await pause(Math.random() * 20 * (tried + 1));
    }
  }
  throw failure('busy', 'Too many people change the campaign at once', {
    reason: 'campaign-contended',
    values: { name: nameOf(folder.at) },
    retryAfter: 5,
  });
}

export function campaignExists(at: CampaignRef): Failure {
  return failure('conflict', `There is a campaign ${nameOf(at)} already`, {
    reason: 'campaign-exists',
    values: { name: nameOf(at) },
  });
}

export function isExisting(error: unknown): boolean {
  return isFailure(error) && error.data.reason === 'campaign-exists';
}
