import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { testNetwork, type TestNetwork } from '../../network/testing/test-network.ts';
import { createS3Endpoint, type S3Endpoint } from '../../platform/s3/endpoint.ts';
import { listAll } from '../../platform/s3/list-objects.ts';
import { createFixedProfile, type StsProfile } from '../../platform/s3/sts.ts';
import { openStore, type TestStore } from '../../platform/s3/testing/stores.ts';
import { startCannedPages, type CannedPages } from './testing/canned-pages.ts';
import { putAll, testListings, type TestListings } from './testing/listings.ts';

const { signal } = new AbortController();

describe('a list whose server fails', () => {
  let store: TestStore;
  let app: TestListings;
  let bucket: string;
  beforeAll(async () => {
    store = await openStore('sandbox');
    app = await testListings(() => store.endpoint);
    bucket = await store.bucket();
    await putAll(
      store.endpoint,
      bucket,
      Array.from({ length: 2500 }, (_, index) => `all/${String(index).padStart(5, '0')}`),
    );
  });
  afterEach(() => store.clearFaults());
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  test.each([
    ['is busy', { status: 503, count: 1 }],
    ['cuts the page in its middle', { cut: 100_000, count: 1 }],
    ['hangs up without an answer', { cut: true, count: 2 }],
  ])('goes on by itself after the server %s', async (_, fault) => {
    await store.fault(fault);
    const reading = app.read({ bucket, prefix: 'all/' });
    expect(await reading.done()).toMatchObject({ state: 'done', count: 2500 });
    await reading.stop();
  });

  test('a failure in the middle keeps the rows that came; listing again brings the rest', async () => {
    const cut = await startCannedPages(5000);
    await using network = await testNetwork();
    const endpoint = endpointOf(cut, network);
    await using broken = await testListings(() => endpoint);
    cut.misbehave('hanging-up');
    const reading = broken.read({ bucket: 'canned' });
    const failed = await reading.done();
    expect(failed).toMatchObject({
      state: 'failed',
      count: 1000,
      failure: { code: 'unreachable', reason: 'connection-lost' },
    });
    const { rows } = await broken.listings.handlers.rows({ id: failed.id, from: 999, count: 5 }, { signal });
    expect(rows.map(({ name }) => name)).toEqual(['donnees/sirene/annee=2026/lot-0000-999.parquet']);
    cut.misbehave(undefined);
    expect(await broken.read({ bucket: 'canned' }).done()).toMatchObject({ state: 'done', count: 5000 });
    await cut.stop();
  });

  test('keys that end between two pages are renewed', async () => {
    const good = { accessKeyId: 'sandbox-root', secretAccessKey: 'sandbox-root-secret' };
    const { profile } = store.endpoint;
    const asked: boolean[] = [];
    const renewing: StsProfile = {
      profile,
      async credentials({ renew = false } = {}) {
        asked.push(renew);
        // The keys end before the second page; a server says then that it does not know them.
        return asked.length === 2 ? { ...good, accessKeyId: 'ended' } : good;
      },
    };
    const endpoint = createS3Endpoint({
      id: 'x',
      kind: 'own',
      profile,
      keys: renewing,
      network: store.network,
      clock: Date.now,
    });
    let found = 0;
    const wish = { bucket, prefix: '', recursive: true, versions: false, inOrder: true };
    for await (const page of listAll(endpoint, wish)) found += page.length;
    expect(found).toBe(2500);
    expect(asked).toEqual([false, false, true, false]);
    endpoint.close();
  });

  test('without the server the last known rows are shown, with their age and the reason', async () => {
    const first = app.read({ bucket, prefix: 'all/' });
    await first.done();
    await expect.poll(() => app.store.kept('storage/listing/')).toHaveLength(1);
    await app.restarted();
    await store.fault({ cut: true });
    const reading = app.read({ bucket, prefix: 'all/', filter: '0249*' });
    const state = await reading.done();
    expect(state).toMatchObject({
      state: 'failed',
      count: 2500,
      matching: 10,
      failure: { code: 'unreachable' },
    });
    expect(Date.now() - (state.asOf ?? 0)).toBeLessThan(600_000);
    const { rows } = await app.listings.handlers.rows({ id: state.id, from: 0, count: 1 }, { signal });
    expect(rows).toMatchObject([
      { kind: 'object', name: '02490', key: 'all/02490', size: 0, storageClass: 'STANDARD' },
    ]);
    const shown = app.listings.resolve({ kind: 'listing', id: state.id, except: [] }).objects({});
    await expect(Array.fromAsync(shown)).rejects.toMatchObject({ data: { code: 'unreachable' } });
    const other = app.read({ bucket, prefix: 'never seen/' });
    expect(await other.done()).toMatchObject({ state: 'failed', count: 0, failure: { code: 'unreachable' } });
    await reading.stop();
    await other.stop();
  }, 60_000);

  test('where copies are forbidden nothing is kept', async () => {
    await using strict = await testListings(() => store.endpoint, { forbidsLocalCopies: true });
    const reading = strict.read({ bucket, prefix: 'all/' });
    await reading.done();
    await reading.stop();
    expect(await strict.store.kept('')).toEqual([]);
  });

  test('the command of mc is shown while it runs', async () => {
    const reading = app.read({ bucket, prefix: "it's/", versions: true });
    await reading.done();
    await reading.stop();
    const [command] = app.commands.list.get().slice(-1);
    expect(command).toMatchObject({
      program: 'mc',
      text: `mc ls --versions 'sandbox/${bucket}/it'\\''s/'`,
      state: 'done',
    });
  });
});

