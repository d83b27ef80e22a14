import { parquetWriteBuffer } from 'hyparquet-writer';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure } from '../../../../shared/contract/errors.ts';
import type { TrainingSetDraft } from '../../../../shared/contract/training/sets.ts';
import { normalisedText } from '../../../../shared/text/normalise.ts';
import { newBytes, putObject } from '../../platform/s3/put-object.ts';
import { readObject } from '../../platform/s3/read-object.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import type { ProjectContext } from '../../project-context.ts';
import type { CodedItem, CodedItems } from '../../project-needs.ts';
import { fromRev2, naf2025, nafRev2 } from '../testing/small-nomenclatures.ts';
import { testSurroundings, type TestSurroundings } from '../testing/surroundings.ts';
import { createSets, type Sets } from './sets.ts';

const { signal } = new AbortController();

const item = (id: string, text: string, code: string): CodedItem => ({
  ...{ id, text, code, normalisedText: normalisedText(text), variables: { nature: '99' } },
  ...{ stratum: undefined, weight: undefined },
});

const campaigns: Record<string, Partial<CodedItems> & { of: string; purpose?: 'gold' }> = {
  'campaigns/new/': {
    of: 'naf-2025',
    unresolved: 2,
    items: [
      item('a', 'Vente de légumes', '47.21Y'),
      item('b', 'Boucherie', '47.22Y'),
      item('b2', 'Boucherie', '47.22Y'),
      item('c', 'boucherie !', '47.22Y'),
      item('d', 'Boucherie', '47.21Y'),
      item('e', '…', '47.21Y'),
      item('f', 'Traiteur', '99.99Y'),
      item('gold-1', 'Vente de pommes', '47.21Y'),
      item('g', 'VENTE de poires', '47.21Y'),
    ],
  },
  'campaigns/old/': {
    of: 'naf-rev2',
    items: [item('h', 'Primeur', '47.21Z'), item('i', 'Triperie', '47.22Z'), item('j', 'Divers', '47.29Z')],
  },
  'campaigns/measured/': { of: 'naf-2025', purpose: 'gold', items: [] },
};

