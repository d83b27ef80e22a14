import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { storeNames } from '../../platform/s3/testing/stores.ts';
import { campaignKey } from '../coding/campaign-key.ts';
import { openServer, quick, signal, type Laptop, type Server } from '../coding/testing/harness.ts';

/** Every decision of a person on the server, as often as it lies there. */
async function onServer(laptop: Laptop, at: CampaignRef, person = 'alice'): Promise<readonly Decision[]> {
  const parts = await laptop.files.decisionParts(at, person);
  return (await Promise.all(parts.map((part) => laptop.files.readDecisions(at, part)))).flatMap(
    ({ rows }) => rows,
  );
}

function expectEachOnce(decisions: readonly Decision[], count: number): void {
  expect(new Set(decisions.map(({ id }) => id)).size).toBe(count);
  expect(decisions).toHaveLength(count);
}

const sendNow = (laptop: Laptop, at: CampaignRef) => laptop.handlers.sendNow({ at }, { signal });

describe.each(storeNames())('sending over %s', (name) => {
  let server: Server;
  beforeAll(async () => {
    server = await openServer(name);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('an answer that was lost after the file was written doubles nothing', async () => {
    const at = await server.campaign('lost', 1, 4);
    let lost = 0;
    const losing = (endpoint: S3Endpoint): S3Endpoint => ({
      ...endpoint,
      async send(request) {
        const answer = await endpoint.send(request);
        if (request.method !== 'PUT' || !request.key?.includes('/decisions/') || lost > 0) return answer;
        lost += 1;
        answer.finish();
        throw failure('unreachable', 'The answer was lost', { reason: 'connection-lost' });
      },
    });
    const laptop = await server.laptop({ through: losing });
    const { items } = await laptop.open(at);
    for (const { id } of items.slice(0, 3)) await laptop.decide(at, id);
    await expect(sendNow(laptop, at)).rejects.toMatchObject({ data: { code: 'unreachable' } });
    await laptop.stop();

    await using again = await server.laptop({ folder: laptop.folder });
    await again.until(at, ({ waiting }) => waiting === 0);
    expectEachOnce(await onServer(again, at), 3);
    expect(await again.files.decisionParts(at, 'alice')).toHaveLength(1);
    expect(lost).toBe(1);
  });

  test('two laptops of one person know all of it after they met', async () => {
    const at = await server.campaign('merge', 1, 4);
    await using home = await server.laptop();
    await using office = await server.laptop();
    const { items } = await home.open(at);
    await office.open(at);
    const [a = '', b = '', c = '', d = ''] = items.map(({ id }) => id);
    for (const item of [a, b]) await home.decide(at, item);
    for (const item of [c, d]) await office.decide(at, item, { codeFinal: '47.22Z' });
    for (const laptop of [home, office, home]) await sendNow(laptop, at);
    for (const laptop of [home, office]) {
      const { decisions } = await laptop.handlers.batch({ at, batch: 'single-0000' }, { signal });
      expect(
        Object.fromEntries(Object.values(decisions).map(({ item, codeFinal }) => [item, codeFinal])),
      ).toEqual({
        [a]: '47.21Z',
        [b]: '47.21Z',
        [c]: '47.22Z',
        [d]: '47.22Z',
      });
      expect(await laptop.coding.mine(at)).toMatchObject({ done: 4, unsent: 0, conflicts: 0 });
    }
    expectEachOnce(await onServer(home, at), 4);
    expect((await home.handlers.undo({ at }, { signal }))?.item).toBe(d);
    await sendNow(home, at);
    await sendNow(office, at);
    expect(await office.coding.mine(at)).toMatchObject({ done: 3, conflicts: 0 });
  });

  test('what two laptops decided differently is shown and settled, never overwritten', async () => {
    const at = await server.campaign('conflict', 1, 2);
    await using home = await server.laptop();
    await using office = await server.laptop();
    const id = (await home.open(at)).items[0]?.id ?? '';
    await office.open(at);
    const one = await home.decide(at, id, { comment: 'butcher' });
    const other = await office.decide(at, id, { codeFinal: '47.22Z' });
    await sendNow(home, at);
    await sendNow(office, at);
    const { conflicts } = await office.until(at, (state) => state.conflicts.length > 0);
    expect(conflicts).toMatchObject([{ item: id, text: expect.stringContaining(id) }]);
    expect(new Set(conflicts[0]?.decisions.map((made) => made.id))).toEqual(new Set([one.id, other.id]));
    expect(await office.open(at)).toMatchObject({ decisions: {}, conflicts: [id] });
    await expect(office.decide(at, id)).rejects.toMatchObject({ data: { reason: 'decision-conflict' } });
    await expect(
      office.handlers.settleConflict({ at, item: id, keep: 'another' }, { signal }),
    ).rejects.toMatchObject({ data: { reason: 'conflict-gone' } });
    await office.handlers.settleConflict({ at, item: id, keep: one.id }, { signal });
    await sendNow(office, at);
    await sendNow(home, at);
    for (const laptop of [home, office]) {
      const { decisions } = await laptop.open(at);
      expect(decisions[id]).toMatchObject({ codeFinal: '47.21Z', comment: 'butcher' });
      expect(new Set(decisions[id]?.replaces)).toEqual(new Set([one.id, other.id]));
    }
    expectEachOnce(await onServer(home, at), 3);
  });

  test('what an adjudicator settled is sent like decisions', async () => {
    const at = await server.campaign('adjudicated', 1, 2);
    await using laptop = await server.laptop();
    const record = {
      id: randomUUID(),
      item: 'single-0000-0',
      machine: 'm',
      code: '47.21Z',
      status: 'done',
      reason: 'slip',
      comment: '',
      by: 'alice',
      at: 1_700_000_000_000,
    };
    await laptop.context.store.decisions.append([
      {
        id: record.id,
        campaign: campaignKey(at),
        kind: 'adjudication',
        item: record.item,
        record: JSON.stringify(record),
      },
    ]);
    await laptop.coding.wake(at);
    await laptop.coding.flush();
    const [part] = await laptop.files.adjudicationParts(at);
    expect(part && (await laptop.files.readAdjudications(at, part)).rows).toEqual([record]);
    expect(await laptop.context.store.decisions.unsent()).toEqual([]);
  });
});

describe('sending', () => {
  let server: Server;
  beforeAll(async () => {
    server = await openServer('sandbox');
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('soon after the last decision, without being asked', async () => {
    const at = await server.campaign('soon', 1, 4);
    await using laptop = await server.laptop({ times: quick });
    const { items } = await laptop.open(at);
    await laptop.decide(at, items[0]?.id ?? '');
    await laptop.until(at, ({ sent, waiting, state }) => sent === 1 && waiting === 0 && state === 'idle');
    expectEachOnce(await onServer(laptop, at), 1);
  });

  test('at once when many wait', async () => {
    const at = await server.campaign('many', 1, 60);
    await using laptop = await server.laptop({ times: { ...quick, rest: 3_600_000, many: 50 } });
    const { items } = await laptop.open(at);
    for (const { id } of items.slice(0, 50)) await laptop.decide(at, id);
    await laptop.until(at, ({ sent }) => sent >= 50);
  });

  test('a busy server is asked again until it answers', async () => {
    const at = await server.campaign('busy', 1, 4);
    await using laptop = await server.laptop({ times: quick });
    const { items } = await laptop.open(at);
    await server.store.fault({ status: 503 });
    await laptop.decide(at, items[0]?.id ?? '');
    expect(await laptop.until(at, ({ state }) => state === 'failed')).toMatchObject({
      waiting: 1,
      problem: { code: 'busy' },
    });
    await server.store.clearFaults();
    await laptop.until(at, ({ waiting, state }) => waiting === 0 && state === 'idle');
    expectEachOnce(await onServer(laptop, at), 1);
  });

  test('a connection cut in the middle doubles nothing', async () => {
    const at = await server.campaign('cut', 1, 4);
    await using laptop = await server.laptop({ times: quick });
    const { items } = await laptop.open(at);
    await server.store.fault({ cut: true, count: 3 });
    for (const { id } of items) await laptop.decide(at, id);
    await laptop.until(at, ({ waiting, state }) => waiting === 0 && state === 'idle');
    expectEachOnce(await onServer(laptop, at), 4);
  });

  test('a token that ended keeps everything until the person signed in again', async () => {
    const at = await server.campaign('token', 1, 4);
    const gone = server.store.connect({ accessKeyId: 'ended', secretAccessKey: 'ended' });
    let isEnded = false;
    await using laptop = await server.laptop({
      through: (endpoint) => ({
        ...endpoint,
        send: (request) => (isEnded ? gone : endpoint).send(request),
        sdk: (call, subject) => (isEnded ? gone : endpoint).sdk(call, subject),
      }),
    });
    const { items } = await laptop.open(at);
    isEnded = true;
    await laptop.decide(at, items[0]?.id ?? '');
    await expect(sendNow(laptop, at)).rejects.toMatchObject({ data: { code: 'signed-out' } });
    expect(await laptop.until(at, () => true)).toMatchObject({ state: 'failed', waiting: 1 });
    expect((await laptop.open(at)).state).toBe('stored');
    await laptop.decide(at, items[1]?.id ?? '');
    isEnded = false;
    laptop.wakeUp();
    await laptop.until(at, ({ waiting, sent }) => waiting === 0 && sent === 2);
    expectEachOnce(await onServer(laptop, at), 2);
  });

  test('a full disk refuses the decision, keeps those before, and goes on when there is room', async () => {
    const at = await server.campaign('full', 1, 4);
    const laptop = await server.laptop();
    const { items } = await laptop.open(at);
    const [a = '', b = ''] = items.map(({ id }) => id);
    await laptop.decide(at, a);
    await laptop.stop();
    const database = (sql: string) => {
      const raw = new DatabaseSync(path.join(laptop.folder, 'store', 'test', 'alice', 'store.db'));
      raw.exec(sql);
      raw.close();
    };
    database(
      `CREATE TRIGGER full_disk BEFORE INSERT ON decision BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
    );
    const full = await server.laptop({ folder: laptop.folder });
    await full.open(at);
    await expect(full.decide(at, b)).rejects.toMatchObject({
      data: { code: 'no-space', reason: 'disk-full' },
    });
    expect(Object.keys((await full.open(at)).decisions)).toEqual([a]);
    await full.stop();
    database('DROP TRIGGER full_disk');
    await using again = await server.laptop({ folder: laptop.folder });
    await again.open(at);
    await again.decide(at, b);
    await sendNow(again, at);
    expectEachOnce(await onServer(again, at), 2);
  });

  test('a record that cannot be read is set aside and counted, and holds up nothing', async () => {
    const at = await server.campaign('damaged', 1, 4);
    const laptop = await server.laptop();
    const { items } = await laptop.open(at);
    const [a = '', b = ''] = items.map(({ id }) => id);
    await laptop.decide(at, a);
    const bad = await laptop.decide(at, b);
    await laptop.stop();
    const raw = new DatabaseSync(path.join(laptop.folder, 'store', 'test', 'alice', 'store.db'));
    raw.prepare(`UPDATE decision SET record = '{"half' WHERE id = ?`).run(bad.id);
    raw.close();

    await using again = await server.laptop({ folder: laptop.folder });
    await again.until(at, ({ waiting, setAside }) => waiting === 0 && setAside === 1);
    expect((await onServer(again, at)).map(({ item }) => item)).toEqual([a]);
    const kept = await again.context.store.get(`annotation/set-aside/${campaignKey(at)}`);
    expect(kept?.value).toMatchObject([{ what: bad.id, record: '{"half' }]);
    const [, entry] = await again.context.store.decisions.entries({ campaign: campaignKey(at) });
    expect(entry?.record).toBe('{"half');
  });

  test('a damaged file of another laptop is set aside; the others are taken in', async () => {
    const at = await server.campaign('foreign', 1, 4);
    await using home = await server.laptop();
    const { items } = await home.open(at);
    await home.decide(at, items[0]?.id ?? '');
    await sendNow(home, at);
    await server.store.endpoint
      .send({
        method: 'PUT',
        bucket: server.bucket,
        key: `${at.prefix}decisions/annotator=alice/part-${randomUUID()}.parquet`,
        body: 'not a Parquet file',
      })
      .then((answer) => answer.finish());
    await using office = await server.laptop();
    await sendNow(office, at);
    expect(await office.until(at, ({ setAside }) => setAside > 0)).toMatchObject({ sent: 1, setAside: 1 });
    await sendNow(office, at);
    expect((await office.until(at, () => true)).setAside).toBe(1);
  });

  test('before signing out all that waits is sent, in every campaign; what cannot be is counted', async () => {
    const one = await server.campaign('flush-1', 1, 2);
    const two = await server.campaign('flush-2', 1, 2);
    const laptop = await server.laptop();
    for (const at of [one, two]) await laptop.decide(at, (await laptop.open(at)).items[0]?.id ?? '');
    laptop.network('offline');
    await laptop.coding.flush();
    expect((await laptop.context.store.decisions.unsent()).map(({ entries }) => entries)).toEqual([1, 1]);
    await laptop.stop();

    await using again = await server.laptop({ folder: laptop.folder });
    await again.coding.flush();
    expect(await again.context.store.decisions.unsent()).toEqual([]);
    expectEachOnce([...(await onServer(again, one)), ...(await onServer(again, two))], 2);
  });

  test('who comes after sends nothing in the name of who was here; it waits for them', async () => {
    const at = await server.campaign('people', 2, 2);
    await using laptop = await server.laptop();
    const id = (await laptop.open(at)).items[0]?.id ?? '';
    laptop.network('offline');
    await laptop.decide(at, id);
    await laptop.become('bob');
    laptop.network('online');
    const work = await laptop.open(at);
    expect(work).toMatchObject({ batch: 'single-0001', decisions: {} });
    await laptop.decide(at, work.items[0]?.id ?? '');
    await laptop.coding.flush();
    expectEachOnce(await onServer(laptop, at, 'bob'), 1);
    expectEachOnce(await onServer(laptop, at, 'alice'), 0);
    await laptop.become('alice');
    await laptop.until(at, ({ waiting, sent }) => waiting === 0 && sent === 1);
    expectEachOnce(await onServer(laptop, at, 'alice'), 1);
  });

  test('a person who leaves while a part is on its way is not sent by who comes after', async () => {
    const at = await server.campaign('leaving', 1, 2);
    let whenAsked = async () => {};
    await using laptop = await server.laptop({
      through: (endpoint) => ({
        ...endpoint,
        async send(request) {
          if (request.method === 'GET' && request.key?.endsWith('campaign.json')) await whenAsked();
          return endpoint.send(request);
        },
      }),
      forbidsLocalCopies: true,
    });
    const id = (await laptop.open(at)).items[0]?.id ?? '';
    await laptop.decide(at, id);
    let left: Promise<void> | undefined;
    // The items are asked for again, as after a restart; meanwhile somebody else signs in.
    await laptop.become('alice');
    whenAsked = async () => {
      whenAsked = async () => {};
      left = laptop.become('bob');
    };
    await laptop.coding.flush();
    await left;
    expectEachOnce(await onServer(laptop, at, 'alice'), 0);
    await laptop.become('alice');
    await laptop.until(at, ({ waiting, sent }) => waiting === 0 && sent === 1);
  });
});