describe('a server that lies', () => {
  let canned: CannedPages;
  let network: TestNetwork;
  let endpoint: S3Endpoint;
  let app: TestListings;
  beforeAll(async () => {
    canned = await startCannedPages(20_000);
    network = await testNetwork();
    endpoint = endpointOf(canned, network);
    app = await testListings(() => endpoint);
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    endpoint.close();
    await network[Symbol.asyncDispose]();
    await canned.stop();
  });

  test.each([
    ['same-token', 'storage-repeats', 'unreachable'],
    ['same-page', 'storage-repeats', 'unreachable'],
    ['empty-pages', 'storage-repeats', 'unreachable'],
    ['no-token', 'storage-no-paging', 'unsupported'],
    ['html', 'storage-not-s3', 'unreachable'],
    ['html-later', 'storage-not-s3', 'unreachable'],
    ['short', 'storage-short', 'unreachable'],
  ] as const)(
    'by %s ends in words, in the app and for actions',
    async (how, reason, code) => {
      canned.misbehave(how);
      const before = canned.requests();
      const reading = app.read({ bucket: 'canned' });
      const state = await reading.done();
      expect(state).toMatchObject({
        state: 'failed',
        failure: { code, reason, values: { host: endpoint.host } },
      });
      const all = (async () => {
        for await (const page of listAll(endpoint, {
          bucket: 'canned',
          prefix: '',
          recursive: true,
          versions: false,
          inOrder: true,
        }))
          expect(page.length).toBeGreaterThan(0);
      })();
      await expect(all).rejects.toMatchObject({ data: { code, reason } });
      expect(canned.requests() - before).toBeLessThan(2100);
      canned.misbehave(undefined);
      await reading.stop();
    },
    60_000,
  );

  test('whose tokens look like numbers is read to its end', async () => {
    const reading = app.read({ bucket: 'canned' });
    expect(await reading.done()).toMatchObject({ state: 'done', count: 20_000 });
    await reading.stop();
  });

  test('is let go when the reader stops', async () => {
    const over = new AbortController();
    const before = canned.requests();
    const all = (async () => {
      for await (const _ of listAll(endpoint, {
        bucket: 'canned',
        prefix: '',
        recursive: true,
        versions: false,
        signal: over.signal,
      }))
        over.abort();
    })();
    await expect(all).rejects.toMatchObject({ data: { code: 'cancelled' } });
    for await (const _ of listAll(endpoint, {
      bucket: 'canned',
      prefix: '',
      recursive: true,
      versions: false,
      inOrder: true,
    }))
      break;
    expect(canned.requests() - before).toBeLessThan(40);
  });

  test('rows that come while they are sorted end in their places', async () => {
    const reading = app.read({ bucket: 'canned', sort: 'size' });
    const { id } = await reading.until(() => true);
    await app.listings.handlers.arrange(
      { id, sort: 'size', descending: true, filter: 'lot 7.parquet' },
      { signal },
    );
    await reading.done();
    const { rows } = await app.listings.handlers.rows({ id, from: 0, count: 500 }, { signal });
    const sizes = rows.map((row) => row.size ?? 0);
    expect(sizes).toEqual([...sizes].sort((one, other) => other - one));
    expect(reading.states.at(-1)).toMatchObject({ count: 20_000, matching: 2000 });
    await reading.stop();
  });
});

function endpointOf(canned: CannedPages, { network }: TestNetwork): S3Endpoint {
  const profile = { name: 'canned', endpoint: canned.url, region: 'us-east-1', pathStyle: true };
  const keys = createFixedProfile(profile, { accessKeyId: 'a', secretAccessKey: 'b' }, Date.now);
  return createS3Endpoint({ id: 'canned', kind: 'own', profile, keys, network, clock: Date.now });
}
