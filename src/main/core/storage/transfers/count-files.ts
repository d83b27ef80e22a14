/** Finds what a transfer is about and notes it in the journal, a thousand files at a time. */
import os from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import type { ResolveSelection, SelectedObject } from '../selection.ts';
import { nameBeside } from './conflict-names.ts';
import type { Journal } from './journal.ts';
import { walk } from './local-walk.ts';
import type { FileEntry, FileRecord, Job, TransferRecord } from './record.ts';
import { toJournal, fromJournal } from './record.ts';
import { createLocalNames } from './safe-names.ts';

export interface Counting {
  readonly record: TransferRecord;
  readonly journal: Journal;
  readonly resolve: ResolveSelection;
  readonly signal: AbortSignal;
  /** Told of each batch that is in the journal. */
  found(files: readonly FileEntry[]): void;
}

const batch = 1000;

/** Counts anew: what an interrupted count left is forgotten. @throws Failure */
export async function countFiles(counting: Counting): Promise<void> {
  const { record, journal } = counting;
  await journal.commit({ kind: 'clear-files', transfer: record.id });
  let number = 0;
  let waiting: FileEntry[] = [];
  const flush = async () => {
    if (waiting.length === 0) return;
    const files = waiting;
    waiting = [];
    await journal.commit({ kind: 'files', transfer: record.id, files: files.map(toJournal) });
    counting.found(files);
  };
  for await (const file of filesOf(counting, record.job)) {
    waiting.push({ state: 'ready', conflict: false, ...file, number: number++ });
    if (waiting.length >= batch) await flush();
  }
  await flush();
}

type Counted = Pick<FileEntry, 'name' | 'size' | 'record'> & Partial<Pick<FileEntry, 'state' | 'problem'>>;

async function* filesOf(counting: Counting, job: Job): AsyncGenerator<Counted, void, undefined> {
  switch (job.kind) {
    case 'upload':
      return yield* ofUpload(job, counting.signal);
    case 'download':
      return yield* ofDownload(counting, job);
    case 'copy':
    case 'move':
      return yield* ofCopy(counting, job);
    case 'delete':
      for await (const object of objectsOf(counting, job))
        yield {
          name: object.relative || object.key,
          size: object.size,
          record: recordOf('delete', object, object.key),
        };
      return;
    case 'undo':
      return yield* ofUndo(counting, job);
    case 'staged':
    case 'sync':
      // Their files are known from the beginning.
      return;
  }
}

async function* ofUpload(
  job: Job & { kind: 'upload' },
  signal: AbortSignal,
): AsyncGenerator<Counted, void, undefined> {
  const tops = new Set<string>();
  for (const chosen of job.paths) {
    const plain = path.resolve(chosen);
    const wanted = path.basename(plain) || 'root';
    const top = tops.has(wanted) ? nameBeside(wanted, (one) => tops.has(one)) : wanted;
    tops.add(top);
    for await (const files of walk(plain, top, signal))
      for (const { source, relative, size, modified, problem, skipped } of files)
        yield {
          name: relative,
          size,
          ...(problem && { problem, state: skipped ? 'skipped' : 'failed' }),
          record: { action: 'upload', source, target: job.to.prefix + relative, modified, replace: false },
        };
  }
}

async function* objectsOf(
  { resolve, signal }: Counting,
  job: Job & { kind: 'download' | 'copy' | 'move' | 'delete' },
): AsyncGenerator<SelectedObject, void, undefined> {
  const versions = job.kind === 'delete' && job.versions;
  for await (const page of resolve(job.selection).objects({ versions, signal })) yield* page;
}

function recordOf(action: FileRecord['action'], object: SelectedObject, target: string): FileRecord {
  const { key, modified, etag, versionId } = object;
  return {
    action,
    source: key,
    target,
    modified,
    ...(etag && { etag }),
    ...(versionId && { versionId }),
    replace: false,
  };
}

async function* ofDownload(
  counting: Counting,
  job: Job & { kind: 'download' },
): AsyncGenerator<Counted, void, undefined> {
  const names = createLocalNames({
    windows: process.platform === 'win32',
    caseSensitive: await isCaseSensitive(job.folder),
  });
  for await (const object of objectsOf(counting, job)) {
    if (object.deleted) continue;
    // A key that ends with a slash and holds nothing is how consoles mark a folder.
    const folder = object.relative.endsWith('/') && object.size === 0;
    const place = names.place(object.relative || object.key, folder);
    const target = path.join(job.folder, ...place.split('/'));
    yield {
      name: object.relative || object.key,
      size: object.size,
      record: recordOf(folder ? 'folder' : 'download', object, target),
    };
  }
}

/** Whether `A` and `a` are two files there: it is tried. @throws Error of Node when nothing can be written there */
async function isCaseSensitive(folder: string): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  const probe = path.join(folder, `.sardonyx-${randomUUID()}-a`);
  await writeFile(probe, '');
  try {
    return await stat(probe.replace(/a$/, 'A')).then(
      () => false,
      () => true,
    );
  } finally {
    await rm(probe, { force: true });
  }
}

async function* ofCopy(
  counting: Counting,
  job: Job & { kind: 'copy' | 'move' },
): AsyncGenerator<Counted, void, undefined> {
  const { from, to, rename } = job;
  for await (const object of objectsOf(counting, job)) {
    if (object.deleted) continue;
    const relative = rename ? rename.to + object.relative.slice(rename.from.length) : object.relative;
    const target = to.prefix + relative;
    const self = target === object.key && to.bucket === from.bucket && to.profile === from.profile;
    yield {
      name: relative,
      size: object.size,
      record: recordOf(job.kind, object, target),
      ...(self && job.kind === 'move' && { state: 'skipped' as const }),
    };
  }
}

/** What another transfer deleted or moved, from what the journal keeps of it. */
async function* ofUndo(
  { journal }: Counting,
  job: Job & { kind: 'undo' },
): AsyncGenerator<Counted, void, undefined> {
  for (const pass of ['unmark', 'delete'] as const) {
    if (pass === 'delete' && !job.to) return;
    for (let after = -1; ;) {
      const rows = await journal.read.files({ transfer: job.of, states: ['done'], after, count: batch });
      for (const file of rows.map(fromJournal)) {
        const { marker, source, target, modified } = file.record;
        if (marker === undefined) continue;
        const record = { action: pass, target, modified, replace: false };
        yield pass === 'unmark'
          ? { name: file.name, size: file.size, record: { ...record, source, versionId: marker } }
          : { name: file.name, size: 0, record: { ...record, source: target } };
      }
      after = rows.at(-1)?.number ?? -1;
      if (rows.length < batch) break;
    }
  }
}

/** A path as a person writes it: the home folder as `~`. */
export function shownPath(file: string): string {
  const home = os.homedir();
  return file === home || file.startsWith(home + path.sep) ? `~${file.slice(home.length)}` : file;
}
