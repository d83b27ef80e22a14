import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { safeStorage as real } from 'electron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { safeStorage as standIn } from './testing/electron.ts';
import { hasKeychain, openSecrets } from './secrets.ts';

vi.mock('electron', () => import('./testing/electron.ts'));
const safeStorage = real as unknown as typeof standIn;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-keychain-'));
  file = path.join(folder, 'secrets.sealed');
  Object.assign(safeStorage, { available: true, backend: 'gnome_libsecret', shouldReEncrypt: false });
});
afterEach(() => rm(folder, { recursive: true }));

describe('secrets under Electron', () => {
  test('rest sealed by the keychain, names and all, in a file for this person alone', async () => {
    const store = await openSecrets(file, 'linux');
    expect(store.kind).toBe('keychain');
    await Promise.all([
      store.set('a/refresh', 'tok-1'),
      store.set('a/other', 'tok-2'),
      store.set('b/x', 'tok-3'),
    ]);
    await store.delete('a/other');
    // Windows keeps a person's files by the rights of their folder.
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    const sealed = await readFile(file, 'utf8');
    expect(sealed).not.toMatch(/tok-|refresh/);
    const again = await openSecrets(file, 'linux');
    expect(await again.get('a/refresh')).toBe('tok-1');
    expect(await again.get('a/other')).toBeUndefined();
    expect(await again.keys('b/')).toEqual(['b/x']);
    expect(await readdir(folder)).toEqual(['secrets.sealed']);
  });

  test.each([
    ['linux', { backend: 'basic_text' }],
    ['linux', { backend: 'unknown' }],
    ['linux', { available: false }],
    ['darwin', { available: false }],
    ['win32', { available: false }],
  ] as const)('stay in memory on %s with %o, and it says so', async (platform, state) => {
    Object.assign(safeStorage, state);
    const store = await openSecrets(file, platform);
    expect(store.kind).toBe('memory');
    await store.set('a', 'tok-1');
    expect(await store.get('a')).toBe('tok-1');
    expect(await readdir(folder)).toEqual([]);
  });

  test('only Linux has backends to ask about', async () => {
    safeStorage.backend = 'basic_text';
    expect(await hasKeychain('darwin')).toBe(true);
    expect(await hasKeychain('linux')).toBe(false);
  });

  test('what the keychain does not open any more is set aside, not lost', async () => {
    await writeFile(file, 'not sealed by us');
    await writeFile(`${file}.unreadable-1`, 'an older one');
    const store = await openSecrets(file, 'linux');
    expect(await store.keys('')).toEqual([]);
    await store.set('a', 'tok-1');
    expect(await readFile(`${file}.unreadable-2`, 'utf8')).toBe('not sealed by us');
    expect((await readdir(folder)).toSorted()).toEqual([
      'secrets.sealed',
      'secrets.sealed.unreadable-1',
      'secrets.sealed.unreadable-2',
    ]);
  });

  test('are sealed anew when the keychain asks for it', async () => {
    await (await openSecrets(file, 'linux')).set('a', 'tok-1');
    const before = (await stat(file)).ino;
    safeStorage.shouldReEncrypt = true;
    const store = await openSecrets(file, 'linux');
    expect((await stat(file)).ino).not.toBe(before);
    expect(await store.get('a')).toBe('tok-1');
  });

  test('a write that fails is told, and the next one is tried', async () => {
    const store = await openSecrets(path.join(folder, 'missing', 'secrets'), 'linux');
    await expect(store.set('a', '1')).rejects.toThrow('ENOENT');
    await expect(store.set('b', '2')).rejects.toThrow('ENOENT');
  });
});
