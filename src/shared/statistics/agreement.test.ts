import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreement, agreementEstimators } from './agreement.ts';
import { ancestorDistance } from './hierarchy.ts';
import { agreementOfPairs, agreementWithOthers, majorityCode } from './rater-agreement.ts';
import { arbitraryRatings, fromContingency, transpose } from './testing/rows.ts';

const sections: Readonly<Record<string, string>> = {
  '01': 'A',
  '10': 'C',
  '43': 'F',
  '47': 'G',
  '56': 'I',
  '62': 'J',
  '68': 'L',
  '70': 'M',
  '82': 'N',
  '96': 'S',
};
const pathOf = (code: string | number) => {
  const text = String(code);
  const division = text.slice(0, 2);
  return [sections[division] ?? '', division, text.slice(0, 4), text.slice(0, 5), text];
};
const distance = ancestorDistance(pathOf, 5);

const coded = [
  ['01.11Z', '01.11Z', '01.13Z'],
  ['96.02A', '96.02B', '96.02A'],
  ['62.01Z', '62.02A', undefined],
  ['47.11B', '47.11B', '47.11B'],
  ['56.10A', '56.10C', '56.10A'],
  ['70.22Z', undefined, '82.99Z'],
  ['43.21A', '43.21A', '43.21A'],
  ['01.11Z', undefined, undefined],
  ['68.20A', '68.20B', '68.20A'],
  ['10.71C', '47.24Z', '10.71C'],
];

describe('published examples', () => {
  test('two raters: cont3x3abstractors of the vignette "overview" of the R package irrCAC 1.0 (Gwet)', () => {
    const ratings = fromContingency([
      [13, 0, 0],
      [0, 20, 7],
      [0, 4, 56],
    ]);
    expect(agreement('percent-agreement', ratings).value).toBeCloseTo(0.89, 9);
    expect(agreement('cohen-kappa', ratings).value).toBeCloseTo(0.7964094, 7);
    expect(agreement('gwet-ac1', ratings).value).toBeCloseTo(0.8493305, 7);
    expect(agreement('krippendorff-alpha', ratings).value).toBeCloseTo(0.7972585, 7);
  });
  test('four raters with gaps: the reliability data of Krippendorff (2011), also cac.raw4raters of irrCAC', () => {
    const byRater = [
      [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
      [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
      [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
      [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
    ];
    const ratings = transpose(byRater);
    // irrCAC 0.4.4 for Python with categories 1 to 5: pa 0.8181818182, AC1 0.7754440681.
    expect(agreement('percent-agreement', ratings)).toMatchObject({
      value: expect.closeTo(9 / 11, 9),
      n: 11,
    });
    expect(agreement('gwet-ac1', ratings).value).toBeCloseTo(0.7754440681, 9);
    expect(agreement('krippendorff-alpha', ratings)).toMatchObject({
      value: expect.closeTo(0.743421053, 9),
      n: 11,
    });
  });
});

describe('independent implementations over three coders (Python 3.11)', () => {
  test("Cohen's kappa: cohen_kappa_score of scikit-learn 1.9.1 over the 8 rows of the first two", () => {
    const ratings = coded.map((row) => row.slice(0, 2));
    expect(agreement('cohen-kappa', ratings)).toMatchObject({ value: expect.closeTo(0.344262295, 9), n: 8 });
  });
  test("Fleiss' kappa: fleiss_kappa of statsmodels 0.15.0 over the 7 rows with three codes", () => {
    expect(agreement('fleiss-kappa', coded)).toMatchObject({ value: expect.closeTo(0.472361809, 9), n: 7 });
    expect(agreement('fleiss-kappa', coded, { ratingsPerUnit: 2 }).n).toBe(2);
  });
  test("Krippendorff's alpha: the package krippendorff 0.9.0", () => {
    expect(agreement('krippendorff-alpha', coded).value).toBeCloseTo(0.4186851211072664, 12);
  });
  test('alpha with 1 - common level / 5: written out over all pairs of ratings, apart from this code', () => {
    const found = agreement('krippendorff-alpha', coded, { distance });
    expect(found).toMatchObject({ value: expect.closeTo(0.7098150782361308, 12), n: 9 });
  });
});

test('alpha with the ancestor distance adds up the nominal disagreements of the five levels', () => {
  fc.assert(
    fc.property(arbitraryRatings, (ratings) => {
      const units = ratings.filter((row) => row.filter((code) => code !== undefined).length > 1);
      const values = units.flat().filter((code) => code !== undefined && code !== null);
      const n = values.length;
      let seen = 0;
      let chance = 0;
      for (let level = 0; level < 5; level += 1) {
        const at = (code: string | number) => pathOf(code)[level];
        for (const row of units) {
          const codes = row.filter((code) => code !== undefined && code !== null);
          for (const a of codes) {
            for (const b of codes) seen += at(a) === at(b) ? 0 : 1 / (codes.length - 1) / n;
          }
        }
        for (const a of values) for (const b of values) chance += at(a) === at(b) ? 0 : 1 / (n * (n - 1));
      }
      const found = agreement('krippendorff-alpha', ratings, { distance });
      if (found.value === undefined) expect(chance).toBe(0);
      else expect(found.value).toBeCloseTo(1 - seen / chance, 9);
    }),
  );
});

describe.each(agreementEstimators)('%s', (estimator) => {
  const limit = (ratings: readonly (readonly (string | number | undefined | null)[])[]) =>
    estimator === 'cohen-kappa' ? ratings.map((row) => row.slice(0, 2)) : ratings;

  test('is 1 for identical coders of more than one code', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 40 }), (codes) => {
        const found = agreement(estimator, limit(['a', 'b', ...codes].map((code) => [code, code, code])));
        expect(found.value).toBe(1);
      }),
    );
  });
  test('is at most 1, never NaN, or absent with a reason', () => {
    fc.assert(
      fc.property(arbitraryRatings, (ratings) => {
        const found = agreement(estimator, limit(ratings));
        if (found.value === undefined) expect(found.reason).toMatch(/no-pairable-units|one-category/);
        else expect(found.value).toBeLessThanOrEqual(1);
        expect(found.value).not.toBeNaN();
      }),
    );
  });
  test('does not mind the order of raters, of units, and the names of codes', () => {
    fc.assert(
      fc.property(arbitraryRatings, fc.infiniteStream(fc.nat()), (ratings, keys) => {
        const ranked = ratings.map((row) => ({ row, key: keys.next().value ?? 0 }));
        const units = ranked.sort((a, b) => a.key - b.key).map(({ row }) => row);
        const renamed = limit(units).map((row) => row.toReversed().map((code) => code && `x${code}`));
        const [one, other] = [agreement(estimator, limit(ratings)), agreement(estimator, renamed)];
        expect(other.reason).toBe(one.reason);
        if (one.value !== undefined) expect(other.value).toBeCloseTo(one.value, 9);
      }),
    );
  });
  test('is absent without a unit that two raters coded', () => {
    expect(agreement(estimator, [['a', undefined], [undefined, 'b'], []])).toMatchObject({
      value: undefined,
      n: 0,
      reason: 'no-pairable-units',
    });
  });
});

