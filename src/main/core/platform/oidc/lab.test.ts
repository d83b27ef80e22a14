import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { Network } from '../../network/network.ts';
import { testNetwork, type TestNetwork } from '../../network/testing/test-network.ts';
import { signInByBrowser, type FlowStep } from './browser-flow.ts';
import { signInByDevice } from './device-flow.ts';
import { createDpopKey } from './dpop.ts';
import { createProvider } from './provider.ts';
import { createOidcSession, type OidcSession } from './session.ts';
import { testBrowser, type TestBrowser } from './testing/browser.ts';
import { lab, labFacts } from './testing/lab.ts';
import { testSecrets } from './testing/secrets.ts';
import { claimsOf, renewalTime } from './token-set.ts';

describe.skipIf(!lab)('with Keycloak (needs SARDONYX_LAB)', () => {
  let made: TestNetwork;
  let network: Network;
  let facts: ReturnType<typeof labFacts>;
  const sessions: OidcSession[] = [];

  beforeAll(async () => {
    facts = labFacts();
    made = await testNetwork({ authorities: [facts.oidc.certificateAuthority] });
    network = made.network;
  });
  afterEach(() => {
    for (const session of sessions.splice(0)) session.close();
  });
  afterAll(() => made[Symbol.asyncDispose]());

  const identity = () => ({
    issuer: facts.oidc.issuer,
    clientId: facts.oidc.clientId,
    scope: 'openid profile',
  });
  const alice = () => facts.people[0] as { name: string; password: string };

  function hostOf(browser: TestBrowser) {
    const pages: Promise<{ text: string }>[] = [];
    const secrets = testSecrets();
    return {
      pages,
      secrets,
      clock: Date.now,
      languages: ['fr-FR'],
      openAddress: async (address: string) => void pages.push(browser.visit(address)),
    };
  }

  async function signIn(keys = ['main']) {
    const browser = testBrowser(network, alice());
    const host = hostOf(browser);
    const provider = createProvider(identity(), network);
    const steps: FlowStep[] = [];
    const clients = keys.map((key) => ({ key, provider }));
    for await (const step of signInByBrowser({ clients, host, signal: AbortSignal.timeout(25_000) }))
      steps.push(step);
    const session = createOidcSession({ provider, host, key: 'oidc/lab' });
    sessions.push(session);
    const first = steps.find((step) => step.kind === 'signed-in');
    if (first?.kind === 'signed-in') await session.accept(first.tokens, first.dpopKey);
    return { browser, host, provider, steps, session, page: (await host.pages[0])?.text };
  }

  test('a person signs in by the browser, and the tab says in French that it may be closed', async () => {
    const { steps, page, session } = await signIn();
    expect(steps.map((step) => step.kind)).toEqual(['browser', 'signed-in']);
    expect(page).toContain('Vous pouvez fermer cet onglet');
    expect(session.claims()['preferred_username']).toBe('alice');
    expect(claimsOf(await session.accessToken())['aud']).toContain('vault');
  });

  test('two clients are signed in by one tab and one login form', async () => {
    const { steps, browser, host } = await signIn(['main', 'second']);
    expect(steps.map((step) => step.kind)).toEqual(['browser', 'signed-in', 'signed-in']);
    expect(browser.forms()).toBe(1);
    expect(host.pages).toHaveLength(1);
  });

  test('many who ask at once cause one refresh, and the new refresh token is kept before it is used', async () => {
    const { session, host } = await signIn();
    const before = await session.accessToken();
    const written = host.secrets.written.length;
    const answers = await Promise.all([1, 2, 3, 4].map(() => session.accessToken({ renew: true })));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).not.toBe(before);
    expect(host.secrets.written.length).toBe(written + 1);
    expect(host.secrets.values.get('oidc/lab')).toContain(answers[0]);
  });

  test('a session goes on after a restart from what was kept', async () => {
    const { session, host, provider } = await signIn();
    await session.accessToken({ renew: true });
    session.close();
    const later = createOidcSession({ provider, host, key: 'oidc/lab' });
    sessions.push(later);
    expect(await later.restore()).toBe(true);
    expect(claimsOf(await later.accessToken({ renew: true }))['preferred_username']).toBe('alice');
  });

  test('a refresh token that was used twice ends the session, and that is kept', async () => {
    const { session, host, provider } = await signIn();
    const kept = host.secrets.values.get('oidc/lab') as string;
    await session.accessToken({ renew: true });
    session.close();
    const stale = { ...host, secrets: testSecrets() };
    await stale.secrets.set('oidc/lab', kept);
    const copy = createOidcSession({ provider, host: stale, key: 'oidc/lab' });
    sessions.push(copy);
    await copy.restore();
    const error: unknown = await copy.accessToken({ renew: true }).catch((reason: unknown) => reason);
    expect(isFailure(error) && error.data).toMatchObject({ code: 'signed-out', reason: 'session-expired' });
    expect(copy.state()).toBe('expired');
    const again = createOidcSession({ provider, host: stale, key: 'oidc/lab' });
    await again.restore();
    expect(again.state()).toBe('expired');
  });

  test('after sleep what is due is renewed at once', async () => {
    const { session, host, provider } = await signIn();
    session.close();
    let now = Date.now();
    const sleeping = { ...host, clock: () => now };
    const laptop = createOidcSession({ provider, host: sleeping, key: 'oidc/lab' });
    sessions.push(laptop);
    await laptop.restore();
    const kept = JSON.parse(host.secrets.values.get('oidc/lab') as string) as {
      tokens: Parameters<typeof renewalTime>[0];
    };
    now = renewalTime(kept.tokens) + 1;
    const renewed = new Promise<void>((resolve) => laptop.onChange(resolve));
    laptop.wake();
    await renewed;
    expect(await laptop.accessToken()).not.toBe(kept.tokens.accessToken);
  });

  test('the end of a session revokes its refresh token and wipes what was kept', async () => {
    const { session, host, provider } = await signIn();
    const kept = host.secrets.values.get('oidc/lab') as string;
    await session.end();
    expect(host.secrets.values.size).toBe(0);
    expect(session.state()).toBe('signed-out');
    await host.secrets.set('oidc/lab', kept);
    const thief = createOidcSession({ provider, host, key: 'oidc/lab' });
    await thief.restore();
    await expect(thief.accessToken({ renew: true })).rejects.toThrow('session ended');
  });

  test('tokens can be bound to a key when a server demands DPoP', async () => {
    const { session, provider } = await signIn();
    await session.bind();
    const address = (await provider.configuration()).serverMetadata().userinfo_endpoint as string;
    const headers = await session.authorization({ method: 'GET', address });
    expect(headers['authorization']).toMatch(/^DPoP /);
    const answer = await network.fetch(address, { headers });
    expect([
      answer.status,
      ((await answer.json()) as { preferred_username: string }).preferred_username,
    ]).toEqual([200, 'alice']);
    const bare = await network.fetch(address, {
      headers: { authorization: headers['authorization'] as string },
    });
    expect(bare.status).toBe(401);
    expect(createDpopKey().jwk.d).toBeTypeOf('string');
  });

  test('the device flow gives a code, and tokens once it was typed in another browser', async () => {
    const provider = createProvider(identity(), network);
    const steps: FlowStep[] = [];
    const browser = testBrowser(network, alice());
    for await (const step of signInByDevice({
      clients: [{ key: 'main', provider }],
      host: { clock: Date.now },
      signal: AbortSignal.timeout(25_000),
    })) {
      steps.push(step);
      if (step.kind === 'device') await browser.visit(step.address);
    }
    expect(steps.map((step) => step.kind)).toEqual(['device', 'signed-in']);
  });

  test('a client that does not exist is named, before any browser opens', async () => {
    const provider = createProvider({ ...identity(), clientId: 'nobody' }, network);
    const host = hostOf(testBrowser(network, alice()));
    const run = async () => {
      for await (const _ of signInByBrowser({
        clients: [{ key: 'main', provider }],
        host,
        signal: AbortSignal.timeout(25_000),
      }));
    };
    const error: unknown = await run().catch((reason: unknown) => reason);
    expect(isFailure(error) && error.data).toMatchObject({
      code: 'forbidden',
      reason: 'client-unknown',
      values: { clientId: 'nobody' },
    });
    expect(host.pages).toHaveLength(0);
  });

  test('a redirect address that is not registered is found out before any browser opens', async () => {
    // `account` exists in every realm and redirects to its own pages only.
    const provider = createProvider({ ...identity(), clientId: 'account' }, network);
    const host = hostOf(testBrowser(network, alice()));
    const run = async () => {
      for await (const _ of signInByBrowser({
        clients: [{ key: 'main', provider }],
        host,
        signal: AbortSignal.timeout(25_000),
      }));
    };
    const error: unknown = await run().catch((reason: unknown) => reason);
    expect(isFailure(error) && error.data).toMatchObject({
      code: 'unsupported',
      reason: 'redirect-refused',
      values: { clientId: 'account' },
    });
    expect(host.pages).toHaveLength(0);
  });

  test('a second client whose redirect is refused does not hold up the first', async () => {
    const host = hostOf(testBrowser(network, alice()));
    const clients = [
      { key: 'main', provider: createProvider(identity(), network) },
      { key: 'other', provider: createProvider({ ...identity(), clientId: 'account' }, network) },
    ];
    const steps: FlowStep[] = [];
    for await (const step of signInByBrowser({ clients, host, signal: AbortSignal.timeout(25_000) }))
      steps.push(step);
    expect(steps.map((step) => step.kind)).toEqual(['browser', 'failed', 'signed-in']);
    expect((await host.pages[0])?.text).toContain('Vous êtes connecté');
  });

  test('an address that is no issuer says so', async () => {
    const provider = createProvider({ ...identity(), issuer: facts.vault.url }, network);
    await expect(provider.configuration()).rejects.toMatchObject({
      data: { reason: 'not-an-identity-provider' },
    });
  });

  test('a laptop whose clock is an hour slow can sign in', async () => {
    const slow = () => Date.now() - 3_600_000;
    await using late = await testNetwork({ authorities: [facts.oidc.certificateAuthority], clock: slow });
    const host = { ...hostOf(testBrowser(network, alice())), clock: slow };
    const provider = createProvider(identity(), late.network);
    const steps: FlowStep[] = [];
    for await (const step of signInByBrowser({
      clients: [{ key: 'main', provider }],
      host,
      signal: AbortSignal.timeout(25_000),
    }))
      steps.push(step);
    expect(steps.at(-1)?.kind).toBe('signed-in');
  });
});
