/** Brings everything that a training set is made of into its thread. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { TrainingSetDraft, TrainingSetFile } from '../../../../shared/contract/training/sets.ts';
import { subClassLetters } from '../../../../shared/nomenclature/code.ts';
import { readObject } from '../../platform/s3/read-object.ts';
import type { CodedItems } from '../../project-needs.ts';
import type { TrainingParts } from '../training-parts.ts';
import { bareNomenclature, type Recoding } from './set-material.ts';
import type { FinishedSet } from './set-messages.ts';
import { itemPartsOf } from './set-places.ts';
import { startSetThread, type SetThread } from './set-thread.ts';

/** Bytes that one file of coded texts may have. */
const largestFile = 512 * 1024 ** 2;

export interface Gathered {
  readonly set: FinishedSet;
  readonly unresolved: number;
  readonly sources: TrainingSetFile['sources'];
}

type Needs = Pick<TrainingParts, 'here' | 'codedItemsOf' | 'nomenclature' | 'correspondence'>;

/**
 * Reads campaigns, gold sets and files, and makes the set of them off the core's thread.
 * @param files false: the counts alone
 * @throws Failure of the storage; `invalid-input` with `training-gold-campaign` for a gold set to learn from
 */
export async function gatherSet(
  parts: Needs,
  draft: TrainingSetDraft,
  files: boolean,
  signal?: AbortSignal,
): Promise<Gathered> {
  const campaigns: CodedItems[] = [];
  for (const at of draft.campaigns) {
    const coded = await parts.codedItemsOf(at, signal);
    if (coded.campaign.purpose === 'gold')
      throw failure('invalid-input', 'A gold set is never learnt from', {
        reason: 'training-gold-campaign',
        values: { name: coded.campaign.title },
        field: 'campaigns',
      });
    campaigns.push(coded);
  }
  const nomenclature = bareNomenclature(await parts.nomenclature(draft.nomenclature));
  const recodings = await recodingsTo(parts, draft, campaigns);
  await using thread = startSetThread({ draft, nomenclature, recodings }, signal);
  const gold = await addGold(parts, draft, thread, signal);
  for (const { campaign, items } of campaigns) {
    const key = `campaigns/${campaign.id}`;
    await thread.items({ key, nomenclature: campaign.nomenclature.id }, items);
  }
  const more = await addFiles(parts, draft, thread, signal);
  return {
    set: await thread.finish(files),
    unresolved: campaigns.reduce((sum, { unresolved }) => sum + unresolved, 0),
    sources: [...campaigns.flatMap(({ sources }) => [...sources]), ...gold, ...more],
  };
}

/** Every item of a gold set is kept out, decided or not: it may be decided later. */
async function addGold(
  { here }: Needs,
  draft: TrainingSetDraft,
  thread: SetThread,
  signal: AbortSignal | undefined,
): Promise<TrainingSetFile['sources']> {
  const sources: TrainingSetFile['sources'] = [];
  for (const at of draft.gold) {
    const endpoint = here().endpoint(at.profile);
    const found = await itemPartsOf(endpoint, at, signal);
    if (found.length === 0)
      throw failure('not-found', 'The gold set has no items', {
        reason: 'training-gold-empty',
        values: { name: at.prefix },
        field: 'gold',
      });
    for (const { key } of found)
      sources.push(await addFile({ here }, { ...at, key }, 'gold', thread, signal));
  }
  return sources;
}

async function addFiles(
  { here }: Needs,
  draft: TrainingSetDraft,
  thread: SetThread,
  signal: AbortSignal | undefined,
): Promise<TrainingSetFile['sources']> {
  const sources: TrainingSetFile['sources'] = [];
  for (const file of draft.files) sources.push(await addFile({ here }, file, 'items', thread, signal));
  return sources;
}

async function addFile(
  { here }: Pick<Needs, 'here'>,
  { profile, bucket, key }: TrainingSetDraft['files'][number],
  as: 'gold' | 'items',
  thread: SetThread,
  signal: AbortSignal | undefined,
): Promise<TrainingSetFile['sources'][number]> {
  const endpoint = here().endpoint(profile);
  const read = await readObject(endpoint, { bucket, key }, { largest: largestFile, signal });
  if (!read)
    throw failure('not-found', `There is no ${key} any more`, {
      reason: 'storage-no-object',
      values: { host: endpoint.host, bucket, name: key, status: 404 },
    });
  // Buffers may share their memory; what is handed over must not.
  await thread.file(as, key, new Uint8Array(read.bytes));
  return { key, etag: read.etag };
}

/** The ways from every other version: those of campaigns must be known, those of files help where they are. */
async function recodingsTo(
  parts: Needs,
  { nomenclature: to, files }: TrainingSetDraft,
  campaigns: readonly CodedItems[],
): Promise<Recoding[]> {
  const needed = new Set(campaigns.map(({ campaign }) => campaign.nomenclature.id).filter((id) => id !== to));
  const useful = files.length === 0 ? [] : Object.keys(subClassLetters).filter((id) => id !== to);
  const recodings: Recoding[] = [];
  for (const from of new Set([...needed, ...useful])) {
    const found = Promise.all([parts.nomenclature(from), parts.correspondence(from, to)]);
    const known = needed.has(from) ? await found : await found.catch(() => undefined);
    if (known) recodings.push({ from: bareNomenclature(known[0]), correspondence: known[1] });
  }
  return recodings;
}
