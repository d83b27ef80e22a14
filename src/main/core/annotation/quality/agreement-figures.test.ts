import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { AgreementFigure } from '../../../../shared/contract/annotation/quality.ts';
import { scopeFigures } from './agreement-figures.ts';
import { scopesOf } from './agreement-scopes.ts';
import { createCodings, inForce } from './codings.ts';
import { codes, coded, itemName, said, table } from './testing/small-campaign.ts';

const pause = async () => {};

async function figuresOf(decisions: readonly Decision[], hidden: readonly string[] = []) {
  const codings = createCodings(inForce(decisions), table);
  const scopes = [...scopesOf(codings, table, new Set(hidden))];
  return (await Promise.all(scopes.map((scope) => scopeFigures(scope, table).withIntervals(pause)))).flat();
}
function figure(
  figures: readonly AgreementFigure[],
  kind: AgreementFigure['scope']['kind'],
  estimator: AgreementFigure['estimator'],
  level: number,
): AgreementFigure {
  const found = figures.find(
    (one) => one.scope.kind === kind && one.estimator === estimator && one.level === level,
  );
  if (!found) throw new Error(`No ${estimator} of ${kind} at level ${level}`);
  return found;
}

/** Two people, ten items: 5 times 10.20A twice, 3 times 10.20B twice, once each way round. */
const two = coded({
  alice: ['10.20A', '10.20A', '10.20A', '10.20A', '10.20A', '10.20B', '10.20B', '10.20B', '10.20A', '10.20B'],
  bob: ['10.20A', '10.20A', '10.20A', '10.20A', '10.20A', '10.20B', '10.20B', '10.20B', '10.20B', '10.20A'],
});

