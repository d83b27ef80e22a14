import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SecretsPlace } from '../../../shared/contract/secrets.ts';
import { createVaultClient, type VaultClient } from '../platform/vault/client.ts';
import { createCommandLog } from '../shell/commands.ts';
import { createSecrets } from './secrets.ts';
import { openVault, vaultNames, type TestVault } from './testing/vaults.ts';

const once = { signal: AbortSignal.timeout(120_000) };
const value = 'correct-horse-battery';

function secretsOver(
  vault: Pick<TestVault, 'folder' | 'store'> & { readonly client: VaultClient | undefined },
  patience?: number,
) {
  const commands = createCommandLog(Date.now);
  const platform = { key: 'p/alice/alice', vault: vault.client, folder: vault.folder, store: vault.store };
  const surroundings = { commands, clock: Date.now, ...(patience !== undefined && { patience }) };
  const secrets = createSecrets(() => platform, surroundings);
  secrets.enter();
  return { ...secrets, commands };
}

/** The first state of Vault for which the condition holds. */
async function standing(
  { handlers }: ReturnType<typeof secretsOver>,
  holds: (place: SecretsPlace) => boolean,
): Promise<SecretsPlace> {
  for await (const place of handlers.place({}, once)) {
    if (holds(place as SecretsPlace)) return place as SecretsPlace;
  }
  throw new Error('It never came about');
}

