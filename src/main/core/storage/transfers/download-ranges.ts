/** Fetches a large object by ranges, many at once; goes on with what is on the disk already. */
import { stat, type FileHandle } from 'node:fs/promises';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { bareEtag, compositeEtag, hidesMd5, kindOfEtag, quotedEtag } from '../../platform/s3/etag.ts';
import { bootOf } from './boot.ts';
import { partSizeOf, planDownload, type Group } from './download-plan.ts';
import type { HashChain } from './hashing.ts';
import { repeated } from './line.ts';
import { openPart } from './local-disk.ts';
import { headObject } from './object-calls.ts';
import { askSums, crcFromNote, crcNote, isComposite, makesSum, sumOf } from './object-sums.ts';
import type { Piece } from './part-plan.ts';
import { receiveInto } from './receive-body.ts';
import type { FileEntry } from './record.ts';
import { partSuffix } from './safe-names.ts';
import { checksumFailure } from './transfer-failures.ts';
import { inStreams, type FileWork, type Verified } from './work.ts';

/** Fetches what is missing into `<target>.sardonyx-part`, compares and syncs it. @throws Failure; Error of Node for the disk */
export async function downloadInRanges(work: FileWork, entry: FileEntry): Promise<Verified> {
  const { endpoint, signal, line } = work;
  const { file, afterRestart } = await planned(work, entry);
  const { etag = '', partSize, sum, target } = file.record;
  // A sum of the parts' sums tells nothing where the parts are not known.
  const comparable = sum !== undefined && (!isComposite(sum) || partSize !== undefined) ? sum : undefined;
  const byMd5 = comparable === undefined && (kindOfEtag(etag) === 'md5' || partSize !== undefined);
  const groups = planDownload(file.size, partSize);
  const pieces = groups.flatMap((group) => group.pieces);
  const part = target + partSuffix;
  const crcs = await alreadyThere(work, file, pieces, { part, afterRestart });
  const handle = await openPart(part, crcs.size === 0);
  const follower = byMd5 ? followHashes(work, groups, part) : undefined;
  let hidden = false;
  try {
    // Also the length that is to come is there from the beginning.
    await handle.truncate(file.size);
    work.progressIs(
      pieces.reduce((sum, { number, start, end }) => sum + (crcs.has(number) ? end - start : 0), 0),
    );
    for (const piece of pieces) if (crcs.has(piece.number)) follower?.add(piece);
    const missing = pieces.filter(({ number }) => !crcs.has(number));
    await inStreams(line.gate, signal, missing, (piece) =>
      repeated(line, endpoint, signal, async () => {
        const come = await fetchRange(work, file, handle, piece);
        hidden ||= come.hidden;
        crcs.set(piece.number, come.crc);
        follower?.add(piece);
        const { number, start, end } = piece;
        work.journal.note({
          kind: 'part',
          transfer: work.transfer,
          file: file.number,
          part: { number, etag: crcNote(come.crc), size: end - start },
        });
      }),
    );
    const proof = await proofOf();
    if (proof === 'wrong') {
      // Bytes that were lost with the power, or changed on the way: all of them are fetched again.
      await work.journal.commit({ kind: 'clear-parts', transfer: work.transfer, file: file.number });
      // What the server told of parts and sums may be what was wrong: it is asked anew.
      const { partSize: _, sum: __, boot: ___, ...record } = file.record;
      await work.keep({ ...file, record });
      throw checksumFailure(file.name, endpoint.host);
    }
    await sync(handle, file);
    return proof;
  } finally {
    follower?.drop();
    await handle.close();
  }

  async function proofOf(): Promise<Verified | 'wrong'> {
    if (comparable !== undefined) return makesSum(comparable, groups, crcs) ? 'crc32' : 'wrong';
    if (!follower || hidden) return 'length';
    const digests = await follower.digests();
    const [only = ''] = digests;
    if (partSize === undefined) return only === bareEtag(etag) ? 'md5' : 'wrong';
    return compositeEtag(digests) === bareEtag(etag) ? 'composite' : 'wrong';
  }
}

async function sync(handle: FileHandle, file: FileEntry): Promise<void> {
  if (file.record.modified > 0) await handle.utimes(new Date(), new Date(file.record.modified));
  await handle.sync();
}

/** The file with what its server knows of its parts and their sums, asked once; and whether the system was started anew since then. */
async function planned(work: FileWork, file: FileEntry): Promise<{ file: FileEntry; afterRestart: boolean }> {
  const { etag = '', boot } = file.record;
  const now = await bootOf();
  if (boot !== undefined) return { file, afterRestart: boot !== now };
  const sum = sumOf((await asked(work, file))?.headers ?? {});
  const inParts = sum === undefined ? kindOfEtag(etag) === 'composite' : isComposite(sum);
  const partSize = inParts ? await askPartSize(work, file) : undefined;
  const { partSize: _, ...record } = file.record;
  const known = { boot: now, ...(sum !== undefined && { sum }), ...(partSize !== undefined && { partSize }) };
  const kept = { ...file, record: { ...record, ...known } };
  await work.keep(kept);
  return { file: kept, afterRestart: false };
}

