import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PlatformFile } from '../../../shared/contract/platform.ts';
import { startTestSandbox, type TestSandbox } from './testing/sandbox.ts';
import { allAnswered, statesOf, stepsOf, testLaptop, until } from './testing/test-sign-in.ts';
import type { SignIn } from './sign-in.ts';

const once = { signal: AbortSignal.timeout(60_000) };

describe('over the sandbox', () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox();
  });
  afterEach(() => sandbox.clear());
  afterAll(() => sandbox.stop());

  async function fileOf(signIn: SignIn): Promise<PlatformFile> {
    const found = await signIn.handlers.discover({ address: sandbox.facts.onyxia.url }, once);
    const file = PlatformFile.parse(found.file);
    const { certificateAuthority } = sandbox.facts.kubernetes;
    return file.kubernetes ? { ...file, kubernetes: { ...file.kubernetes, certificateAuthority } } : file;
  }
  async function signedIn() {
    const laptop = await testLaptop();
    const signIn = await laptop.start();
    const { id } = await signIn.handlers.addPlatform({ file: await fileOf(signIn) }, once);
    const browser = laptop.person(sandbox.person.name, sandbox.person.password);
    const steps = await stepsOf(signIn, id, 'browser');
    return { laptop, signIn, id, steps, browser };
  }

  test('an address is enough: one tab signs in to every part, and all of them work', async () => {
    const { laptop, signIn, steps, browser } = await signedIn();
    await using _ = laptop;
    expect(steps[0]?.kind).toBe('browser');
    expect(steps.at(-1)).toMatchObject({ kind: 'done', person: { userName: 'alice' } });
    expect(laptop.opened).toHaveLength(1);
    expect(browser.forms()).toBe(1);
    const session = await until(signIn, allAnswered);
    expect(statesOf(session)).toEqual({
      onyxia: 'ready',
      identity: 'ready',
      kubernetes: 'ready',
      storage: 'ready',
      vault: 'ready',
      catalogs: 'ready',
    });
    expect(session.projects.map(({ namespace }) => namespace)).toContain('projet-nace');
    expect(session.platforms[0]).toMatchObject({
      state: 'signed-in',
      kind: 'onyxia',
      person: { userName: 'alice' },
    });
  });

  test('a file with the address alone is completed by what the instance says of itself', async () => {
    await using laptop = await testLaptop();
    const signIn = await laptop.start();
    const { id } = await signIn.handlers.addPlatform(
      { file: { schemaVersion: 1, id: 'short', name: 'Short', onyxia: { url: sandbox.facts.onyxia.url } } },
      once,
    );
    const { text } = await signIn.handlers.exportPlatform({ id }, once);
    expect(JSON.parse(text)).toMatchObject({
      name: 'Short',
      oidc: { issuer: sandbox.facts.oidc.issuer, clientId: 'onyxia' },
      vault: { mount: 'onyxia-kv' },
    });
  });

  test('the access opens services, secrets, buckets and the cluster, and fills the launch form', async () => {
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    await until(signIn, allAnswered);
    const access = signIn.access.current();
    expect(await access?.onyxia?.services()).toEqual([]);
    expect((await access?.onyxia?.catalogs())?.flatMap(({ charts }) => charts).length).toBeGreaterThan(3);
    expect((await access?.storage[0]?.credentials())?.sessionToken).toBeTypeOf('string');
    expect(await access?.kubernetes?.token?.()).toBeTypeOf('string');
    const context = (await access?.launchContext(undefined, { language: 'fr' })) as Record<
      string,
      Record<string, unknown>
    >;
    expect(context['user']).toMatchObject({ idep: 'alice', lang: 'fr' });
    expect(context['vault']).toMatchObject({ VAULT_ADDR: sandbox.facts.vault.url, VAULT_TOP_DIR: 'alice' });
    expect(context['s3']).toMatchObject({ AWS_S3_ENDPOINT: '127.0.0.1', pathStyleAccess: true });
    const again = (await access?.launchContext()) as typeof context | undefined;
    expect(again?.['project']?.['password']).toBe(context['project']?.['password']);
    expect(await access?.vault?.read('alice/.onyxia/servicePassword')).toMatchObject({
      data: { value: context['project']?.['password'] },
    });
  });

  test('after a restart the session goes on without a browser', async () => {
    const { laptop, id } = await signedIn();
    await using _ = laptop;
    const again = await laptop.start();
    expect(again.access.current()?.person.userName).toBe('alice');
    const session = await until(again, allAnswered);
    expect(session).toMatchObject({ current: id, platforms: [{ state: 'signed-in' }] });
    expect(statesOf(session)['onyxia']).toBe('ready');
    expect(laptop.opened).toHaveLength(1);
  });

  test('a project is chosen, told to who listens, and still chosen after a restart', async () => {
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    const before = await until(signIn, (session) => session.projects.length > 1);
    const group = before.projects.find(({ group: name }) => name !== undefined);
    const told = new Promise<string | undefined>((resolve) =>
      signIn.access.onChange((access) => resolve(access?.project.id)),
    );
    await signIn.handlers.chooseProject({ id: group?.id ?? '' }, once);
    expect(await told).toBe(group?.id);
    const again = await laptop.start();
    expect(again.access.current()?.project.id).toBe(group?.id);
    await expect(again.handlers.chooseProject({ id: 'of-others' }, once)).rejects.toMatchObject({
      data: { code: 'not-found' },
    });
  });

  test('a part that is down does not take the others with it, and is asked again', async () => {
    await sandbox.fault({ target: 'vault', status: 503 });
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    const session = await until(signIn, allAnswered);
    expect(statesOf(session)).toMatchObject({
      onyxia: 'ready',
      kubernetes: 'ready',
      storage: 'ready',
      vault: 'failed: vault-sealed',
    });
    const context = await signIn.access.current()?.launchContext();
    expect(context).not.toHaveProperty('vault');
    expect(context).toHaveProperty('s3');
    await sandbox.clear();
    await signIn.handlers.checkParts({}, once);
    expect(
      statesOf(await until(signIn, ({ parts }) => parts.every(({ state }) => state === 'ready')))['vault'],
    ).toBe('ready');
  });

  test('without the network everything known is there, and says that it is offline', async () => {
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    await until(signIn, allAnswered);
    for (const target of ['onyxia', 'identity', 'kubernetes', 's3', 'vault'])
      await sandbox.fault({ target, cut: true });
    const again = await laptop.start();
    const session = await until(again, (state) => state.network.state === 'offline' && allAnswered(state));
    expect(session.platforms[0]).toMatchObject({ person: { userName: 'alice' }, state: 'signed-in' });
    expect(session.projects.length).toBeGreaterThan(1);
    expect(again.access.current()?.region?.id).toBeTypeOf('string');
  });

  test('a session that the provider ended says so, and the person is still known', async () => {
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    await sandbox.fault({ target: 'identity', refuseRefresh: true, expireTokens: true });
    await signIn.access
      .current()
      ?.storage[0]?.credentials({ renew: true })
      .catch(() => {});
    await expect(signIn.access.current()?.onyxia?.services()).rejects.toMatchObject({
      data: { code: 'signed-out' },
    });
    const session = await until(signIn, ({ platforms }) => platforms[0]?.state === 'expired');
    expect(session.projects.length).toBeGreaterThan(0);
  });

  test('tokens that were taken back are replaced without a word', async () => {
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    await until(signIn, allAnswered);
    await sandbox.fault({ target: 'identity', expireTokens: true });
    expect(await signIn.access.current()?.onyxia?.services()).toEqual([]);
  });

  test('the device flow signs in where the redirect is refused, and the refusal is told before a browser opens', async () => {
    await sandbox.fault({ target: 'identity', refuseRedirect: true });
    await using laptop = await testLaptop();
    const signIn = await laptop.start();
    const { oidc, onyxia, name, id: wanted, schemaVersion } = await fileOf(signIn);
    // One client for everything: each further one would be a code more to type.
    const file: PlatformFile = {
      schemaVersion,
      id: wanted,
      name,
      ...(oidc && { oidc }),
      ...(onyxia && { onyxia }),
    };
    await sandbox.fault({ target: 'onyxia', region: ['no-s3', 'no-vault', 'no-kubernetes'] });
    const { id } = await signIn.handlers.addPlatform({ file }, once);
    const browser = laptop.person(sandbox.person.name, sandbox.person.password);
    await expect(stepsOf(signIn, id, 'browser')).rejects.toMatchObject({
      data: { code: 'unsupported', reason: 'redirect-refused' },
    });
    expect(laptop.opened).toHaveLength(0);
    const text = await signIn.handlers.administratorText({ id, language: 'fr' }, once);
    expect(text.text).toContain('http://127.0.0.1/*');
    const steps = await stepsOf(signIn, id, 'device', async (step) => {
      if (step.kind === 'device') await browser.visit(step.address);
    });
    expect(steps.at(-1)?.kind).toBe('done');
  });

  test('signing out revokes and wipes', async () => {
    const { laptop, signIn, id } = await signedIn();
    await using _ = laptop;
    await until(signIn, allAnswered);
    expect(laptop.secrets.values.size).toBeGreaterThan(0);
    expect(await signIn.handlers.signOut({ id, discardUnsent: false }, once)).toEqual({
      kind: 'signed-out',
      keptUnsent: 0,
    });
    expect(laptop.secrets.values.size).toBe(0);
    expect(signIn.access.current()).toBeUndefined();
    const again = await laptop.start();
    expect((await until(again, () => true)).platforms[0]).toMatchObject({ state: 'signed-out' });
    expect(again.access.current()).toBeUndefined();
  });

  test.each([
    ['no-vault', 'vault'],
    ['no-kubernetes', 'kubernetes'],
    ['no-s3', 'storage'],
  ])('a region variant %s: %s is absent and the rest works', async (region, part) => {
    await sandbox.fault({ target: 'onyxia', region });
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    const states = statesOf(await until(signIn, allAnswered));
    expect(states[part]).toBe('absent');
    expect(Object.values(states).filter((state) => state === 'ready')).toHaveLength(5);
  });

  test.each(['s3-array', 'no-profile-name', 'no-quota'])('a region variant %s works', async (region) => {
    await sandbox.fault({ target: 'onyxia', region });
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    await until(signIn, allAnswered);
    expect(signIn.access.current()?.storage[0]?.profile.name).toBeTypeOf('string');
    expect((await signIn.access.current()?.onyxia?.quota()) === undefined).toBe(region === 'no-quota');
  });

  test('a clock that is an hour off is told with the identity, which works', async () => {
    await sandbox.fault({ target: 'identity', clockSkewSeconds: 3600 });
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    const { parts } = await until(signIn, allAnswered);
    expect(parts.find(({ name }) => name === 'identity')).toMatchObject({
      state: 'ready',
      problem: { reason: 'clock-behind', values: { minutes: 60 } },
    });
  });

  test('what answers but is no Onyxia, a wrong host and no address are told apart', async () => {
    await using laptop = await testLaptop();
    const { handlers } = await laptop.start();
    const fail = (address: string) =>
      handlers.discover({ address }, once).then(
        () => undefined,
        (error: { data: unknown }) => error.data,
      );
    expect(await fail(sandbox.facts.vault.url)).toMatchObject({ code: 'not-found', reason: 'not-an-onyxia' });
    expect(await fail('https://no-such-host.invalid')).toMatchObject({ code: 'unreachable', reason: 'dns' });
    expect(await fail('two words')).toMatchObject({
      code: 'invalid-input',
      reason: 'not-an-address',
      field: 'address',
    });
    expect(await fail(sandbox.facts.kubernetes.server)).toMatchObject({
      code: 'untrusted',
      reason: 'unknown-authority',
    });
  });

  test('any page of the web app leads to the API', async () => {
    await using laptop = await testLaptop();
    const { handlers } = await laptop.start();
    const { url } = sandbox.facts.onyxia;
    for (const address of [
      `${url}/api`,
      `${url}/catalog/ide`,
      `${url}/api/public/configuration`,
      url.replace('http://', ''),
    ]) {
      expect((await handlers.discover({ address }, once)).file.onyxia?.url).toBe(`${url}/api`);
    }
  });

  test('a kubeconfig makes a platform of its own', async () => {
    await using laptop = await testLaptop();
    const signIn = await laptop.start();
    const { readFile } = await import('node:fs/promises');
    const kubeconfig = await readFile(sandbox.facts.kubernetes.adminKubeconfig, 'utf8');
    const read = await signIn.handlers.readKubeconfig({ text: kubeconfig }, once);
    expect(read.contexts[0]?.server).toBe(sandbox.facts.kubernetes.server);
    await signIn.handlers.addCluster(
      { kubeconfig, name: 'By hand', catalogs: [], allowProgram: false },
      once,
    );
    const session = await until(signIn, allAnswered);
    expect(session.platforms[0]).toMatchObject({ kind: 'cluster', name: 'By hand', state: 'signed-in' });
    expect(statesOf(session)['kubernetes']).toBe('ready');
    expect(signIn.access.current()?.kubernetes?.kubeconfig?.text).toBe(kubeconfig);
    const again = await laptop.start();
    expect(again.access.current()?.kubernetes?.kubeconfig?.text).toBe(kubeconfig);
  });

  test('a service is installed, read, renamed, shared, paused, resumed, logged and deleted by the Onyxia API', async () => {
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    await until(signIn, allAnswered);
    const onyxia = signIn.access.current()?.onyxia;
    if (!onyxia) throw new Error('There is no Onyxia');
    const catalogs = await onyxia.catalogs();
    const { catalog, charts } =
      catalogs.find((one) => one.charts.some(({ name }) => name === 'workspace')) ?? catalogs[0] ?? {};
    const chart = charts?.find(({ name }) => name === 'workspace') ?? charts?.[0];
    if (!catalog || !chart) throw new Error('There is no chart');
    expect(await onyxia.schema(catalog.id, chart.name, chart.version)).toBeTypeOf('object');
    expect((await onyxia.chartVersions(catalog.id, chart.name)).map(({ version }) => version)).toContain(
      chart.version,
    );
    const name = `${chart.name}-1234`;
    const order = {
      catalogId: catalog.id,
      packageName: chart.name,
      packageVersion: chart.version,
      name,
      friendlyName: 'Mine',
      share: false,
      options: {},
    };
    expect(await onyxia.install(order)).toEqual({ kind: 'installed' });
    await expect(onyxia.install(order)).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'name-in-use' },
    });
    expect(await onyxia.service(name)).toMatchObject({
      id: name,
      friendlyName: 'Mine',
      status: 'deployed',
      owner: 'alice',
    });
    await onyxia.rename(name, 'Renamed');
    await onyxia.share(name, true);
    await onyxia.suspend(name);
    expect(await onyxia.service(name)).toMatchObject({
      friendlyName: 'Renamed',
      share: true,
      suspended: true,
    });
    await onyxia.resume(name);
    expect((await onyxia.service(name)).suspended).toBe(false);
    for await (const event of onyxia.events({ signal: AbortSignal.timeout(20_000) })) {
      expect(event.involvedObject.kind).toBeTypeOf('string');
      break;
    }
    expect(await onyxia.remove(name)).toBe(true);
    expect(await onyxia.remove(name)).toBe(false);
    await expect(onyxia.service(name)).rejects.toMatchObject({ data: { code: 'not-found' } });
  });

  test('the sandbox is added by one call, and found again where it listens after a restart', async () => {
    await using laptop = await testLaptop();
    let file: PlatformFile | undefined;
    const startSandbox = async () => file as PlatformFile;
    const signIn = await laptop.start({ startSandbox });
    file = { ...(await fileOf(signIn)), id: 'sandbox', name: 'Sandbox' };
    const { id } = await signIn.handlers.addSandbox({}, once);
    expect((await until(signIn, allAnswered)).platforms).toMatchObject([
      { id, kind: 'sandbox', name: 'Sandbox' },
    ]);
    expect(await signIn.handlers.addSandbox({}, once)).toEqual({ id });
    file = { ...file, name: 'Moved' };
    const again = await laptop.start({ startSandbox });
    expect((await until(again, ({ platforms }) => platforms[0]?.name === 'Moved')).platforms).toHaveLength(1);
    const broken = await laptop.start();
    expect((await until(broken, allAnswered)).platforms).toHaveLength(1);
  });

  test('what is not sent is counted first; then it is kept, or discarded on demand', async () => {
    for (const discardUnsent of [false, true]) {
      await using laptop = await testLaptop();
      const calls: string[] = [];
      const unsent = {
        count: async () => 3,
        discard: async (platform: string, userName: string) =>
          void calls.push(`discard ${platform} ${userName}`),
        wipeCopies: async (platform: string, userName: string) =>
          void calls.push(`wipe ${platform} ${userName}`),
      };
      const signIn = await laptop.start({ unsent });
      const { id } = await signIn.handlers.addPlatform({ file: await fileOf(signIn) }, once);
      laptop.person(sandbox.person.name, sandbox.person.password);
      await stepsOf(signIn, id, 'browser');
      expect(await signIn.handlers.signOut({ id, discardUnsent: false }, once)).toEqual({
        kind: 'unsent',
        count: 3,
      });
      expect(signIn.access.current()?.person.userName).toBe('alice');
      const answer = await signIn.handlers.signOut({ id, discardUnsent }, once);
      expect(answer).toEqual({ kind: 'signed-out', keptUnsent: discardUnsent ? 0 : 3 });
      expect(calls).toEqual([...(discardUnsent ? [`discard ${id} alice`] : []), `wipe ${id} alice`]);
    }
  });

  test('several platforms are kept side by side, and removing one shows the other', async () => {
    const { laptop, signIn, id } = await signedIn();
    await using _ = laptop;
    const file = {
      ...(await fileOf(signIn)),
      name: 'By file',
      onyxia: { url: sandbox.facts.onyxia.url, region: 'other' },
    };
    const text = JSON.stringify(file);
    const read = PlatformFile.parse((await signIn.handlers.readPlatformFile({ text }, once)).file);
    const second = await signIn.handlers.addPlatform({ file: read }, once);
    expect(second.id).toBe(`${id}-2`);
    expect((await until(signIn, ({ current }) => current === second.id)).platforms).toHaveLength(2);
    expect(signIn.access.current()).toBeUndefined();
    await signIn.handlers.choosePlatform({ id }, once);
    expect(signIn.access.current()?.person.userName).toBe('alice');
    await signIn.handlers.removePlatform({ id }, once);
    expect(await until(signIn, ({ platforms }) => platforms.length === 1)).toMatchObject({
      current: second.id,
    });
    expect(laptop.secrets.values.size).toBe(0);
  });

  test('after sleep the shown platform is asked again', async () => {
    const { laptop, signIn } = await signedIn();
    await using _ = laptop;
    await until(signIn, allAnswered);
    await sandbox.fault({ target: 'vault', status: 503 });
    laptop.resume();
    await until(signIn, (session) => statesOf(session)['vault'] === 'ready');
    await signIn.access.current()?.vault?.end();
    laptop.resume();
    await until(signIn, (session) => statesOf(session)['vault'] === 'failed: vault-sealed');
  });

  test('a cancelled sign-in leaves everything as it was', async () => {
    await using laptop = await testLaptop();
    const signIn = await laptop.start();
    const { id } = await signIn.handlers.addPlatform({ file: await fileOf(signIn) }, once);
    const stop = new AbortController();
    const run = async () => {
      for await (const step of signIn.handlers.start({ id, way: 'browser' }, { signal: stop.signal }))
        if (step.kind === 'browser') stop.abort();
    };
    await expect(run()).rejects.toMatchObject({ data: { code: 'cancelled' } });
    expect(
      (await until(signIn, ({ platforms }) => platforms[0]?.state === 'signed-out')).platforms,
    ).toHaveLength(1);
    laptop.person(sandbox.person.name, sandbox.person.password);
    expect((await stepsOf(signIn, id, 'browser')).at(-1)?.kind).toBe('done');
  });
});
