import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFaultGate, withFaults, type FaultGate } from './faults.ts';
import { startTcpGate, type TcpGate } from './tcp-gate.ts';

let server: Server;
let gate: FaultGate;
let url: string;

beforeEach(async () => {
  gate = createFaultGate();
  server = createServer(
    withFaults(gate, (_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('01234');
      response.end('56789');
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const text = async (address = url) => (await fetch(address)).text();

describe('a fault gate', () => {
  test('lets everything pass without a fault', async () => {
    expect(await text()).toBe('0123456789');
  });

  test('answers a status so many times, then lets pass', async () => {
    gate.set({ status: 503, count: 2 });
    expect((await fetch(url)).status).toBe(503);
    expect((await fetch(url)).status).toBe(503);
    expect((await fetch(url)).status).toBe(200);
  });

  test('concerns only the path it is told', async () => {
    gate.set({ status: 500, path: '/bad' });
    expect((await fetch(`${url}/bad/x`)).status).toBe(500);
    expect((await fetch(`${url}/good`)).status).toBe(200);
  });

  test('cuts a connection before the answer, until cleared', async () => {
    gate.set({ cut: true });
    await expect(fetch(url)).rejects.toThrow();
    gate.clear();
    expect(await text()).toBe('0123456789');
  });

  test('cuts an answer in its middle', async () => {
    gate.set({ cut: 7 });
    const response = await fetch(url);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  test('promises more bytes than it sends', async () => {
    gate.set({ promiseMore: 5, count: 1 });
    const answer = await fetch(url);
    expect(answer.headers.get('content-length')).toBe('15');
    await expect(answer.text()).rejects.toThrow();
    expect(await text()).toBe('0123456789');
  });

  test('trickles an answer, whole and in order', async () => {
    gate.set({ bytesPerSecond: 100 });
    const began = performance.now();
    expect(await text()).toBe('0123456789');
    expect(performance.now() - began).toBeGreaterThan(40);
  });

  test('shifts the date of the answers', async () => {
    gate.set({ clockSkewSeconds: 3600 });
    const date = Date.parse((await fetch(url)).headers.get('date') ?? '');
    expect(date - Date.now()).toBeGreaterThan(3_500_000);
  });
});

describe('a door in front of a server', () => {
  let door: TcpGate;
  beforeEach(async () => {
    door = await startTcpGate(Number(new URL(url).port), 0);
  });
  afterEach(() => door.stop());
  const address = () => `http://127.0.0.1:${door.port}`;

  test('passes bytes both ways', async () => {
    expect(await text(address())).toBe('0123456789');
  });

  test('cuts, answers a status, and passes again', async () => {
    door.set({ cut: true });
    await expect(fetch(address())).rejects.toThrow();
    door.set({ status: 502 });
    expect((await fetch(address())).status).toBe(502);
    door.clear();
    expect(await text(address())).toBe('0123456789');
  });
});
