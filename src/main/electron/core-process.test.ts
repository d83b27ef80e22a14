/** The supervisor, the host channel and the core's program, joined over real message ports. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { MessageChannelMain, utilityProcess as realProcesses } from 'electron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { contract } from '../../shared/contract/index.ts';
import { connect, type Connection } from '../../shared/rpc/connect.ts';
import { portPipe, type AnyPort } from '../../shared/rpc/port-pipe.ts';
import { live } from '../core/live.ts';
import { superviseCore, type SupervisedCore } from './core-supervisor.ts';
import { hostHandlers } from './host-handlers.ts';
import { answer } from './protocol.ts';
import { nextStart } from './restart-policy.ts';
import { runCore } from './run-core.ts';
import { openSecrets } from './secrets.ts';
import { BrowserWindow, Notification, opened, type utilityProcess as standIn } from './testing/electron.ts';
import type { StandInProcess } from './testing/ports.ts';
import { smallCore, type SmallCore } from './testing/small-core.ts';

vi.mock('electron', () => import('./testing/electron.ts'));
const processes = realProcesses as unknown as typeof standIn;

let folder: string;
let cores: SmallCore[];
let supervised: SupervisedCore;
let givenUp: PromiseWithResolvers<string>;
let refuses: string | undefined;
const resumes = live(0);
const pages: Connection<typeof contract>[] = [];

function page(): Connection<typeof contract> {
  const connection = connect(contract, async () => {
    const { port1, port2 } = new MessageChannelMain();
    supervised.connect(port2);
    return portPipe(port1 as unknown as AnyPort);
  });
  pages.push(connection);
  return connection;
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-core-'));
  cores = [];
  refuses = undefined;
  givenUp = Promise.withResolvers();
  processes.started.length = 0;
  processes.run = (child: StandInProcess) => {
    const create = async (host: Parameters<typeof smallCore>[0]) => {
      if (refuses !== undefined) throw new Error(refuses);
      const core = smallCore(host);
      cores.push(core);
      return core;
    };
    runCore(child.parent, create, (code) => child.exit(code));
  };
  supervised = superviseCore({
    program: '/programs/core-process.js',
    settings: {
      folder,
      version: '0.1.0',
      languages: ['fr'],
      secretsKept: 'keychain',
      blobKey: 'key',
      nodeProgram: process.execPath,
      sandboxProgram: path.join(folder, 'sandbox.mjs'),
      credentialHelper: '/programs/credential-helper.mjs',
    },
    handlers: hostHandlers({
      secrets: await openSecrets(path.join(folder, 'secrets'), 'linux'),
      resumes,
      onClick: () => {},
    }),
    report: () => {},
    onGivenUp: (why) => givenUp.resolve(why),
    policy: (ends, now) => {
      const next = nextStart(ends, now);
      return next.kind === 'wait' ? { ...next, milliseconds: 1 } : next;
    },
  });
});
afterEach(async () => {
  for (const connection of pages.splice(0)) connection.close();
  await supervised.stop();
  await rm(folder, { recursive: true });
});

/** The core that runs now. */
async function running(): Promise<SmallCore> {
  await page().client.shell.about({});
  return cores.at(-1) as SmallCore;
}

function get(port: number, host: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const asking = request(
        { host: '127.0.0.1', port, path: '/lab', headers: { host, ...headers } },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(parts),
            }),
          );
        },
      );
      asking.on('error', reject).end();
    },
  );
}

