import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storeNames } from '../../platform/s3/testing/stores.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import { campaignKey, campaignOfKey } from './campaign-key.ts';
import { coded, openServer, signal, type Server } from './testing/harness.ts';

test('a campaign is found again by its name in the journal', () => {
  const at = { profile: 'own/s3', bucket: 'b', prefix: 'team/campaigns/c/' };
  expect(campaignOfKey(campaignKey(at))).toEqual(at);
  expect(campaignKey({ ...at, profile: 'home' })).toBe('home/b/team/campaigns/c/');
});

const suggestions = {
  suggestions: [{ rank: 1, code: '47.22Z', probability: 0.9 }],
  model: 'served',
  modelVersion: '7',
  from: 'served' as const,
};

describe.each(storeNames())('coding over %s', (name) => {
  let server: Server;
  beforeAll(async () => {
    server = await openServer(name);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('a batch is claimed, coded, sent, and read back from the server', async () => {
    const at = await server.campaign('slice', 2, 3);
    await using laptop = await server.laptop();
    const work = await laptop.open(at);
    expect(work).toMatchObject({ batch: 'single-0000', state: 'live', kind: 'single', conflicts: [] });
    expect(work.items).toHaveLength(3);
    expect(work.heldUntil).toBeGreaterThan(Date.now() + 7 * 3_600_000);
    for (const { id } of work.items) await laptop.decide(at, id);
    await laptop.handlers.sendNow({ at }, { signal });
    expect(await laptop.until(at, ({ waiting, state }) => waiting === 0 && state === 'idle')).toMatchObject({
      sent: 3,
    });
    const parts = await laptop.files.decisionParts(at, 'alice');
    const read = await Promise.all(parts.map((part) => laptop.files.readDecisions(at, part)));
    const codes = read.flatMap(({ rows }) => rows.map(({ item, codeFinal }) => [item, codeFinal] as const));
    expect(codes).toHaveLength(3);
    expect(new Map(codes)).toEqual(new Map(work.items.map(({ id }) => [id, '47.21Z'])));
    const claims = await laptop.files.claims(at);
    expect(claims.find(({ batch }) => batch === 'single-0000')?.holders).toMatchObject([
      { name: 'alice', done: true },
    ]);
    expect((await laptop.open(at)).batch).toBe('single-0001');
    expect(laptop.reports).toEqual([]);
  });

  test('a decision is in the journal before it is answered', async () => {
    const at = await server.campaign('journal', 1, 2);
    await using laptop = await server.laptop();
    const { items } = await laptop.open(at);
    const made = await laptop.decide(at, items[0]?.id ?? '');
    const entries = await laptop.context.store.decisions.entries({ campaign: campaignKey(at) });
    expect(entries).toMatchObject([{ id: made.id, kind: 'decision', sent: false }]);
    expect(JSON.parse(entries[0]?.record ?? '')).toEqual(made);
    expect(made).toMatchObject({ annotator: 'alice', levelReached: 5, codeFirst: '47.21Z', replaces: [] });
  });

  test('people take different batches; who comes when none is left is told so', async () => {
    const at = await server.campaign('people', 2, 2);
    await using alice = await server.laptop();
    await using bob = await server.laptop({ person: 'bob' });
    await using other = await server.laptop({ person: 'zoé d’Åse' });
    const [one, two] = await Promise.all([alice.open(at), bob.open(at)]);
    expect(new Set([one.batch, two.batch]).size).toBe(2);
    await expect(other.open(at)).rejects.toMatchObject({ data: { reason: 'no-batch-left' } });
    await expect(other.open(at, one.batch)).rejects.toMatchObject({ data: { reason: 'batch-taken' } });
    await alice.handlers.releaseBatch({ at, batch: one.batch }, { signal });
    expect((await other.open(at)).batch).toBe(one.batch);
  });

  test('a claim that ended is taken by another; what the first one decided still counts', async () => {
    const at = await server.campaign('expired', 1, 2);
    await using alice = await server.laptop();
    const { items } = await alice.open(at);
    await alice.decide(at, items[0]?.id ?? '');
    const late = () => Date.now() + 9 * 3_600_000;
    await using bob = await server.laptop({ person: 'bob', clock: late });
    expect((await bob.open(at)).batch).toBe('single-0000');
    await alice.decide(at, items[1]?.id ?? '');
    await alice.handlers.sendNow({ at }, { signal });
    const parts = await bob.files.decisionParts(at, 'alice');
    const read = await Promise.all(parts.map((part) => bob.files.readDecisions(at, part)));
    expect(read.flatMap(({ rows }) => rows)).toHaveLength(2);
  });

  test('a batch given back comes only when nothing else is left', async () => {
    const at = await server.campaign('released', 2, 2);
    await using laptop = await server.laptop();
    const { batch, items } = await laptop.open(at);
    await laptop.decide(at, items[0]?.id ?? '');
    await laptop.handlers.releaseBatch({ at, batch }, { signal });
    const next = await laptop.open(at);
    expect(next.batch).not.toBe(batch);
    for (const { id } of next.items) await laptop.decide(at, id);
    expect((await laptop.open(at)).batch).toBe(batch);
  });
});

describe('coding', () => {
  let server: Server;
  beforeAll(async () => {
    server = await openServer('sandbox');
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('blind: no suggestion ever reaches the page', async () => {
    const at = await server.campaign('blind', 1, 2);
    await using laptop = await server.laptop({ suggestionsFor: async () => suggestions });
    const work = await laptop.open(at);
    const id = work.items[0]?.id ?? '';
    const made = await laptop.decide(at, id);
    const again = await laptop.handlers.batch({ at, batch: work.batch }, { signal });
    expect(JSON.stringify([work, made, again])).not.toMatch(/"suggestions"|"rank"|confidenceIndex|fasttext/);
    for (const call of [
      laptop.handlers.suggestions({ at, item: id }, { signal }),
      laptop.handlers.reveal({ at, item: id, code: '47.21Z', leadTime: 1 }, { signal }),
      laptop.decide(at, work.items[1]?.id ?? '', { source: 'suggestion', suggestionRank: 1 }),
    ])
      await expect(call).rejects.toMatchObject({ data: { code: 'invalid-input' } });
  });

  test('reveal: the first code is on the disk before suggestions are shown, and never changes', async () => {
    const at = await server.campaign('reveal', 1, 2, { mode: 'reveal' });
    const laptop = await server.laptop();
    const work = await laptop.open(at);
    expect(work.items.every(({ suggestions: shown }) => shown === undefined)).toBe(true);
    const id = work.items[0]?.id ?? '';
    const reveal = (code: string) =>
      laptop.handlers.reveal({ at, item: id, code, leadTime: 900 }, { signal });
    await expect(reveal('nothing')).rejects.toMatchObject({ data: { reason: 'code-unknown' } });
    expect((await reveal('4723Z')).suggestions?.suggestions[0]?.code).toBe('47.21Z');
    await reveal('47.22Z');
    await laptop.stop();

    await using again = await server.laptop({ folder: laptop.folder });
    const reopened = await again.open(at);
    expect(reopened.firstCodes).toEqual({ [id]: '47.23Z' });
    expect(reopened.items.filter(({ suggestions: shown }) => shown).map((one) => one.id)).toEqual([id]);
    const made = await again.decide(at, id, { source: 'suggestion', suggestionRank: 1 });
    expect(made).toMatchObject({
      codeFirst: '47.23Z',
      codeFinal: '47.21Z',
      confidenceIndex: 0.6,
      modelVersion: 'fasttext/3',
    });
    await again.handlers.undo({ at }, { signal });
    expect((await again.open(at)).firstCodes).toEqual({ [id]: '47.23Z' });
  });

  test('assisted: suggestions from the start, asked for where the batch has none, and kept with the decision', async () => {
    const at = await server.campaign('assisted', 1, 2, { mode: 'assisted', purpose: 'training' });
    let asked = 0;
    const laptop = await server.laptop({
      async suggestionsFor() {
        asked += 1;
        if (asked === 1) throw failure('unreachable', 'No answer', { reason: 'connection-lost' });
        return suggestions;
      },
    });
    const work = await laptop.open(at);
    expect(work.items[0]?.suggestions?.model).toBe('fasttext');
    const kept = await laptop.context.store.get<{ items: object[] }>(
      `annotation/batch/${campaignKey(at)}#${work.batch}`,
    );
    await laptop.stop();

    // The same batch as a campaign without suggestions of its own brings it.
    const bare = kept?.value.items.map((item) => ({ ...item, suggestions: undefined }));
    const offline = await server.laptop({ folder: laptop.folder });
    await offline.context.store.set(`annotation/batch/${campaignKey(at)}#${work.batch}`, {
      ...kept?.value,
      items: bare,
    });
    await offline.stop();
    await using again = await server.laptop({
      folder: laptop.folder,
      async suggestionsFor() {
        asked += 1;
        if (asked === 1) throw failure('unreachable', 'No answer', { reason: 'connection-lost' });
        return suggestions;
      },
    });
    const id = (await again.open(at)).items[0]?.id ?? '';
    expect(await again.handlers.suggestions({ at, item: id }, { signal })).toMatchObject({
      problem: { code: 'unreachable' },
    });
    expect(await again.handlers.suggestions({ at, item: id }, { signal })).toEqual({ suggestions });
    await again.handlers.suggestions({ at, item: id }, { signal });
    expect(asked).toBe(2);
    expect(await again.decide(at, id)).toMatchObject({
      suggestions: suggestions.suggestions,
      modelVersion: 'served/7',
    });
  });

  test('undo goes back without limit: over batches, after a restart, after sending', async () => {
    const at = await server.campaign('undo', 2, 2);
    const laptop = await server.laptop();
    const order: string[] = [];
    for (let batch = 0; batch < 2; batch += 1)
      for (const { id } of (await laptop.open(at)).items) {
        await laptop.decide(at, id);
        order.push(id);
      }
    await laptop.handlers.sendNow({ at }, { signal });
    await laptop.stop();

    await using again = await server.laptop({ folder: laptop.folder });
    const undone: string[] = [];
    for (;;) {
      const one = await again.handlers.undo({ at }, { signal });
      if (!one) break;
      expect(one.was).toMatchObject({ item: one.item, codeFinal: '47.21Z', withdrawn: false });
      expect(one.batch).toBe(one.item.slice(0, 'single-0000'.length));
      undone.push(one.item);
    }
    expect(undone).toEqual(order.reverse());
    await again.handlers.sendNow({ at }, { signal });
    expect((await again.open(at)).decisions).toEqual({});

    await using third = await server.laptop();
    await third.handlers.sendNow({ at }, { signal });
    expect(await third.coding.mine(at)).toMatchObject({ done: 0, conflicts: 0 });
    expect((await third.until(at, ({ sent }) => sent > 0)).sent).toBe(8);
  });

  test('a batch that is done opens again where its copy was removed', async () => {
    const at = await server.campaign('done', 2, 2);
    const laptop = await server.laptop();
    const { batch, items } = await laptop.open(at);
    for (const { id } of items) await laptop.decide(at, id);
    await laptop.handlers.sendNow({ at }, { signal });
    await laptop.stop();
    await using other = await server.laptop();
    const again = await other.open(at, batch);
    expect(Object.keys(again.decisions)).toHaveLength(2);
    expect((await other.handlers.undo({ at }, { signal }))?.batch).toBe(batch);
    expect((await other.open(at)).batch).toBe(batch);
  });

  test('a laptop has one name, however many campaigns are opened at once', async () => {
    const one = await server.campaign('name-1', 1, 2);
    const two = await server.campaign('name-2', 1, 2);
    await using laptop = await server.laptop();
    const made = await Promise.all(
      [one, two].map(async (at) => laptop.decide(at, (await laptop.open(at)).items[0]?.id ?? '')),
    );
    expect(new Set(made.map(({ machine }) => machine)).size).toBe(1);
  });

  test('deciding again replaces; the item counts once', async () => {
    const at = await server.campaign('again', 1, 2);
    await using laptop = await server.laptop();
    const { items, batch } = await laptop.open(at);
    const id = items[0]?.id ?? '';
    const first = await laptop.decide(at, id);
    const change = { codeFinal: '47.22Z', comment: 'on reflection', leadTime: 2000 };
    const second = await laptop.decide(at, id, change);
    expect(second).toMatchObject({ replaces: [first.id], codeFirst: '47.21Z' });
    expect((await laptop.handlers.batch({ at, batch }, { signal })).decisions[id]?.id).toBe(second.id);
    // Two seconds of active time in force: the one that was replaced counts no more.
    expect(await laptop.coding.mine(at)).toMatchObject({ done: 1, pace: 1800 });
  });

  test('the next batch is here before this one ends, and days without network are days of work', async () => {
    const at = await server.campaign('ahead', 3, 7);
    const laptop = await server.laptop();
    const { items } = await laptop.open(at);
    for (const { id } of items.slice(0, 2)) await laptop.decide(at, id);
    await laptop.until(at, ({ waiting }) => waiting === 2);
    await expect.poll(async () => (await laptop.coding.mine(at)).held, { timeout: 10_000 }).toBe(2);
    await laptop.stop();

    await using away = await server.laptop({ folder: laptop.folder });
    away.network('offline');
    const first = await away.open(at);
    expect(first).toMatchObject({ state: 'stored', problem: { code: 'unreachable' } });
    expect(Object.keys(first.decisions)).toHaveLength(2);
    for (const { id } of first.items.filter(({ id }) => !first.decisions[id])) await away.decide(at, id);
    const second = await away.open(at);
    expect(second.batch).not.toBe(first.batch);
    for (const { id } of second.items) await away.decide(at, id);
    await expect(away.open(at)).rejects.toMatchObject({ data: { code: 'unreachable' } });
    expect(await away.until(at, ({ waiting }) => waiting === 14)).toMatchObject({ sent: 0 });
    await away.handlers.undo({ at }, { signal });

    away.network('online');
    expect(await away.until(at, ({ waiting, sent }) => waiting === 0 && sent === 15)).toBeDefined();
    expect(await away.coding.mine(at)).toMatchObject({ done: 13, unsent: 0, conflicts: 0 });
    const parts = await away.files.decisionParts(at, 'alice');
    const read = await Promise.all(parts.map((part) => away.files.readDecisions(at, part)));
    const ids = read.flatMap(({ rows }) => rows.map(({ id }) => id));
    expect(ids).toHaveLength(15);
    expect(new Set(ids).size).toBe(15);
  });

  test('where the platform forbids copies, items are here only while the app runs', async () => {
    const at = await server.campaign('forbidden', 1, 2);
    const laptop = await server.laptop({ forbidsLocalCopies: true });
    const work = await laptop.open(at);
    await laptop.decide(at, work.items[0]?.id ?? '');
    laptop.network('offline');
    expect((await laptop.open(at)).state).toBe('stored');
    expect(await laptop.context.store.kept('annotation/batch')).toEqual([]);
    await laptop.stop();

    await using again = await server.laptop({ folder: laptop.folder, forbidsLocalCopies: true });
    again.network('offline');
    await expect(again.open(at)).rejects.toMatchObject({ data: { code: 'unreachable' } });
    again.network('online');
    await again.handlers.sendNow({ at }, { signal });
    expect(await again.coding.mine(at)).toMatchObject({ done: 1, unsent: 0 });
  });

  test('claims are renewed when the laptop wakes', async () => {
    const at = await server.campaign('renewed', 1, 2);
    let now = Date.now();
    await using laptop = await server.laptop({ clock: () => now });
    const { heldUntil = 0, batch } = await laptop.open(at);
    now += 3 * 3_600_000;
    laptop.wakeUp();
    await expect
      .poll(async () => (await laptop.handlers.batch({ at, batch }, { signal })).heldUntil, {
        timeout: 10_000,
      })
      .toBe(heldUntil + 3 * 3_600_000);
    expect((await laptop.files.claims(at))[0]?.holders[0]?.expiresAt).toBe(heldUntil + 3 * 3_600_000);
  });

  test('who is no annotator, and a campaign that is closed, are told so', async () => {
    const at = await server.campaign('closed', 1, 2);
    await using stranger = await server.laptop({ person: 'mallory' });
    await expect(stranger.open(at)).rejects.toMatchObject({
      data: { code: 'forbidden', reason: 'not-annotator' },
    });
    await stranger.files.change(at, (campaign) => ({ ...campaign, state: 'closed' }));
    await using laptop = await server.laptop();
    await expect(laptop.open(at)).rejects.toMatchObject({ data: { reason: 'campaign-closed' } });
  });

  test('assigned batches are opened without claims', async () => {
    const at = await server.campaign('assigned', 2, 2, {
      assignment: 'assigned',
      stealing: false,
      batches: [
        { id: 'single-0000', kind: 'single', items: 2, annotators: 1, assigned: ['bob'] },
        { id: 'single-0001', kind: 'single', items: 2, annotators: 1, assigned: ['alice'] },
      ],
    });
    await using laptop = await server.laptop();
    const work = await laptop.open(at);
    expect(work.batch).toBe('single-0001');
    expect(work.heldUntil).toBeUndefined();
    await expect(laptop.handlers.releaseBatch({ at, batch: work.batch }, { signal })).rejects.toMatchObject({
      data: { reason: 'batch-assigned' },
    });
    for (const { id } of work.items)
      await laptop.handlers.decide({ at, item: id, decision: coded() }, { signal });
    await laptop.handlers.sendNow({ at }, { signal });
    expect(await laptop.files.claims(at)).toEqual([]);
    await expect(laptop.open(at)).rejects.toMatchObject({ data: { reason: 'no-batch-left' } });
  });
});
