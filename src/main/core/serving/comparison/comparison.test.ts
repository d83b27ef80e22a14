import { afterEach, describe, expect, test } from 'vitest';
import type { CodedItems } from '../../project-needs.ts';
import type { PredictHere } from '../../project-needs.ts';
import { serveModel } from '../../platform/coding-api/testing/served-model.ts';
import { codedGold } from '../testing/coded-gold.ts';
import { firstOf, servingPlace, signal, type ServingPlace } from '../testing/serving-place.ts';

const gold = { profile: 'p', bucket: 'b', prefix: 'campaigns/gold/' };
const a = { kind: 'pinned', id: 'a' } as const;
const b = { kind: 'pinned', id: 'b' } as const;

/** A is right of the even items and B of all but every tenth; B is silent on item 7. */
const predict: PredictHere = async (pin, questions) =>
  questions.map(({ text }) => {
    const at = Number(text.split(' ')[1]);
    const isRight = pin === 'a' ? at % 2 === 0 : at % 10 !== 0;
    const predictions = pin === 'b' && at === 7 ? [] : [{ code: isRight ? '011' : '051', probability: 0.8 }];
    return { raw: text, given: text, predictions, confidenceIndex: 0.5 };
  });

let place: ServingPlace;
afterEach(() => place[Symbol.asyncDispose]());

async function compare(
  coded: CodedItems,
  { forbidsLocalCopies = false, ask = predict }: { forbidsLocalCopies?: boolean; ask?: PredictHere } = {},
) {
  place = await servingPlace({
    context: { forbidsLocalCopies },
    parts: { codedItemsOf: async () => coded, predict: ask },
  });
  return firstOf(
    place.handlers.compareModels({ a, b, gold }, { signal }),
    ({ state }) => state === 'done' || state === 'failed',
  );
}
const hundreds = codedGold(Array.from({ length: 450 }, () => '01.1'));

describe('a comparison', () => {
  test('is made batch by batch, kept, and read page by page after a restart', async () => {
    const { comparison, done } = await compare(hundreds);
    expect(done).toBe(450);
    expect(comparison).toMatchObject({
      names: { a: 'a', b: 'b' },
      goldTitle: 'Gold 2026',
      items: 450,
      unanswered: { a: 0, b: 1 },
      probability: true,
    });
    const level = comparison?.levels.at(-1);
    expect(level).toMatchObject({ level: 2, n: 450, a: { value: 0.5 }, mcNemar: { onlyA: 45, onlyB: 224 } });
    expect(level?.difference.value).toBeCloseTo(404 / 450 - 0.5, 12);
    const handlers = await place.again();
    const [kept] = await handlers.comparisons({}, { signal });
    expect(kept).toEqual(comparison);
    const page = (which: 'only-a' | 'only-b' | 'both-wrong' | 'all', offset: number) =>
      handlers.comparedItems({ id: kept?.id ?? '', level: 2, which, offset, limit: 10 }, { signal });
    const onlyA = await page('only-a', 40);
    expect(onlyA.total).toBe(45);
    expect(onlyA.items.map(({ item }) => item)).toEqual([
      'item-400',
      'item-410',
      'item-420',
      'item-430',
      'item-440',
    ]);
    expect(onlyA.items[0]).toMatchObject({
      text: 'text 400',
      truth: '01.1',
      a: { code: '01.1', probability: 0.8, confidenceIndex: 0.5 },
      b: { code: '05.1' },
    });
    expect((await page('both-wrong', 0)).items).toMatchObject([{ item: 'item-7' }]);
    expect((await page('all', 0)).total).toBe(450);
    await handlers.removeComparison({ id: kept?.id ?? '' }, { signal });
    expect(await handlers.comparisons({}, { signal })).toEqual([]);
    expect(await place.context.store.kept('serving/compar')).toEqual([]);
    await expect(page('all', 0)).rejects.toMatchObject({ data: { reason: 'comparison-gone' } });
  });

  test('stays in memory where the platform forbids copies', async () => {
    await compare(hundreds, { forbidsLocalCopies: true });
    expect(await place.handlers.comparisons({}, { signal })).toHaveLength(1);
    expect(await place.context.store.kept('serving/compar')).toEqual([]);
    expect(await (await place.again()).comparisons({}, { signal })).toEqual([]);
  });

  test('ends with its reader, and asks no further', async () => {
    let batches = 0;
    const counting: PredictHere = async (...given) => {
      batches += 1;
      return predict(...given);
    };
    place = await servingPlace({ parts: { codedItemsOf: async () => hundreds, predict: counting } });
    for await (const { done } of place.handlers.compareModels({ a, b, gold }, { signal }))
      if (done > 0) break;
    expect(batches).toBe(2);
    expect(await place.handlers.comparisons({}, { signal })).toEqual([]);
  });

  test('of a served model counts texts that it refuses as wrong', async () => {
    await using model = await serveModel('predict-2024-02');
    const tree = codedGold(['01.1', '01.1']);
    const items = tree.items.map((one, at) => ({ ...one, text: at === 0 ? 'odd' : 'unsure' }));
    place = await servingPlace({
      parts: {
        codedItemsOf: async () => ({ ...tree, items }),
        predict: async (_, all) =>
          all.map(({ text }) => ({
            raw: text,
            given: text,
            predictions: [{ code: '01.1', probability: 1 }],
          })),
      },
    });
    const served = { kind: 'served', address: model.address, dialect: 'auto' } as const;
    const { comparison } = await firstOf(
      place.handlers.compareModels({ a: served, b, gold }, { signal }),
      ({ state }) => state === 'done',
    );
    expect(comparison?.unanswered).toEqual({ a: 2, b: 0 });
    expect(comparison?.names.a).toBe('FastText-APE 12');
  });
});