describe('the core in its own process', () => {
  test('answers the contract over a port that was handed over before it was ready', async () => {
    expect(await page().client.shell.about({})).toEqual({
      version: '0.1.0',
      host: 'electron',
      folder,
      secretsKept: 'keychain',
    });
    expect(processes.started[0]).toMatchObject({
      program: '/programs/core-process.js',
      options: { serviceName: 'Sardonyx core' },
    });
  });

  test('keeps what went wrong to itself, and reports it', async () => {
    const core = await running();
    await expect(page().client.shell.readNotifications({ upTo: 1 })).rejects.toMatchObject({
      data: { code: 'internal', message: expect.not.stringContaining('secret') as string },
    });
    expect(core.reported).toHaveLength(1);
  });

  test('finds secrets, the browser, notifications and the proxy in the main process', async () => {
    const { host } = await running();
    await host.secrets.set('a/refresh', 'tok-1');
    expect([await host.secrets.get('a/refresh'), await host.secrets.get('none')]).toEqual([
      'tok-1',
      undefined,
    ]);
    expect(await host.secrets.keys('a/')).toEqual(['a/refresh']);
    await host.secrets.delete('a/refresh');
    expect(await host.secrets.keys('')).toEqual([]);

    opened.length = 0;
    await host.openAddress('https://sso.example/auth?x=1');
    await expect(host.openAddress('file:///etc/passwd')).rejects.toMatchObject({
      data: { code: 'invalid-input' },
    });
    expect(opened).toEqual(['https://sso.example/auth?x=1']);

    expect(await host.systemProxy('https://minio.example/')).toBe('PROXY proxy.example:3128');
    expect(await host.systemProxy('https://inside.example/')).toBe('DIRECT');
    expect([host.kind, host.serviceWay, host.languages]).toEqual(['electron', 'view', ['fr']]);
    expect(await host.appOrigin()).toBe('sardonyx-app://app');
  });

  test('shows a notification only where the person looks elsewhere', async () => {
    const { host } = await running();
    Notification.shown.length = 0;
    BrowserWindow.focusedWindow = new BrowserWindow();
    host.notify({ title: 'seen', body: '' });
    await host.secrets.keys('');
    BrowserWindow.focusedWindow = null;
    host.notify({ title: 'unseen', body: 'Your service is ready' });
    await host.secrets.keys('');
    expect(Notification.shown.map(({ words }) => words)).toEqual([
      { title: 'unseen', body: 'Your service is ready' },
    ]);
  });

  test('hears that the laptop woke up, and not of what was before it started', async () => {
    resumes.set(7);
    const { host } = await running();
    const heard: number[] = [];
    const first = Promise.withResolvers<void>();
    const stop = host.onResume(() => {
      heard.push(resumes.get());
      first.resolve();
    });
    // One call there and back: by then the stream has told how often it happened so far.
    await host.secrets.keys('');
    resumes.set(8);
    await first.promise;
    stop();
    resumes.set(9);
    await host.secrets.keys('');
    expect(heard).toEqual([8]);
  });

  test('answers for services by their names, and at the same port after a restart', async () => {
    const { host } = await running();
    const origin = new URL(await host.serviceOrigin('jupyter-1'));
    const port = Number(origin.port);
    expect(port).toBe(supervised.port());
    expect((await get(port, origin.host)).body.toString()).toBe('jupyter-1 /lab');
    expect((await get(port, `evil.example:${port}`)).status).toBe(421);
    expect(JSON.parse(await readFile(path.join(folder, 'service-port.json'), 'utf8'))).toEqual({ port });
    await supervised.stop();
    supervised = superviseCore({
      program: 'x',
      settings: {
        folder,
        version: '0.2.0',
        languages: [],
        secretsKept: 'memory',
        blobKey: 'key',
        nodeProgram: '',
        sandboxProgram: '',
        credentialHelper: '',
      },
      handlers: hostHandlers({ secrets: host.secrets, resumes, onClick: () => {} }),
      report: () => {},
      onGivenUp: () => {},
    });
    expect(new URL(await (await running()).host.serviceOrigin('x')).port).toBe(String(port));
  });

  test('hands bytes to the app’s pages, with ranges and validators, and to nobody without the key', async () => {
    await running();
    const port = supervised.port() ?? 0;
    const options = { folder, corePort: () => port, blobKey: 'key' };
    const ask = (headers: Record<string, string> = {}, name = 'a') =>
      answer(new Request(`sardonyx-app://app/blobs/icons/${name}`, { headers }), options);

    const whole = await ask();
    expect(whole.status).toBe(200);
    expect([...new Uint8Array(await whole.arrayBuffer())]).toEqual([...Array(100).keys()]);
    expect(whole.headers.get('content-type')).toBe('image/png');
    expect(whole.headers.get('content-security-policy')).toContain('require-trusted-types-for');

    const part = await ask({ range: 'bytes=10-12' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-12/100']);
    expect([...new Uint8Array(await part.arrayBuffer())]).toEqual([10, 11, 12]);
    expect((await ask({ range: 'bytes=10-12', 'if-range': '"old"' })).status).toBe(200);
    expect((await ask({ range: 'bytes=100-' })).status).toBe(416);
    expect((await ask({ 'if-none-match': '"a1"' })).status).toBe(304);
    expect((await ask({}, 'none')).status).toBe(404);
    expect((await get(port, `127.0.0.1:${port}`)).status).toBe(403);
    expect(
      (await answer(new Request('sardonyx-app://app/blobs/icons/a'), { ...options, blobKey: 'x' })).status,
    ).toBe(403);
    expect(
      (
        await answer(new Request('sardonyx-app://app/blobs/icons/a'), {
          ...options,
          corePort: () => undefined,
        })
      ).status,
    ).toBe(503);
  });

  test('starts again after a crash; the page finds the new one, and its streams go on', async () => {
    const { client } = page();
    const seen: string[] = [];
    const twice = Promise.withResolvers<void>();
    const ending = new AbortController();
    const following = (async () => {
      for await (const { appearance } of client.shell.settings({}, { signal: ending.signal })) {
        seen.push(appearance);
        if (seen.length === 1) processes.started[0]?.exit(139);
        else twice.resolve();
      }
    })().catch(() => {});
    await twice.promise;
    ending.abort();
    await following;
    expect(processes.started).toHaveLength(2);
    expect(await client.shell.about({})).toMatchObject({ host: 'electron' });
  });

  test(
    'asks the person, with the reason, when it cannot start, and starts when told to',
    { timeout: 60_000 },
    async () => {
      await running();
      refuses = 'The local store has version 9; this Sardonyx knows 3';
      processes.started[0]?.exit(1);
      expect(await givenUp.promise).toBe(refuses);
      expect(processes.started).toHaveLength(5);
      refuses = undefined;
      supervised.start();
      expect(await page().client.shell.about({})).toMatchObject({ version: '0.1.0' });
    },
  );

  test('stops in order: the core first, then its process, which is not started again', async () => {
    const core = await running();
    const [child] = processes.started;
    if (!child) throw new Error('No process was started');
    const exited = once(child, 'exit');
    await supervised.stop();
    expect(await exited).toEqual([0]);
    expect(core.stopped()).toBe(true);
    expect(processes.started).toHaveLength(1);
    await expect(get(supervised.port() ?? 0, 'x')).rejects.toThrow('ECONNREFUSED');
  });
});