describe.each(vaultNames())('over %s', (name) => {
  let vault: TestVault;
  let secrets: ReturnType<typeof secretsOver>;
  const root = `test ${Math.random().toString(36).slice(2)}`;
  let count = 0;
  const fresh = (suffix = '') => `${root}/${(count += 1)}${suffix}`;
  const below = (kind: string, path: string) =>
    `${kind}/${[vault.folder, ...path.split('/')].map(encodeURIComponent).join('/')}`;

  beforeAll(async () => {
    vault = await openVault(name);
    secrets = secretsOver(vault);
  }, 60_000);
  afterAll(async () => {
    const { entries } = await secrets.handlers.list({ path: `${root}/` }, once);
    for (const { path, kind } of entries)
      if (kind === 'secret') await secrets.handlers.destroy({ path }, once);
    await vault[Symbol.asyncDispose]();
  });

  test('a secret is made, listed, read without its values, revealed, changed and kept in order', async () => {
    const { handlers } = secrets;
    const path = fresh();
    expect(await handlers.read({ path }, once)).toMatchObject({ version: 0, fields: [], versions: [] });
    const first = [
      { key: 'USER', value: 'alice', kind: 'text' as const },
      { key: 'PASSWORD', value, kind: 'text' as const },
      { key: 'OPTIONS', value: '{"port":5432}', kind: 'json' as const },
    ];
    expect(await handlers.write({ path, version: 0, fields: first }, once)).toEqual({ version: 1 });
    const { entries } = await handlers.list({ path: `${root}/` }, once);
    expect(entries).toContainEqual({ name: path.split('/')[1], path, kind: 'secret' });
    const read = await handlers.read({ path }, once);
    expect(read).toMatchObject({
      version: 1,
      deleted: false,
      fields: [
        { key: 'USER', length: 5 },
        { key: 'PASSWORD', length: value.length },
        { key: 'OPTIONS', kind: 'json', multiline: true },
      ],
    });
    expect(JSON.stringify(read)).not.toContain(value);
    expect(await handlers.reveal({ path, key: 'PASSWORD' }, once)).toEqual({ value });
    const second = [
      { key: 'PASSWORD', kind: 'text' as const },
      { key: 'LOGIN', from: 'USER', kind: 'text' as const },
      { key: 'NOTE', value: 'two\nlines', kind: 'text' as const },
    ];
    expect(await handlers.write({ path, version: 1, fields: second }, once)).toEqual({ version: 2 });
    expect((await handlers.read({ path }, once)).fields.map(({ key }) => key)).toEqual([
      'PASSWORD',
      'LOGIN',
      'NOTE',
    ]);
    expect(await vault.raw('GET', below('data', path))).toMatchObject({
      data: {
        data: {
          PASSWORD: value,
          LOGIN: 'alice',
          NOTE: 'two\nlines',
          '.onyxia': { hiddenKeys: [], keysOrdering: ['PASSWORD', 'LOGIN', 'NOTE'] },
        },
      },
    });
    expect(await handlers.compare({ path, from: 1, to: 2 }, once)).toEqual({
      added: ['LOGIN', 'NOTE'],
      removed: ['USER', 'OPTIONS'],
      changed: [],
    });
    expect(await handlers.reveal({ path, key: 'USER', version: 1 }, once)).toEqual({ value: 'alice' });
    expect(JSON.stringify(secrets.commands.list.get())).not.toContain(value);
    expect(secrets.commands.list.get().map(({ text }) => text)).toContain(
      `vault kv put -mount=${vault.client.mount} -cas=0 '${vault.folder}/${path}' USER="$USER" PASSWORD="$PASSWORD" OPTIONS="$OPTIONS"`,
    );
  });

  test('of two writers the second is told who was first, and nothing is overwritten', async () => {
    const { handlers } = secrets;
    const path = fresh();
    const fields = [{ key: 'A', value: 'mine', kind: 'text' as const }];
    await handlers.write({ path, version: 0, fields }, once);
    await vault.raw('POST', below('data', path), { data: { A: 'theirs' }, options: { cas: 1 } });
    await expect(handlers.write({ path, version: 1, fields }, once)).rejects.toMatchObject({
      data: {
        code: 'conflict',
        reason: expect.stringMatching(/^secret-changed-(by|at)$/) as unknown,
        values: { version: 2, at: expect.any(Number) as unknown, by: 'alice' },
      },
    });
    await expect(handlers.write({ path, version: 0, fields }, once)).rejects.toMatchObject({
      data: { code: 'conflict' },
    });
    expect(await handlers.reveal({ path, key: 'A' }, once)).toEqual({ value: 'theirs' });
    const both = await Promise.allSettled(
      ['x', 'y'].map((one) =>
        handlers.write({ path, version: 2, fields: [{ key: 'A', value: one, kind: 'text' }] }, once),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('a secret is deleted, listed as deleted, brought back, restored to an old version and destroyed', async () => {
    const { handlers } = secrets;
    const path = fresh();
    await handlers.write({ path, version: 0, fields: [{ key: 'A', value: '1', kind: 'text' }] }, once);
    await handlers.write({ path, version: 1, fields: [{ key: 'A', value: '2', kind: 'text' }] }, once);
    await handlers.remove({ path }, once);
    expect(await handlers.read({ path }, once)).toMatchObject({
      version: 2,
      deleted: true,
      fields: [],
      versions: [{ version: 1 }, { version: 2, deletedAt: expect.any(Number) as unknown }],
    });
    expect(await handlers.standings({ paths: [path, `${root}/none`] }, once)).toEqual([
      { path, version: 2, updatedAt: expect.any(Number) as unknown, deleted: true },
    ]);
    await expect(handlers.reveal({ path, key: 'A' }, once)).rejects.toMatchObject({
      data: { code: 'not-found', reason: 'secret-gone' },
    });
    await handlers.undelete({ path, versions: [2] }, once);
    expect(await handlers.reveal({ path, key: 'A' }, once)).toEqual({ value: '2' });
    expect(await handlers.restore({ path, from: 1, version: 2 }, once)).toEqual({ version: 3 });
    expect(await handlers.reveal({ path, key: 'A' }, once)).toEqual({ value: '1' });
    await expect(handlers.restore({ path, from: 1, version: 2 }, once)).rejects.toMatchObject({
      data: { code: 'conflict' },
    });
    await expect(handlers.restore({ path, from: 99, version: 3 }, once)).rejects.toMatchObject({
      data: { code: 'not-found', reason: 'secret-version-gone' },
    });
    await handlers.destroy({ path }, once);
    expect(await handlers.read({ path }, once)).toMatchObject({ version: 0, deleted: false, versions: [] });
  });

  test('a new secret is written over a deleted one, and none of its versions is lost', async () => {
    const { handlers } = secrets;
    const path = fresh();
    const fields = [{ key: 'A', value: '1', kind: 'text' as const }];
    await handlers.write({ path, version: 0, fields }, once);
    await handlers.remove({ path }, once);
    await expect(
      handlers.write({ path, version: 1, fields: [{ key: 'A', kind: 'text' }] }, once),
    ).rejects.toMatchObject({ data: { code: 'conflict' } });
    expect(await handlers.write({ path, version: 1, fields }, once)).toEqual({ version: 2 });
    expect((await handlers.read({ path }, once)).versions).toHaveLength(2);
  });

  test('a secret as the web app of Onyxia writes it is read in its order, and read there after our change', async () => {
    const { handlers } = secrets;
    const path = fresh();
    await vault.raw('PUT', below('data', path), {
      data: {
        AWS_KEY: 'k',
        ZONE: 'z',
        PORT: 5432,
        '.onyxia': { hiddenKeys: ['AWS_KEY'], keysOrdering: ['ZONE', 'AWS_KEY', 'PORT'] },
      },
    });
    const { version, fields } = await handlers.read({ path }, once);
    expect(fields.map(({ key, kind }) => [key, kind])).toEqual([
      ['ZONE', 'text'],
      ['AWS_KEY', 'text'],
      ['PORT', 'json'],
    ]);
    expect(await handlers.useInLaunch({ path }, once)).toEqual({
      secret: path,
      variables: ['ZONE', 'AWS_KEY', 'PORT'],
      unusable: [],
    });
    const change = [{ key: 'EXTRA', value: '1', kind: 'text' as const }, ...fields];
    await handlers.write({ path, version, fields: change }, once);
    expect(await vault.raw('GET', below('data', path))).toMatchObject({
      data: {
        data: {
          PORT: 5432,
          EXTRA: '1',
          '.onyxia': { hiddenKeys: ['AWS_KEY'], keysOrdering: ['EXTRA', 'ZONE', 'AWS_KEY', 'PORT'] },
        },
      },
    });
  });

  test.each([
    'a space',
    '100 %',
    '%2F',
    'ünï 🗝',
    '.hidden',
    'a#b?c=d&e',
    "it's",
    'dots...',
    'a+b',
    'back\\slash',
  ])('a secret called %j is written, listed, read and removed under its own name', async (odd) => {
    const { handlers } = secrets;
    const path = `${root}/odd/${odd}`;
    await handlers.write({ path, version: 0, fields: [{ key: 'A', value: odd, kind: 'text' }] }, once);
    const { entries } = await handlers.list({ path: `${root}/odd/` }, once);
    expect(entries).toContainEqual({ name: odd, path, kind: 'secret' });
    expect(await handlers.reveal({ path, key: 'A' }, once)).toEqual({ value: odd });
    await handlers.destroy({ path }, once);
  });

  test('a rename copies and removes, never overwrites, and keeps what was noted beside the secret', async () => {
    const { handlers } = secrets;
    const [path, taken, to] = [fresh(), fresh(), fresh(' renamed')];
    const fields = [{ key: 'A', value: '1', kind: 'text' as const }];
    await handlers.write({ path, version: 0, fields }, once);
    await handlers.write({ path: taken, version: 0, fields }, once);
    await handlers.describe({ path, metadata: { owner: 'Unité NACE' } }, once);
    await expect(handlers.rename({ path, to: taken }, once)).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'secret-exists' },
    });
    await handlers.rename({ path, to }, once);
    expect(await handlers.read({ path }, once)).toMatchObject({ version: 0 });
    expect(await handlers.read({ path: to }, once)).toMatchObject({
      version: 1,
      metadata: { owner: 'Unité NACE' },
    });
    await expect(handlers.rename({ path, to: `${to}2` }, once)).rejects.toMatchObject({
      data: { code: 'not-found' },
    });
  });

  test('nothing there and no access look the same, and other folders cannot be reached', async () => {
    const { handlers } = secrets;
    expect(await handlers.list({ path: `${root}/nothing/` }, once)).toEqual({
      entries: [],
      emptyOrForbidden: true,
    });
    const elsewhere = secretsOver({ ...vault, folder: 'bob' });
    expect(await elsewhere.handlers.list({ path: '' }, once)).toEqual({
      entries: [],
      emptyOrForbidden: true,
    });
    await expect(elsewhere.handlers.read({ path: 'x' }, once)).rejects.toMatchObject({
      data: { code: 'forbidden' },
    });
    expect((await standing(elsewhere, () => true)).state).toBe('ready');
    await expect(handlers.read({ path: '../bob/x' }, once)).rejects.toMatchObject({
      data: { reason: 'secret-name' },
    });
  });

  test('a value of a megabyte is kept or refused, and never cut', async () => {
    const { handlers } = secrets;
    const path = fresh();
    const big = 'x'.repeat(1_100_000);
    const fields = [{ key: 'A', value: big, kind: 'text' as const }];
    const written = await handlers.write({ path, version: 0, fields }, once).catch((error: unknown) => error);
    if (written instanceof Error) {
      expect(written).toMatchObject({ data: { code: 'invalid-input', reason: 'secret-too-large' } });
      expect(JSON.stringify(written)).not.toContain('xxxx');
    } else expect((await handlers.reveal({ path, key: 'A' }, once)).value.length).toBe(big.length);
  });

  test('a token revoked elsewhere is replaced without a word', async () => {
    const path = fresh();
    const fields = [{ key: 'A', value: '1', kind: 'text' as const }];
    await secrets.handlers.write({ path, version: 0, fields }, once);
    await vault.network.fetch(`${vault.client.url}/v1/auth/token/revoke-self`, {
      method: 'POST',
      headers: { 'x-vault-token': await vault.client.token() },
    });
    expect(await secrets.handlers.reveal({ path, key: 'A' }, once)).toEqual({ value: '1' });
  });

  test('a pasted token that was revoked is told as what it is', async () => {
    const token = 'hvs.revoked';
    const { url, mount } = vault.client;
    const client = createVaultClient({
      settings: { url, mount, role: '', authPath: 'jwt' },
      network: vault.network,
      given: token,
      clock: Date.now,
    });
    const place = await standing(secretsOver({ ...vault, client }), ({ state }) => state === 'broken');
    expect(place).toMatchObject({ problem: { code: 'forbidden', reason: 'vault-token-refused' } });
  });

  test('what answers says what it is', async () => {
    const place = await standing(secrets, ({ product }) => product !== undefined);
    expect(place).toMatchObject({ state: 'ready', product: 'Vault', mount: vault.client.mount });
  });

  test('settings of Onyxia are shown and not changed', async () => {
    const path = '.onyxia/gitName';
    await expect(
      secrets.handlers.write(
        { path, version: 0, fields: [{ key: 'value', value: 'x', kind: 'text' }] },
        once,
      ),
    ).rejects.toMatchObject({ data: { code: 'forbidden', reason: 'secret-of-onyxia' } });
  });

  // A real server cannot be told to fail.
  const toldToFail = name === 'sandbox' ? describe : () => {};
  toldToFail('when it fails', () => {
    afterEach(() => vault.clearFaults());

    test('names as last seen are shown with their age, and it is ready again by itself', async () => {
      const { handlers } = secrets;
      const path = fresh();
      await handlers.write({ path, version: 0, fields: [{ key: 'A', value, kind: 'text' }] }, once);
      const { entries } = await handlers.list({ path: `${root}/` }, once);
      await vault.fault({ status: 503 });
      expect(await handlers.list({ path: `${root}/` }, once)).toEqual({
        entries,
        emptyOrForbidden: false,
        asOf: expect.any(Number) as unknown,
        problem: expect.objectContaining({ code: 'busy', reason: 'vault-sealed' }) as unknown,
      });
      expect(await handlers.list({ path: `${root}/`, stored: true }, once)).toMatchObject({ entries });
      const broken = await standing(secrets, ({ state }) => state === 'broken');
      expect(broken).toMatchObject({ mount: vault.client.mount, problem: { reason: 'vault-sealed' } });
      for (const { key } of await vault.store.kept('secrets/'))
        expect(JSON.stringify(await vault.store.get(key))).not.toContain(value);
      await vault.clearFaults();
      await handlers.list({ path: `${root}/` }, once);
      expect((await standing(secrets, () => true)).state).toBe('ready');
    });

    test('a Vault that is silent holds nothing up', async () => {
      await vault.fault({ latencyMs: 60_000 });
      const { handlers } = secretsOver(vault, 200);
      expect(await handlers.list({ path: `${root}/` }, once)).toMatchObject({
        problem: { code: 'unreachable', reason: 'timeout' },
      });
      await expect(handlers.read({ path: `${root}/1` }, once)).rejects.toMatchObject({
        data: { code: 'unreachable', reason: 'timeout' },
      });
    });
  });

  test.each([
    [200, 'text/html', '<!doctype html><title>Sign in to the hotel</title>', 'unreachable', 'not-vault'],
    [404, 'text/html', '<html>nginx</html>', 'unreachable', 'not-vault'],
    [503, 'application/json', '{"errors":["Vault is sealed"]}', 'busy', 'vault-sealed'],
    [200, 'application/json', '{"hello":1}', 'unreachable', 'not-vault'],
    [501, 'application/json', '{"errors":["not initialized"]}', 'unsupported', 'vault-not-ready'],
  ])('a server that answers %i %s %s is told as broken: %s, %s', async (status, type, body, code, reason) => {
    const server = createServer((_, response) =>
      response.writeHead(status, { 'content-type': type }).end(body),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const client = createVaultClient({
        settings: {
          url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
          mount: 'kv',
          role: '',
          authPath: 'jwt',
        },
        network: vault.network,
        given: 'hvs.any',
        clock: Date.now,
      });
      const over = secretsOver({ ...vault, client });
      expect(await over.handlers.list({ path: 'a/' }, once)).toMatchObject({ problem: { code, reason } });
      expect(await standing(over, ({ state }) => state === 'broken')).toMatchObject({
        problem: { code, reason },
      });
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('a platform without Vault is told as missing, and nobody signed in as signed out', async () => {
    const without = secretsOver({ ...vault, client: undefined });
    expect(await standing(without, () => true)).toEqual({ state: 'missing' });
    await expect(without.handlers.list({ path: '' }, once)).rejects.toMatchObject({
      data: { code: 'unsupported', reason: 'no-vault' },
    });
    const nobody = createSecrets(() => undefined, { commands: createCommandLog(Date.now), clock: Date.now });
    await expect(nobody.handlers.list({ path: '' }, once)).rejects.toMatchObject({
      data: { code: 'signed-out' },
    });
  });
});
