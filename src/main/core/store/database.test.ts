import { mkdtemp, readdir, rm, stat, writeFile, mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabases, type Databases } from './database.ts';
import { migrations } from './migrations.ts';

let folder: string;
let databases: Databases;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-store-'));
  databases = openDatabases(folder);
});
afterEach(async () => {
  await databases.close().catch(() => {});
  await rm(folder, { recursive: true });
});

async function restart(): Promise<void> {
  await databases.close();
  databases = openDatabases(folder);
}

describe('the local store', () => {
  test('keeps a document with the time it was written, over a restart', async () => {
    const before = Date.now();
    await databases.open('sandbox', 'alice').set('catalog/all', { charts: ['jupyter'] });
    await restart();
    const stored = await databases.open('sandbox', 'alice').get('catalog/all');
    expect(stored?.value).toEqual({ charts: ['jupyter'] });
    expect(stored?.at).toBeGreaterThanOrEqual(before);
  });

  test('keeps people apart, whatever their names', async () => {
    await databases.open('p', '../bob').set('a', 1);
    await databases.open('p', 'alice').set('a', 2);
    expect((await databases.open('p', '../bob').get('a'))?.value).toBe(1);
    expect(await readdir(folder)).toEqual(['p']);
    expect((await stat(path.join(folder, 'p', 'alice'))).mode & 0o777).toBe(0o700);
  });

  test('adds the same entry to the outbox once and sends in order', async () => {
    const store = databases.open('p', 'alice');
    await store.enqueue({ id: 'one', kind: 'save', payload: { n: 1 } });
    await store.enqueue({ id: 'two', kind: 'save', payload: { n: 2 } });
    await store.enqueue({ id: 'one', kind: 'save', payload: { n: 3 } });
    await restart();
    const outbox = await databases.open('p', 'alice').outbox();
    expect(outbox.map(({ id, payload }) => ({ id, payload }))).toEqual([
      { id: 'one', payload: { n: 1 } },
      { id: 'two', payload: { n: 2 } },
    ]);
    await databases.open('p', 'alice').dequeue('one');
    expect((await databases.open('p', 'alice').outbox()).map(({ id }) => id)).toEqual(['two']);
  });

  test('says what is kept, in bytes', async () => {
    const store = databases.open('p', 'alice');
    await store.set('catalog/ide', 'é');
    await store.set('services/x', {});
    expect(await store.kept('catalog/')).toMatchObject([{ key: 'catalog/ide', bytes: 4 }]);
  });

  test('sets a damaged record aside instead of failing', async () => {
    await databases.open('p', 'alice').set('bad', 1);
    await databases.close();
    const raw = new DatabaseSync(path.join(folder, 'p', 'alice', 'store.db'));
    raw.exec(`UPDATE document SET value = '{"half' WHERE key = 'bad'`);
    raw.close();
    databases = openDatabases(folder);
    expect(await databases.open('p', 'alice').get('bad')).toBeUndefined();
    await databases.close();
    const again = new DatabaseSync(path.join(folder, 'p', 'alice', 'store.db'));
    expect(again.prepare('SELECT value FROM set_aside').all()).toMatchObject([{ value: '{"half' }]);
    again.close();
    databases = openDatabases(folder);
  });

  test('keeps a file that is no database under another name and starts afresh', async () => {
    await mkdir(path.join(folder, 'p', 'alice'), { recursive: true });
    await writeFile(
      path.join(folder, 'p', 'alice', 'store.db'),
      'this is a letter, not a database, and it is long enough to be read',
    );
    await databases.open('p', 'alice').set('a', 1);
    const files = await readdir(path.join(folder, 'p', 'alice'));
    expect(files.some((name) => name.startsWith('store.db.damaged-'))).toBe(true);
  });

  test('refuses a store that a newer version wrote, and leaves it alone', async () => {
    await mkdir(path.join(folder, 'p', 'alice'), { recursive: true });
    const raw = new DatabaseSync(path.join(folder, 'p', 'alice', 'store.db'));
    raw.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    raw.close();
    await expect(databases.open('p', 'alice').get('a')).rejects.toMatchObject({
      data: { code: 'unsupported', reason: 'store-newer' },
    });
  });

  test.each(migrations.map((_, version) => version))(
    'brings a database of version %i up to date',
    async (version) => {
      await mkdir(path.join(folder, 'old', 'alice'), { recursive: true });
      const raw = new DatabaseSync(path.join(folder, 'old', 'alice', 'store.db'));
      for (const step of migrations.slice(0, version)) raw.exec(step);
      raw.exec(`PRAGMA user_version = ${version}`);
      raw.close();
      await databases.open('old', 'alice').set('a', 1);
      expect((await databases.open('old', 'alice').get('a'))?.value).toBe(1);
    },
  );
});
