/** Sends a large file in parts; goes on with what the server has already. */
import { finish } from './answer-body.ts';
import type { FileHandle } from 'node:fs/promises';
import { isFailure } from '../../../../shared/contract/errors.ts';
import { contentTypeOf } from './content-type.ts';
import { bareEtag, compositeEtag, hidesMd5, kindOfEtag } from './etag.ts';
import { fileBody } from './file-body.ts';
import { repeated } from './line.ts';
import { completeUpload, createUpload, listParts } from './multipart-calls.ts';
import { headObject } from './object-calls.ts';
import { comparedParts, partSizeFor, piecesOf, type Piece } from './part-plan.ts';
import type { FileEntry } from './record.ts';
import { checksumFailure, sourceChanged, taken } from './transfer-failures.ts';
import { inStreams, type FileWork, type Verified } from './work.ts';

interface Begun {
  readonly file: FileEntry;
  readonly uploadId: string;
  readonly pieces: readonly Piece[];
  /** ETags by part number. */
  readonly sent: Map<number, string>;
}

/** Sends what is missing and puts it together. @throws Failure */
export async function uploadInParts(work: FileWork, file: FileEntry, handle: FileHandle): Promise<Verified> {
  const { endpoint, bucket, signal, line } = work;
  const begun = (await takenUp(work, file)) ?? (await begin(work, file));
  const missing = begun.pieces.filter(({ number }) => !begun.sent.has(number));
  /** No part of another kind was seen: the object's ETag will be made of MD5s. */
  let allMd5 = [...begun.sent.values()].every((etag) => kindOfEtag(etag) === 'md5');

  await inStreams(line.gate, signal, missing, (piece) =>
    repeated(line, endpoint, signal, async () => {
      const sent = await sendPart(work, begun, handle, piece);
      allMd5 &&= sent.verified;
      begun.sent.set(piece.number, sent.etag);
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
  const parts = begun.pieces.map(({ number }) => ({ number, etag: begun.sent.get(number) ?? '' }));
  const expected = compositeEtag(parts.map(({ etag }) => etag));
  const at = { bucket, key: file.record.target, signal };
  const condition: Record<string, string> = file.record.replace ? {} : { 'if-none-match': '*' };
  const etag = await repeated(line, endpoint, signal, async () => {
    try {
      return await completeUpload(endpoint, at, begun.uploadId, parts, condition);
    } catch (error) {
      if (!isFailure(error)) throw error;
      const { reason } = error.data;
      if (reason !== 'storage-no-upload' && reason !== 'storage-changed' && error.code !== 'unsupported')
        throw error;
      const there = await headObject(endpoint, at, signal);
      // An answer that got lost: the parts are together already.
      if (there && there.size === file.size && bareEtag(there.etag) === expected) return there.etag;
      if (reason === 'storage-changed') throw taken(file.record.target);
      if (error.code !== 'unsupported' || !condition['if-none-match']) throw error;
      if (there) throw taken(file.record.target);
      delete condition['if-none-match'];
      return completeUpload(endpoint, at, begun.uploadId, parts, condition);
    }
  });
  if (!allMd5 || kindOfEtag(etag) !== 'composite') return 'length';
  if (bareEtag(etag) !== expected) throw checksumFailure(file.name, endpoint.host);
  return 'composite';
}

async function begin(work: FileWork, file: FileEntry): Promise<Begun> {
  const { endpoint, bucket, signal, line } = work;
  const key = file.record.target;
  const uploadId = await repeated(line, endpoint, signal, () =>
    createUpload(endpoint, { bucket, key, signal }, contentTypeOf(key)),
  );
  const partSize = partSizeFor(file.size);
  const kept = { ...file, record: { ...file.record, uploadId, partSize } };
  await work.journal.commit({ kind: 'clear-parts', transfer: work.transfer, file: file.number });
  await work.keep(kept);
  return { file: kept, uploadId, pieces: piecesOf(file.size, partSize), sent: new Map() };
}

/** The upload that the journal knows, compared with what the server has; undefined when there is none any more. */
async function takenUp(work: FileWork, file: FileEntry): Promise<Begun | undefined> {
  const { uploadId, partSize, target: key, source } = file.record;
  if (!uploadId || !partSize) return undefined;
  const { endpoint, bucket, signal, line } = work;
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
    const sent = new Map(kept);
    // Sent, but we were ended before the journal had it.
    for (const { number, start, end } of unsure) {
      const etag = there.get(number)?.etag ?? '';
      if (kindOfEtag(etag) === 'md5' && (await work.hashing.md5(source, start, end)) === bareEtag(etag))
        sent.set(number, etag);
    }
    const held = pieces.reduce(
      (sum, { number, start, end }) => sum + (sent.has(number) ? end - start : 0),
      0,
    );
    work.progressIs(held);
    return { file, uploadId, pieces, sent };
  } catch (error) {
    if (!isFailure(error) || error.data.reason !== 'storage-no-upload') throw error;
    const there = await headObject(endpoint, { bucket, key }, signal);
    const etags = noted.map(({ etag }) => etag);
    const pieces = piecesOf(file.size, partSize);
    // Ended between the server's work and our note of it.
    if (there && etags.length === pieces.length && bareEtag(there.etag) === compositeEtag(etags))
      return { file, uploadId, pieces, sent: new Map(noted.map(({ number, etag }) => [number, etag])) };
    work.progressIs(0);
    return undefined;
  }
}

async function sendPart(
  work: FileWork,
  { file, uploadId }: Begun,
  handle: FileHandle,
  { number, start, end }: Piece,
): Promise<{ etag: string; verified: boolean }> {
  const { endpoint, bucket, signal, line } = work;
  let gone = 0;
  const digest = work.hashing.md5(file.record.source, start, end);
  // It is awaited below; a request that fails first must not leave it unheard.
  digest.catch(() => {});
  const body = fileBody(handle, file.name, start, end, {
    limiter: line.limiter,
    signal,
    passed: (bytes) => {
      gone += bytes;
      work.progress(bytes);
      line.gate.passed(bytes);
    },
  });
  try {
    const answer = await endpoint.send({
      method: 'PUT',
      bucket,
      key: file.record.target,
      query: { partNumber: String(number), uploadId },
      headers: { 'content-length': String(end - start) },
      body,
      signal,
      timeout: 120_000,
    });
    finish(answer);
    const etag = answer.headers['etag'] ?? '';
    if (kindOfEtag(etag) !== 'md5' || hidesMd5(answer.headers)) return { etag, verified: false };
    if (bareEtag(etag) === (await digest)) return { etag, verified: true };
    throw checksumFailure(file.name, endpoint.host);
  } catch (error) {
    body.destroy();
    work.progress(-gone);
    throw error;
  }
}
