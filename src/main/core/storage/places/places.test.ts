import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { element } from '../../platform/s3/xml-element.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { platformProfileId } from './endpoints.ts';
import { openTestPlaces, type TestPlaces } from './testing/test-places.ts';

describe.each(storeNames())('places over %s', (name) => {
  let store: TestStore;
  let there: TestPlaces;
  const signal = new AbortController().signal;
  beforeAll(async () => {
    store = await openStore(name);
    there = await openTestPlaces(store);
  });
  afterAll(async () => {
    await there[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });
  const keys = () => there.rootKeys;

  test('shows the profile, bookmarks and home of the platform', async () => {
    const places = await there.now();
    expect(places.profiles).toMatchObject([
      { id: 'platform:default', name: 'default', kind: 'platform', pathStyle: true },
    ]);
    expect(places.bookmarks).toEqual([
      { profile: 'platform:default', bucket: 'alice', prefix: '', title: 'Personal', from: 'platform' },
      {
        profile: 'platform:default',
        bucket: 'projet-nace',
        prefix: '',
        title: 'Group projet-nace',
        titles: { en: 'Group projet-nace', fr: 'Groupe projet-nace' },
        from: 'platform',
      },
    ]);
    expect(places.home).toEqual({ profile: 'platform:default', bucket: 'alice', prefix: '' });
  });

  test('the home of a project is the bucket of its group', async () => {
    await there.enter({
      project: { id: 'projet-nace', name: 'nace', group: 'projet-nace', namespace: 'projet-nace' },
    });
    expect((await there.now()).home?.bucket).toBe('projet-nace');
    await there.enter({});
  });

  test('makes a bucket with versions, lists it, suspends them, removes it', async () => {
    const bucket = there.name('made');
    const profile = 'platform:default';
    await there.handlers.createBucket({ profile, bucket, versioning: true }, { signal });
    const listed = await there.handlers.buckets({ profile }, { signal });
    expect(listed.state).toBe('live');
    expect(listed.buckets.find((one) => one.name === bucket)).toMatchObject({ owner: 'other' });
    await there.handlers.setVersioning({ profile, bucket, on: false }, { signal });
    const answer = await store.endpoint.send({ method: 'GET', bucket, query: { versioning: '' } });
    expect(element(await answer.text(), 'Status')).toBe('Suspended');
    await store.endpoint.send({ method: 'PUT', bucket, key: 'a', body: 'x' });
    await expect(there.handlers.removeBucket({ profile, bucket }, { signal })).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'storage-bucket-not-empty' },
    });
    await store.endpoint.send({ method: 'DELETE', bucket, key: 'a', query: { versionId: 'null' } });
    await there.handlers.removeBucket({ profile, bucket }, { signal });
    expect(there.commands()).toEqual(
      expect.arrayContaining([
        `done mc mb --with-versioning default/${bucket}`,
        `done mc version suspend default/${bucket}`,
        `failed mc rb default/${bucket}`,
        `done mc rb default/${bucket}`,
      ]),
    );
  });

  test.each(['Upper', '-ab', 'a..b', '192.168.1.1', 'under_score', 'xn--a', 'ab-'])(
    'refuses %s as a name before asking the server',
    async (bucket) => {
      await expect(
        there.handlers.createBucket({ profile: 'platform:default', bucket, versioning: false }, { signal }),
      ).rejects.toMatchObject({ data: { reason: 'storage-bucket-name', field: 'bucket' } });
    },
  );

  test('keeps an own profile, its secret in the keychain alone', async () => {
    const { id } = await there.handlers.saveProfile(
      {
        name: 'My store',
        endpoint: store.endpoint.profile.endpoint,
        region: 'us-east-1',
        pathStyle: true,
        ...keys(),
      },
      { signal },
    );
    const found = await there.handlers.buckets({ profile: id }, { signal });
    expect(found.state).toBe('live');
    expect(new Set(found.buckets.map(({ owner }) => owner))).not.toContain('other');
    expect(JSON.stringify(await there.stored())).not.toContain(keys().secretAccessKey);
    expect(JSON.stringify(await there.now())).not.toContain(keys().secretAccessKey);
    expect([...there.secrets.keys()]).toEqual([expect.stringMatching(/^storage\/[^/]+\/alice\/own-/)]);

    const { secretAccessKey: _secret, ...rest } = keys();
    const endpoint = store.endpoint.profile.endpoint;
    await there.handlers.saveProfile(
      { id, name: 'Renamed', endpoint, region: 'us-east-1', pathStyle: true, ...rest },
      { signal },
    );
    await there.enter({});
    expect((await there.handlers.buckets({ profile: id }, { signal })).state).toBe('live');
    expect((await there.now()).profiles.at(-1)).toMatchObject({ id, name: 'Renamed', kind: 'own' });

    await there.handlers.addBookmark(
      { profile: id, bucket: 'some-bucket', prefix: 'a/b', title: 'Mine' },
      { signal },
    );
    expect((await there.now()).bookmarks.at(-1)).toMatchObject({ prefix: 'a/b/', from: 'own' });
    await there.handlers.removeProfile({ profile: id }, { signal });
    expect(there.secrets.size).toBe(0);
    expect((await there.now()).bookmarks).toHaveLength(2);
    await expect(there.handlers.buckets({ profile: id }, { signal })).rejects.toMatchObject({
      data: { reason: 'storage-no-profile' },
    });
  });

  test('own keys that the server does not know, or that are not here any more, are named', async () => {
    const endpoint = store.endpoint.profile.endpoint;
    const { id } = await there.handlers.saveProfile(
      {
        name: 'Old',
        endpoint,
        region: 'us-east-1',
        pathStyle: true,
        accessKeyId: 'GONE12345678',
        secretAccessKey: 'not-a-secret-at-all',
      },
      { signal },
    );
    await expect(there.handlers.buckets({ profile: id }, { signal })).rejects.toMatchObject({
      data: { code: 'forbidden', reason: 'storage-own-keys-ended', values: { name: 'Old' } },
    });
    there.secrets.clear();
    await there.enter(undefined);
    await there.enter({});
    await expect(there.handlers.buckets({ profile: id }, { signal })).rejects.toMatchObject({
      data: { reason: 'storage-own-keys-missing' },
    });
    await there.handlers.removeProfile({ profile: id }, { signal });
  });

  test('a profile without keys is anonymous; a half-given one or a wrong address is refused', async () => {
    const endpoint = store.endpoint.profile.endpoint;
    const given = { name: 'Open', endpoint, region: 'us-east-1', pathStyle: true };
    const { id } = await there.handlers.saveProfile(given, { signal });
    expect((await there.now()).profiles.at(-1)).toMatchObject({ id, kind: 'anonymous' });
    const list = await there.handlers.buckets({ profile: id }, { signal });
    expect(list.problem).toMatchObject({ code: 'forbidden', reason: 'storage-buckets-forbidden' });
    await expect(
      there.handlers.saveProfile({ ...given, accessKeyId: 'X' }, { signal }),
    ).rejects.toMatchObject({ data: { field: 'secretAccessKey' } });
    await expect(
      there.handlers.saveProfile({ ...given, endpoint: 'ftp://x' }, { signal }),
    ).rejects.toMatchObject({ data: { field: 'endpoint' } });
    await there.handlers.removeProfile({ profile: id }, { signal });
  });

  test('where the list of buckets is forbidden, the known ones are shown', async () => {
    const bucket = await store.bucket();
    await there.enter({ keys: undefined });
    await there.handlers.addBookmark(
      { profile: 'platform:default', bucket, prefix: '', title: 'Shared' },
      { signal },
    );
    const list = await there.handlers.buckets({ profile: 'platform:default' }, { signal });
    expect(list.problem?.reason).toBe('storage-buckets-forbidden');
    expect(list.state).toBe('live');
    expect(list.buckets).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'alice', owner: 'mine' }),
        expect.objectContaining({ name: 'projet-nace', owner: 'group' }),
        expect.objectContaining({ name: bucket, owner: 'other' }),
      ]),
    );
    await there.handlers.removeBookmark({ profile: 'platform:default', bucket, prefix: '' }, { signal });
    await there.enter({});
  });

  test('tries what the server can do, leaves nothing behind, and remembers it', async () => {
    for (const versioning of [false, true]) {
      const bucket = await store.bucket({ versioning });
      const dialect = await there.handlers.tryDialect({ profile: 'platform:default', bucket }, { signal });
      expect(dialect).toMatchObject({
        product: name === 'MinIO' ? 'MinIO' : 'Sandbox',
        checksums: true,
        deleteObjects: true,
        policies: true,
        versioning: true,
        conditionalWrites: true,
      });
      const left = await store.endpoint.send({ method: 'GET', bucket, query: { versions: '' } });
      expect(await left.text()).not.toMatch(/<(Version|DeleteMarker)>/);
    }
    await there.enter(undefined);
    await there.enter({});
    expect((await there.now()).profiles[0]?.dialect).toMatchObject({ conditionalWrites: true });
  });
});

