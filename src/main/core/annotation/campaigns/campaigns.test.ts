import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type {
  CampaignPlan,
  CampaignRef,
  Campaigns,
} from '../../../../shared/contract/annotation/campaigns.ts';
import { normalisedText } from '../../../../shared/text/normalise.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { aliasOf } from '../../platform/s3/shown-command.ts';
import { storeNames } from '../../platform/s3/testing/stores.ts';
import { createCommandLog, type CommandLog } from '../../shell/commands.ts';
import { createTaskList, type TaskList } from '../../shell/tasks.ts';
import { openDatabases } from '../../store/database.ts';
import type { AnnotationContext, AnnotationSurroundings } from '../annotation-context.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import { openCampaignStore, unconditional, type CampaignStore } from '../files/testing/campaign-store.ts';
import { createCampaigns, type CampaignsPart } from './campaigns.ts';
import { memoryFrame, nomenclature, samplePlan } from './testing/frames.ts';

const signal = new AbortController().signal;
const source = {
  reading: 'r',
  columns: [
    { name: 'text', role: 'text' },
    { name: 'code', role: 'code' },
  ] satisfies { name: string; role: 'text' | 'code' }[],
};

interface Person {
  readonly part: CampaignsPart;
  readonly context: AnnotationContext;
  readonly files: CampaignFiles;
  readonly commands: CommandLog;
  readonly tasks: TaskList;
}

