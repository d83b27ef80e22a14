import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CampaignFile, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { QualityReport } from '../../../../shared/contract/annotation/quality.ts';
import { newBytes, putObject } from '../../platform/s3/put-object.ts';
import { storeNames } from '../../platform/s3/testing/stores.ts';
import { openServer, signal, type Server } from '../coding/testing/harness.ts';
import { sampleCampaign, sampleItems } from '../files/testing/campaign-store.ts';
import { qualityLaptop, type QualityLaptop } from './testing/quality-laptop.ts';

const [right, near] = ['47.21Z', '47.22Z'];
const isLive = ({ state }: QualityReport) => state === 'live';

describe.each(storeNames())('the quality of a campaign over %s', (name) => {
  let server: Server;
  let alice: QualityLaptop;
  let bob: QualityLaptop;
  beforeAll(async () => {
    server = await openServer(name);
    alice = await qualityLaptop(server, { person: 'alice' });
    bob = await qualityLaptop(server, { person: 'bob' });
  });
  afterAll(async () => {
    await alice.stop();
    await bob.stop();
    await server[Symbol.asyncDispose]();
  });

  /** A campaign of twelve items that both code; alice leads it. */
  async function campaign(id: string, rest: Partial<CampaignFile> = {}) {
    const made = sampleCampaign(id, 1, 12, {
      annotators: ['alice', 'bob'],
      batches: [{ id: 'overlap-0', kind: 'overlap', items: 12, annotators: 2 }],
      ...rest,
    });
    const at: CampaignRef = { profile: 'p', bucket: server.bucket, prefix: `campaigns/${id}/` };
    const items = sampleItems(made);
    const controls = items.slice(0, 2).map(({ id: item }) => ({ item, code: right }));
    await alice.files.create(at, made, items, controls);
    return { at, campaign: made, items };
  }
  type Made = Awaited<ReturnType<typeof campaign>>;

  /** What a person said of the items in turn, as a file on the server. */
  async function send({ at, campaign: file, items }: Made, annotator: string, what: readonly string[]) {
    const rows = what.map((codeFinal, place) => {
      const item = items[place];
      if (!item) throw new Error('There is no such item');
      const decision: Decision = {
        id: randomUUID(),
        item: item.id,
        batch: item.batch,
        annotator,
        round: 1,
        mode: 'blind',
        status: 'done',
        codeFirst: codeFinal,
        codeFinal,
        levelReached: 5,
        searchUsed: false,
        flagged: false,
        comment: `von ${annotator}`,
        leadTime: 1000,
        decidedAt: 1_700_000_000_000 + place,
        guidelineVersion: 1,
        machine: 'm',
        replaces: [],
        withdrawn: false,
      };
      return { decision, item };
    });
    return alice.files.writeDecisions(at, { uuid: randomUUID(), annotator }, rows, file);
  }
  const row = (wrong: number) =>
    Array.from({ length: 12 }, (_, place) => (place < 12 - wrong ? right : near));
  const percent = ({ agreement }: QualityReport) =>
    agreement.find(
      ({ scope, estimator, level }) => scope.kind === 'all' && estimator === 'percent' && level === 5,
    );
  const disagreements = (laptop: QualityLaptop, at: CampaignRef, showNames = false) =>
    laptop.quality.handlers.disagreements({ at, showNames, from: 0, count: 100 }, { signal });
  const settle = (laptop: QualityLaptop, at: CampaignRef, item: string, code = right) =>
    laptop.quality.handlers.adjudicate(
      { at, item, status: 'done', code, reason: 'slip', comment: 'clear' },
      { signal },
    );

  test('comes as files are read, and from the store at once the next time', async () => {
    const made = await campaign('report');
    await send(made, 'alice', row(0));
    await send(made, 'bob', row(4));
    const reports = await alice.followed(made.at, isLive);
    expect(reports[0]).toMatchObject({ state: 'computing', agreement: [] });
    const report = reports.at(-1) as QualityReport;
    // Ten items that are not hidden, of which four differ.
    expect(percent(report)).toMatchObject({ value: 0.6, items: 10, codings: 20, resamples: 1000 });
    expect(report.campaign).toMatchObject({ items: 12, codings: 24, codingsWanted: 24 });
    expect(report.campaign?.people.map((person) => person.name)).toEqual(['alice', 'bob']);
    // Distinct texts of one weight each; the four that are disputed are left out.
    expect(report.accuracy?.codable.at(-1)).toMatchObject({ estimator: 'hajek', value: 1, n: 6 });
    expect(report.accuracy).toMatchObject({ disputed: 4, model: 'fasttext/3' });
    expect(report).toMatchObject({
      disagreements: 4,
      problems: [],
      confusions: [{ one: right, other: near, count: 4 }],
    });

    await alice.quality.enter();
    const [first] = await alice.followed(made.at, () => true);
    expect(first).toMatchObject({ state: 'stored', disagreements: 4, asOf: report.asOf });
    expect(percent(first as QualityReport)).toEqual(percent(report));
  });

  test('shows who does not lead it themselves only, and no queue', async () => {
    const made = await campaign('roles');
    await send(made, 'alice', row(0));
    await send(made, 'bob', row(4));
    const report = (await bob.followed(made.at, isLive)).at(-1) as QualityReport;
    expect(report.campaign?.people.map((person) => person.name)).toEqual(['bob']);
    expect(report.agreement.some(({ scope }) => scope.kind === 'pair')).toBe(false);
    const named = report.agreement.flatMap(({ scope }) =>
      scope.kind === 'consensus' ? [scope.annotator] : [],
    );
    expect(new Set(named)).toEqual(new Set(['bob']));
    const forbidden = { code: 'forbidden', data: { reason: 'not-adjudicator' } };
    await expect(disagreements(bob, made.at)).rejects.toMatchObject(forbidden);
    await expect(settle(bob, made.at, 'x')).rejects.toMatchObject(forbidden);
    // Nor from what the laptop kept.
    await bob.quality.enter();
    const [first] = await bob.followed(made.at, () => true);
    expect(first?.campaign?.people.map((person) => person.name)).toEqual(['bob']);
  });

  test('an adjudicator sees letters, a lead names if asked for; what is settled is on the disk, then on the server', async () => {
    const made = await campaign('settle', { adjudicators: ['bob'] });
    await send(made, 'alice', row(0));
    await send(made, 'bob', row(1));
    const { disagreements: hidden, open } = await disagreements(bob, made.at);
    expect([hidden.length, open]).toEqual([1, 1]);
    const [one] = hidden;
    expect(one).toMatchObject({
      because: 'differs',
      commonLevel: 4,
      text: made.items[11]?.text,
      fields: { nature: '99' },
    });
    expect(one?.opinions.map(({ who }) => who)).toEqual(['A', 'B']);
    await expect(disagreements(bob, made.at, true)).rejects.toMatchObject({
      data: { reason: 'names-for-leads' },
    });
    const named = await disagreements(alice, made.at, true);
    expect(named.disagreements[0]?.opinions.map(({ who }) => who)).toEqual(['alice', 'bob']);

    const item = one?.item ?? '';
    bob.network('offline');
    await settle(bob, made.at, item, near);
    expect((await disagreements(bob, made.at)).disagreements[0]?.settled).toMatchObject({
      by: 'bob',
      code: near,
      sent: false,
    });
    expect(await alice.files.adjudicationParts(made.at)).toEqual([]);
    bob.network('online');
    await bob.handlers.sendNow({ at: made.at }, { signal });
    expect((await disagreements(bob, made.at)).disagreements[0]?.settled).toMatchObject({ sent: true });
    // Alice says otherwise: hers is newer and holds, his stays in his file.
    await settle(alice, made.at, item);
    await alice.handlers.sendNow({ at: made.at }, { signal });
    await bob.quality.enter();
    const seen = await disagreements(bob, made.at);
    expect(seen).toMatchObject({
      open: 0,
      disagreements: [{ settled: { by: 'alice', code: right, sent: true } }],
    });
    expect(await alice.files.adjudicationParts(made.at)).toHaveLength(2);
    const report = (await alice.followed(made.at, isLive)).at(-1);
    expect(report).toMatchObject({ disagreements: 0, accuracy: { disputed: 0 } });
  });

  test('counts what this laptop has not sent yet, once', async () => {
    const made = await campaign('unsent');
    await send(made, 'bob', row(0));
    const { items } = await alice.open(made.at);
    for (const { id } of items) await alice.decide(made.at, id);
    const unsent = (await alice.followed(made.at, isLive)).at(-1) as QualityReport;
    expect([unsent.campaign?.codings, percent(unsent)?.value]).toEqual([24, 1]);
    await alice.handlers.sendNow({ at: made.at }, { signal });
    await alice.quality.enter();
    const sent = (await alice.followed(made.at, isLive)).at(-1) as QualityReport;
    expect([sent.campaign?.codings, percent(sent)]).toEqual([24, percent(unsent)]);
  });

  test('sees what others send while somebody looks', async () => {
    const made = await campaign('followed');
    await send(made, 'alice', row(0));
    const lea = await qualityLaptop(server, { person: 'alice' }, { refresh: 20, stale: 0 });
    let isSent = false;
    const reports = await lea.followed(made.at, (report) => {
      if (isLive(report) && !isSent) {
        isSent = true;
        void send(made, 'bob', row(4));
      }
      return isLive(report) && report.campaign?.codings === 24;
    });
    await lea.stop();
    expect(percent(reports.at(-1) as QualityReport)?.value).toBe(0.6);
  });

  test('names a damaged file and counts the rest', async () => {
    const made = await campaign('damaged');
    await send(made, 'alice', row(0));
    const { key } = await send(made, 'bob', row(4));
    await send(made, 'bob', row(0).slice(0, 3));
    await putObject(
      server.store.endpoint,
      { bucket: server.bucket, key },
      newBytes(Buffer.from('PAR1 nonsense')),
      {
        expected: undefined,
        contentType: 'application/octet-stream',
      },
    );
    const report = (await alice.followed(made.at, isLive)).at(-1) as QualityReport;
    expect(report.problems).toEqual([
      { file: key, problem: expect.objectContaining({ reason: 'part-damaged', values: { name: key } }) },
    ]);
    expect(report.campaign?.codings).toBe(15);
  });

  test('refuses to estimate from an uncertainty sample, and says why', async () => {
    const sampling = { ...sampleCampaign('x').sampling, kind: 'uncertainty' as const, probability: false };
    const made = await campaign('uncertain', { sampling });
    await send(made, 'alice', row(0));
    const report = (await alice.followed(made.at, isLive)).at(-1) as QualityReport;
    expect(report.accuracy).toMatchObject({ refused: { reason: 'accuracy-not-probability' }, codable: [] });
  });

  test('without the network shows what was stored and says what is wrong', async () => {
    const made = await campaign('offline');
    await send(made, 'alice', row(0));
    await alice.followed(made.at, isLive);
    await alice.quality.enter();
    alice.network('offline');
    const report = (await alice.followed(made.at, ({ problem }) => problem !== undefined)).at(-1);
    alice.network('online');
    expect(report).toMatchObject({
      state: 'stored',
      problem: { code: 'unreachable' },
      campaign: { codings: 12 },
    });
  });

  test('reported nothing that nobody expected', () => {
    expect([...alice.reports, ...bob.reports]).toEqual([]);
  });
});