describe('nothing is measured', () => {
  const stratified = { kind: 'stratified', probability: true, deduplicated: false, strata: [] };
  test.each([
    ['comparison-not-gold', codedGold(['01.1'], { purpose: 'training' })],
    ['comparison-assisted', codedGold(['01.1'], { mode: 'assisted' })],
    ['comparison-empty', codedGold([])],
    ['comparison-empty', codedGold(['99.9'])],
    ['comparison-no-weights', codedGold(['01.1'], { sampling: stratified as never })],
  ])('because of %s', async (reason, coded) => {
    expect(await compare(coded)).toMatchObject({
      state: 'failed',
      problem: { code: 'invalid-input', reason },
    });
  });

  test('where a model answers with codes of another nomenclature', async () => {
    const foreign: PredictHere = async (pin, questions) =>
      questions.map(({ text }) => ({
        raw: text,
        given: text,
        predictions: [{ code: pin === 'a' ? '01.1' : '47.21Z', probability: 1 }],
      }));
    expect(await compare(hundreds, { ask: foreign })).toMatchObject({
      state: 'failed',
      problem: {
        reason: 'comparison-other-nomenclature',
        values: { name: 'b', nomenclature: 'small', example: '47.21Z' },
      },
    });
  });

  test('of a model beside itself', async () => {
    place = await servingPlace({ parts: { codedItemsOf: async () => hundreds } });
    const [, last] = await Array.fromAsync(place.handlers.compareModels({ a, b: a, gold }, { signal }));
    expect(last).toMatchObject({ state: 'failed', problem: { reason: 'comparison-same' } });
  });

  test('no estimate comes from items that were picked on purpose', async () => {
    const picked = { kind: 'uncertainty', probability: false, deduplicated: false, strata: [] };
    const { comparison } = await compare(codedGold(['01.1', '01.1'], { sampling: picked as never }));
    expect(comparison).toMatchObject({ probability: false, levels: [{ a: { estimator: 'observed' } }, {}] });
  });
});
