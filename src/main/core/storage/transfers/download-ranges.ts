/** Fetches a large object by ranges, many at once; goes on with what is on the disk already. */
import { giveUp } from './answer-body.ts';
import { stat, type FileHandle } from 'node:fs/promises';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { bootOf } from './boot.ts';
import { partSizeOf, planDownload, type Group } from './download-plan.ts';
import { bareEtag, compositeEtag, hidesMd5, kindOfEtag } from './etag.ts';
import type { HashChain } from './hashing.ts';
import { repeated } from './line.ts';
import { openPart } from './local-disk.ts';
import { headObject } from './object-calls.ts';
import type { Piece } from './part-plan.ts';
import { receiveInto } from './receive-body.ts';
import type { FileEntry } from './record.ts';
import { partSuffix } from './safe-names.ts';
import { checksumFailure } from './transfer-failures.ts';
import { inStreams, type FileWork, type Verified } from './work.ts';

/** Fetches what is missing into `<target>.sardonyx-part`, compares and syncs it. @throws Failure; Error of Node for the disk */
export async function downloadInRanges(work: FileWork, entry: FileEntry): Promise<Verified> {
  const { endpoint, signal, line } = work;
  const file = await planned(work, entry);
  const checkable = kindOfEtag(file.record.etag ?? '') === 'md5' || file.record.partSize !== undefined;
  const groups = planDownload(file.size, file.record.partSize);
  const part = file.record.target + partSuffix;
  const done = await alreadyThere(work, file, part, checkable);
  const handle = await openPart(part, done.size === 0);
  const follower = checkable ? followHashes(work, groups, part) : undefined;
  let hidden = false;
  try {
    // Also the length that is to come is there from the beginning.
    await handle.truncate(file.size);
    const pieces = groups.flatMap((group) => group.pieces);
    work.progressIs(
      pieces.reduce((sum, { number, start, end }) => sum + (done.has(number) ? end - start : 0), 0),
    );
    for (const piece of pieces) if (done.has(piece.number)) follower?.add(piece);
    const missing = pieces.filter(({ number }) => !done.has(number));
    await inStreams(line.gate, signal, missing, (piece) =>
      repeated(line, endpoint, signal, async () => {
        hidden ||= await fetchRange(work, file, handle, piece);
        follower?.add(piece);
        const { number, start, end } = piece;
        work.journal.note({
          kind: 'part',
          transfer: work.transfer,
          file: file.number,
          part: { number, etag: '', size: end - start },
        });
      }),
    );
    const digests = hidden ? undefined : await follower?.digests();
    if (digests) {
      const [only = ''] = digests;
      const [etag, verified] =
        file.record.partSize === undefined
          ? [only, 'md5' as const]
          : [compositeEtag(digests), 'composite' as const];
      if (etag !== bareEtag(file.record.etag ?? '')) {
        // Bytes that were lost with the power, or changed on the way: all of them are fetched again.
        await work.journal.commit({ kind: 'clear-parts', transfer: work.transfer, file: file.number });
        throw checksumFailure(file.name, endpoint.host);
      }
      await sync(handle, file);
      return verified;
    }
    await sync(handle, file);
    return 'length';
  } finally {
    follower?.drop();
    await handle.close();
  }
}

async function sync(handle: FileHandle, file: FileEntry): Promise<void> {
  if (file.record.modified > 0) await handle.utimes(new Date(), new Date(file.record.modified));
  await handle.sync();
}

/** The file with the part size of its object, asked once; and the start of the system in which it is written. */
async function planned(work: FileWork, file: FileEntry): Promise<FileEntry> {
  const { etag = '', partSize, boot } = file.record;
  const now = await bootOf();
  if (boot !== undefined && partSize !== undefined && boot === now) return file;
  const found = partSize ?? (kindOfEtag(etag) === 'composite' ? await askPartSize(work, file) : undefined);
  const { partSize: _, ...record } = file.record;
  const kept = {
    ...file,
    record: { ...record, boot: boot ?? now, ...(found !== undefined && { partSize: found }) },
  };
  if (boot === undefined) await work.keep(kept);
  return kept;
}

async function askPartSize(work: FileWork, file: FileEntry): Promise<number | undefined> {
  const { endpoint, bucket, signal, line } = work;
  const { source: key, versionId, etag = '' } = file.record;
  try {
    const first = await repeated(line, endpoint, signal, () =>
      headObject(endpoint, { bucket, key, versionId, partNumber: 1 }, signal),
    );
    return partSizeOf(file.size, etag, first?.size);
  } catch (error) {
    // A server that does not know part numbers: only the length is compared then.
    if (isFailure(error) && (error.code === 'unsupported' || error.code === 'internal')) return undefined;
    throw error;
  }
}

/** Numbers of the ranges that the journal knows and the disk has. */
async function alreadyThere(
  work: FileWork,
  file: FileEntry,
  part: string,
  checkable: boolean,
): Promise<ReadonlySet<number>> {
  const noted = await work.journal.read.parts(work.transfer, file.number);
  if (noted.length === 0) return new Set();
  const there = await stat(part).catch(() => undefined);
  // What was not synced when the system went down may be holes; a checksum would tell, a length not.
  const trusted = checkable || file.record.boot === (await bootOf());
  if (there?.size === file.size && trusted) return new Set(noted.map(({ number }) => number));
  await work.journal.commit({ kind: 'clear-parts', transfer: work.transfer, file: file.number });
  return new Set();
}

/** Fetches one range; true where headers say that the ETag is no MD5. */
async function fetchRange(
  work: FileWork,
  file: FileEntry,
  handle: FileHandle,
  { start, end }: Piece,
): Promise<boolean> {
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
        ...(etag && { 'if-match': etag }),
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
      await receiveInto(work, answer, { handle, name: file.name, start, end }, (bytes) => {
        come += bytes;
      });
    } catch (error) {
      giveUp(answer);
      throw error;
    }
    return hidesMd5(answer.headers);
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