describe.each(storeNames())('training sets over %s', (name) => {
  let store: TestStore;
  let bucket: string;
  let around: TestSurroundings;
  let sets: Sets;
  let context: ProjectContext;

  const put = (key: string, bytes: Uint8Array) =>
    putObject(store.endpoint, { bucket, key }, newBytes(Buffer.from(bytes)), {
      expected: undefined,
      contentType: 'application/octet-stream',
    });
  const column = (columnName: string, data: string[]) => ({
    name: columnName,
    data,
    type: 'STRING' as const,
  });
  const ref = (prefix: string) => ({ profile: 'p', bucket, prefix });
  const draft = (rest: Partial<TrainingSetDraft> = {}): TrainingSetDraft => ({
    name: 'first',
    at: ref(''),
    campaigns: [ref('campaigns/new/'), ref('campaigns/old/')],
    files: [],
    gold: [ref('campaigns/measured/')],
    nomenclature: 'naf-2025',
    multivocal: 'leave-out',
    titles: 'none',
    profile: { cleaning: { kind: 'none' }, variables: [{ name: 'nature', prefix: 'NAT_', missing: 'NaN' }] },
    testShare: 0,
    seed: 1,
    ...rest,
  });
  const make = (given: TrainingSetDraft) => sets.handlers.makeTrainingSet(given, { signal });
  const preview = (given: TrainingSetDraft) => sets.handlers.previewTrainingSet(given, { signal });

  beforeAll(async () => {
    store = await openStore(name);
    bucket = await store.bucket();
    around = await testSurroundings();
    context = {
      key: 'project',
      userName: 'alice',
      store: around.store,
      endpoint: () => store.endpoint,
      roots: [ref('')],
    } as unknown as ProjectContext;
    sets = createSets({
      here: () => context,
      surroundings: around.surroundings,
      codedItemsOf: async ({ prefix }) => {
        const { of, purpose = 'training', ...rest } = campaigns[prefix] ?? { of: 'naf-2025' };
        const campaign = {
          id: prefix.split('/')[1],
          title: prefix,
          purpose,
          nomenclature: { id: of, hash: '' },
        };
        return { items: [], unresolved: 0, sources: [], ...rest, campaign } as unknown as CodedItems;
      },
      nomenclature: async (id) => (id === 'naf-2025' ? naf2025 : nafRev2),
      correspondence: async (from, to) => {
        if (from === 'naf-rev2' && to === 'naf-2025') return fromRev2;
        throw failure('not-found', 'No way');
      },
      mlflowOf: () => Promise.reject(new Error('not used')),
    });
    await sets.enter(context);
    await put(
      'campaigns/measured/items/part-x-00000.parquet',
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [
            column('task_id', ['reference-1', 'reference-2']),
            column('source_id', ['gold-1', 'gold-2']),
            column('text_description', ['Autre chose', 'Vente de Poires.']),
          ],
        }),
      ),
    );
  }, 60_000);

  afterAll(async () => {
    sets.close();
    await around[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  test('say of every item that is left out why', async () => {
    const { counts, lines, byCode } = await preview(draft());
    expect(counts).toEqual({
      train: 5,
      test: 0,
      pseudo: 0,
      codes: 2,
      codesWithout: 1,
      goldById: 1,
      goldByText: 1,
      recoded: 1,
      multivocal: 1,
      unknownCode: 2,
      emptyText: 1,
      duplicates: 1,
      contradictions: 1,
      unresolved: 2,
    });
    expect([...lines].sort()).toEqual([
      '__label__4721Y Boucherie NAT_99',
      '__label__4721Y Primeur NAT_99',
      '__label__4721Y Vente de légumes NAT_99',
      '__label__4722Y Boucherie NAT_99',
      '__label__4722Y boucherie ! NAT_99',
    ]);
    expect(byCode.find(({ code }) => code === '47.23Y')).toEqual({ code: '47.23Y', rows: 0 });
  });

  test('learn titles of codes without data, and are cut by text, the same way each time', async () => {
    const { counts } = await preview(draft({ titles: 'missing' }));
    expect(counts).toMatchObject({ pseudo: 1, train: 6 });
    const split = await preview(draft({ testShare: 0.5, seed: 3 }));
    expect(split.counts.test).toBeGreaterThan(0);
    expect(split.counts.train + split.counts.test).toBe(5);
    const turned = { ...draft({ testShare: 0.5, seed: 3 }) };
    turned.campaigns = [...turned.campaigns].reverse();
    expect((await preview(turned)).lines).toEqual(split.lines);
  });

  test('are written once, hashed, listed and read', async () => {
    const made = await make(draft({ testShare: 0.3 }));
    expect(made.address).toBe(`s3://${bucket}/training-sets/first/`);
    expect(await make(draft({ testShare: 0.3 }))).toEqual(made);
    await expect(make(draft({ testShare: 0.3, titles: 'all' }))).rejects.toMatchObject({
      code: 'conflict',
      data: { reason: 'training-set-taken' },
    });
    const stop = new AbortController();
    for await (const shown of sets.handlers.trainingSets({}, { signal: stop.signal }))
      if (shown.state === 'live') {
        expect(shown.sets).toEqual([made]);
        stop.abort();
      }
    const ask = { at: made.at, offset: 1, limit: 2 };
    const { lines } = await sets.handlers.trainingSetLines(ask, { signal });
    const whole = await readObject(store.endpoint, { bucket, key: `${made.at.prefix}train.txt` });
    expect(lines).toEqual(whole?.bytes.toString().split('\n').slice(1, 3));
    const rows = await readObject(store.endpoint, { bucket, key: `${made.at.prefix}rows.parquet` });
    const file = new Uint8Array(rows?.bytes ?? []).buffer;
    const { train, test: held } = made.set.counts;
    expect(await parquetReadObjects({ file })).toHaveLength(train + held);
  });

  test('take coded files, whose codes tell their version', async () => {
    const columnData = [
      column('libelle', ['Maraîchage', 'Épicerie', 'Poissonnerie']),
      column('apet_manual', ['4721Z', '4722Z', '4723Y']),
    ];
    await put('files/coded.parquet', new Uint8Array(parquetWriteBuffer({ columnData })));
    const files = [{ profile: 'p', bucket, key: 'files/coded.parquet' }];
    const { counts, lines } = await preview(draft({ campaigns: [], files }));
    expect(counts).toMatchObject({ train: 2, recoded: 1, multivocal: 1 });
    expect([...lines].sort()).toEqual([
      '__label__4721Y Maraîchage NAT_NaN',
      '__label__4723Y Poissonnerie NAT_NaN',
    ]);
  });

  test('are refused with the reason', async () => {
    const reason = (text: string) =>
      expect.objectContaining({ data: expect.objectContaining({ reason: text }) });
    const campaign = [ref('campaigns/measured/')];
    await expect(preview(draft({ campaigns: campaign }))).rejects.toEqual(reason('training-gold-campaign'));
    await expect(make(draft({ name: 'x', multivocal: 'refuse' }))).rejects.toEqual(
      reason('training-multivocal'),
    );
    await expect(make(draft({ name: 'x', campaigns: [] }))).rejects.toEqual(reason('training-set-empty'));
    await expect(preview(draft({ gold: [ref('campaigns/none/')] }))).rejects.toEqual(
      reason('training-gold-empty'),
    );
    await put('files/no.parquet', Buffer.from('PAR1 not at all'));
    const files = [{ profile: 'p', bucket, key: 'files/no.parquet' }];
    await expect(preview(draft({ files }))).rejects.toEqual(reason('training-file-unreadable'));
    const steps = [{ kind: 'replace' as const, pattern: '(', by: '' }];
    const profile = { cleaning: { kind: 'rules' as const, steps }, variables: [] };
    await expect(preview(draft({ profile }))).rejects.toEqual(reason('training-profile-pattern'));
  });

  test('of which one cannot be read, the others are shown', async () => {
    await put('training-sets/odd/set.json', Buffer.from('{"schemaVersion":9}'));
    const stop = new AbortController();
    for await (const shown of sets.handlers.trainingSets({}, { signal: stop.signal }))
      if (shown.problem) {
        expect(shown.problem.reason).toBe('training-set-unreadable');
        expect(shown.sets).toHaveLength(1);
        stop.abort();
      }
  });
});
