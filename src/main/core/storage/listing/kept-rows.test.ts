import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { failure } from '../../../../shared/contract/errors.ts';
import { testNetwork, type TestNetwork } from '../../network/testing/test-network.ts';
import { createS3Endpoint, type S3Endpoint } from '../../platform/s3/endpoint.ts';
import { createFixedProfile } from '../../platform/s3/sts.ts';
import { startCannedPages, type CannedPages } from './testing/canned-pages.ts';
import { testListings, type TestListings } from './testing/listings.ts';

const { signal } = new AbortController();
const rows = 8000;

describe('a folder that was seen before', () => {
  let canned: CannedPages;
  let network: TestNetwork;
  let endpoint: S3Endpoint;
  /** What becomes of requests. */
  let send: S3Endpoint['send'];
  let isOffline = false;
  let app: TestListings;
  beforeAll(async () => {
    canned = await startCannedPages(rows);
    network = await testNetwork();
    const profile = { name: 'canned', endpoint: canned.url, region: 'us-east-1', pathStyle: true };
    const keys = createFixedProfile(profile, { accessKeyId: 'a', secretAccessKey: 'b' }, Date.now);
    endpoint = createS3Endpoint({
      id: 'canned',
      kind: 'own',
      profile,
      keys,
      network: network.network,
      clock: Date.now,
    });
    send = endpoint.send;
    app = await testListings(() => ({ ...endpoint, send: (request) => send(request) }), {
      isOffline: () => isOffline,
    });
    await app.read({ bucket: 'canned' }).done();
    await vi.waitUntil(async () => (await keptAt()) > 0);
    await app.restarted();
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    endpoint.close();
    await network[Symbol.asyncDispose]();
    await canned.stop();
  });

  const keptAt = async () => (await app.store.kept('storage/listing/'))[0]?.at ?? 0;
  const rowAt = async (id: string, from: number) =>
    (await app.listings.handlers.rows({ id, from, count: 1 }, { signal })).rows[0];

  test('is shown from the store while the server still thinks, and by the server from its first page on', async () => {
    canned.misbehave('silent');
    const reading = app.read({ bucket: 'canned', filter: 'lot' });
    const first = await reading.until(() => true);
    expect(first).toMatchObject({ state: 'listing', count: 5000, matching: 5000 });
    expect(Date.now() - (first.asOf ?? 0)).toBeLessThan(600_000);
    const kept = await rowAt(first.id, 4999);
    await app.listings.handlers.arrange(
      { id: first.id, sort: 'name', descending: true, filter: '' },
      { signal },
    );
    expect(await rowAt(first.id, 0)).toEqual(kept);
    canned.misbehave(undefined);
    const live = await reading.until(({ asOf }) => asOf === undefined);
    expect(live.generation).toBeGreaterThan(first.generation);
    const last = await reading.done();
    expect(last).toMatchObject({ state: 'done', count: rows });
    expect(last.asOf).toBeUndefined();
    // What a person chose meanwhile holds for the rows of the server too.
    expect(await rowAt(last.id, rows - 5000)).toEqual(kept);
    await reading.stop();
  });

  test('that is on screen is read again without the older rows of the store', async () => {
    const shown = app.read({ bucket: 'canned' });
    await shown.done();
    const again = app.read({ bucket: 'canned' });
    await again.done();
    expect(again.states.every(({ asOf }) => asOf === undefined)).toBe(true);
    await shown.stop();
    await again.stop();
  });

  test('stays on screen when the server is not reached; a network known to be down is asked once', async () => {
    isOffline = true;
    let asked = 0;
    send = () => {
      asked += 1;
      return Promise.reject(failure('unreachable', 'No route'));
    };
    const reading = app.read({ bucket: 'canned', sort: 'size', descending: true });
    const state = await reading.done();
    expect(state).toMatchObject({ state: 'failed', count: 5000, failure: { code: 'unreachable' } });
    expect(state.asOf).toBeDefined();
    expect(asked).toBe(1);
    const [one, other] = [await rowAt(state.id, 0), await rowAt(state.id, 1)];
    expect(one?.size).toBeGreaterThan(other?.size ?? Infinity);
    await reading.stop();
  });

  test('a server that answers that it is busy is asked again even so', async () => {
    const before = await keptAt();
    let asked = 0;
    send = (request) => {
      asked += 1;
      return asked === 1 ? Promise.reject(failure('busy', 'Later')) : endpoint.send(request);
    };
    const reading = app.read({ bucket: 'canned' });
    expect(await reading.done()).toMatchObject({ state: 'done', count: rows });
    await expect.poll(keptAt).toBeGreaterThan(before);
    await reading.stop();
  });

  test('is forgotten when it may not be seen any more', async () => {
    send = () => Promise.reject(failure('forbidden', 'No'));
    const reading = app.read({ bucket: 'canned' });
    const state = await reading.done();
    expect(state).toMatchObject({ state: 'failed', count: 0, failure: { code: 'forbidden' } });
    expect(state.asOf).toBeUndefined();
    expect(await app.store.kept('storage/listing/')).toEqual([]);
    await reading.stop();
  });
});
