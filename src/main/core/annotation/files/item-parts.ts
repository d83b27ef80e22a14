/** The items of a campaign as Parquet parts, of which only the row groups that hold a batch are fetched. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import { openRanged, type Ranged } from '../../platform/s3/ranged-object.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import type { ItemRecord, PartRef } from './campaign-files.ts';
import { parquetType, type CampaignFolder } from './campaign-folder.ts';
import { itemPart, itemPartPrefix, itemsFolder, keyOf } from './campaign-keys.ts';
import { kept } from './content-cache.ts';
import type { GroupPlace } from './decode-part.ts';
import { inParallel } from './in-parallel.ts';
import { partsOf } from './item-layout.ts';
import type { ParquetThread } from './parquet-thread.ts';
import { factsOf } from './shape.ts';
import { footerSize, type Piece, type SparseFile } from './sparse-file.ts';

/** Bytes at the end of a part that are asked for first: the footer mostly fits in. */
const tailSize = 64 * 1024;
/** Parts that are on their way at the same time: one is sent while the next is encoded. */
const partsAtOnce = 3;

/** Writes all items, batch after batch, and gives the keys. @throws Failure */
export async function writeItems(
  folder: CampaignFolder,
  thread: ParquetThread,
  campaign: CampaignFile,
  items: readonly ItemRecord[],
  signal?: AbortSignal,
  progress?: (share: number) => void,
): Promise<string[]> {
  const prefix = itemPartPrefix(campaign);
  let written = 0;
  const parts = [...partsOf(campaign, items).entries()];
  return inParallel(parts, partsAtOnce, async ([index, { records, groups }]) => {
    const bytes = await thread.encode('items', records, factsOf(campaign), groups, signal);
    const file = itemPart(prefix, index);
    await folder.write(file, Buffer.from(bytes.buffer), '', parquetType, signal);
    written += records.length;
    progress?.(written / items.length);
    return keyOf(folder.at, file);
  });
}

/** The parts of a campaign; those of an attempt that came to nothing are left out. */
export async function itemParts(
  folder: CampaignFolder,
  campaign: CampaignFile,
  signal?: AbortSignal,
): Promise<{ readonly own: readonly PartRef[]; readonly left: readonly PartRef[] }> {
  const all = await folder.list(itemsFolder, signal);
  const parquet = all.filter(({ key }) => key.endsWith('.parquet'));
  const prefix = keyOf(folder.at, itemPartPrefix(campaign));
  const own = parquet.filter(({ key }) => key.startsWith(prefix));
  // Another program may have written the items anew.
  if (own.length === 0) return { own: parquet, left: [] };
  return { own, left: parquet.filter((part) => !own.includes(part)) };
}

/** Reads items of some batches, or all, in the order of the parts. @throws Failure also where a part is damaged */
export async function readItems(
  context: AnnotationContext,
  folder: CampaignFolder,
  thread: ParquetThread,
  parts: readonly PartRef[],
  batches: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<ItemRecord[]> {
  const found = await Promise.all(
    parts.map((part) => readPart(context, folder, thread, part, batches, signal)),
  );
  return found.flat();
}

async function readPart(
  context: AnnotationContext,
  folder: CampaignFolder,
  thread: ParquetThread,
  part: PartRef,
  batches: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly ItemRecord[]> {
  const { profile, bucket } = folder.at;
  const { key, etag, size } = part;
  let opened: Promise<Ranged> | undefined;
  const open = async (): Promise<Ranged> => {
    const ranged = await openRanged(folder.endpoint, { bucket, key }, signal);
    if (ranged.size === size) return ranged;
    throw failure('conflict', `${key} changed`, { reason: 'storage-changed', values: { name: key } });
  };
  const piece = async (start: number, end: number): Promise<Piece> => ({
    start,
    bytes: await kept(context, { profile, bucket, key, etag, size, start, end }, async () =>
      (await (opened ??= open())).read(start, end, signal),
    ),
  });

  let tail = await piece(Math.max(0, size - tailSize), size);
  const footer = footerSize(tail.bytes) ?? 0;
  if (footer > tail.bytes.length && footer <= size) tail = await piece(size - footer, size);
  const file: SparseFile = { name: key, size, pieces: [tail] };
  const wanted = (await thread.groups(file)).flatMap((group, index) =>
    !batches || mayHold(group, batches) ? [{ ...group, index }] : [],
  );
  if (wanted.length === 0) return [];
  const pieces = await Promise.all(stretchesOf(wanted).map(({ start, end }) => piece(start, end)));
  const groups = wanted.map(({ index }) => index);
  const { records, problem } = await thread.decode(
    'items',
    { ...file, pieces: [...pieces, tail] },
    { groups, batches },
  );
  if (problem) throw problem;
  return records;
}

/** Whether a batch may lie in a row group, as far as its bounds tell. */
function mayHold({ firstBatch, lastBatch }: GroupPlace, batches: readonly string[]): boolean {
  return batches.some(
    (batch) =>
      (firstBatch === undefined || batch >= firstBatch) && (lastBatch === undefined || batch <= lastBatch),
  );
}

/** Row groups that follow each other, as one request each. */
function stretchesOf(groups: readonly GroupPlace[]): { start: number; end: number }[] {
  const stretches: { start: number; end: number }[] = [];
  for (const { start, end } of groups) {
    const last = stretches.at(-1);
    if (last?.end === start) last.end = end;
    else stretches.push({ start, end });
  }
  return stretches;
}
