import { mkdtemp, readdir, rm, truncate, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { kept } from './content-cache.ts';
import { cacheFolder, keptContent, trimContent } from './content-files.ts';
import {
  batchId,
  openCampaignStore,
  sampleCampaign,
  sampleDecision,
  sampleItems,
} from './testing/campaign-store.ts';
import type { CampaignStore } from './testing/campaign-store.ts';

let store: CampaignStore;
beforeAll(async () => void (store = await openCampaignStore('sandbox')));
afterEach(() => store.store.clearFaults());
afterAll(() => store[Symbol.asyncDispose]());

async function made(id: string, endpoint?: S3Endpoint) {
  const { files } = await store.laptop(endpoint && { endpoint });
  const campaign = sampleCampaign(id);
  const items = sampleItems(campaign);
  const at = store.at(id);
  const { files: others } = await store.laptop();
  await others.create(at, campaign, items, []);
  return { files, campaign, items, at };
}

test('a part that came short is a broken connection, not a damaged file', async () => {
  const { files, campaign, items, at } = await made('short');
  const rows = items.map((item) => ({ decision: sampleDecision(item), item }));
  const part = await files.writeDecisions(at, { uuid: 'u', annotator: 'alice' }, rows, campaign);
  await store.store.fault({ cut: 100, count: 1 });
  await expect(files.readDecisions(at, part)).rejects.toMatchObject({ data: { code: 'unreachable' } });
  expect((await files.readDecisions(at, part)).rows).toHaveLength(items.length);
});

test('a server that is busy gets nothing twice: the same part, written again, is there once', async () => {
  const { files, campaign, items, at } = await made('busy');
  const rows = items.map((item) => ({ decision: sampleDecision(item), item }));
  const write = () => files.writeDecisions(at, { uuid: 'u', annotator: 'alice' }, rows, campaign);
  await store.store.fault({ status: 503 });
  await expect(write()).rejects.toMatchObject({ data: { code: 'busy' } });
  await store.store.clearFaults();
  const part = await write();
  expect(await files.decisionParts(at)).toEqual([part]);
});

test('a claim whose answer was lost is held once when it is asked for again', async () => {
  let lost = 0;
  const { endpoint } = store.store;
  const unlucky: S3Endpoint = {
    ...endpoint,
    async send(request) {
      const answer = await endpoint.send(request);
      if (request.method !== 'PUT' || !request.key?.includes('/claims/') || lost++ > 0) return answer;
      answer.finish();
      throw new Error('connection lost');
    },
  };
  const { files, campaign, at } = await made('lost', unlucky);
  const claim = () => files.claim(at, campaign, batchId(0), 'alice', 1_000);
  await expect(claim()).rejects.toThrow('connection lost');
  expect((await claim())?.holders).toHaveLength(1);
  expect((await files.claims(at))[0]?.holders).toHaveLength(1);
});

test('a claim that was edited by hand is named', async () => {
  const { files, campaign, at } = await made('edited');
  const key = `${at.prefix}claims/${batchId(0)}.json`;
  await store.store.endpoint.send({ method: 'PUT', bucket: store.bucket, key, body: '{"batch": 1}' });
  await expect(files.claim(at, campaign, batchId(0), 'alice', 1)).rejects.toMatchObject({
    data: { code: 'invalid-input', reason: 'claim-damaged', values: { name: key } },
  });
});

test('a making that is cancelled stops, and no campaign is there', async () => {
  const { files } = await store.laptop();
  const campaign = sampleCampaign('cancelled');
  const at = store.at('cancelled');
  const work = files.create(at, campaign, sampleItems(campaign), [], AbortSignal.abort());
  await expect(work).rejects.toMatchObject({ data: { code: 'cancelled' } });
  await expect(files.read(at)).rejects.toMatchObject({ data: { reason: 'campaign-gone' } });
});

test('content is fetched once, again where the laptop’s copy is not whole, and for another ETag', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-cache-'));
  let fetched = 0;
  const fetch = async () => Buffer.from(`bytes ${(fetched += 1)}`);
  const content = { profile: 'p', bucket: 'b', key: 'k', etag: 'e', size: 7, start: 0, end: 7 };
  const ask = async (rest = {}) =>
    String(await kept({ folder, forbidsLocalCopies: false }, { ...content, ...rest }, fetch));
  try {
    expect([await ask(), await ask()]).toEqual(['bytes 1', 'bytes 1']);
    expect(await ask({ etag: 'f' })).toBe('bytes 2');
    const files = await readdir(path.join(folder, cacheFolder), { recursive: true, withFileTypes: true });
    for (const file of files) if (file.isFile()) await truncate(path.join(file.parentPath, file.name), 3);
    expect(await ask()).toBe('bytes 3');
    expect(await ask()).toBe('bytes 3');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('what was of no use for the longest goes first, and all of it on demand', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-cache-'));
  const ask = async (key: string) => {
    let isFetched = false;
    const content = { profile: 'p', bucket: 'b', key, etag: 'e', size: 7, start: 0, end: 7 };
    await kept({ folder, forbidsLocalCopies: false }, content, async () => {
      isFetched = true;
      return Buffer.from('7 bytes');
    });
    return isFetched;
  };
  const cache = keptContent(() => ({ folder }));
  try {
    for (const key of ['a', 'b', 'c']) await ask(key);
    const root = path.join(folder, cacheFolder);
    const files = await readdir(root, { recursive: true, withFileTypes: true });
    for (const file of files) if (file.isFile()) await utimes(path.join(file.parentPath, file.name), 1, 1);
    expect(await cache.kept()).toEqual({ count: 3, bytes: 21, oldest: 1_000 });
    expect(await ask('a')).toBe(false);
    await trimContent(folder, 13);
    expect(await cache.kept()).toMatchObject({ count: 1, bytes: 7 });
    expect([await ask('a'), await ask('b')]).toEqual([false, true]);
    await cache.remove();
    expect(await cache.kept()).toEqual({ count: 0, bytes: 0, oldest: undefined });
    expect(await ask('a')).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});
