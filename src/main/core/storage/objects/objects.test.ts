import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { learnDialect } from '../../platform/s3/dialect.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { openTestPlaces, type TestPlaces } from '../places/testing/test-places.ts';
import { createObjects, type Objects } from './objects.ts';

const awkward = ['a b', 'x#y', 'x%2Fy', '..a', 'é 🦄', 'q?a=b&c', `it's "so" <&>`, 'plus+plus'];

describe.each(storeNames())('objects over %s', (name) => {
  const profile = 'platform:default';
  const signal = new AbortController().signal;
  let store: TestStore;
  let there: TestPlaces;
  let objects: Objects;
  let call: Objects['handlers'];
  let bucket: string;
  let versioned: string;
  beforeAll(async () => {
    store = await openStore(name);
    there = await openTestPlaces(store);
    objects = createObjects(there.places.here, there.surroundings);
    call = objects.handlers;
    bucket = await store.bucket();
    versioned = await store.bucket({ versioning: true });
  });
  afterAll(async () => {
    await objects.close();
    await there[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  const put = async (
    key: string,
    body: string | Buffer,
    headers: Record<string, string> = {},
    at = bucket,
  ) => {
    const answer = await store.endpoint.send({ method: 'PUT', bucket: at, key, body, headers });
    await answer.text();
    return answer.headers['x-amz-version-id'] ?? '';
  };
  const get = async (key: string, at = bucket) =>
    (await store.endpoint.send({ method: 'GET', bucket: at, key })).text();

  test.each(awkward)('details, tags and metadata of an object named %j', async (key) => {
    await put(key, 'x,y\n1,2\n', { 'content-type': 'text/csv', 'cache-control': 'no-store' });
    const object = { profile, bucket, key };
    await call.setTags({ ...object, tags: { state: 'to check', year: '2026' } }, { signal });
    const before = await call.details(object, { signal });
    expect(before).toMatchObject({
      size: 8,
      contentType: 'text/csv',
      cacheControl: 'no-store',
      storageClass: 'STANDARD',
      metadata: {},
      tags: { state: 'to check', year: '2026' },
    });
    const metadata = { source: 'Enquête Emploi', 'x-note': 'plain' };
    const contentType = 'text/plain; charset=utf-8';
    await call.setMetadata({ ...object, etag: before.etag, contentType, metadata }, { signal });
    expect(await call.details(object, { signal })).toMatchObject({
      size: 8,
      contentType: 'text/plain; charset=utf-8',
      cacheControl: 'no-store',
      metadata,
      tags: { state: 'to check', year: '2026' },
    });
    await call.setTags({ ...object, tags: {} }, { signal });
    expect((await call.details(object, { signal })).tags).toEqual({});
    expect(await get(key)).toBe('x,y\n1,2\n');
  });

  test('metadata of an object that somebody replaced are left alone', async () => {
    await put('meta', 'one');
    const { etag } = await call.details({ profile, bucket, key: 'meta' }, { signal });
    await put('meta', 'two');
    const asked = { profile, bucket, key: 'meta', etag, contentType: 'a/b', metadata: {} };
    await expect(call.setMetadata(asked, { signal })).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'storage-changed' },
    });
    await expect(call.setMetadata({ ...asked, metadata: { 'a b': 'c' } }, { signal })).rejects.toMatchObject({
      data: { reason: 'storage-metadata-name', field: 'metadata.a b' },
    });
    await expect(
      call.setMetadata({ ...asked, metadata: { a: 'two\r\nlines: x' } }, { signal }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/conflict|invalid-input/) });
  });

  test('tags that S3 does not take are refused by the field', async () => {
    const tags = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`t${index}`, 'x']));
    await expect(call.setTags({ profile, bucket, key: 'meta', tags }, { signal })).rejects.toMatchObject({
      data: { reason: 'storage-tags', field: 'tags' },
    });
    // Longer in bytes than in characters, and of letters that some servers refuse: taken as it is, or refused as a tag.
    await put('tagged', 'x');
    const object = { profile, bucket, key: 'tagged' };
    await call.setTags({ ...object, tags: { état: 'à vérifier' } }, { signal }).then(
      async () => expect((await call.details(object, { signal })).tags).toEqual({ état: 'à vérifier' }),
      (error: unknown) =>
        expect(error).toMatchObject({ data: { code: 'invalid-input', reason: 'storage-tags' } }),
    );
  });

  test('what is not there is told as such', async () => {
    await expect(call.details({ profile, bucket, key: 'none' }, { signal })).rejects.toMatchObject({
      data: { code: 'not-found', reason: 'storage-no-object' },
    });
  });

  test('an old version becomes the newest again, by a copy or by taking delete markers away', async () => {
    const key = 'v é#1';
    const object = { profile, bucket: versioned, key };
    const first = await put(key, 'first', { 'x-amz-meta-n': '1' }, versioned);
    await put(`${key}-other`, 'other', {}, versioned);
    await put(key, 'second', {}, versioned);
    expect(await call.versions(object, { signal })).toMatchObject([
      { latest: true, deleted: false, size: 6 },
      { versionId: first, latest: false, deleted: false, size: 5 },
    ]);
    await call.restoreVersion({ ...object, versionId: first }, { signal });
    expect(await get(key, versioned)).toBe('first');
    expect((await call.details(object, { signal })).metadata).toEqual({ n: '1' });
    expect(await call.versions(object, { signal })).toHaveLength(3);

    for (let times = 0; times < 2; times++)
      await (await store.endpoint.send({ method: 'DELETE', bucket: versioned, key })).text();
    const deleted = await call.versions(object, { signal });
    // MinIO puts no second marker on a first.
    expect(deleted.filter((one) => !one.deleted)).toHaveLength(3);
    expect(deleted[0]).toMatchObject({ latest: true, deleted: true });
    await expect(
      call.details({ ...object, versionId: deleted[0]?.versionId }, { signal }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await call.restoreVersion({ ...object, versionId: deleted[0]?.versionId ?? '' }, { signal });
    expect(await get(key, versioned)).toBe('first');
    expect(await call.versions(object, { signal })).toHaveLength(3);

    await (await store.endpoint.send({ method: 'DELETE', bucket: versioned, key })).text();
    const second = deleted.findLast((one) => one.size === 6)?.versionId ?? '';
    await call.restoreVersion({ ...object, versionId: second }, { signal });
    expect(await get(key, versioned)).toBe('second');
    await expect(
      call.restoreVersion({ ...object, versionId: '00000000-0000-0000-0000-000000000000' }, { signal }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  test('makes a folder once', async () => {
    const place = { profile, bucket, prefix: 'sub/', name: ' dossier é ' };
    expect(await call.createFolder(place, { signal })).toEqual({ key: 'sub/dossier é/' });
    expect(await call.details({ profile, bucket, key: 'sub/dossier é/' }, { signal })).toMatchObject({
      size: 0,
    });
    await expect(call.createFolder(place, { signal })).rejects.toMatchObject({
      data: { reason: 'storage-name-taken' },
    });
    await expect(call.createFolder({ ...place, name: '..' }, { signal })).rejects.toMatchObject({
      data: { reason: 'storage-folder-name' },
    });
  });

  test('a presigned link works for a stranger, and says when it ends', async () => {
    await put('share/é 1.txt', 'shared');
    const object = { profile, bucket, key: 'share/é 1.txt' };
    const link = await call.presign({ ...object, seconds: 3600, method: 'GET' }, { signal });
    expect(await (await fetch(link.address)).text()).toBe('shared');
    expect(link.shortenedByKeys).toBe(false);
    expect(link.expiresAt - Date.now()).toBeGreaterThan(3_500_000);
    const up = await call.presign({ ...object, key: 'drop.txt', seconds: 60, method: 'PUT' }, { signal });
    expect((await fetch(up.address, { method: 'PUT', body: 'dropped' })).status).toBe(200);
    expect(await get('drop.txt')).toBe('dropped');
    expect(there.commands()).toContain(
      `done mc share download --expire 3600s 'default/${bucket}/share/é 1.txt'`,
    );
  });

  test('a prefix is made public and private again, beside what somebody wrote by hand', async () => {
    const place = { profile, bucket, prefix: 'open/' };
    await put('open/a.txt', 'open');
    await put('closed/a.txt', 'closed');
    const hand = {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ByHand',
          Effect: 'Allow',
          Principal: { AWS: ['*'] },
          Action: ['s3:GetObject'],
          Resource: [`arn:aws:s3:::${bucket}/logo.png`],
          Condition: { StringLike: { 'aws:Referer': ['https://example.org/*'] } },
        },
      ],
    };
    const policy = { method: 'PUT' as const, bucket, query: { policy: '' }, body: JSON.stringify(hand) };
    await (await store.endpoint.send(policy)).text();
    const read = async () =>
      JSON.parse(
        await (await store.endpoint.send({ method: 'GET', bucket, query: { policy: '' } })).text(),
      ) as unknown;
    const before = await read();
    expect(await call.publicity(place, { signal })).toEqual({ state: 'private' });
    const on = await call.setPublic({ ...place, on: true }, { signal });
    expect(on).toMatchObject({ state: 'public' });
    expect(await (await fetch(`${on.address}a.txt`)).text()).toBe('open');
    expect((await fetch(store.endpoint.address(bucket, 'closed/a.txt'))).status).toBe(403);
    const list = store.endpoint.address(bucket).href;
    expect((await fetch(`${list}?list-type=2&prefix=open/`)).status).toBe(200);
    expect((await fetch(`${list}?list-type=2`)).status).toBe(403);
    expect(await call.publicity({ ...place, prefix: 'open/below/' }, { signal })).toMatchObject({
      state: 'public',
      by: 'open/',
    });
    expect(await call.publicity({ ...place, prefix: '' }, { signal })).toEqual({ state: 'partly' });
    expect(await call.setPublic({ ...place, on: false }, { signal })).toEqual({ state: 'private' });
    expect(await read()).toEqual(before);
    await (await store.endpoint.send({ method: 'DELETE', bucket, query: { policy: '' } })).text();
    await call.setPublic({ ...place, on: true }, { signal });
    await call.setPublic({ ...place, on: false }, { signal });
    await expect(store.endpoint.send({ method: 'GET', bucket, query: { policy: '' } })).rejects.toMatchObject(
      {
        data: { words: expect.stringContaining('NoSuchBucketPolicy') },
      },
    );
  });

  test('whoever may not read the policy learns that it is unknown', async () => {
    await there.enter({ keys: undefined });
    const found = await call.publicity({ profile, bucket, prefix: 'open/' }, { signal });
    expect(found).toMatchObject({ state: 'unknown', problem: { code: 'forbidden' } });
    await there.enter({});
  });

  test.each(['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1252'])(
    'a text in %s is edited and keeps its encoding, type, metadata and tags',
    async (encoding) => {
      const key = `text ${encoding}.csv`;
      const object = { profile, bucket, key };
      const { writeText } = await import('./text-encoding.ts');
      await put(key, writeText('é;€\r\n1;2\r\n', encoding), {
        'content-type': 'text/csv; header=present',
        'content-language': 'fr',
        'x-amz-meta-from': 'RP',
        'x-amz-tagging': 'a=b',
      });
      const read = await call.readText(object, { signal });
      expect(read).toMatchObject({ text: 'é;€\r\n1;2\r\n', encoding, newline: '\r\n' });
      const { etag } = await call.writeText(
        {
          ...object,
          text: 'é;œ\n',
          encoding: read.encoding,
          newline: read.newline,
          etag: read.etag,
          force: false,
        },
        { signal },
      );
      expect(await call.readText(object, { signal })).toMatchObject({ text: 'é;œ\r\n', encoding, etag });
      expect(await call.details(object, { signal })).toMatchObject({
        contentType: 'text/csv; header=present',
        metadata: { from: 'RP' },
        tags: { a: 'b' },
      });
    },
  );

  describe.each([true, false])('two writers (conditional writes: %s)', (conditional) => {
    const write = (key: string, text: string, etag: string, force = false) =>
      call.writeText({ profile, bucket, key, text, encoding: 'utf-8', etag, force }, { signal });
    beforeAll(() => learnDialect(there.places.here().endpoint(profile), { conditionalWrites: conditional }));

    test('the second is told, and may insist', async () => {
      const key = `two ${String(conditional)}`;
      const { etag } = await write(key, 'one', '');
      await write(key, 'mine', etag);
      await expect(write(key, 'theirs', etag)).rejects.toMatchObject({
        data: { code: 'conflict', reason: 'storage-changed' },
      });
      expect(await get(key)).toBe('mine');
      await expect(write(key, 'new', '')).rejects.toMatchObject({ data: { reason: 'storage-name-taken' } });
      await write(key, 'theirs', etag, true);
      expect(await get(key)).toBe('theirs');
    });

    test('an object that was deleted meanwhile is not made again silently', async () => {
      const key = `deleted ${String(conditional)}`;
      const { etag } = await write(key, 'one', '');
      await (await store.endpoint.send({ method: 'DELETE', bucket, key })).text();
      await expect(write(key, 'two', etag)).rejects.toMatchObject({ data: { reason: 'storage-changed' } });
    });
  });

  test('of ten writers at once exactly one wins', async () => {
    const key = 'ten';
    await put(key, 'start');
    const { etag } = await call.details({ profile, bucket, key }, { signal });
    learnDialect(there.places.here().endpoint(profile), { conditionalWrites: true });
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        call.writeText(
          { profile, bucket, key, text: `writer ${index}`, encoding: 'utf-8', etag, force: false },
          { signal },
        ),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test.each([
    ['storage-text-too-large', Buffer.alloc(5 * 1024 ** 2 + 1, 'a'), {}],
    ['storage-text-binary', Buffer.from([0, 1, 2]), {}],
    ['storage-text-compressed', Buffer.from('x'), { 'content-encoding': 'gzip' }],
  ])('what cannot be edited as a text is refused: %s', async (reason, body, headers) => {
    await put(reason, body, headers);
    await expect(call.readText({ profile, bucket, key: reason }, { signal })).rejects.toMatchObject({
      data: { code: 'unsupported', reason },
    });
  });
});

describe('links whose keys end first', () => {
  test('are no longer good than the keys', async () => {
    await using store = await openStore('sandbox');
    await using there = await openTestPlaces(store);
    const root = await store.endpoint.credentials();
    const expiresAt = Date.now() + 600_000;
    await there.enter({ keys: root && { ...root, expiresAt } });
    const objects = createObjects(there.places.here, there.surroundings);
    const link = await objects.handlers.presign(
      { profile: 'platform:default', bucket: 'alice', key: 'a', seconds: 604_800, method: 'GET' },
      { signal: new AbortController().signal },
    );
    expect(link).toMatchObject({ expiresAt, shortenedByKeys: true });
    await objects.close();
  });

  test('cannot be signed without keys', async () => {
    await using store = await openStore('sandbox');
    await using there = await openTestPlaces(store);
    const signal = new AbortController().signal;
    const objects = createObjects(there.places.here, there.surroundings);
    const given = { name: 'Open', endpoint: store.endpoint.profile.endpoint, region: 'x', pathStyle: true };
    const { id } = await there.handlers.saveProfile(given, { signal });
    await expect(
      objects.handlers.presign(
        { profile: id, bucket: 'alice', key: 'a', seconds: 60, method: 'GET' },
        { signal },
      ),
    ).rejects.toMatchObject({ data: { reason: 'storage-presign-anonymous' } });
    await objects.close();
  });
});
