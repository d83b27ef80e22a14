/** Sends a large file in parts; goes on with what the server has already. */
import type { FileHandle } from 'node:fs/promises';
import { isFailure } from '../../../../shared/contract/errors.ts';
import { dialectOf } from '../../platform/s3/dialect.ts';
import { bareEtag, compositeEtag, kindOfEtag } from '../../platform/s3/etag.ts';
import { contentTypeOf } from './content-type.ts';
import { crc32Of, crc32Text } from './crc32.ts';
import { repeated } from './line.ts';
import {
  completeUpload,
  createUpload,
  listParts,
  type HeldPart,
  type UploadSums,
} from './multipart-calls.ts';
import { headObject } from './object-calls.ts';
import { comparedParts, partSizeFor, piecesOf, type Piece } from './part-plan.ts';
import type { FileEntry } from './record.ts';
import { sendPart, type SentPart } from './send-part.ts';
import { checksumFailure, sourceChanged, taken } from './transfer-failures.ts';
import { inStreams, type FileWork, type Verified } from './work.ts';

interface Begun {
  readonly file: FileEntry;
  readonly uploadId: string;
  readonly pieces: readonly Piece[];
  readonly sent: Map<number, SentPart>;
  /** As the server keeps them, whose word for each part is better than a comparison of MD5s. */
  readonly sums: UploadSums;
}

/** Sends what is missing and puts it together. @throws Failure */
export async function uploadInParts(work: FileWork, file: FileEntry, handle: FileHandle): Promise<Verified> {
  const { endpoint, bucket, signal, line } = work;
  const begun = (await takenUp(work, file)) ?? (await begin(work, file));
  const missing = begun.pieces.filter(({ number }) => !begun.sent.has(number));

  await inStreams(line.gate, signal, missing, (piece) =>
    repeated(line, endpoint, signal, async () => {
      const sent = await sendPart(work, { ...begun, handle }, piece);
      begun.sent.set(piece.number, sent);
      work.journal.note({
        kind: 'part',
        transfer: work.transfer,
        file: file.number,
        part: { number: piece.number, etag: sent.etag, size: piece.end - piece.start },
      });
    }),
  );

  const { size, mtimeMs } = await handle.stat();
  if (size !== file.size || Math.trunc(mtimeMs) !== file.record.modified) throw sourceChanged(file.name);
  const parts = begun.pieces.map(({ number, start, end }) => ({
    number,
    size: end - start,
    ...(begun.sent.get(number) ?? { etag: '', verified: false }),
  }));
  const expected = compositeEtag(parts.map(({ etag }) => etag));
  const at = { bucket, key: file.record.target, signal };
  const sum = begun.sums && wholeSum(parts);
  const condition: Record<string, string> = file.record.replace ? {} : { 'if-none-match': '*' };
  const { etag, crc32 } = await repeated(line, endpoint, signal, async () => {
    try {
      return await completeUpload(endpoint, at, begun.uploadId, parts, condition);
    } catch (error) {
      if (!isFailure(error)) throw error;
      const { reason } = error.data;
      if (reason !== 'storage-no-upload' && reason !== 'storage-changed' && error.code !== 'unsupported')
        throw error;
      const there = await headObject(endpoint, at, signal);
      // An answer that got lost: the parts are together already.
      if (there && there.size === file.size && bareEtag(there.etag) === expected) return { etag: there.etag };
      if (reason === 'storage-changed') throw taken(file.record.target);
      if (error.code !== 'unsupported' || !condition['if-none-match']) throw error;
      if (there) throw taken(file.record.target);
      delete condition['if-none-match'];
      return completeUpload(endpoint, at, begun.uploadId, parts, condition);
    }
  });
  // The server held each part to the sum that was sent with it; the whole one it tells only now.
  if (begun.sums === 'whole' && sum && crc32 && crc32 !== sum)
    throw checksumFailure(file.name, endpoint.host);
  if (sum) return 'crc32';
  const allMd5 = parts.every((part) => part.verified && kindOfEtag(part.etag) === 'md5');
  if (!allMd5 || kindOfEtag(etag) !== 'composite') return 'length';
  if (bareEtag(etag) !== expected) throw checksumFailure(file.name, endpoint.host);
  return 'composite';
}

