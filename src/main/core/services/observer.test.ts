import type http from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Services } from '../../../shared/contract/services.ts';
import { json, serve, type TestServer } from '../platform/kubernetes/testing/server.ts';
import type { OnyxiaClient } from '../platform/onyxia/client.ts';
import { openDatabases, type Databases } from '../store/database.ts';
import { observe, type Observer } from './observer.ts';

/** What the cluster lets the person see; its lists are empty. */
let admits: 'nothing' | 'all' = 'nothing';
const cluster: http.RequestListener = (request, response) => {
  const url = new URL(request.url ?? '', 'http://x');
  if (admits === 'nothing')
    return json(response, 401, { kind: 'Status', message: 'Unauthorized', code: 401 });
  if (url.searchParams.get('watch') === 'true') return response.writeHead(200).flushHeaders();
  json(response, 200, { items: [], metadata: { resourceVersion: '1' } });
};

/** An Onyxia where nothing runs; `looks` counts how often it was asked. */
let looks = 0;
const onyxia = {
  services: async () => {
    looks += 1;
    return [];
  },
  quota: async () => undefined,
  events: async function* () {},
} as unknown as OnyxiaClient;

let folder: string;
let databases: Databases;
let server: TestServer;
let observer: Observer;

beforeEach(async () => {
  admits = 'nothing';
  looks = 0;
  folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-observer-'));
  databases = openDatabases(folder);
  server = await serve(cluster);
  observer = await observe(
    {
      key: 'x',
      store: databases.open('x', 'alice'),
      namespace: 'user-alice',
      project: 'user-alice',
      userName: 'alice',
      inGroup: false,
      client: server.client,
      onyxia,
      installer: undefined,
      projectPassword: async () => undefined,
    },
    Date.now,
  );
});
afterEach(async () => {
  await observer.stop();
  await server.close();
  await databases.close();
  await rm(folder, { recursive: true });
});

/** The first state for which the condition holds. */
function until(condition: (state: z.infer<typeof Services>) => boolean): Promise<z.infer<typeof Services>> {
  return new Promise((resolve) => {
    const stop = observer.state.onChange((next) => {
      if (!condition(next)) return;
      stop();
      resolve(next);
    });
    const now = observer.state.get();
    if (!condition(now)) return;
    stop();
    resolve(now);
  });
}

test('where the cluster refuses, Onyxia tells the state, and the refusal is told beside it', async () => {
  const polled = await until(({ source, connection }) => source === 'poll' && connection === 'live');
  expect(polled.problem?.code).toBe('signed-out');
});

test('once the cluster lets the person in, its word counts alone', async () => {
  await until(({ source }) => source === 'poll');
  admits = 'all';
  observer.wake();
  const watched = await until(({ source, connection }) => source === 'watch' && connection === 'live');
  expect(watched.problem).toBeUndefined();
  const [asked, before] = [server.asked.length, looks];
  observer.wake();
  await expect.poll(() => server.asked.length).toBeGreaterThan(asked);
  expect(looks).toBe(before);
});
