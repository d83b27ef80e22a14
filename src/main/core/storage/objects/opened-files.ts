/** The objects that are open in programs of this laptop; journaled, so that no saved change is lost by a crash or a lost network. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { OpenedFile } from '../../../../shared/contract/storage/objects.ts';
import type { ObjectRef } from '../../../../shared/contract/storage/places.ts';
import { live, type Live } from '../../live.ts';
import { quoteWord } from '../../platform/helm/equivalent.ts';
import { headOf } from '../../platform/s3/object-attributes.ts';
import { mcCommand } from '../../platform/s3/shown-command.ts';
import type { Here, StorageContext, StorageSurroundings } from '../storage-context.ts';
import { fetchFile } from './fetch-object.ts';
import { localName, runsWhenOpened } from './names.ts';
import { watchOpenedFile, type FileLife } from './opened-file.ts';
import { forgetOpened, loadOpened, saveOpened, type OpenedRecord } from './opened-journal.ts';

const retryEvery = 30_000;
/** What one PUT may send (S3 API): 5 GiB. */
const largest = 5 * 1024 ** 3;

export interface OpenedFiles {
  readonly list: Live<OpenedFile[]>;
  open(object: ObjectRef): Promise<{ id: string; file: string }>;
  settle(id: string, how: 'replace' | 'keep-both' | 'discard'): Promise<void>;
  closeFile(id: string): Promise<void>;
  enter(context: StorageContext | undefined): Promise<void>;
  close(): Promise<void>;
}