test('chance-corrected agreement is absent where one code only occurs', () => {
  const same = [
    ['a', 'a'],
    ['a', 'a'],
  ];
  for (const estimator of agreementEstimators) {
    const found = agreement(estimator, same);
    if (estimator === 'percent-agreement') expect(found.value).toBe(1);
    else expect(found).toMatchObject({ value: undefined, n: 2, reason: 'one-category' });
  }
  // With the codes that could have been given it is defined for AC1: the point of that coefficient.
  expect(agreement('gwet-ac1', same, { categories: 732 }).value).toBe(1);
  expect(agreement('cohen-kappa', [['a', 'b', 'c']]).reason).toBe('more-than-two-raters');
});

describe('who agrees with whom', () => {
  test('is told for each pair', () => {
    const pairs = agreementOfPairs('percent-agreement', coded);
    expect(pairs.map(({ raters, measure }) => [...raters, measure.n])).toEqual([
      [0, 1, 8],
      [0, 2, 8],
      [1, 2, 7],
    ]);
    expect(pairs.map(({ measure }) => measure.value)).toEqual([3 / 8, 6 / 8, 2 / 7]);
  });
  test('and for each against the majority of the others', () => {
    const [first, second, third] = agreementWithOthers(coded);
    // The others agree with each other on rows 4 and 7 for the first; a single other is a majority of one.
    expect(first).toMatchObject({ n: 4, value: 0.5 });
    expect(second?.n).toBe(7);
    expect(third?.n).toBe(4);
    expect(majorityCode(['a', 'b', undefined])).toBeUndefined();
    expect(majorityCode(['a', 'b', 'a'])).toBe('a');
  });
});