async function askPartSize(work: FileWork, file: FileEntry): Promise<number | undefined> {
  const { etag = '' } = file.record;
  const first = (await asked(work, file, 1))?.size;
  const size = partSizeOf(file.size, etag, first);
  if (size === undefined) return undefined;
  // Programs may send parts of different sizes: then the last one hardly fits.
  const count = Math.ceil(file.size / size);
  const last = (await asked(work, file, count))?.size;
  return last === file.size - size * (count - 1) ? size : undefined;
}

/** HEAD of the object, or of one part; undefined where the server does not know such questions: only the length is compared then. */
async function asked(work: FileWork, file: FileEntry, partNumber?: number) {
  const { endpoint, bucket, signal, line } = work;
  const { source: key, versionId } = file.record;
  try {
    return await repeated(line, endpoint, signal, () =>
      headObject(endpoint, { bucket, key, versionId, partNumber, headers: askSums }, signal),
    );
  } catch (error) {
    if (isFailure(error) && (error.code === 'unsupported' || error.code === 'internal')) return undefined;
    throw error;
  }
}

/** CRC-32s of the ranges that the journal knows and the disk has, by their numbers. */
async function alreadyThere(
  work: FileWork,
  file: FileEntry,
  pieces: readonly Piece[],
  { part, afterRestart }: { part: string; afterRestart: boolean },
): Promise<Map<number, number>> {
  const noted = await work.journal.read.parts(work.transfer, file.number);
  const crcs = new Map<number, number>();
  if (noted.length === 0) return crcs;
  const there = await stat(part).catch(() => undefined);
  const notes = new Map(noted.map(({ number, etag }) => [number, crcFromNote(etag)]));
  if (there?.size === file.size)
    for (const { number, start, end } of pieces) {
      const crc = notes.get(number);
      if (crc === undefined) continue;
      // What was not synced when the system went down may be holes.
      if (!afterRestart || (await work.hashing.crc32(part, start, end)) === crc) crcs.set(number, crc);
    }
  if (crcs.size === 0)
    await work.journal.commit({ kind: 'clear-parts', transfer: work.transfer, file: file.number });
  return crcs;
}

/** Fetches one range: its CRC-32; `hidden` where headers say that the ETag is no MD5. */
async function fetchRange(
  work: FileWork,
  file: FileEntry,
  handle: FileHandle,
  { start, end }: Piece,
): Promise<{ crc: number; hidden: boolean }> {
  const { endpoint, bucket, signal } = work;
  const { source: key, versionId, etag } = file.record;
  let come = 0;
  try {
    const answer = await endpoint.send({
      method: 'GET',
      bucket,
      key,
      query: { versionId },
      headers: {
        range: `bytes=${start}-${end - 1}`,
        ...(etag && { 'if-match': quotedEtag(etag) }),
        'accept-encoding': 'identity',
      },
      signal,
    });
    try {
      if (answer.status !== 206 && !(start === 0 && end === file.size))
        throw failure('unsupported', 'The server sends whole objects only', {
          reason: 'storage-no-ranges',
          values: { host: endpoint.host },
        });
      const crc = await receiveInto(
        work,
        answer,
        { handle, name: file.name, start, end },
        (bytes) => (come += bytes),
      );
      return { crc, hidden: hidesMd5(answer.headers) };
    } catch (error) {
      answer.drop();
      throw error;
    }
  } catch (error) {
    work.progress(-come);
    throw error;
  }
}

/** Hashes each group while it grows: what is there without a gap is read back from the disk. */
function followHashes(work: FileWork, groups: readonly Group[], part: string) {
  const have = new Set<number>();
  const follows = groups.map((group) => {
    let chain: HashChain | undefined;
    let next = 0;
    let tail: Promise<unknown> = Promise.resolve();
    let digest: Promise<string> | undefined;
    return {
      advance() {
        for (let piece = group.pieces[next]; piece && have.has(piece.number); piece = group.pieces[next]) {
          chain ??= work.hashing.chain(part);
          const { start, end } = piece;
          next += 1;
          if (next === group.pieces.length) digest = chain.end(start, end);
          else tail = chain.add(start, end);
          (digest ?? tail).catch(() => {});
        }
      },
      digest: () => digest ?? Promise.reject(new Error('Not all ranges are there')),
      drop: () => {
        if (chain && !digest) chain.drop();
      },
    };
  });
  const groupOf = new Map(
    groups.flatMap((group, at) => group.pieces.map(({ number }) => [number, at] as const)),
  );
  return {
    add({ number }: Piece) {
      have.add(number);
      follows[groupOf.get(number) ?? -1]?.advance();
    },
    digests: () => Promise.all(follows.map((follow) => follow.digest())),
    drop() {
      for (const follow of follows) follow.drop();
    },
  };
}