/** None is open before `enter`. */
export function createOpenedFiles(here: Here, { host, commands, report }: StorageSurroundings): OpenedFiles {
  const list = live<OpenedFile[]>([]);
  const lives = new Map<string, FileLife>();
  const fetching = new Map<string, OpenedFile>();
  let entering = 0;

  const show = () =>
    list.set([...fetching.values(), ...[...lives.values()].map(({ record }) => shown(record))]);
  const retry = () => {
    for (const life of lives.values()) life.retry();
  };
  const timer = setInterval(retry, retryEvery);
  timer.unref();
  const stopListening = host.onResume(retry);

  function begin(context: StorageContext, record: OpenedRecord): FileLife {
    const life = watchOpenedFile(record, {
      endpoint: (profile) => {
        const now = here();
        // The same name may mean another store for somebody else.
        if (now.platformId !== context.platformId || now.userName !== context.userName)
          throw failure('signed-out', 'The person is elsewhere', { reason: 'not-signed-in' });
        return now.endpoint(profile);
      },
      userName: context.userName,
      clock: host.clock,
      keep: async (changed) => {
        show();
        await saveOpened(context.store, changed);
      },
      command: (changed, work) => {
        const { profile, bucket, key } = changed.object;
        const to = mcCommand([], here().endpoint(profile), bucket, key).slice('mc '.length);
        return commands.around('mc', `mc cp ${quoteWord(changed.file)} ${to}`, work);
      },
      report: (error) => report(error, 'opened file'),
    });
    lives.set(record.id, life);
    show();
    return life;
  }

  const lifeOf = (id: string): FileLife => {
    const life = lives.get(id);
    if (!life)
      throw failure('not-found', 'This file is not open', {
        reason: 'storage-not-opened',
        values: { name: id },
      });
    return life;
  };

  async function forget(life: FileLife): Promise<void> {
    const { id, file } = life.record;
    const { store } = here();
    await life.stop();
    lives.delete(id);
    show();
    await forgetOpened(store, id);
    await rm(path.dirname(file), { recursive: true, force: true });
  }

  async function open(object: ObjectRef): Promise<{ id: string; file: string }> {
    const context = here();
    const { profile, ...at } = object;
    const name = localName(object.key);
    const refuse = (code: 'forbidden' | 'unsupported', reason: string) =>
      failure(code, 'Not opened on this laptop', { reason, values: { name } });
    if (context.forbidsLocalCopies) throw refuse('forbidden', 'storage-copies-forbidden');
    if (runsWhenOpened(name)) throw refuse('unsupported', 'storage-open-program');
    const already = [...lives.values()].find(({ record }) => isSameObject(record.object, object));
    if (already) {
      const { id, file } = already.record;
      await host.openFile(file);
      return { id, file };
    }
    const endpoint = context.endpoint(profile);
    const head = await headOf(endpoint, at);
    if (head.size > largest) throw refuse('unsupported', 'storage-open-too-large');
    const id = randomBytes(8).toString('hex');
    const folder = path.join(context.folder, 'opened', id);
    const file = path.join(folder, name);
    fetching.set(id, { id, object, file, state: 'fetching' });
    show();
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const part = path.join(context.folder, 'opened', `${id}.part`);
      const sha256 = await fetchFile(endpoint, at, head, part).finally(() => fetching.delete(id));
      await rename(part, file);
      const readOnly = object.versionId !== undefined;
      if (readOnly) await chmod(file, 0o400);
      const record: OpenedRecord = { id, object, file, state: 'open', etag: head.etag, sha256, readOnly };
      await saveOpened(context.store, record);
      begin(context, record);
      await host.openFile(file);
      return { id, file };
    } catch (error) {
      fetching.delete(id);
      const life = lives.get(id);
      await life?.stop();
      lives.delete(id);
      show();
      await forgetOpened(context.store, id);
      await rm(folder, { recursive: true, force: true });
      await rm(`${folder}.part`, { force: true });
      throw error;
    }
  }

  return {
    list,
    open,
    async settle(id, how) {
      const life = lifeOf(id);
      if (how === 'discard') return forget(life);
      if (how === 'keep-both') return life.keepBoth();
      await life.putBack({ replace: true });
      const { state, problem } = life.record;
      if (state !== 'saved' && problem) throw failure(problem.code, problem.message, problem);
    },
    async closeFile(id) {
      const life = lifeOf(id);
      await life.putBack();
      if (await life.isUnsaved())
        throw failure('conflict', 'The file holds changes that were not put back', {
          reason: 'storage-opened-unsaved',
          values: { name: path.basename(life.record.file) },
        });
      await forget(life);
    },
    async enter(context) {
      const turn = ++entering;
      const before = [...lives.values()];
      lives.clear();
      const stopped = Promise.all(before.map((life) => life.stop()));
      show();
      await stopped;
      if (!context || turn !== entering) return;
      const records = await loadOpened(context.store);
      if (turn !== entering) return;
      await removeOrphans(context, new Set([...records.map(({ id }) => id), ...fetching.keys()]));
      for (const record of records) {
        const there = await stat(record.file).catch(() => undefined);
        if (turn !== entering) return;
        if (!there) await forgetOpened(context.store, record.id);
        else if (!lives.has(record.id)) {
          // Saved while nobody watched, or not yet sent: it is compared and put back, or found to be in conflict.
          const state = record.state === 'saving' ? 'waiting' : record.state;
          const life = begin(context, { ...record, state });
          void life.putBack().catch((error: unknown) => report(error, 'opened file'));
        }
      }
    },
    async close() {
      entering++;
      clearInterval(timer);
      stopListening();
      await Promise.all([...lives.values()].map((life) => life.stop()));
      lives.clear();
    },
  };
}

function shown({ etag: _etag, sha256: _sha256, readOnly: _readOnly, ...file }: OpenedRecord): OpenedFile {
  return file;
}

function isSameObject(one: ObjectRef, other: ObjectRef): boolean {
  return (
    one.profile === other.profile &&
    one.bucket === other.bucket &&
    one.key === other.key &&
    one.versionId === other.versionId
  );
}

/** What a crash left of files that were never quite opened. */
async function removeOrphans({ folder }: StorageContext, known: ReadonlySet<string>): Promise<void> {
  const opened = path.join(folder, 'opened');
  const names = await readdir(opened).catch((error: unknown) => {
    if (isFailure(error)) throw error;
    return [];
  });
  for (const name of names)
    if (!known.has(name.split('.', 1)[0] ?? '') || name.endsWith('.sending'))
      await rm(path.join(opened, name), { recursive: true, force: true });
}
