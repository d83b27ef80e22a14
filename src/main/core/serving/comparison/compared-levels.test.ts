import { describe, expect, test } from 'vitest';
import { stratifiedProportion } from '../../../../shared/statistics/stratified.ts';
import { smallTree } from '../testing/serving-place.ts';
import { comparedLevels, type ComparisonJob } from './compared-levels.ts';

type Item = ComparisonJob['items'][number];
const item = (
  truth: string,
  a: string | undefined,
  b: string | undefined,
  more: Partial<Item> = {},
): Item => ({
  truth,
  a,
  b,
  stratum: undefined,
  weight: undefined,
  ...more,
});
const simple: ComparisonJob['sampling'] = {
  kind: 'simple-random',
  probability: true,
  deduplicated: false,
  strata: [],
};

describe('two models on a gold set', () => {
  const items = [
    item('01.1', '011', '012'),
    item('01.1', '05.1', '01.1'),
    item('05.1', undefined, '05.1'),
    item('05.2', '052', '05.2'),
    item('A', '01.2', 'B'),
  ];
  const { levels, verdicts } = comparedLevels({ nomenclature: smallTree, sampling: simple, items });
  test('are compared by ancestors, down to the level that the gold code reaches', () => {
    expect([...verdicts.reach]).toEqual([2, 2, 2, 2, 1]);
    expect([...verdicts.a]).toEqual([2, 0, 0, 2, 1]);
    expect([...verdicts.b]).toEqual([1, 2, 2, 2, 0]);
    expect(levels.map(({ level, n, a, b }) => [level, n, a.value, b.value])).toEqual([
      [1, 5, 0.6, 0.8],
      [2, 4, 0.5, 0.75],
    ]);
  });
  test('have the intervals of a simple random sample', () => {
    expect(levels[0]).toMatchObject({
      a: { estimator: 'wilson' },
      difference: { method: 'newcombe-paired' },
      mcNemar: { onlyA: 1, onlyB: 2, method: 'exact', pValue: 1 },
    });
    expect(levels[0]?.difference.value).toBeCloseTo(0.2, 12);
  });
});

describe('the design of the sample', () => {
  const strata = [
    { name: 'large', populationSize: 900, sampled: 4 },
    { name: 'small', populationSize: 100, sampled: 4 },
  ];
  const sampling: ComparisonJob['sampling'] = {
    kind: 'stratified',
    probability: true,
    deduplicated: false,
    strata,
  };
  const drawn = (stratum: string, weight: number, right: readonly [string, string][]) =>
    right.map(([a, b]) => item('01.1', a, b, { stratum, weight }));
  const [good, bad] = ['01.1', '05.1'];
  const items = [
    ...drawn('large', 225, [
      [good, good],
      [good, good],
      [good, good],
      [bad, good],
    ]),
    ...drawn('small', 25, [
      [good, good],
      [good, bad],
      [bad, bad],
      [bad, bad],
    ]),
  ];
  test('weighs strata by their sizes in the frame', () => {
    const { levels } = comparedLevels({ nomenclature: smallTree, sampling, items });
    const known = stratifiedProportion([
      { size: 900, n: 4, k: 3 },
      { size: 100, n: 4, k: 2 },
    ]);
    expect(levels[1]?.a).toEqual({
      value: known.value,
      low: known.interval?.lower,
      high: known.interval?.upper,
      estimator: 'stratified',
    });
    expect(levels[1]?.difference.method).toBe('weighted-paired');
    expect(levels[1]?.difference.value).toBeCloseTo(0.9 * 0.25 - 0.1 * 0.25, 12);
    expect(levels[1]?.mcNemar).toMatchObject({ onlyA: 1, onlyB: 1 });
  });
  test('weighs items by themselves where only some count, or the draw was of texts', () => {
    const short = [...items, item('A', good, good, { stratum: 'small', weight: 25 })];
    expect(comparedLevels({ nomenclature: smallTree, sampling, items: short }).levels[1]?.a.estimator).toBe(
      'weighted',
    );
    const texts = { ...sampling, deduplicated: true };
    expect(comparedLevels({ nomenclature: smallTree, sampling: texts, items }).levels[1]?.a).toMatchObject({
      estimator: 'weighted',
      value: (3 * 225 + 2 * 25) / 1000,
    });
  });
  test('allows no estimate where items were picked on purpose', () => {
    const picked = { ...sampling, kind: 'uncertainty' as const, probability: false };
    const [, level] = comparedLevels({ nomenclature: smallTree, sampling: picked, items }).levels;
    expect(level?.a).toEqual({ value: 5 / 8, low: 5 / 8, high: 5 / 8, estimator: 'observed' });
    expect(level?.difference).toEqual({ value: 0, low: 0, high: 0, method: 'observed' });
  });
});
