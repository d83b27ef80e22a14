import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { isFailure, type Failure } from '../../../shared/contract/errors.ts';
import { skewOf } from './clock-skew.ts';
import * as certificates from './testing/certificates.ts';
import { startConnectProxy, startSocksProxy } from './testing/proxies.ts';
import { testNetwork } from './testing/test-network.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

async function serve(listener: RequestListener, tls?: { cert: string; key: string }) {
  const server = tls ? createHttps(tls, listener) : createHttp(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function network(options: Parameters<typeof testNetwork>[0] = {}) {
  const made = await testNetwork(options);
  stops.push(() => made[Symbol.asyncDispose]());
  return made;
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isFailure(error)) throw new Error(`No failure but ${String(error)}`);
  return error;
}

const hello: RequestListener = (_request, response) => void response.end('hello');

describe('through a proxy', () => {
  test('https is tunnelled by CONNECT with the password, http is forwarded', async () => {
    const proxy = await startConnectProxy();
    stops.push(proxy.stop);
    const secure = await serve(hello, certificates.server);
    const plain = await serve(hello);
    const settings = { mode: 'manual', url: `http://user:secret@${proxy.at}` } as const;
    const { network: it } = await network({ proxy: settings, authorities: [certificates.authority] });
    expect(await (await it.fetch(`https://some.sardonyx.test:${secure.port}/`)).text()).toBe('hello');
    expect(await (await it.fetch(`http://other.sardonyx.test:${plain.port}/`)).text()).toBe('hello');
    expect(proxy.asked).toEqual([
      `CONNECT some.sardonyx.test:${secure.port}`,
      `GET other.sardonyx.test:${plain.port}`,
    ]);
  });

  test('a proxy that is itself reached by https, with a private authority', async () => {
    const proxy = await startConnectProxy(certificates.server);
    stops.push(proxy.stop);
    const secure = await serve(hello, certificates.server);
    const plain = await serve(hello);
    const settings = { mode: 'manual', url: `https://user:secret@${proxy.at}` } as const;
    const { network: it } = await network({ proxy: settings, authorities: [certificates.authority] });
    for (const address of [
      `https://some.sardonyx.test:${secure.port}/`,
      `http://some.sardonyx.test:${plain.port}/`,
    ]) {
      expect(await (await it.fetch(address)).text()).toBe('hello');
    }
    expect(proxy.asked).toEqual([
      `CONNECT some.sardonyx.test:${secure.port}`,
      `CONNECT some.sardonyx.test:${plain.port}`,
    ]);
  });

  test('SOCKS5 gets the name, not an address, and its password', async () => {
    const proxy = await startSocksProxy();
    stops.push(proxy.stop);
    const secure = await serve(hello, certificates.server);
    const { network: it } = await network({
      environment: { ALL_PROXY: `socks5h://user:secret@${proxy.at}` },
      authorities: [certificates.authority],
    });
    expect(await (await it.fetch(`https://some.sardonyx.test:${secure.port}/`)).text()).toBe('hello');
    expect(proxy.asked).toEqual([`some.sardonyx.test:${secure.port}`]);
    const { network: wrong } = await network({
      proxy: { mode: 'manual', url: `socks5://user:wrong@${proxy.at}` },
    });
    expect((await failureOf(wrong.fetch('https://some.sardonyx.test/'))).data.reason).toBe(
      'proxy-credentials',
    );
  });

  test('a missing password, a proxy that is away and a server that is none are told apart', async () => {
    const proxy = await startConnectProxy();
    stops.push(proxy.stop);
    const { network: without } = await network({ proxy: { mode: 'manual', url: proxy.at } });
    for (const address of ['https://some.sardonyx.test/', 'http://some.sardonyx.test/']) {
      const asked = await failureOf(without.fetch(address));
      expect(asked.data).toMatchObject({
        code: 'unreachable',
        reason: 'proxy-credentials',
        values: { host: 'some.sardonyx.test', proxy: proxy.at },
      });
    }
    const gone = await startConnectProxy();
    await gone.stop();
    const { network: away } = await network({ proxy: { mode: 'manual', url: gone.at } });
    expect((await failureOf(away.fetch('https://some.sardonyx.test/'))).data).toMatchObject({
      code: 'unreachable',
      reason: 'proxy',
      values: { proxy: gone.at },
    });
  });

  test('a change of settings takes effect for the next request and tells who listens', async () => {
    const proxy = await startConnectProxy();
    stops.push(proxy.stop);
    const plain = await serve(hello);
    const { network: it, changeProxy } = await network({ proxy: { mode: 'none' } });
    let told = 0;
    it.onChange(() => (told += 1));
    expect((await failureOf(it.fetch(`http://some.sardonyx.test:${plain.port}/`))).data.reason).toBe('dns');
    changeProxy({ mode: 'manual', url: `user:secret@${proxy.at}` });
    expect((await it.fetch(`http://some.sardonyx.test:${plain.port}/`)).status).toBe(200);
    expect(told).toBe(1);
  });

  test('a WebSocket goes by the agent, through the proxy and TLS', async () => {
    const proxy = await startConnectProxy();
    stops.push(proxy.stop);
    const { server, port } = await serve(hello, certificates.server);
    const sockets = new WebSocketServer({ server });
    stops.push(() => sockets.close());
    sockets.on('connection', (socket) => socket.send('welcome'));
    const { network: it } = await network({ proxy: { mode: 'manual', url: `user:secret@${proxy.at}` } });
    const address = `wss://some.sardonyx.test:${port}/`;
    const socket = new WebSocket(address, {
      agent: it.agent(address, { certificateAuthority: certificates.authority }),
    });
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(message.toString()).toBe('welcome');
    expect(proxy.asked).toEqual([`CONNECT some.sardonyx.test:${port}`]);
    socket.terminate();
    const refused = new WebSocket(address, { agent: it.agent(address) });
    const [error] = (await once(refused, 'error')) as [Error];
    expect((await it.explain(error, address)).data).toMatchObject({
      code: 'untrusted',
      reason: 'unknown-authority',
    });
  });

  test('a child process takes the same way', async () => {
    const secure = await serve(hello, certificates.server);
    const proxy = await startConnectProxy();
    stops.push(proxy.stop);
    const { network: it } = await network({
      proxy: { mode: 'manual', url: `user:secret@${proxy.at}`, except: 'intra.org' },
    });
    const address = `https://some.sardonyx.test:${secure.port}/`;
    const environment = await it.environment({ address, certificateAuthority: certificates.authority });
    expect(environment['NO_PROXY']).toBe('intra.org');
    const script = `fetch(${JSON.stringify(address)}).then(async (r) => console.log(await r.text()))`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
      env: { PATH: process.env['PATH'], NODE_USE_ENV_PROXY: '1', ...environment },
    });
    expect(stdout.trim()).toBe('hello');
  });
});