/** Undefined where the sum of a part is not known. */
function wholeSum(
  parts: readonly { readonly crc?: number | undefined; readonly size: number }[],
): string | undefined {
  const known = parts.flatMap(({ crc, size }) => (crc === undefined ? [] : [{ crc, size }]));
  return known.length === parts.length ? crc32Text(crc32Of(known)) : undefined;
}

async function begin(work: FileWork, file: FileEntry): Promise<Begun> {
  const { endpoint, bucket, signal, line } = work;
  const key = file.record.target;
  const create = (sums: boolean) =>
    repeated(line, endpoint, signal, () =>
      createUpload(endpoint, { bucket, key, signal }, contentTypeOf(key), sums),
    );
  const asks = dialectOf(endpoint).checksums !== false;
  const { id, sums } = await create(asks).catch((error: unknown) => {
    // Some servers refuse what they do not know.
    const refused = isFailure(error) && (error.code === 'unsupported' || error.code === 'internal');
    if (asks && refused) return create(false);
    throw error;
  });
  const partSize = partSizeFor(file.size);
  const { sum: _, ...record } = file.record;
  const kept = { ...file, record: { ...record, uploadId: id, partSize, ...(sums && { sum: sums }) } };
  await work.journal.commit({ kind: 'clear-parts', transfer: work.transfer, file: file.number });
  await work.keep(kept);
  return { file: kept, uploadId: id, pieces: piecesOf(file.size, partSize), sent: new Map(), sums };
}

/** The upload that the journal knows, compared with what the server has; undefined when there is none any more. */
async function takenUp(work: FileWork, file: FileEntry): Promise<Begun | undefined> {
  const { uploadId, partSize, target: key, source } = file.record;
  if (!uploadId || !partSize) return undefined;
  const { endpoint, bucket, signal, line } = work;
  const { sum } = file.record;
  const sums: UploadSums = sum === 'whole' || sum === 'parts' ? sum : undefined;
  const noted = await work.journal.read.parts(work.transfer, file.number);
  try {
    const there = await repeated(line, endpoint, signal, () =>
      listParts(endpoint, { bucket, key, signal }, uploadId),
    );
    const pieces = piecesOf(file.size, partSize);
    const { kept, unsure } = comparedParts(
      pieces,
      new Map(noted.map(({ number, etag }) => [number, etag])),
      there,
    );
    const sent = new Map<number, SentPart>();
    for (const [number, etag] of kept)
      sent.set(number, { etag, verified: kindOfEtag(etag) === 'md5', crc: there.get(number)?.crc });
    // Sent, but we were ended before the journal had it.
    for (const piece of unsure) {
      const part = there.get(piece.number);
      if (part && (await holds(work, source, piece, part)))
        sent.set(piece.number, { ...part, verified: true });
    }
    const held = pieces.reduce(
      (sum, { number, start, end }) => sum + (sent.has(number) ? end - start : 0),
      0,
    );
    work.progressIs(held);
    return { file, uploadId, pieces, sent, sums };
  } catch (error) {
    if (!isFailure(error) || error.data.reason !== 'storage-no-upload') throw error;
    const there = await headObject(endpoint, { bucket, key }, signal);
    const etags = noted.map(({ etag }) => etag);
    const pieces = piecesOf(file.size, partSize);
    // Ended between the server's work and our note of it.
    if (there && etags.length === pieces.length && bareEtag(there.etag) === compositeEtag(etags))
      return {
        file,
        uploadId,
        pieces,
        sums: undefined,
        sent: new Map(noted.map(({ number, etag }) => [number, { etag, verified: true }])),
      };
    work.progressIs(0);
    return undefined;
  }
}

/** True when the server has the bytes of this piece. */
async function holds(
  work: FileWork,
  source: string,
  { start, end }: Piece,
  { etag, crc }: HeldPart,
): Promise<boolean> {
  if (crc !== undefined) return (await work.hashing.crc32(source, start, end)) === crc;
  return kindOfEtag(etag) === 'md5' && (await work.hashing.md5(source, start, end)) === bareEtag(etag);
}
