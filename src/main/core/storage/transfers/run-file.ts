/** One file of a running transfer, from its row in the journal to its end. */
import { mkdir, rm } from 'node:fs/promises';
import { failure } from '../../../../shared/contract/errors.ts';
import { addPartly, remaining, setPartly } from './counters.ts';
import { downloadFile } from './download-file.ts';
import { localFailure, repeated } from './line.ts';
import { isWithin, makeFolderFor } from './local-disk.ts';
import { singleRequest } from './part-plan.ts';
import { toJournal, type FileEntry } from './record.ts';
import { endsOf, type Under } from './run-parts.ts';
import { noSpace, outside } from './transfer-failures.ts';
import { uploadFile } from './upload-file.ts';
import { serverAnswered, verdictOf } from './verdict.ts';
import type { Disk, FileWork, Verified } from './work.ts';

const mostRounds = 5;
const mostWrongRounds = 1;

/** True for a file that goes in one request: it takes one stream as a whole. */
export function isSingle({ record, size }: FileEntry): boolean {
  return record.action === 'copy' || record.action === 'move' || size <= singleRequest;
}

/**
 * Does what is to be done with a file and notes how it ended.
 * @throws Failure when it is not this file that fails: the transfer waits, pauses, or was stopped.
 */
export async function runFile(under: Under, file: FileEntry, received = () => {}): Promise<void> {
  const { parts, signal, counters, record, rounds } = under;
  const transfer = record().id;
  setPartly(counters, file.number, 0);
  try {
    const { verified, size } = await done(under, file, received);
    setPartly(counters, file.number, 0);
    counters.done += 1;
    counters.bytesDone += size;
    counters.bytesTotal += size - file.size;
    parts.journal.note({ kind: 'state', transfer, number: file.number, state: 'done', verified });
    if (file.record.staged) await rm(file.record.source, { force: true });
  } catch (error) {
    const known = localFailure(error, file.name);
    if (signal.aborted) throw failure('cancelled', 'Cancelled');
    const verdict = verdictOf(known);
    if (verdict !== 'file') {
      if (verdict !== 'again') throw known;
      const round = (rounds.get(file.number) ?? 0) + 1;
      rounds.set(file.number, round);
      const online = parts.context.network.reachability.state().state === 'online';
      // A file that alone fails again and again must not keep the others waiting for ever.
      if (!(serverAnswered(known.data) ? round > mostWrongRounds : online && round > mostRounds)) throw known;
    }
    failFile(under, file, known.data);
  }
  parts.changed();
}

/** Notes that a file failed; its problem is shown on request. */
export function failFile(under: Under, file: FileEntry, problem: FileEntry['problem']): void {
  under.counters.failed += 1;
  setPartly(under.counters, file.number, 0);
  under.parts.journal.note({
    kind: 'state',
    transfer: under.record().id,
    number: file.number,
    state: 'failed',
    problem: JSON.stringify(problem),
  });
}

async function done(
  under: Under,
  file: FileEntry,
  received: () => void,
): Promise<{ verified?: Verified; size: number }> {
  const { parts, record } = under;
  const { source, target, folder = '' } = endsOf(record());
  switch (file.record.action) {
    case 'upload': {
      const sent = await uploadFile(workOn(under, file, 'up', target, folder), file);
      return { verified: sent.verified, size: sent.file.size };
    }
    case 'download': {
      const work = { ...workOn(under, file, 'down', source, folder), received };
      const fetched = await downloadFile(work, file);
      return { verified: fetched.verified, size: fetched.file.size };
    }
    case 'folder':
      await makeFolderFor(folder, `${file.record.target}/.`);
      await mkdir(file.record.target, { recursive: true });
      return { size: 0 };
    case 'unlink':
      if (!isWithin(folder, file.record.target)) throw outside(file.name);
      await makeFolderFor(folder, file.record.target);
      await rm(file.record.target, { force: true });
      return { size: file.size };
    case 'copy':
      await copyFile(under, file);
      return { size: file.size };
    default:
      throw failure('internal', `Not for one file: ${file.record.action} of ${parts.context.key}`);
  }
}

/** Copies on the server. @throws Failure */
export async function copyFile(under: Under, file: FileEntry): Promise<void> {
  const { parts, signal, counters, record } = under;
  const { source, target } = endsOf(record());
  if (!source || !target) throw failure('internal', 'A copy needs two buckets');
  const endpoint = parts.context.endpoint(source.profile);
  const { source: key, versionId, target: to, replace, etag = '' } = file.record;
  await repeated(parts.lines.server, endpoint, signal, async () => {
    setPartly(counters, file.number, 0);
    await parts.copyObject(
      endpoint,
      { bucket: source.bucket, key, ...(versionId && { versionId }) },
      { bucket: target.bucket, key: to },
      {
        size: file.size,
        etag,
        ...(target.profile !== source.profile && { targetEndpoint: parts.context.endpoint(target.profile) }),
        signal,
        onProgress: (bytes) => {
          setPartly(counters, file.number, bytes);
          parts.changed();
        },
        ifNoneMatch: !replace,
      },
    );
  });
}

function workOn(
  under: Under,
  file: FileEntry,
  way: 'up' | 'down',
  end: { readonly profile: string; readonly bucket: string } | undefined,
  root: string,
): FileWork {
  const { parts, signal, counters, record } = under;
  const transfer = record().id;
  if (!end) throw failure('internal', 'A transfer needs a bucket');
  return {
    transfer,
    endpoint: parts.context.endpoint(end.profile),
    bucket: end.bucket,
    signal,
    line: parts.lines[way],
    journal: parts.journal,
    hashing: parts.hashing,
    disk: way === 'down' ? watchedDisk(under, root) : parts.disk,
    root,
    async save(small) {
      await lookAround(under, root);
      await parts.smallFiles.save(small);
    },
    received: () => {},
    progress(bytes) {
      addPartly(counters, file.number, bytes);
      if (bytes > 0) {
        const now = performance.now();
        counters.meter.add(bytes, now);
        parts.meters[way].add(bytes, now);
      }
      parts.changed();
    },
    progressIs(bytes) {
      setPartly(counters, file.number, bytes);
      parts.changed();
    },
    keep: (kept) =>
      parts.journal.commit({ kind: 'file', transfer, file: toJournal({ ...kept, state: 'active' }) }),
  };
}

const looked = new WeakMap<Under, number>();

/** A disk that says each second whether there is still room for all that is to come. */
function watchedDisk(under: Under, root: string): Disk {
  const { disk } = under.parts;
  return {
    free: disk.free,
    async write(handle, buffers, position) {
      await lookAround(under, root);
      await disk.write(handle, buffers, position);
    },
  };
}

async function lookAround(under: Under, root: string): Promise<void> {
  const now = performance.now();
  if (now - (looked.get(under) ?? -Infinity) < 1000) return;
  looked.set(under, now);
  await checkRoom(under, root);
}

/** @throws Failure `no-space` when what is still to come has no room in the folder */
export async function checkRoom(under: Under, root: string): Promise<void> {
  const free = await under.parts.disk.free(root);
  const needs = remaining(under.counters);
  if (free < needs) throw noSpace(root, needs, free);
}
