import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { testNetwork } from '../../network/testing/test-network.ts';
import { signInByBrowser, type FlowStep } from './browser-flow.ts';
import { createProvider } from './provider.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

interface Strictness {
  readonly redirect?: RegExp;
  readonly scopes?: readonly string[];
  /** An error of the token endpoint, or nothing. */
  readonly token?: (
    headers: IncomingHttpHeaders,
    form: URLSearchParams,
  ) => { error: string; error_description?: string } | undefined;
}

/** An identity provider reduced to what it refuses; whoever comes is alice. */
async function strictProvider({
  redirect = /./,
  scopes = ['openid', 'profile', 'offline_access'],
  token = () => undefined,
}: Strictness) {
  const codes = new Map<string, URLSearchParams>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/.well-known/openid-configuration') {
      return json(200, {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        response_types_supported: ['code'],
        scopes_supported: ['openid', 'offline_access'],
      });
    }
    if (url.pathname === '/auth') {
      const back = url.searchParams.get('redirect_uri') ?? '';
      if (!redirect.test(back)) return response.writeHead(400).end('<p>invalid redirect_uri</p>');
      const unknown = (url.searchParams.get('scope') ?? '').split(' ').some((word) => !scopes.includes(word));
      const state = url.searchParams.get('state') ?? '';
      const code = `code-${codes.size}`;
      codes.set(code, url.searchParams);
      const answer: Record<string, string> = unknown ? { error: 'invalid_scope', state } : { code, state };
      return response.writeHead(302, { location: `${back}?${new URLSearchParams(answer).toString()}` }).end();
    }
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString()));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const asked = codes.get(form.get('code') ?? '');
      const error = token(request.headers, form);
      if (error) return json(400, error);
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: issuer,
        aud: 'desk',
        sub: 'alice',
        iat: now,
        exp: now + 60,
        nonce: asked?.get('nonce'),
      };
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      json(200, {
        access_token: 'access',
        token_type: request.headers['dpop'] ? 'DPoP' : 'Bearer',
        expires_in: 60,
        scope: asked?.get('scope'),
        id_token: `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`,
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { issuer, codes };
}

async function signIn(issuer: string, clients = 1): Promise<{ steps: FlowStep[]; opened: string[] }> {
  const made = await testNetwork();
  stops.push(() => made[Symbol.asyncDispose]());
  const opened: string[] = [];
  const host = {
    clock: Date.now,
    languages: ['en'],
    openAddress: async (address: string) => {
      opened.push(address);
      fetch(address).catch(() => {});
    },
  };
  const provider = createProvider({ issuer, clientId: 'desk' }, made.network);
  const steps: FlowStep[] = [];
  const wanted = Array.from({ length: clients }, (_, index) => ({ key: String(index), provider }));
  for await (const step of signInByBrowser({ clients: wanted, host, signal: AbortSignal.timeout(20_000) }))
    steps.push(step);
  return { steps, opened };
}

test('where a free port is refused, one of the fixed ports is used', async () => {
  const { issuer } = await strictProvider({ redirect: /^http:\/\/127\.0\.0\.1:846[123]\/callback$/ });
  const { steps, opened } = await signIn(issuer);
  expect(steps.at(-1)).toMatchObject({ kind: 'signed-in', tokens: { accessToken: 'access' } });
  expect(new URL(opened[0] ?? '').searchParams.get('redirect_uri')).toMatch(/:846[123]\/callback$/);
});

test('where only the name localhost is registered, it is used', async () => {
  const { issuer } = await strictProvider({ redirect: /^http:\/\/localhost:\d+\/callback$/ });
  expect((await signIn(issuer)).steps.at(-1)?.kind).toBe('signed-in');
});

test('a scope that is refused is left out', async () => {
  const { issuer, codes } = await strictProvider({ scopes: ['openid', 'profile'] });
  expect((await signIn(issuer)).steps.at(-1)).toMatchObject({
    kind: 'signed-in',
    tokens: { scope: 'openid profile' },
  });
  expect([...codes.values()].map((query) => query.get('scope'))[0]).toBe('openid profile offline_access');
});

test('a provider that demands DPoP gets a proof, in the same tab', async () => {
  const { issuer } = await strictProvider({
    scopes: ['openid', 'profile', 'offline_access'],
    token: (headers) =>
      headers['dpop']
        ? undefined
        : { error: 'invalid_dpop_proof', error_description: 'DPoP proof is missing' },
  });
  const { steps, opened } = await signIn(issuer);
  expect(steps.at(-1)).toMatchObject({ kind: 'signed-in', tokens: { bound: true } });
  expect(steps.at(-1)).toHaveProperty('dpopKey');
  expect(opened).toHaveLength(1);
});

test('who may not have offline tokens is signed in without', async () => {
  const { issuer, codes } = await strictProvider({
    scopes: ['openid', 'profile', 'offline_access'],
    token: (_headers, form) =>
      codes
        .get(form.get('code') ?? '')
        ?.get('scope')
        ?.includes('offline')
        ? { error: 'invalid_grant', error_description: 'Offline tokens not allowed for the user or client' }
        : undefined,
  });
  const { steps, opened } = await signIn(issuer, 2);
  expect(steps.map(({ kind }) => kind)).toEqual(['browser', 'signed-in', 'signed-in']);
  expect(opened).toHaveLength(1);
});

test('what the provider refuses in the end is told in its own words', async () => {
  const { issuer } = await strictProvider({
    scopes: ['openid', 'profile', 'offline_access'],
    token: () => ({ error: 'access_denied', error_description: 'Not today' }),
  });
  await expect(signIn(issuer)).rejects.toMatchObject({
    data: { code: 'forbidden', reason: 'sign-in-denied', words: 'access_denied: Not today' },
  });
});
