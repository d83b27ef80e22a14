/** Parts that are appended: decisions and what adjudicators settled. One writer a file; what was written never changes. */
import { isDeepStrictEqual } from 'node:util';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { bareEtag } from '../../platform/s3/etag.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import type { Part, PartRef } from './campaign-files.ts';
import { parquetType, wasForestalled, type CampaignFolder } from './campaign-folder.ts';
import { annotatorOf, keyOf } from './campaign-keys.ts';
import { kept } from './content-cache.ts';
import type { ReadRecords } from './decode-part.ts';
import type { WrittenRecords } from './encode-part.ts';
import type { ParquetThread } from './parquet-thread.ts';
import type { PartFacts } from './shape.ts';

type Kind = 'decisions' | 'adjudications';

/** The parts below a folder, each with the person whose it is. */
export async function listParts(folder: CampaignFolder, prefix: string): Promise<PartRef[]> {
  const parts = await folder.list(prefix);
  return parts.filter(({ key }) => key.endsWith('.parquet')).map((part) => withAnnotator(part));
}

/** Reads a part; what cannot be read of it is its problem. @throws Failure of the network, or where it is gone */
export async function readPart<Of extends Kind>(
  context: AnnotationContext,
  folder: CampaignFolder,
  thread: ParquetThread,
  kind: Of,
  part: PartRef,
  signal?: AbortSignal,
): Promise<Part<ReadRecords[Of]>> {
  const { profile, bucket } = folder.at;
  const { key, etag, size } = part;
  const content = { profile, bucket, key, etag, size, start: 0, end: size };
  try {
    const bytes = await kept(context, content, () => folder.readPart(part, signal));
    const file = { name: key, size: bytes.length, pieces: [{ start: 0, bytes }] };
    const { records, problem } = await thread.decode(kind, file);
    return { rows: records, problem };
  } catch (error) {
    if (isFailure(error) && isOfContent(error.data.reason)) return { rows: [], problem: error };
    throw error;
  }
}

function isOfContent(reason: string | undefined): boolean {
  return reason?.startsWith('part-') === true || reason === 'storage-object-too-large';
}

/**
 * Writes a part and reads it back. An attempt whose answer was lost, also one of an older version of the app whose bytes
 * differ, counts where it holds the same records.
 * @throws Failure `conflict` with `part-differs`
 */
export async function writePart<Of extends Kind>(
  folder: CampaignFolder,
  thread: ParquetThread,
  kind: Of,
  file: string,
  rows: readonly WrittenRecords[Of][],
  facts: PartFacts,
): Promise<PartRef> {
  const bytes = Buffer.from((await thread.encode(kind, rows, facts)).buffer);
  try {
    await folder.write(file, bytes, '', parquetType);
  } catch (error) {
    if (!wasForestalled(error)) throw error;
  }
  const key = keyOf(folder.at, file);
  const there = await folder.read(file);
  if (!there)
    throw failure('unreachable', `${key} was written and is not there`, {
      reason: 'part-vanished',
      values: { name: key },
    });
  if (!there.bytes.equals(bytes) && !(await sameRecords(thread, kind, there.bytes, bytes)))
    throw failure('conflict', `${key} holds something else`, {
      reason: 'part-differs',
      values: { name: key },
    });
  return withAnnotator({ key, etag: bareEtag(there.etag), size: there.bytes.length });
}

async function sameRecords(
  thread: ParquetThread,
  kind: Kind,
  ...both: readonly [Uint8Array, Uint8Array]
): Promise<boolean> {
  const [one, other] = await Promise.all(
    both.map((bytes) =>
      thread
        .decode(kind, { name: '', size: bytes.length, pieces: [{ start: 0, bytes }] })
        .catch(() => undefined),
    ),
  );
  return !!one && !!other && !one.problem && isDeepStrictEqual(one.records, other.records);
}

function withAnnotator(part: PartRef): PartRef {
  const annotator = annotatorOf(part.key);
  return annotator === undefined ? part : { ...part, annotator };
}