describe('a certificate', () => {
  test.each([
    ['of an unknown authority', 'unknown-authority', certificates.server, []],
    ['that signed itself', 'self-signed', certificates.lone, []],
    ['that ended', 'certificate-expired', certificates.expired, [certificates.authority]],
    ['for another name', 'wrong-name', certificates.elsewhere, [certificates.authority]],
  ])('%s is refused with its chain', async (_title, reason, tls, authorities) => {
    const { port } = await serve(hello, tls);
    const { network: it } = await network({ authorities });
    const { data } = await failureOf(it.fetch(`https://127.0.0.1:${port}/`));
    expect(data).toMatchObject({ code: 'untrusted', reason, values: { host: `127.0.0.1:${port}` } });
    expect(data.chain?.[0]?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(data.chain?.[0]?.validTo).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test('is accepted once its authority is trusted, for that view alone', async () => {
    const { port } = await serve(hello, certificates.server);
    const { network: it } = await network();
    const trusting = it.trusting([certificates.authority]);
    expect((await trusting.fetch(`https://127.0.0.1:${port}/`)).status).toBe(200);
    expect((await failureOf(it.fetch(`https://127.0.0.1:${port}/`))).code).toBe('untrusted');
  });

  test('of ours is shown to a server that asks, and its name may be another than the address', async () => {
    const asking = {
      ...certificates.server,
      ca: certificates.authority,
      requestCert: true,
      rejectUnauthorized: true,
    };
    const { port } = await serve((request, response) => {
      response.end((request.socket as TLSSocket).getPeerCertificate().subject.CN);
    }, asking);
    const { network: it } = await network();
    const clientCertificate = { certificate: certificates.elsewhere.cert, key: certificates.elsewhere.key };
    const trust = {
      certificateAuthority: certificates.authority,
      serverName: 'k8s.sardonyx.test',
      clientCertificate,
    };
    expect(await (await it.fetch(`https://127.0.0.1:${port}/`, trust)).text()).toBe('elsewhere');
    expect(
      await failureOf(it.fetch(`https://127.0.0.1:${port}/`, { ...trust, serverName: 'other.example' })),
    ).toMatchObject({ data: { reason: 'wrong-name' } });
    expect(
      (
        await failureOf(
          it.fetch(`https://127.0.0.1:${port}/`, { certificateAuthority: certificates.authority }),
        )
      ).code,
    ).toBe('unreachable');
  });

  test('is not what is wrong where a server speaks plain http', async () => {
    const { port } = await serve(hello);
    const { network: it } = await network();
    expect((await failureOf(it.fetch(`https://127.0.0.1:${port}/`))).data).toMatchObject({
      code: 'unreachable',
      reason: 'not-https',
    });
  });
});

describe('without an answer', () => {
  test('an unknown name, a closed port and silence are told apart', async () => {
    const { network: it } = await network();
    expect((await failureOf(it.fetch('http://no-such-host.invalid/'))).data).toMatchObject({
      reason: 'dns',
      values: { host: 'no-such-host.invalid' },
    });
    const closed = await serve(hello);
    closed.server.close();
    expect((await failureOf(it.fetch(`http://127.0.0.1:${closed.port}/`))).data.reason).toBe('refused');
    const silent = await serve(() => {});
    expect(
      (await failureOf(it.fetch(`http://127.0.0.1:${silent.port}/`, { timeout: 100 }))).data.reason,
    ).toBe('timeout');
    expect(
      (await failureOf(it.fetch(`http://127.0.0.1:${silent.port}/`, { signal: AbortSignal.abort() }))).code,
    ).toBe('cancelled');
  });

  test('of anything we are offline, until one server answers', async () => {
    const { port } = await serve(hello);
    const { network: it } = await network();
    expect(it.reachability.state().state).toBe('online');
    await failureOf(it.fetch('http://no-such-host.invalid/'));
    expect(it.reachability.state().state).toBe('offline');
    await it.fetch(`http://127.0.0.1:${port}/`);
    expect(it.reachability.state().state).toBe('online');
    await failureOf(it.fetch('http://no-such-host.invalid/'));
    expect(it.reachability.state().state).toBe('online');
  });
});

describe('a redirect', () => {
  test('does not carry secrets to another origin', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers['x-kept'] as string);
      response.end();
    });
    const first = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response
        .writeHead(302, { location: request.url === '/' ? '/again' : `http://127.0.0.1:${other.port}/` })
        .end();
    });
    const { network: it } = await network();
    await it.fetch(`http://127.0.0.1:${first.port}/`, {
      headers: { authorization: 'Bearer a', 'x-kept': 'yes' },
    });
    expect(seen).toEqual(['Bearer a', 'Bearer a', undefined, 'yes']);
  });

  test('is followed five times at most', async () => {
    let asked = 0;
    const { port } = await serve((_request, response) => {
      asked += 1;
      response.writeHead(307, { location: '/' }).end();
    });
    const { network: it } = await network();
    expect((await failureOf(it.fetch(`http://127.0.0.1:${port}/`))).data.reason).toBe('too-many-redirects');
    expect(asked).toBe(6);
  });
});

test('the skew of a clock is learnt from the Date of an answer', async () => {
  const { port } = await serve(hello);
  const { network: it } = await network({ clock: () => Date.now() - 3_600_000 });
  await it.fetch(`http://127.0.0.1:${port}/`);
  expect(it.clockSkew(`http://127.0.0.1:${port}/x`)).toBeGreaterThan(3_590_000);
  expect(skewOf('Thu, 01 Jan 1970 00:00:10 GMT', 10_200, 10_900)).toBe(0);
  expect(skewOf('Thu, 01 Jan 1970 00:00:10 GMT', 71_000, 71_500)).toBe(-60_000);
  expect(skewOf('nonsense', 0, 1)).toBeUndefined();
});
