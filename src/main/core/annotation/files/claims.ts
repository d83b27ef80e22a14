/** Claims on batches as files that are created and changed under a condition, so that never too many hold one. */
import { setTimeout as pause } from 'node:timers/promises';
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure, type Failure } from '../../../../shared/contract/errors.ts';
import { writesConditionally } from '../../platform/s3/dialect-tries.ts';
import type { Claim, PartRef } from './campaign-files.ts';
import { jsonType, wasForestalled, type CampaignFolder } from './campaign-folder.ts';
import { batchOfClaim, claimFile, claimsFolder, keyOf } from './campaign-keys.ts';
import { ClaimFile, ended, joined, taken } from './claim-rules.ts';
import { inParallel } from './in-parallel.ts';

/** How often a change is tried while others change the same claim. */
const tries = 24;
/** Claims that are read at the same time. */
const atOnce = 16;

/** Claims that were read, by key; an ETag that is the same means the same claim. */
export type KnownClaims = Map<string, { readonly etag: string; readonly claim: Claim }>;

/** All claims of a campaign; only those that changed are fetched. @throws Failure `invalid-input` with `claim-damaged` */
export async function readClaims(folder: CampaignFolder, known: KnownClaims): Promise<readonly Claim[]> {
  const parts = (await folder.list(claimsFolder)).filter(({ key }) => batchOfClaim(key) !== undefined);
  const claims = await inParallel(parts, atOnce, (part) => readOne(folder, part, known));
  return joined(claims.filter((claim) => claim !== undefined));
}

async function readOne(
  folder: CampaignFolder,
  { key, etag }: PartRef,
  known: KnownClaims,
): Promise<Claim | undefined> {
  const before = known.get(key);
  if (before?.etag === etag) return before.claim;
  const found = await folder.read(key.slice(folder.at.prefix.length));
  if (!found) return undefined;
  const claim = claimIn(found.bytes, key);
  known.set(key, { etag, claim });
  return claim;
}

/**
 * Takes or renews a batch; undefined where there is no room.
 * @throws Failure `unsupported` with `campaign-no-conditions`; `busy` with `claim-contended`
 */
export async function takeClaim(
  folder: CampaignFolder,
  campaign: CampaignFile,
  batch: string,
  person: string,
  now: number,
): Promise<Claim | undefined> {
  const one = campaign.batches.find(({ id }) => id === batch);
  if (!one)
    throw failure('not-found', `There is no batch ${batch}`, { reason: 'no-batch', values: { batch } });
  if (campaign.assignment === 'assigned') {
    if (!one.assigned?.includes(person)) return undefined;
    return changeClaim(folder, batch, claimFile(batch, person), (claim) =>
      taken(claim, { person, now, room: 1, campaign }),
    );
  }
  const { endpoint, at } = folder;
  if ((await writesConditionally(endpoint, at.bucket)) === false)
    throw failure('unsupported', 'This server cannot write under a condition', {
      reason: 'campaign-no-conditions',
      values: { host: endpoint.host },
    });
  return changeClaim(folder, batch, claimFile(batch), (claim) =>
    taken(claim, { person, now, room: one.annotators, campaign }),
  );
}

/** Marks a batch as done by a person, or gives it back. @throws Failure `busy` with `claim-contended` */
export async function endClaim(
  folder: CampaignFolder,
  campaign: CampaignFile,
  batch: string,
  person: string,
  how: 'done' | 'released',
): Promise<void> {
  const file = claimFile(batch, campaign.assignment === 'assigned' ? person : undefined);
  await changeClaim(folder, batch, file, (claim) => ended(claim, person, how));
}

/** Reads, changes and writes under the condition that nobody else did, again until it holds. */
async function changeClaim(
  folder: CampaignFolder,
  batch: string,
  file: string,
  change: (claim: Claim) => Claim | undefined,
): Promise<Claim | undefined> {
  const key = keyOf(folder.at, file);
  for (let tried = 0; tried < tries; tried += 1) {
    const found = await folder.read(file);
    const before = found ? claimIn(found.bytes, key) : { batch, holders: [] };
    const after = change(before);
    if (!after || after === before) return after;
    try {
      const text = JSON.stringify({ schemaVersion: 1, ...after }, undefined, 2);
      await folder.write(file, Buffer.from(`${text}\n`), found?.etag ?? '', jsonType);
      return after;
    } catch (error) {
      if (!wasForestalled(error)) throw error;
      await pause(Math.random() * 20 * (tried + 1));
    }
  }
  throw failure('busy', `Too many people take batch ${batch} at once`, {
    reason: 'claim-contended',
    values: { batch },
    retryAfter: 5,
  });
}

function claimIn(bytes: Buffer, key: string): Claim {
  let words = '';
  try {
    const { data, error } = ClaimFile.safeParse(JSON.parse(bytes.toString('utf8')));
    if (data) return { batch: data.batch, holders: data.holders };
    words = error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ');
  } catch (error) {
    words = error instanceof Error ? error.message : String(error);
  }
  throw damaged(key, words);
}

function damaged(name: string, words: string): Failure {
  return failure('invalid-input', `${name} is damaged`, { reason: 'claim-damaged', values: { name }, words });
}
