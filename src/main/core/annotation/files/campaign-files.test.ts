import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newBytes, putObject } from '../../platform/s3/put-object.ts';
import { readObject } from '../../platform/s3/read-object.ts';
import { storeNames } from '../../platform/s3/testing/stores.ts';
import { cacheFolder } from './content-files.ts';
import {
  batchId,
  openCampaignStore,
  sampleCampaign,
  sampleDecision,
  sampleItems,
  unconditional,
  type CampaignStore,
  type Laptop,
} from './testing/campaign-store.ts';

const uuid = '0b8f3c1e-5e0f-4d43-9e59-0f3f0f6c2b11';

describe.each(storeNames())('the files of a campaign over %s', (name) => {
  let store: CampaignStore;
  let one: Laptop;
  let other: Laptop;
  beforeAll(async () => {
    store = await openCampaignStore(name);
    one = await store.laptop();
    other = await store.laptop();
  });
  afterAll(() => store[Symbol.asyncDispose]());

  const keys = async (prefix: string) => {
    const answer = await store.store.endpoint.send({
      method: 'GET',
      bucket: store.bucket,
      query: { 'list-type': '2', prefix },
    });
    return [...(await answer.text()).matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key ?? '');
  };
  const overwrite = (key: string, text: string | Buffer) =>
    putObject(store.store.endpoint, { bucket: store.bucket, key }, newBytes(Buffer.from(text)), {
      expected: undefined,
      contentType: 'application/json',
    });
  const make = async (id: string, batches = 2, batchSize = 2, rest = {}) => {
    const campaign = sampleCampaign(id, batches, batchSize, rest);
    const at = store.at(id);
    await one.files.create(at, campaign, sampleItems(campaign), []);
    return { at, campaign };
  };

  test('a campaign that was made is read by another laptop: the campaign, its items, its hidden items', async () => {
    const campaign = sampleCampaign('read');
    const items = sampleItems(campaign);
    const at = store.at('read');
    await one.files.create(at, campaign, items, [{ item: items[0]!.id, code: '01.11Z' }]);
    expect((await other.files.read(at)).campaign).toEqual(campaign);
    expect(await other.files.items(at)).toEqual(items);
    expect(await other.files.controls(at)).toEqual([{ item: items[0]!.id, code: '01.11Z' }]);
  });

  test('there is no campaign where none was made', async () => {
    await expect(one.files.read(store.at('none'))).rejects.toMatchObject({
      data: { code: 'not-found', reason: 'campaign-gone' },
    });
  });

  test('the second of two campaigns of one name is refused and leaves nothing behind', async () => {
    const at = store.at('twice');
    const mine = sampleCampaign('twice', 3);
    const theirs = sampleCampaign('twice', 1, 2, { createdBy: 'bob' });
    const ended = await Promise.allSettled([
      one.files.create(at, mine, sampleItems(mine), []),
      other.files.create(at, theirs, sampleItems(theirs), []),
    ]);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = ended.find((end) => end.status === 'rejected');
    expect(refused?.reason).toMatchObject({ data: { code: 'conflict', reason: 'campaign-exists' } });
    const won = ended[0].status === 'fulfilled' ? mine : theirs;
    expect((await one.files.read(at)).campaign).toEqual(won);
    expect(await one.files.items(at)).toEqual(sampleItems(won));
    expect(await keys(at.prefix)).toHaveLength(3);
  });

  test('what was cut off between items and campaign.json is no campaign, and is not mixed with a later one', async () => {
    const at = store.at('cut');
    const endpoint = store.store.endpoint;
    const dying = await store.laptop({
      endpoint: {
        ...endpoint,
        send: (request) =>
          request.method === 'PUT' && request.key?.endsWith('campaign.json')
            ? Promise.reject(new Error('killed'))
            : endpoint.send(request),
      },
    });
    const first = sampleCampaign('cut', 5);
    await expect(dying.files.create(at, first, sampleItems(first), [])).rejects.toThrow('killed');
    expect(await keys(`${at.prefix}items/`)).toHaveLength(1);
    await expect(one.files.read(at)).rejects.toMatchObject({ data: { reason: 'campaign-gone' } });
    const later = sampleCampaign('cut', 1, 2, { createdAt: 1_700_000_500_000 });
    await one.files.create(at, later, sampleItems(later), []);
    expect(await other.files.items(at)).toEqual(sampleItems(later));
    expect(await keys(`${at.prefix}items/`)).toHaveLength(1);
  });

  test('an answer that was lost after campaign.json was written makes no second campaign and no failure', async () => {
    const at = store.at('lost');
    const endpoint = store.store.endpoint;
    const unlucky = await store.laptop({
      endpoint: {
        ...endpoint,
        async send(request) {
          const answer = await endpoint.send(request);
          if (request.method !== 'PUT' || !request.key?.endsWith('campaign.json')) return answer;
          answer.finish();
          throw new Error('connection lost');
        },
      },
    });
    const campaign = sampleCampaign('lost');
    await unlucky.files.create(at, campaign, sampleItems(campaign), []);
    expect((await one.files.read(at)).campaign).toEqual(campaign);
  });

  test('of many items one batch is fetched by ranges of bytes, once', async () => {
    const { at, campaign } = await make('ranges', 60, 50);
    let ranged = 0;
    const endpoint = store.store.endpoint;
    const counting = await store.laptop({
      endpoint: {
        ...endpoint,
        send(request) {
          if (request.headers?.['range']) ranged += 1;
          return endpoint.send(request);
        },
      },
    });
    const wanted = batchId(30);
    const expected = sampleItems(campaign).filter(({ batch }) => batch === wanted);
    expect(await counting.files.items(at, [wanted])).toEqual(expected);
    expect(ranged).toBe(2);
    expect(await counting.files.items(at, [wanted])).toEqual(expected);
    expect(ranged).toBe(2);
    expect(await readdir(path.join(counting.folder, cacheFolder))).not.toHaveLength(0);
    expect(await one.files.items(at)).toHaveLength(3_000);
  });

  test('where the platform forbids copies, none is made', async () => {
    const { at } = await make('forbidden');
    const strict = await store.laptop({ forbidsLocalCopies: true });
    expect(await strict.files.items(at)).toHaveLength(4);
    expect(await readdir(strict.folder)).toEqual([]);
  });

  test('of ten changes at once none is lost, and what another version wrote stays', async () => {
    const { at, campaign } = await make('changed');
    const raw = { ...campaign, later: { a: 1 }, overlap: { ...campaign.overlap, more: true } };
    await overwrite(`${at.prefix}campaign.json`, JSON.stringify(raw));
    const people = Array.from({ length: 10 }, (_, index) => `person-${index}`);
    await Promise.all(
      people.map((person, index) =>
        (index % 2 ? one : other).files.change(at, (now) => ({
          ...now,
          annotators: [...now.annotators, person],
        })),
      ),
    );
    const { annotators } = (await one.files.read(at)).campaign;
    expect(annotators.slice(campaign.annotators.length).sort()).toEqual(people);
    const found = await readObject(store.store.endpoint, {
      bucket: store.bucket,
      key: `${at.prefix}campaign.json`,
    });
    expect(JSON.parse(String(found?.bytes))).toMatchObject({ later: { a: 1 }, overlap: { more: true } });
  });

  test('a campaign file edited by hand is named with line and column, one of a newer version as such', async () => {
    const { at, campaign } = await make('edited');
    const key = `${at.prefix}campaign.json`;
    const text = JSON.stringify(campaign, undefined, 2);
    const fails = async (edited: string, data: object) => {
      await overwrite(key, edited);
      await expect(one.files.read(at)).rejects.toMatchObject({ data });
    };
    const lines = text.split('\n');
    const line = lines.findIndex((each) => each.includes('"purpose"')) + 1;
    const damaged = { code: 'invalid-input', reason: 'campaign-damaged' };
    await fails(text.replace('"gold"', '"golden"'), { ...damaged, values: { name: key, line, column: 14 } });
    await fails(text.replace('"gold",', '"gold"'), { ...damaged, values: { name: key, line: line + 1 } });
    await fails(text.slice(0, 40), { ...damaged, values: { name: key, line: 3 } });
    await fails('', { ...damaged, values: { line: 1, column: 1 } });
    await fails(text.replace('"schemaVersion": 1', '"schemaVersion": 2'), {
      code: 'unsupported',
      reason: 'campaign-newer',
    });
  });

  test('decisions come back as they were, from the part of the person and only from there', async () => {
    const { at, campaign } = await make('decided');
    const items = sampleItems(campaign);
    const annotator = 'zoé d’Åse';
    const decisions = [
      sampleDecision(items[0]!, { annotator }),
      sampleDecision(items[1]!, {
        annotator,
        status: 'unclassifiable',
        codeFirst: undefined,
        codeFinal: undefined,
        source: undefined,
        suggestionRank: undefined,
        suggestions: undefined,
        confidenceIndex: undefined,
        modelVersion: undefined,
        difficulty: 0,
        leadTime: 0.5,
        replaces: [],
      }),
    ];
    const rows = decisions.map((decision, index) => ({ decision, item: items[index]! }));
    const part = await one.files.writeDecisions(at, { uuid, annotator }, rows, campaign);
    expect(await other.files.decisionParts(at, annotator)).toEqual([part]);
    expect(await other.files.decisionParts(at)).toEqual([part]);
    expect(await other.files.decisionParts(at, 'alice')).toEqual([]);
    expect(await other.files.readDecisions(at, part)).toEqual({ rows: decisions, problem: undefined });
    // From the laptop's own copy.
    await store.store.endpoint.send({ method: 'DELETE', bucket: store.bucket, key: part.key });
    expect((await other.files.readDecisions(at, part)).rows).toEqual(decisions);
  });

  test('a part whose answer was lost is written again to the same effect; another content is refused', async () => {
    const { at, campaign } = await make('again');
    const [item] = sampleItems(campaign);
    const rows = [{ decision: sampleDecision(item!), item: item! }];
    const part = { uuid, annotator: 'alice' };
    const first = await one.files.writeDecisions(at, part, rows, campaign);
    expect(await one.files.writeDecisions(at, part, rows, campaign)).toEqual(first);
    expect(await other.files.writeDecisions(at, part, rows, campaign)).toEqual(first);
    const others = [{ decision: sampleDecision(item!, { comment: 'else' }), item: item! }];
    await expect(one.files.writeDecisions(at, part, others, campaign)).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'part-differs' },
    });
    expect(await one.files.decisionParts(at)).toEqual([first]);
  });

  test('what adjudicators settled comes back as it was', async () => {
    const { at, campaign } = await make('settled');
    const record = {
      id: 'a1',
      item: `${batchId(0)}-0`,
      code: '01.11Z',
      status: 'done',
      reason: 'slip',
      comment: '',
      by: 'alice',
      at: 1_700_000_000_123,
      machine: 'm1',
    } as const;
    const undecided = { ...record, id: 'a2', code: undefined, status: 'unclassifiable' } as const;
    const part = await one.files.writeAdjudications(at, { uuid }, [record, undecided], campaign);
    expect(await other.files.adjudicationParts(at)).toEqual([part]);
    expect((await other.files.readAdjudications(at, part)).rows).toEqual([record, undecided]);
  });

  test('a part that is cut off, is none, or is of another kind is named and the others are still read', async () => {
    const { at, campaign } = await make('damaged');
    const [item] = sampleItems(campaign);
    const rows = [{ decision: sampleDecision(item!), item: item! }];
    const good = await one.files.writeDecisions(at, { uuid, annotator: 'alice' }, rows, campaign);
    const bytes = (await readObject(store.store.endpoint, { bucket: store.bucket, key: good.key }))!.bytes;
    const [items] = await keys(`${at.prefix}items/`);
    const foreign = await readObject(store.store.endpoint, { bucket: store.bucket, key: items! });
    const folder = `${at.prefix}decisions/annotator=bob/`;
    await overwrite(`${folder}part-1.parquet`, bytes.subarray(0, bytes.length - 20));
    await overwrite(`${folder}part-2.parquet`, 'not Parquet');
    await overwrite(`${folder}part-3.parquet`, foreign!.bytes);
    await overwrite(`${folder}part-4.parquet`, Buffer.from(bytes).fill(7, 40, 400));
    const parts = await other.files.decisionParts(at);
    const read = await Promise.all(parts.map((part) => other.files.readDecisions(at, part)));
    expect(read.map(({ rows: found, problem }) => [found.length, problem?.data.reason])).toEqual([
      [1, undefined],
      [0, 'part-damaged'],
      [0, 'part-damaged'],
      [0, 'part-foreign'],
      [0, 'part-damaged'],
    ]);
    expect(read[1]?.problem?.data.values).toEqual({ name: `${folder}part-1.parquet` });
  });

  test('eight people who take a batch for three at once are three, on either of two laptops', async () => {
    const campaign = sampleCampaign('claims', 1, 2);
    campaign.batches[0]!.annotators = 3;
    const at = store.at('claims');
    await one.files.create(at, campaign, sampleItems(campaign), []);
    const batch = batchId(0);
    const people = Array.from({ length: 8 }, (_, index) => `p${index}`);
    const claims = await Promise.all(
      people.map((person, index) =>
        (index % 2 ? one : other).files.claim(at, campaign, batch, person, 1_000),
      ),
    );
    expect(claims.filter(Boolean)).toHaveLength(3);
    const [claim] = await one.files.claims(at);
    const holders = claim?.holders.map(({ name: holder }) => holder).sort();
    expect(holders).toEqual(people.filter((_, index) => claims[index]));
    const [first] = holders!;
    // The same person from two laptops stays one holder.
    await Promise.all([one, other].map(({ files }) => files.claim(at, campaign, batch, first!, 2_000)));
    expect((await other.files.claims(at))[0]?.holders).toHaveLength(3);
    await one.files.endClaim(at, batch, first!, 'released');
    expect((await other.files.claims(at))[0]?.holders).toHaveLength(2);
    await one.files.endClaim(at, batch, holders![1]!, 'done');
    const done = (await other.files.claims(at))[0]?.holders.filter((holder) => holder.done);
    expect(done?.map(({ name: holder }) => holder)).toEqual([holders![1]]);
  });

  test.each(['overwrites', 'refuses'] as const)(
    'a server that %s under a condition takes no claims; who was assigned a batch holds it',
    async (how) => {
      const plain = await store.laptop({ endpoint: unconditional(store.store.endpoint, how) });
      const { at, campaign } = await make(`open-${how}`);
      await expect(plain.files.claim(at, campaign, batchId(0), 'alice', 1_000)).rejects.toMatchObject({
        data: { code: 'unsupported', reason: 'campaign-no-conditions' },
      });
      const assigned = sampleCampaign('assigned', 1, 2, { assignment: 'assigned', stealing: false });
      assigned.batches[0]!.assigned = ['alice', 'bob'];
      const place = store.at(`assigned-${how}`);
      await plain.files.create(place, assigned, sampleItems(assigned), []);
      for (const person of ['alice', 'bob', 'carol']) {
        const claim = await plain.files.claim(place, assigned, batchId(0), person, 1_000);
        expect(!!claim).toBe(person !== 'carol');
      }
      await plain.files.endClaim(place, batchId(0), 'bob', 'done');
      const holders = [
        { name: 'alice', done: false },
        { name: 'bob', done: true },
      ];
      expect(await plain.files.claims(place)).toMatchObject([{ batch: batchId(0), holders }]);
    },
  );
});
