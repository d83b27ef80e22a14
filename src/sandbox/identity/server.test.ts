import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeJwt } from 'jose';
import * as client from 'openid-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPeople, type Person } from '../people.ts';
import { startIdentity, type Identity } from './server.ts';
import { createBrowser } from './testing/browser.ts';
import { signIn } from './testing/sign-in.ts';

let folder: string;
let identity: Identity;
let alice: Person;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sandbox-identity-'));
  const people = readPeople(folder);
  alice = people[0]!;
  identity = await startIdentity({ folder, port: 0, people });
});

afterEach(async () => {
  await identity.stop();
  rmSync(folder, { recursive: true, force: true });
});

const signInAlice = (extra: Partial<Parameters<typeof signIn>[0]> = {}) =>
  signIn({ issuer: identity.issuer, name: 'alice', password: alice.password, ...extra });

async function authorize(parameters: Record<string, string>) {
  const url = new URL('/auth', identity.issuer);
  url.search = new URLSearchParams({
    client_id: 'onyxia',
    response_type: 'code',
    scope: 'openid',
    ...parameters,
  }).toString();
  return createBrowser().open(url.href, (address) => address.startsWith('http://127.0.0.1:9/'));
}

describe('sign-in by authorization code', () => {
  test('gives an access token with the claims of the person and the audience of every server', async () => {
    const { tokens } = await signInAlice();
    const verified = await identity.verifyAccessToken(tokens.access_token, 'onyxia-kubernetes');
    expect(verified).toMatchObject({
      name: 'alice',
      fullName: 'Alice Martin',
      groups: ['projet-nace'],
      policy: 'stsonly',
    });
    expect(verified.audience).toEqual([
      'onyxia',
      'onyxia-minio',
      'onyxia-vault',
      'onyxia-kubernetes',
      'account',
    ]);
    expect(tokens.expires_in).toBeLessThanOrEqual(300);
    expect(tokens.claims()).toMatchObject({ preferred_username: 'alice', email: 'alice@sandbox.test' });
    expect(tokens.refresh_token).toBeTypeOf('string');
  });

  test('signs a second client in without typing, for its own server only', async () => {
    const { browser } = await signInAlice();
    const second = await signInAlice({ clientId: 'onyxia-vault', browser, password: 'not needed' });
    await expect(
      identity.verifyAccessToken(second.tokens.access_token, 'onyxia-vault'),
    ).resolves.toMatchObject({ name: 'alice' });
    await expect(identity.verifyAccessToken(second.tokens.access_token, 'onyxia')).rejects.toMatchObject({
      reason: 'audience',
    });
  });

  test.each(['http://localhost:7/', 'http://[::1]:61000/a/b', 'http://127.0.0.1:1/x'])(
    'takes the loopback redirect %s',
    async (redirect) => {
      await expect(signInAlice({ redirect })).resolves.toBeDefined();
    },
  );

  test('refuses a redirect to another machine, and a wrong password', async () => {
    const page = await authorize({
      redirect_uri: 'http://example.org/',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    expect(page.status).toBe(400);
    expect(page.html).toContain('invalid_redirect_uri');
    await expect(signInAlice({ password: 'wrong' })).rejects.toThrow('role="alert"');
  });

  test('demands PKCE, by S256', async () => {
    const without = await authorize({ redirect_uri: 'http://127.0.0.1:9/' });
    expect(new URL(without.url).searchParams.get('error_description')).toMatch(/PKCE/);
    const plain = await authorize({
      redirect_uri: 'http://127.0.0.1:9/',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'plain',
    });
    expect(new URL(plain.url).searchParams.get('error')).toBe('invalid_request');
  });

  test('tells who the person is at the userinfo address, and allows every origin', async () => {
    const { tokens } = await signInAlice();
    const answer = await fetch(`${identity.issuer}/me`, {
      headers: { authorization: `Bearer ${tokens.access_token}`, origin: 'http://app.test' },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://app.test');
    expect(await answer.json()).toMatchObject({ preferred_username: 'alice', groups: ['projet-nace'] });
    expect((await fetch(`${identity.issuer}/me`, { headers: { authorization: 'Bearer x' } })).status).toBe(
      401,
    );
  });
});

describe('the life of a session', () => {
  test('rotates refresh tokens, and ends the session when one is used twice', async () => {
    const { configuration, tokens } = await signInAlice();
    const first = tokens.refresh_token!;
    const next = await client.refreshTokenGrant(configuration, first);
    expect(next.refresh_token).not.toBe(first);
    await expect(client.refreshTokenGrant(configuration, first)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(client.refreshTokenGrant(configuration, next.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('goes on after a restart: refresh token, signing key and the browser session are kept', async () => {
    const { configuration, tokens, browser } = await signInAlice();
    const { port } = identity;
    await identity.stop();
    identity = await startIdentity({ folder, port, people: readPeople(folder) });
    // The first request may still meet the connection that the old server closed.
    await fetch(identity.issuer).catch(() => undefined);
    const next = await client.refreshTokenGrant(configuration, tokens.refresh_token!);
    await expect(identity.verifyAccessToken(next.access_token)).resolves.toMatchObject({ name: 'alice' });
    await expect(identity.verifyAccessToken(tokens.access_token)).resolves.toBeDefined();
    await expect(signInAlice({ browser, password: 'not needed' })).resolves.toBeDefined();
  });

  test('revokes a refresh token', async () => {
    const { configuration, tokens } = await signInAlice();
    await client.tokenRevocation(configuration, tokens.refresh_token!);
    await expect(client.refreshTokenGrant(configuration, tokens.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('signs out: the refresh token dies and the next sign-in asks for the password', async () => {
    const { configuration, tokens, browser } = await signInAlice();
    const url = client.buildEndSessionUrl(configuration, {
      id_token_hint: tokens.id_token!,
      post_logout_redirect_uri: 'http://127.0.0.1:5555/bye',
    });
    const back = (address: string) => address.startsWith('http://127.0.0.1:5555/bye');
    const page = await browser.submit(await browser.open(url.href), { logout: 'yes' }, back);
    expect(page.url).toBe('http://127.0.0.1:5555/bye');
    await expect(client.refreshTokenGrant(configuration, tokens.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(signInAlice({ browser, password: 'wrong' })).rejects.toThrow('sign-in failed');
  });

  test('binds tokens to a key by DPoP where the client sends a proof', async () => {
    const { configuration } = await signInAlice();
    const dpop = client.getDPoPHandle(configuration, await client.randomDPoPKeyPair());
    const { tokens } = await signInAlice({ dpop });
    expect(tokens.token_type.toLowerCase()).toBe('dpop');
    expect((await identity.verifyAccessToken(tokens.access_token)).boundTo).toBeTypeOf('string');
    await expect(client.refreshTokenGrant(configuration, tokens.refresh_token!)).rejects.toThrow();
  });
});

test('the device flow: a code on the device, confirmed in a browser', async () => {
  const configuration = await client.discovery(new URL(identity.issuer), 'onyxia', undefined, client.None(), {
    execute: [client.allowInsecureRequests],
  });
  const device = await client.initiateDeviceAuthorization(configuration, { scope: 'openid profile' });
  const browser = createBrowser();
  const page = await browser.open(device.verification_uri);
  const confirm = await browser.submit(page, { user_code: device.user_code });
  expect(confirm.html).toContain(device.user_code);
  const login = await browser.submit(confirm, {});
  const done = await browser.submit(login, { user: 'alice', password: alice.password });
  expect(done.html).toContain('Connected');
  const tokens = await client.pollDeviceAuthorizationGrant(configuration, { ...device, interval: 0.1 });
  await expect(identity.verifyAccessToken(tokens.access_token)).resolves.toMatchObject({ name: 'alice' });
});

describe('faults', () => {
  test('refresh tokens are refused while told so, and work again after', async () => {
    const { configuration, tokens } = await signInAlice();
    identity.state.refuseRefresh = true;
    await expect(client.refreshTokenGrant(configuration, tokens.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    identity.state.refuseRefresh = false;
    await expect(client.refreshTokenGrant(configuration, tokens.refresh_token!)).resolves.toBeDefined();
  });

  test('access tokens so far count as expired; new ones are good', async () => {
    const { configuration, tokens } = await signInAlice();
    identity.expireTokens();
    await expect(identity.verifyAccessToken(tokens.access_token)).rejects.toMatchObject({
      reason: 'expired',
    });
    const next = await client.refreshTokenGrant(configuration, tokens.refresh_token!);
    await expect(identity.verifyAccessToken(next.access_token)).resolves.toBeDefined();
  });

  test('the life of access tokens can be changed', async () => {
    identity.state.accessTokenSeconds = 5;
    const { tokens } = await signInAlice();
    const { exp = 0, iat = 0 } = decodeJwt(tokens.access_token);
    expect(exp - iat).toBe(5);
  });

  test('with a clock that is ten minutes behind, tokens come expired, which a client refuses', async () => {
    identity.state.clockSkewSeconds = -600;
    await expect(signInAlice()).rejects.toMatchObject({ code: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED' });
  });

  test('loopback redirects can be refused', async () => {
    identity.state.refuseRedirect = true;
    await expect(signInAlice()).rejects.toThrow('invalid_redirect_uri');
  });
});