describe.each(storeNames().filter((name) => name === 'MinIO'))('a person of %s with few rights', (name) => {
  test('sees the own bucket and those that are known, and what the rights leave open stays open', async () => {
    await using store = await openStore(name);
    await using there = await openTestPlaces(store);
    const signal = new AbortController().signal;
    const [own, other] = [await store.bucket({ versioning: true }), await store.bucket()];
    const sts = new STSClient({
      endpoint: store.endpoint.profile.endpoint,
      region: 'us-east-1',
      credentials: there.rootKeys,
    });
    const allow = (Action: string[], bucket: string) => ({
      Effect: 'Allow',
      Action,
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    });
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: 'arn:xxx:xxx:xxx:xxxx',
        RoleSessionName: 'few',
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: [allow(['s3:GetObject'], other)] }),
      }),
    );
    const expiresAt = given?.Expiration?.getTime();
    const keys = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken,
      expiresAt,
    };
    await there.enter({ keys, userName: own });
    const profile = 'platform:default';
    await there.handlers.addBookmark({ profile, bucket: other, prefix: '', title: 'Shared' }, { signal });
    const list = await there.handlers.buckets({ profile }, { signal });
    expect(list).toMatchObject({ state: 'live', problem: { reason: 'storage-buckets-forbidden' } });
    expect(list.buckets).toEqual(
      expect.arrayContaining([
        { name: own, owner: 'mine', versioning: 'unknown' },
        { name: other, owner: 'other' },
      ]),
    );
    expect((await there.now()).profiles[0]).toMatchObject({ expiresAt });
    const dialect = await there.handlers.tryDialect({ profile, bucket: other }, { signal });
    expect(dialect).not.toHaveProperty('conditionalWrites');
    await expect(
      there.handlers.createBucket({ profile, bucket: there.name('no'), versioning: false }, { signal }),
    ).rejects.toMatchObject({ data: { code: 'forbidden', reason: 'storage-forbidden' } });
    sts.destroy();
  });
});

