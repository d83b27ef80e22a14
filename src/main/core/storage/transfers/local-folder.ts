/** The folders of this laptop, for choosing where from and where to. */
import { access, lstat, mkdir, readdir, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { failure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { localFailure } from './line.ts';
import { localDisk } from './local-disk.ts';
import { safeName } from './safe-names.ts';

type LocalFolder = Awaited<ReturnType<AppHandlers['storage']['localFolder']>>;

const atOnce = 64;

/** What a folder holds, folders first. @throws Failure `not-found`, `forbidden`, or `invalid-input` for a relative path */
export async function localFolder(asked: {
  path?: string | undefined;
  hidden: boolean;
}): Promise<LocalFolder> {
  const folder = path.normalize(asked.path ?? os.homedir());
  if (!path.isAbsolute(folder))
    throw failure('invalid-input', 'Not an absolute path', { reason: 'transfer-local-path', field: 'path' });
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    throw localFailure(error, folder);
  }
  if (!asked.hidden) names = names.filter((name) => !name.startsWith('.'));
  const entries: LocalFolder['entries'] = [];
  for (let at = 0; at < names.length; at += atOnce)
    entries.push(
      ...(await Promise.all(names.slice(at, at + atOnce).map((name) => entryOf(folder, name)))).flat(),
    );
  const order = new Intl.Collator(undefined, { numeric: true }).compare;
  entries.sort((a, b) => (a.kind === b.kind ? order(a.name, b.name) : a.kind === 'folder' ? -1 : 1));
  const parent = path.dirname(folder);
  const free = await localDisk.free(folder).catch(() => undefined);
  return {
    path: folder,
    ...(parent !== folder && { parent }),
    entries,
    shortcuts: await shortcuts(),
    ...(free !== undefined && { freeBytes: free }),
  };
}

/** What is neither file nor folder, or a broken link, is not shown. */
async function entryOf(folder: string, name: string): Promise<LocalFolder['entries']> {
  const whole = path.join(folder, name);
  const found = await stat(whole).catch(() => undefined);
  if (found?.isDirectory())
    return [{ name, path: whole, kind: 'folder', modified: Math.trunc(found.mtimeMs) }];
  if (!found?.isFile()) return [];
  return [{ name, path: whole, kind: 'file', size: found.size, modified: Math.trunc(found.mtimeMs) }];
}

async function shortcuts(): Promise<LocalFolder['shortcuts']> {
  const home = os.homedir();
  const wanted = [
    { name: 'Home', path: home },
    ...['Downloads', 'Documents', 'Desktop'].map((name) => ({ name, path: path.join(home, name) })),
    ...(process.platform === 'win32'
      ? Array.from({ length: 26 }, (_, at) => `${String.fromCodePoint(65 + at)}:\\`).map((drive) => ({
          name: drive,
          path: drive,
        }))
      : [{ name: '/', path: '/' }]),
  ];
  const there = await Promise.all(
    wanted.map(({ path: at }) =>
      access(at).then(
        () => true,
        () => false,
      ),
    ),
  );
  return wanted.filter((_, at) => there[at]);
}

/** Makes a folder in another. @throws Failure `conflict` when the name is taken, `invalid-input` when it is not possible here */
export async function createLocalFolder(asked: { parent: string; name: string }): Promise<{ path: string }> {
  const windows = process.platform === 'win32';
  if (!path.isAbsolute(asked.parent) || safeName(asked.name, { windows, caseSensitive: true }) !== asked.name)
    throw failure('invalid-input', 'Not a name for a folder', {
      reason: 'transfer-local-name',
      field: 'name',
      values: { name: asked.name },
    });
  const folder = path.join(asked.parent, asked.name);
  if (await lstat(folder).catch(() => undefined))
    throw failure('conflict', 'The name is taken', {
      reason: 'transfer-name-taken',
      field: 'name',
      values: { name: asked.name },
    });
  try {
    await mkdir(folder);
  } catch (error) {
    throw localFailure(error, folder);
  }
  return { path: folder };
}
