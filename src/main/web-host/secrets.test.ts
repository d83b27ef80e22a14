import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileSecrets, memorySecrets } from './secrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-secrets-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('secrets without a keychain', () => {
  test('rest sealed in one file that only the passphrase opens', async () => {
    const file = path.join(folder, 'secrets');
    const store = await fileSecrets(file, 'correct horse');
    await Promise.all([
      store.set('a/refresh', 'tok-1'),
      store.set('a/other', 'tok-2'),
      store.set('b/x', 'tok-3'),
    ]);
    expect(await readFile(file, 'utf8')).not.toContain('tok-');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = await fileSecrets(file, 'correct horse');
    expect(await again.get('a/refresh')).toBe('tok-1');
    expect(await again.keys('a/')).toEqual(['a/refresh', 'a/other']);
    await again.delete('a/refresh');
    expect(await (await fileSecrets(file, 'correct horse')).get('a/refresh')).toBeUndefined();
  });

  test('a wrong passphrase is refused and changes nothing', async () => {
    const file = path.join(folder, 'secrets');
    await (await fileSecrets(file, 'right')).set('a', '1');
    const before = await readFile(file, 'utf8');
    await expect(fileSecrets(file, 'wrong')).rejects.toMatchObject({ data: { reason: 'wrong-passphrase' } });
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  test('in memory they end with the process', async () => {
    const store = memorySecrets();
    await store.set('a', '1');
    expect(await store.get('a')).toBe('1');
    expect(await memorySecrets().get('a')).toBeUndefined();
  });
});