describe('going from one place to another', () => {
  test('the last one wins, and what is closed is not used any more', async () => {
    await using store = await openStore('sandbox');
    await using there = await openTestPlaces(store);
    const entered: (string | undefined)[] = [];
    const stop = there.places.onEnter((context) => entered.push(context?.key));
    const before = there.places.here().endpoint('platform:default');
    await there.enter({ key: 'same place' });
    expect(there.places.here().endpoint('platform:default')).toBe(before);
    await Promise.all([there.enter({ key: 'one' }), there.enter({ key: 'two' })]);
    expect(there.places.here().key).toBe('two');
    await there.enter(undefined);
    expect(entered).toEqual(['same place', 'two', undefined]);
    expect(() => there.places.here()).toThrow(/signed in/);
    expect((await there.now()).profiles).toEqual([]);
    stop();
  });

  test('the name of a profile becomes part of an address', () => {
    const id = (name: string) => platformProfileId({ profile: { name } as never });
    expect(id('default')).toBe('platform:default');
    expect(id('Équipe A/B')).toMatch(/^platform:-quipe-A-B-[0-9a-f]{8}$/);
    expect(id('Équipe A B')).not.toBe(id('Équipe A/B'));
  });
});

describe('places of a server that fell silent', () => {
  test('shows the last known buckets with their age, and fails where none are known', async () => {
    const store = await openStore('sandbox');
    const there = await openTestPlaces(store);
    const signal = new AbortController().signal;
    const profile = 'platform:default';
    await store.fault({ status: 503 });
    await expect(there.handlers.buckets({ profile }, { signal })).rejects.toMatchObject({ code: 'busy' });
    await store.clearFaults();
    const live = await there.handlers.buckets({ profile }, { signal });
    await store.fault({ cut: true });
    const stored = await there.handlers.buckets({ profile }, { signal });
    expect(stored).toMatchObject({
      state: 'stored',
      buckets: live.buckets,
      problem: { code: 'unreachable' },
    });
    expect(stored.asOf).toBeLessThanOrEqual(Date.now());
    await there[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });
});