describe.each(storeNames())('campaigns over %s', (name) => {
  let store: CampaignStore;
  let folder: string;
  let closing: (() => Promise<void> | void)[];
  let errors: unknown[];
  let number = 0;
  beforeAll(async () => void (store = await openCampaignStore(name)));
  afterAll(() => store[Symbol.asyncDispose]());
  beforeEach(async () => {
    number += 1;
    folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-campaigns-'));
    closing = [];
    errors = [];
  });
  afterEach(async () => {
    for (const close of closing.toReversed()) await close();
    await rm(folder, { recursive: true });
    expect(errors).toEqual([]);
  });

  const place = () => ({ profile: 'p', bucket: store.bucket, prefix: `team-${number}/` });

  async function person(
    userName: string,
    options: { endpoint?: S3Endpoint; roots?: AnnotationContext['roots']; laptop?: string } = {},
  ): Promise<Person> {
    const endpoint = options.endpoint ?? store.store.endpoint;
    const { files, commands } = await store.laptop({ endpoint });
    const tasks = createTaskList(Date.now);
    const databases = openDatabases(path.join(folder, options.laptop ?? userName));
    closing.push(() => databases.close());
    const context = {
      key: userName,
      userName,
      store: databases.open('p', userName),
      folder,
      endpoint: () => endpoint,
      roots: options.roots ?? [place()],
      forbidsLocalCopies: false,
    } as unknown as AnnotationContext;
    const surroundings = {
      host: { clock: Date.now, onResume: () => () => {} },
      commands: createCommandLog(Date.now),
      report: (error: unknown) => errors.push(error),
    } as unknown as AnnotationSurroundings;
    const part = createCampaigns({
      here: () => context,
      files,
      sources: { frame: async () => memoryFrame(600) },
      nomenclature: async () => nomenclature,
      mine: async () => ({
        done: 1,
        held: 0,
        unsent: 0,
        conflicts: 0,
        pace: 120,
        progress: () => ({ decided: 2, begun: false }),
      }),
      surroundings,
      tasks,
    });
    closing.push(() => part.close());
    return { part, context, files, commands, tasks };
  }
  const create = ({ part }: Person, plan: CampaignPlan): Promise<{ at: CampaignRef }> =>
    part.handlers.createCampaign({ source, plan }, { signal });

  /** The list as soon as it is as asked. */
  async function listed({ part }: Person, ready: (list: Campaigns) => boolean): Promise<Campaigns> {
    for await (const list of part.handlers.campaigns({}, { signal }))
      if (ready(list as Campaigns)) return list as Campaigns;
    throw new Error('The list ended');
  }

  test('a gold campaign is drawn, cleaned, cut into batches and written, its hidden items among the others', async () => {
    const alice = await person('alice');
    const overlap = { annotators: 2, share: 0.2, calibration: 6, controls: 4 };
    const { at } = await create(alice, samplePlan('gold-1', place(), {}, { overlap }));
    expect(at.prefix).toBe(`team-${number}/campaigns/gold-1/`);
    const { campaign } = await alice.files.read(at);
    expect(campaign).toMatchObject({
      createdBy: 'alice',
      assignment: 'claims',
      guidelines: [{ version: 1, text: 'Lire.' }],
      sampling: { kind: 'simple-random', probability: true, sampled: 60, frame: { rows: 600 } },
      model: { name: 'm' },
    });
    expect(campaign.fields.map(({ name: field }) => field)).toEqual(['nature', 'month']);
    const items = await alice.files.items(at);
    const controls = await alice.files.controls(at);
    expect(items).toHaveLength(64);
    expect(controls).toHaveLength(4);
    expect(new Set(items.map(({ id }) => id)).size).toBe(64);
    expect(new Set(items.map(({ text }) => normalisedText(text))).size).toBe(64);
    for (const batch of campaign.batches) {
      expect(batch.items).toBeLessThanOrEqual(10);
      expect(items.filter((item) => item.batch === batch.id)).toHaveLength(batch.items);
      expect(batch.annotators).toBe({ calibration: 3, overlap: 2, single: 1 }[batch.kind]);
    }
    const hidden = new Set(controls.map(({ item }) => item));
    for (const item of items) {
      expect(item.cleanText).toBe('vent legum ndeg');
      expect(item.weight === undefined).toBe(hidden.has(item.id));
      if (hidden.has(item.id)) expect(item.batch).not.toMatch(/^calibration/);
      else expect(item).toMatchObject({ stratum: 'all', populationSize: 300, multiplicity: 2 });
    }
  });

  test('no text is in both a gold and a training set that keep apart', async () => {
    const alice = await person('alice');
    const gold = await create(alice, samplePlan('gold', place(), { size: 100 }));
    const training = await create(
      alice,
      samplePlan(
        'train',
        place(),
        { kind: 'uncertainty', size: 100 },
        {
          purpose: 'training',
          mode: 'assisted',
          keepApartFrom: [gold.at],
        },
      ),
    );
    const texts = async (at: CampaignRef) =>
      (await alice.files.items(at)).map(({ text }) => normalisedText(text));
    const golden = new Set(await texts(gold.at));
    expect((await texts(training.at)).filter((text) => golden.has(text))).toEqual([]);
    const { sampling } = (await alice.files.read(training.at)).campaign;
    expect(sampling).toMatchObject({ probability: false, frame: { rows: 400, excludedRows: 200 } });
  });

  test('a plan against the rules is refused, and nothing is written', async () => {
    const alice = await person('alice');
    const plan = samplePlan('bad', place(), {}, { mode: 'assisted' });
    await expect(create(alice, plan)).rejects.toMatchObject({ data: { reason: 'plan-gold-assisted' } });
    await expect(alice.files.read({ ...place(), prefix: `team-${number}/campaigns/bad/` })).rejects.toThrow();
  });

  test('a preview says what would be drawn and what speaks against it', async () => {
    const alice = await person('alice');
    const preview = (plan: CampaignPlan) => alice.part.handlers.previewPlan({ source, plan }, { signal });
    const good = await preview(samplePlan('good', place()));
    expect(good).toMatchObject({ problems: [], design: { sampled: 60 }, batches: { calibration: 1 } });
    expect(good.examples).toHaveLength(5);
    expect(good.halfWidth).toBeCloseTo(1.96 * Math.sqrt(0.16 / 60), 3);
    // 6 for three people, 11 of the other 54 for two.
    expect(good.codings).toBe(6 * 3 + 11 * 2 + 43);
    const reasons = async (plan: CampaignPlan) => (await preview(plan)).problems.map(({ reason }) => reason);
    expect(await reasons(samplePlan('good', place(), { size: 9_999 }))).toEqual(['sample-size']);
    expect(await reasons(samplePlan('good', place(), {}, { mode: 'assisted' }))).toEqual([
      'plan-gold-assisted',
    ]);
    await create(alice, samplePlan('good', place()));
    expect(await reasons(samplePlan('good', place()))).toEqual(['campaign-exists']);
    await expect(create(alice, samplePlan('good', place()))).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'campaign-exists' },
    });
  });

  test('where the server knows no conditions everybody is assigned batches, and nobody steals', async () => {
    const alice = await person('alice', { endpoint: unconditional(store.store.endpoint) });
    const { at } = await create(alice, samplePlan('assigned', place()));
    const { campaign } = await alice.files.read(at);
    expect(campaign).toMatchObject({ assignment: 'assigned', stealing: false });
    for (const { assigned, annotators } of campaign.batches) expect(new Set(assigned).size).toBe(annotators);
  });

  test('others see a campaign that was made, with what they are in it, and after a restart without network', async () => {
    const alice = await person('alice');
    await create(alice, samplePlan('shared', place()));
    const bob = await person('bob');
    bob.part.enter(bob.context);
    const isLive = (list: Campaigns) => !list.loading && list.campaigns.length > 0;
    expect(await listed(bob, isLive)).toMatchObject({
      campaigns: [
        {
          campaign: { id: 'shared' },
          roles: ['annotator'],
          items: 60,
          mine: { done: 1, pace: 120 },
          nextBatch: 'calibration-0001',
          nextItems: 4,
          state: 'live',
        },
      ],
      places: [{ at: place() }],
    });
    bob.part.enter(undefined);
    expect(await listed(bob, ({ loading }) => !loading)).toMatchObject({ campaigns: [], places: [] });
    const endpoint = {
      ...store.store.endpoint,
      send: () => store.store.endpoint.send({ method: 'GET', bucket: 'no-such-bucket-at-all' }),
    };
    const later = await person('bob', { endpoint, laptop: 'bob' });
    later.part.enter(later.context);
    const offline = await listed(later, (list) => !list.loading && list.campaigns.length > 0);
    expect(offline.campaigns[0]).toMatchObject({
      campaign: { id: 'shared' },
      state: 'stored',
      problem: { code: 'not-found' },
    });
    expect(offline.places[0]?.problem).toMatchObject({ code: 'not-found' });
  });

  test('a place that was added is looked at until it is removed; what is damaged there is named', async () => {
    const alice = await person('alice');
    const { at } = await create(alice, samplePlan('elsewhere', place()));
    const damaged = { ...place(), prefix: `team-${number}/campaigns/broken/` };
    await store.store.endpoint.send({
      method: 'PUT',
      bucket: store.bucket,
      key: `${damaged.prefix}campaign.json`,
      body: '{',
    });
    const bob = await person('bob', { roots: [] });
    bob.part.enter(bob.context);
    await bob.part.handlers.addCampaignPlace({ at: place() }, { signal });
    const list = await listed(bob, ({ campaigns, loading }) => !loading && campaigns.length > 0);
    expect(list.campaigns.map((one) => one.at)).toEqual([at]);
    expect(list.places).toMatchObject([
      { at: place(), added: true },
      { at: damaged, problem: { reason: 'campaign-damaged', values: { line: 1, column: 2 } } },
    ]);
    await bob.part.handlers.removeCampaignPlace({ at: place() }, { signal });
    await bob.part.handlers.refreshCampaigns({}, { signal });
    expect(await listed(bob, ({ loading }) => !loading)).toMatchObject({ campaigns: [], places: [] });
  });

  test('a lead changes a campaign, others may not, and the list shows it', async () => {
    const alice = await person('alice');
    alice.part.enter(alice.context);
    const { at } = await create(alice, samplePlan('changing', place()));
    const bob = await person('bob');
    const change = (who: Person) =>
      who.part.handlers.changeCampaign({ at, change: { title: 'New', guidelines: 'Relire.' } }, { signal });
    await expect(change(bob)).rejects.toMatchObject({ data: { reason: 'campaign-not-lead' } });
    await change(alice);
    const { campaign } = await bob.files.read(at);
    expect(campaign).toMatchObject({
      title: 'New',
      guidelines: [{ version: 1 }, { version: 2, by: 'alice' }],
    });
    const isShown = ({ campaigns }: Campaigns) => campaigns[0]?.campaign.title === 'New';
    expect((await listed(alice, isShown)).campaigns).toHaveLength(1);
  });

  test('a deadline is set and taken away, by a command that is shown', async () => {
    const alice = await person('alice');
    const { at } = await create(alice, samplePlan('dated', place()));
    const change = async (deadline: number | null) => {
      await alice.part.handlers.changeCampaign({ at, change: { deadline } }, { signal });
      return (await alice.files.read(at)).campaign;
    };
    expect(await change(9_000_000_000_000)).toMatchObject({ deadline: 9_000_000_000_000 });
    expect(await change(null)).not.toHaveProperty('deadline');
    expect(alice.commands.list.get().at(-1)).toMatchObject({
      program: 'mc',
      text: `mc cp campaign.json ${aliasOf(store.store.endpoint)}/${store.bucket}/${at.prefix}campaign.json`,
      state: 'done',
    });
  });

  test('values have words in the campaign: those that the person brought, and those that are known', async () => {
    const alice = await person('alice');
    const meanings = { month: { '2026-01': { fr: 'janvier' } } };
    const { at } = await create(alice, samplePlan('words', place(), {}, { meanings }));
    const [nature, month] = (await alice.files.read(at)).campaign.fields;
    expect(nature?.meanings).toMatchObject({ 4: { fr: 'fabrication, production' } });
    expect(month?.meanings).toEqual(meanings.month);
  });

  test('the making says how far it is, and ends when it is cancelled', async () => {
    const alice = await person('alice');
    const shares: number[] = [];
    const following = new AbortController();
    const seen = (async () => {
      for await (const [task] of alice.tasks.list.follow(following.signal)) {
        if (task?.progress !== undefined) shares.push(task.progress);
        if (task?.state === 'done') return task;
      }
      return undefined;
    })();
    await create(alice, samplePlan('far', place()));
    expect(await seen).toMatchObject({ title: 'create-campaign', values: { title: 'far' }, progress: 1 });
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    const cancelled = alice.part.handlers.createCampaign(
      { source, plan: samplePlan('not', place()) },
      { signal: AbortSignal.abort() },
    );
    await expect(cancelled).rejects.toMatchObject({ data: { code: 'cancelled' } });
    expect(alice.tasks.list.get().at(-1)).toMatchObject({ state: 'failed', problem: { code: 'cancelled' } });
  });
});
