import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldsOf } from './shape.ts';
import { startTestCluster, type TestCluster } from './testing/cluster.ts';
import { configMap, nameOf, versionOf } from './testing/objects.ts';
import { lines, watch } from './testing/watch.ts';

const configMaps = '/api/v1/namespaces/user-bob/configmaps';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.stop());

describe('watches', () => {
  test('a watch tells what changed since a version, and ends with a bookmark', async () => {
    const start = versionOf((await cluster.call('GET', configMaps)).json());
    await cluster.call('POST', configMaps, { body: configMap('watched') });
    await cluster.call('DELETE', `${configMaps}/watched`);
    const answer = await cluster.call(
      'GET',
      `${configMaps}?watch=1&allowWatchBookmarks=true&resourceVersion=${start}&timeoutSeconds=1`,
    );
    const events = lines(answer);
    expect(events.map((event) => event.type)).toEqual(['ADDED', 'DELETED', 'BOOKMARK']);
    expect(events[2]?.object).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { resourceVersion: String(cluster.kubernetes.store.version()) },
    });
    expect(versionOf(events[1]?.object)).toBeGreaterThan(versionOf(events[0]?.object));
  });

  test('a watch list begins with what is there and marks its end', async () => {
    await cluster.call('POST', configMaps, { body: configMap('first', { list: 'yes' }) });
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const open = watch(cluster, `${configMaps}?${query}&labelSelector=list%3Dyes&timeoutSeconds=20`);
    expect(nameOf((await open.next())?.object)).toBe('first');
    const mark = await open.next();
    expect(mark?.type).toBe('BOOKMARK');
    expect(fieldsOf(mark?.object['metadata'])['annotations']).toEqual({
      'k8s.io/initial-events-end': 'true',
    });
    await cluster.call('POST', configMaps, { body: configMap('second', { list: 'yes' }) });
    expect((await open.next())?.type).toBe('ADDED');
    open.stop();
  });

  test('an object that leaves a selection is told as deleted', async () => {
    await cluster.call('POST', configMaps, { body: configMap('moving', { side: 'left' }) });
    const open = watch(
      cluster,
      `${configMaps}?watch=1&labelSelector=side%3Dleft&resourceVersion=${cluster.kubernetes.store.version()}`,
    );
    await open.opened;
    const headers = { 'content-type': 'application/merge-patch+json' };
    await cluster.call('PATCH', `${configMaps}/moving`, {
      headers,
      body: { metadata: { labels: { side: 'right' } } },
    });
    const event = await open.next();
    expect([event?.type, nameOf(event?.object)]).toEqual(['DELETED', 'moving']);
    open.stop();
  });

  test('a forgotten version is told as an error in the stream, also to a watch that is open', async () => {
    const open = watch(
      cluster,
      `${configMaps}?watch=1&resourceVersion=${cluster.kubernetes.store.version()}`,
    );
    await open.opened;
    cluster.kubernetes.faults.forgetHistory();
    expect(await open.next()).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
    expect(await open.next()).toBeUndefined();
    const late = await cluster.call('GET', `${configMaps}?watch=1&resourceVersion=2`);
    const oldest = cluster.kubernetes.store.version();
    expect([late.status, lines(late)[0]?.object['message']]).toEqual([
      200,
      `too old resource version: 2 (${oldest})`,
    ]);
  });

  test('a fault answers HTTP 410, a page that comes too late as well', async () => {
    cluster.kubernetes.faults.failNext = { status: 410, count: 1, match: 'watch=1' };
    const refused = await cluster.call('GET', `${configMaps}?watch=1&resourceVersion=2`);
    expect([refused.status, refused.json()['reason']]).toEqual([410, 'Expired']);
    const page = (await cluster.call('GET', `${configMaps}?limit=1`)).json();
    await cluster.call('POST', configMaps, { body: configMap('between') });
    cluster.kubernetes.faults.forgetHistory();
    const token = String(fieldsOf(page['metadata'])['continue']);
    expect((await cluster.call('GET', `${configMaps}?limit=1&continue=${token}`)).status).toBe(410);
  });

  test('a silenced watch stays connected and says nothing until it is cut', async () => {
    const { faults } = cluster.kubernetes;
    const open = watch(
      cluster,
      `${configMaps}?watch=1&resourceVersion=${cluster.kubernetes.store.version()}`,
    );
    await open.opened;
    faults.silenceWatches(true);
    await cluster.call('POST', configMaps, { body: configMap('unheard') });
    expect(open.pending()).toBe(0);
    faults.silenceWatches(false);
    expect(await open.next()).toBeUndefined();
  });

  test('cut watches end at once, refused tokens answer 401, failures are counted', async () => {
    const { faults } = cluster.kubernetes;
    const open = watch(
      cluster,
      `${configMaps}?watch=1&resourceVersion=${cluster.kubernetes.store.version()}`,
    );
    await open.opened;
    faults.cutWatches();
    expect(await open.next()).toBeUndefined();
    faults.rejectTokens(true);
    expect((await cluster.call('GET', configMaps)).status).toBe(401);
    expect((await cluster.call('GET', configMaps, { token: cluster.kubernetes.adminToken })).status).toBe(
      200,
    );
    faults.rejectTokens(false);
    faults.failNext = { status: 503, count: 2 };
    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1) statuses.push((await cluster.call('GET', configMaps)).status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  test('cut connections end at once, whatever they carry, and the server goes on', async () => {
    const open = watch(cluster, `${configMaps}?watch=1`);
    await open.opened;
    cluster.kubernetes.faults.cutConnections();
    for (let event = await open.next(); event !== undefined; event = await open.next()) {
      expect(event.type).toBe('ADDED');
    }
    expect((await cluster.call('GET', configMaps)).status).toBe(200);
  });

  test('a watch of one object, of metadata or of another namespace tells only what it is about', async () => {
    await cluster.call('POST', configMaps, { body: configMap('single') });
    const start = cluster.kubernetes.store.version();
    await cluster.call('POST', configMaps, { body: configMap('noise') });
    const headers = { 'content-type': 'application/merge-patch+json' };
    await cluster.call('PATCH', `${configMaps}/single`, { headers, body: { data: { a: 'c' } } });
    const accept = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
    const address = `${configMaps}?watch=1&fieldSelector=metadata.name%3Dsingle&resourceVersion=${start}&timeoutSeconds=1`;
    const events = lines(await cluster.call('GET', address, { headers: { accept } }));
    expect(events.map((event) => [event.type, nameOf(event.object)])).toEqual([['MODIFIED', 'single']]);
    expect(Object.keys(events[0]?.object ?? {})).toEqual(['kind', 'apiVersion', 'metadata']);
    const elsewhere = `/api/v1/namespaces/projet-nace/configmaps?watch=1&resourceVersion=${start}&timeoutSeconds=1`;
    expect(lines(await cluster.call('GET', elsewhere))).toEqual([]);
  });
});