describe('agreement', () => {
  test('of two people on ten items is what a hand calculation gives', async () => {
    const figures = await figuresOf(two);
    // Both use 10.20A six times, 10.20B four times: pe = 0.36 + 0.16 = 0.52, po = 0.8.
    expect(figure(figures, 'all', 'percent', 5)).toMatchObject({
      value: 0.8,
      items: 10,
      codings: 20,
      resamples: 1000,
    });
    expect(figure(figures, 'all', 'cohen-kappa', 5).value).toBeCloseTo((0.8 - 0.52) / 0.48, 12);
    // Fleiss takes the mean share of both: the same 0.52 here.
    expect(figure(figures, 'all', 'fleiss-kappa', 5).value).toBeCloseTo((0.8 - 0.52) / 0.48, 12);
    // alpha = 1 - (n - 1) Do / De with n = 20 codings: 1 - 19 * 4 / (400 - 144 - 64).
    expect(figure(figures, 'all', 'krippendorff-nominal', 5).value).toBeCloseTo(1 - (19 * 4) / 192, 12);
    // Six sub-classes and unclassifiable could have been given: pe = (0.6 * 0.4 * 2) / 6.
    expect(figure(figures, 'all', 'gwet-ac1', 5).value).toBeCloseTo((0.8 - 0.08) / 0.92, 12);
    // The two codes share four of five levels: distance 0.2 scales Do and De alike.
    expect(figure(figures, 'all', 'krippendorff-hierarchical', 0).value).toBeCloseTo(1 - (19 * 4) / 192, 12);
  });

  test('one level up everybody agrees on one code only: percent is 1, what is beyond chance is not defined', async () => {
    const figures = await figuresOf(two);
    expect(figure(figures, 'all', 'percent', 4).value).toBe(1);
    for (const estimator of ['krippendorff-nominal', 'cohen-kappa', 'fleiss-kappa'] as const) {
      const found = figure(figures, 'all', estimator, 4);
      expect(found).toMatchObject({ reason: 'one-category', items: 10 });
      expect(found.value).toBeUndefined();
    }
  });

  test('gives credit for near misses by the hierarchical distance', async () => {
    const near = coded({ alice: ['10.20A', '11.10Z'], bob: ['10.20B', '11.10Z'] });
    const far = coded({ alice: ['10.20A', '11.10Z'], bob: ['11.01A', '11.10Z'] });
    const [one, other] = await Promise.all([figuresOf(near), figuresOf(far)]);
    // near: Do = 2 * 0.2, De = 2 (A B 0.2 + A Z 2 * 0.8 + B Z 2 * 0.8) over the four codings; n - 1 = 3.
    const alpha = figure(one, 'all', 'krippendorff-hierarchical', 0).value ?? 0;
    expect(alpha).toBeCloseTo(1 - (3 * 0.4) / (2 * (0.2 + 1.6 + 1.6)), 12);
    expect(alpha).toBeGreaterThan(figure(other, 'all', 'krippendorff-hierarchical', 0).value ?? 1);
  });

  test('has no interval below ten items, and the same one each time from ten', async () => {
    const nine = two.filter(({ item }) => item !== itemName(9));
    expect(figure(await figuresOf(nine), 'all', 'percent', 5).low).toBeUndefined();
    const ten = figure(await figuresOf(two), 'all', 'percent', 5);
    expect(ten.low).toBeLessThan(0.8);
    expect(figure(await figuresOf([...two].reverse()), 'all', 'percent', 5)).toEqual(ten);
  });

  test('takes unclassifiable as an answer, at every level, and leaves out what was skipped', async () => {
    const figures = await figuresOf(
      coded({ alice: ['U', 'U', '10.11Z', 'S'], bob: ['U', '10.11Z', '10.11Z', 'U'] }),
    );
    expect(figure(figures, 'all', 'percent', 1)).toMatchObject({ value: 2 / 3, items: 3, codings: 6 });
  });

  test('leaves hidden items out', async () => {
    expect(figure(await figuresOf(two, [itemName(8), itemName(9)]), 'all', 'percent', 5)).toMatchObject({
      value: 1,
      items: 8,
    });
  });

  test('by section follows the section of most codings, from the second level on', async () => {
    const figures = await figuresOf(
      coded({ a: ['10.11Z', '11.10Z'], b: ['10.20A', '11.10Z'], c: ['10.11Z', 'U'] }),
    );
    const ofSection = figures.filter(({ scope }) => scope.kind === 'section');
    expect(new Set(ofSection.map(({ scope }) => scope.kind === 'section' && scope.code))).toEqual(
      new Set(['C']),
    );
    expect(Math.min(...ofSection.filter(({ level }) => level > 0).map(({ level }) => level))).toBe(2);
  });

  test('of one person with what most of the others say counts only items on which they have a majority', async () => {
    const figures = await figuresOf(
      coded({
        a: ['10.11Z', '10.11Z', '10.11Z', '10.11Z'],
        b: ['10.11Z', '10.20A', '10.20A', '10.20A'],
        c: ['10.11Z', '10.20A', '10.20B', ''],
      }),
    );
    const ofA = figures.find(
      ({ scope, estimator, level }) =>
        scope.kind === 'consensus' && scope.annotator === 'a' && estimator === 'percent' && level === 5,
    );
    // Against b and c: agreed, against, no majority; against b alone: against.
    expect(ofA).toMatchObject({ value: 1 / 3, items: 3 });
  });

  test('tells what was coded before suggestions were seen from what stands after', async () => {
    const items = Array.from({ length: 4 }, (_, place) => itemName(place));
    const after = (annotator: string, first: readonly string[]) =>
      items.map((item, place) =>
        said(annotator, item, '11.10Z', { mode: 'reveal', codeFirst: first[place] ?? '' }),
      );
    const figures = await figuresOf([
      ...after('alice', ['10.11Z', '10.11Z', '11.10Z', '11.10Z']),
      ...after('bob', ['10.11Z', '10.20A', '10.20A', '11.10Z']),
    ]);
    const byMode = (mode: string) =>
      figures.find(
        ({ scope, estimator, level }) =>
          scope.kind === 'mode' && scope.mode === mode && estimator === 'percent' && level === 5,
      )?.value;
    expect([byMode('blind'), byMode('reveal')]).toEqual([0.5, 1]);
  });

  test('of coders who say the same is 1 wherever it is defined, whoever they are', async () => {
    const row = fc.array(fc.constantFrom(...codes, 'U'), { minLength: 2, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(row, fc.integer({ min: 2, max: 4 }), async (what, people) => {
        const rows = Object.fromEntries(Array.from({ length: people }, (_, place) => [`p${place}`, what]));
        for (const { value } of await figuresOf(coded(rows)))
          if (value !== undefined) expect(value).toBeCloseTo(1, 12);
      }),
      { numRuns: 30 },
    );
  });
});
