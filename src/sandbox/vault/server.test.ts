import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { labFacts, labToken } from '../s3/testing/lab.ts';
import { tokenFor, verifyToken } from '../s3/testing/start.ts';
import { startVault } from './server.ts';
import type { VaultOptions, VaultServer } from './server.ts';
import { exchange, settled, vaultSender } from './testing/exchanges.ts';
import type { VaultSender } from './testing/exchanges.ts';

const start = async (options: Partial<VaultOptions> = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-vault-'));
  const all = { folder, port: 0, verifyToken, mount: 'onyxia-kv', role: 'onyxia-user', ...options };
  let server = await startVault(all);
  return {
    get server() {
      return server;
    },
    restart: async () => {
      await server.stop();
      server = await startVault(all);
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const login = async (url: string, jwt: string, role = 'onyxia-user') => {
  const response = await fetch(`${url}/v1/auth/jwt/login`, {
    method: 'POST',
    body: JSON.stringify({ role, jwt }),
  });
  const answer = (await response.json()) as {
    auth?: { client_token: string; lease_duration: number };
    errors?: string[];
  };
  return { status: response.status, ...answer };
};

const asAlice = async (server: VaultServer, groups: string[] = []): Promise<VaultSender> => {
  const { auth } = await login(server.url, tokenFor('alice', groups));
  return vaultSender(server.url, { root: server.rootToken, alice: auth?.client_token ?? '' });
};

describe('the secrets server', () => {
  test('gives a token for an identity token, and tells why not', async () => {
    await using vault = await start();
    const { url } = vault.server;
    expect(await login(url, tokenFor('alice'))).toMatchObject({
      status: 200,
      auth: { lease_duration: 3600 },
    });
    expect(await login(url, `${tokenFor('alice')}x`)).toMatchObject({ status: 400 });
    expect(await login(url, tokenFor('alice', [], -1000))).toMatchObject({ status: 400 });
    expect(await login(url, tokenFor('alice'), 'nope')).toEqual({
      status: 400,
      errors: ['role "nope" could not be found'],
    });
    expect(await login(url, '')).toEqual({ status: 400, errors: ['missing token'] });
  });

  test('a secret is written, read, checked-and-set, deleted and brought back', async () => {
    await using vault = await start();
    const send = await asAlice(vault.server);
    const path = 'onyxia-kv/data/alice/.onyxia/x';
    expect((await send('alice', 'POST', path, { data: { a: '1' }, options: { cas: 0 } })).status).toBe(200);
    expect(await send('alice', 'POST', path, { data: { a: '2' }, options: { cas: 0 } })).toEqual({
      status: 400,
      json: { errors: ['check-and-set parameter did not match the current version'] },
    });
    await send('alice', 'DELETE', path);
    const gone = await send('alice', 'GET', path);
    expect(gone).toMatchObject({
      status: 404,
      json: { data: { data: null, metadata: { version: 1, destroyed: false } } },
    });
    await send('alice', 'POST', 'onyxia-kv/undelete/alice/.onyxia/x', { versions: [1] });
    expect(await send('alice', 'GET', path)).toMatchObject({
      status: 200,
      json: { data: { data: { a: '1' } } },
    });
    expect(await send('alice', 'GET', 'onyxia-kv/subkeys/alice/.onyxia/x')).toMatchObject({
      json: { data: { subkeys: { a: null } } },
    });
  });

  test('a group has its folder; others have none of it', async () => {
    await using vault = await start();
    const member = await asAlice(vault.server, ['nace']);
    expect((await member('alice', 'POST', 'onyxia-kv/data/projet-nace/x', { data: {} })).status).toBe(200);
    expect((await member('alice', 'GET', 'onyxia-kv/metadata/projet-nace?list=true')).status).toBe(200);
    const other = await asAlice(vault.server);
    for (const path of ['data/projet-nace/x', 'metadata/projet-nace/x', 'data/alice-too/x', 'data/bob/x'])
      expect(await other('alice', 'GET', `onyxia-kv/${path}`)).toEqual({
        status: 403,
        json: { errors: ['1 error occurred:\n\t* permission denied\n\n'] },
      });
  });

  test('capabilities, mounts and health are told', async () => {
    await using vault = await start();
    const send = await asAlice(vault.server);
    const paths = ['onyxia-kv/data/alice/x', 'onyxia-kv/data/bob/x'];
    expect(await send('alice', 'POST', 'sys/capabilities-self', { paths })).toMatchObject({
      json: {
        data: {
          [paths[0] ?? '']: expect.arrayContaining(['read', 'update']) as unknown,
          [paths[1] ?? '']: ['deny'],
        },
      },
    });
    expect(await send('alice', 'GET', 'sys/internal/ui/mounts')).toMatchObject({
      json: { data: { secret: { 'onyxia-kv/': { type: 'kv', options: { version: '2' } } } } },
    });
    expect(await send('nobody', 'GET', 'sys/health')).toMatchObject({ status: 200, json: { sealed: false } });
    expect((await send('alice', 'GET', 'sys/mounts')).status).toBe(403);
  });

  test('LIST is understood as a verb, on a connection that is kept too', async () => {
    await using vault = await start();
    const send = await asAlice(vault.server);
    await send('alice', 'POST', 'onyxia-kv/data/alice/b/x', { data: {} });
    await send('alice', 'POST', 'onyxia-kv/data/alice/a', { data: { text: 'LIST / HTTP/1.1' } });
    for (let turn = 0; turn < 3; turn++)
      expect(await send('alice', 'LIST', 'onyxia-kv/metadata/alice')).toMatchObject({
        status: 200,
        json: { data: { keys: ['a', 'b/'] } },
      });
    expect((await send('alice', 'LINK', 'onyxia-kv/data/alice/a')).status).toBe(405);
  });

  test('a page of another origin may ask', async () => {
    await using vault = await start();
    const asked = await fetch(`${vault.server.url}/v1/onyxia-kv/data/alice/x`, {
      method: 'OPTIONS',
      headers: { origin: 'http://any.test', 'access-control-request-method': 'PATCH' },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('http://any.test');
    expect(asked.headers.get('access-control-allow-headers')).toContain('X-Vault-Token');
  });

  test('a lease ends with its time, and later when it was renewed', async () => {
    let ahead = 0;
    await using vault = await start({ now: () => Date.now() + ahead, tokenTtl: 100 });
    const send = await asAlice(vault.server);
    const lookup = async () => (await send('alice', 'GET', 'auth/token/lookup-self')).status;
    ahead = 90_000;
    expect(await lookup()).toBe(200);
    await send('alice', 'POST', 'auth/token/renew-self', {});
    ahead = 180_000;
    expect(await lookup()).toBe(200);
    ahead = 191_000;
    expect(await lookup()).toBe(403);
  });

  test('a restart keeps secrets, tokens and the root token; ending all tokens ends them', async () => {
    await using vault = await start();
    const { rootToken } = vault.server;
    const { auth } = await login(vault.server.url, tokenFor('alice'));
    const tokens = { root: rootToken, alice: auth?.client_token ?? '' };
    const path = 'onyxia-kv/data/alice/x';
    await vaultSender(vault.server.url, tokens)('alice', 'POST', path, { data: { a: 'é' } });
    await vault.restart();
    expect(vault.server.rootToken).toBe(rootToken);
    const send = vaultSender(vault.server.url, tokens);
    expect(await send('alice', 'GET', path)).toMatchObject({
      status: 200,
      json: { data: { data: { a: 'é' } } },
    });
    vault.server.endTokens();
    expect((await send('alice', 'GET', path)).status).toBe(403);
    expect((await send('root', 'GET', path)).status).toBe(200);
  });

  test('bad input is refused and nothing breaks', async () => {
    await using vault = await start();
    const send = await asAlice(vault.server);
    const path = 'onyxia-kv/data/alice/x';
    expect(await send('alice', 'POST', path, '{"data":')).toMatchObject({ status: 400 });
    expect(await send('alice', 'POST', path, '[1]')).toMatchObject({ status: 400 });
    expect(await send('alice', 'POST', path, { data: 'text' })).toMatchObject({ status: 400 });
    expect(await send('alice', 'GET', '%E0%A4%A')).toMatchObject({ status: 400 });
    const long = { custom_metadata: { a: 'x'.repeat(513) } };
    expect(await send('alice', 'POST', 'onyxia-kv/metadata/alice/x', long)).toMatchObject({ status: 400 });
    expect((await fetch(`${vault.server.url}/other`)).status).toBe(404);
  });

  test('faults come first', async () => {
    await using vault = await start({
      faults: (_, response) => {
        response.writeHead(503).end();
        return true;
      },
    });
    expect((await fetch(`${vault.server.url}/v1/sys/health`)).status).toBe(503);
  });
});

const facts = await labFacts();

test.skipIf(!facts)(
  'the same requests get the same answers from the real Vault (needs SARDONYX_LAB and the lab up)',
  async () => {
    if (!facts) return;
    await using vault = await start();
    const url = facts['LAB_VAULT_URL'] ?? '';
    const signedIn = await login(url, await labToken(facts, 'alice'));
    const ours = await login(vault.server.url, tokenFor('alice'));
    expect(settled({ ...ours })).toEqual(settled({ ...signedIn }));
    const folder = `compare-${randomUUID()}`;
    const tokens = { root: facts['LAB_VAULT_ROOT_TOKEN'] ?? '', alice: signedIn.auth?.client_token ?? '' };
    const real = await exchange(vaultSender(url, tokens), 'onyxia-kv', folder);
    const own = { root: vault.server.rootToken, alice: ours.auth?.client_token ?? '' };
    const told = await exchange(vaultSender(vault.server.url, own), 'onyxia-kv', folder);
    expect(Object.keys(real).length).toBeGreaterThan(75);
    expect(told).toEqual(real);
  },
);
