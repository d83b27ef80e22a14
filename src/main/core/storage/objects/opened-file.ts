/** A file that is open in another program: watched, and put back each time it was saved. */
import { createHash } from 'node:crypto';
import { createReadStream, watch, type FSWatcher } from 'node:fs';
import { constants, copyFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { failure, isFailure, type FailureData } from '../../../../shared/contract/errors.ts';
import type { OpenedFile as Shown } from '../../../../shared/contract/storage/objects.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { putObject } from '../../platform/s3/put-object.ts';
import { keptBothKey, textType } from './names.ts';
import type { OpenedRecord } from './opened-journal.ts';

/** How long a file must stay as it is before it counts as saved: programs write in several goes. */
const quiet = 400;
/** Not every file system tells of changes. */
const lookEvery = 2_000;

export interface FileLife {
  readonly record: OpenedRecord;
  /** Puts it back if its bytes are others than last time; the state tells how it went. */
  putBack(options?: { readonly replace?: boolean }): Promise<void>;
  /** Puts it under another name and goes on with that one. @throws Failure */
  keepBoth(): Promise<void>;
  /** Whether it holds bytes that are not on the server. */
  isUnsaved(): Promise<boolean>;
  /** Tries again what waits. */
  retry(): void;
  /** Looks no more; resolves when nothing is under way. */
  stop(): Promise<void>;
}

export interface FileSurroundings {
  /** @throws Failure when the profile is gone or the person is elsewhere */
  readonly endpoint: (profile: string) => S3Endpoint;
  readonly userName: string;
  readonly clock: () => number;
  /** Acknowledged when it is on disk. */
  readonly keep: (record: OpenedRecord) => Promise<void>;
  readonly command: <T>(record: OpenedRecord, work: () => Promise<T>) => Promise<T>;
  readonly report: (error: unknown) => void;
}

/** Begins to watch. */
export function watchOpenedFile(first: OpenedRecord, around: FileSurroundings): FileLife {
  let record = first;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  /** Stamp (size and times) of the file when its bytes were last looked at, and the one seen while waiting for quiet. */
  let handled: string | undefined;
  let seen: string | undefined;
  let under: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = under.then(work);
    under = turn.catch(() => {});
    return turn;
  };
  const keep = async (changes: Partial<OpenedRecord>): Promise<void> => {
    const { problem: _problem, ...rest } = record;
    record = { ...rest, ...changes };
    await around.keep(record);
  };
  const quietly = (work: Promise<unknown>) => void work.catch(around.report);

  function touched(): void {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => quietly(whenQuiet()), quiet);
  }

  async function whenQuiet(): Promise<void> {
    const now = await stampOf(record.file);
    if (stopped || now === undefined || now === handled) return;
    if (now === seen) return putBack();
    seen = now;
    touched();
  }

  async function putBack({ replace = false } = {}): Promise<void> {
    if (record.readOnly) return;
    await inTurn(async () => {
      const now = await snapshotOf(record);
      if (!now || stopped) return now?.drop();
      try {
        handled = now.stamp;
        if (now.sha256 === record.sha256 && !replace) {
          // Saved as it was, or back to what it was.
          if (record.state === 'waiting' || record.state === 'failed') await keep({ state: 'open' });
          return;
        }
        if (record.state === 'conflict' && !replace) return;
        await keep({ state: 'saving' });
        const { profile, bucket, key } = record.object;
        const { etag } = await around.command(record, async () =>
          putObject(around.endpoint(profile), { bucket, key }, now, {
            expected: replace ? undefined : record.etag,
            contentType: textType(key),
          }),
        );
        await keep({ state: 'saved', savedAt: around.clock(), etag, sha256: now.sha256 });
      } catch (error) {
        if (!isFailure(error)) throw error;
        await keep({ state: stateAfter(error.data), problem: error.data });
      } finally {
        await now.drop();
      }
    });
    // It may have been saved once more while it was sent.
    if (!stopped && (await stampOf(record.file)) !== handled) touched();
  }

  let watcher: FSWatcher | undefined;
  const looking = setInterval(() => {
    void stampOf(record.file).then((now) => {
      if (now !== undefined && now !== handled && now !== seen) touched();
    });
  }, lookEvery);
  looking.unref();
  if (!record.readOnly) {
    // The folder, since many programs write a new file and give it the name of the old.
    watcher = watch(path.dirname(record.file), { persistent: false }, (_, name) => {
      if (name === null || name === path.basename(record.file)) touched();
    });
    watcher.on('error', () => watcher?.close());
  }

  return {
    get record() {
      return record;
    },
    putBack,
    keepBoth: () =>
      inTurn(async () => {
        const now = await snapshotOf(record);
        if (!now) throw gone(record);
        try {
          const { profile, bucket, key } = record.object;
          const other = keptBothKey(key, around.clock(), around.userName);
          const { etag } = await around.command(record, () =>
            putObject(around.endpoint(profile), { bucket, key: other }, now, {
              expected: '',
              contentType: textType(key),
            }),
          );
          handled = now.stamp;
          await keep({
            state: 'saved',
            savedAt: around.clock(),
            object: { profile, bucket, key: other },
            etag,
            sha256: now.sha256,
          });
        } finally {
          await now.drop();
        }
      }),
    async isUnsaved() {
      if (record.readOnly) return false;
      const now = await snapshotOf(record);
      await now?.drop();
      return now !== undefined && now.sha256 !== record.sha256;
    },
    retry() {
      if (record.state === 'waiting' && !stopped) quietly(putBack());
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      clearInterval(looking);
      watcher?.close();
      await under;
    },
  };
}

function stateAfter({ code, reason }: FailureData): Shown['state'] {
  if (reason === 'storage-changed') return 'conflict';
  return ['unreachable', 'untrusted', 'busy', 'signed-out'].includes(code) ? 'waiting' : 'failed';
}

async function stampOf(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? `${found.size} ${found.mtimeMs} ${found.ino}` : undefined;
}

/** The bytes of this moment, set aside so that nothing changes them while they are sent; undefined when the file is gone. */
async function snapshotOf(record: OpenedRecord) {
  const copy = path.join(path.dirname(path.dirname(record.file)), `${record.id}.sending`);
  const drop = () => rm(copy, { force: true });
  const stamp = await stampOf(record.file);
  if (stamp === undefined) return undefined;
  try {
    await copyFile(record.file, copy, constants.COPYFILE_FICLONE);
    const [md5, sha256] = [createHash('md5'), createHash('sha256')];
    let size = 0;
    for await (const piece of createReadStream(copy)) {
      const bytes = piece as Buffer;
      size += bytes.length;
      md5.update(bytes);
      sha256.update(bytes);
    }
    return {
      stamp,
      size,
      md5: md5.digest('hex'),
      sha256: sha256.digest('hex'),
      open: () => createReadStream(copy),
      drop,
    };
  } catch (error) {
    await drop();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOSPC')
      throw failure('no-space', 'The disk of this laptop is full', { reason: 'disk-full' });
    if (code === 'ENOENT' || code === 'EBUSY' || code === 'EPERM' || code === 'EACCES') return undefined;
    throw error;
  }
}

function gone(record: OpenedRecord) {
  return failure('not-found', 'The file is no longer there', {
    reason: 'storage-opened-gone',
    values: { name: path.basename(record.file) },
  });
}
