import { beforeAll, describe, expect, test } from 'vitest';
import { agreement } from './agreement.ts';
import { chiSquareTest } from './chi-square-test.ts';
import { drift, type DriftEstimator } from './drift.ts';
import { clopperPearson, wilson } from './interval.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { expectedPsi } from './population-stability.ts';
import { stratifiedProportion } from './stratified.ts';
import { fromContingency, fromCounts, transpose } from './testing/rows.ts';

interface Counted {
  readonly k: number;
  readonly n: number;
  readonly lo: number;
  readonly hi: number;
}
interface Oracle {
  readonly wilson_95: readonly Counted[];
  readonly clopper_pearson_95: readonly Counted[];
  readonly stratified: Readonly<Record<'W' | 'n' | 'k' | 'wald95' | 'wilson_neff95', readonly number[]>> &
    Readonly<Record<'estimate' | 'se_n_minus_1' | 'n_eff', number>>;
  readonly drift: Readonly<Record<'P' | 'Q', readonly number[]>> & Readonly<Record<string, unknown>>;
  readonly chi2: Readonly<{ table: readonly number[][]; chi2: number; p: number; dof: number }>;
  readonly ks_2samp: Readonly<{ x: number[]; y: number[]; D: number; p_exact: number }>;
  readonly cohen_kappa: Readonly<{ table: readonly number[][]; kappa: number }>;
  readonly fleiss_kappa: Readonly<{ table: readonly number[][]; kappa: number }>;
  readonly krippendorff_alpha_nominal: Readonly<{
    ratings_by_coder: readonly (number | null)[][];
    alpha: number;
  }>;
  readonly psi_null_mean: readonly Readonly<{ B: number; n: number; m: number; value: number }>[];
}

const data = process.env['SARDONYX_DATA'];

describe.skipIf(data === undefined)('the oracle of the data folder (needs SARDONYX_DATA)', () => {
  let oracle: Oracle;
  beforeAll(async () => {
    const module: { default: Oracle } = await import(/* @vite-ignore */ `${data}/stats_oracle.json`);
    oracle = module.default;
  });

  test('has these Wilson and Clopper-Pearson intervals', () => {
    for (const { k, n, lo, hi } of oracle.wilson_95) {
      expect(wilson(k, n).lower).toBeCloseTo(lo, 9);
      expect(wilson(k, n).upper).toBeCloseTo(hi, 9);
    }
    for (const { k, n, lo, hi } of oracle.clopper_pearson_95) {
      expect(clopperPearson(k, n).lower).toBeCloseTo(lo, 9);
      expect(clopperPearson(k, n).upper).toBeCloseTo(hi, 9);
    }
  });

  test('has this stratified estimate, and not the unweighted one', () => {
    const { W, n, k, wald95, wilson_neff95: score, ...expected } = oracle.stratified;
    const strata = W.map((weight, index) => ({
      size: weight * 10_000,
      n: n[index] ?? 0,
      k: k[index] ?? 0,
    }));
    const found = stratifiedProportion(strata);
    if (found.value === undefined) throw new Error(found.reason);
    expect(found.value).toBeCloseTo(expected.estimate, 9);
    expect(found.standardError).toBeCloseTo(expected.se_n_minus_1, 9);
    expect(found.effectiveSize).toBeCloseTo(expected.n_eff, 6);
    expect([found.wald.lower, found.wald.upper]).toEqual(wald95.map((v) => expect.closeTo(v, 9)));
    expect([found.interval.lower, found.interval.upper]).toEqual(score.map((v) => expect.closeTo(v, 9)));
    expect(found.repairs).toEqual([]);
  });

  test('has these distances between two mixes', () => {
    const { P, Q } = oracle.drift;
    const keys: Record<DriftEstimator, string> = {
      psi: 'PSI',
      'kullback-leibler': 'KL_PQ',
      'kullback-leibler-reverse': 'KL_QP',
      hellinger: 'hellinger',
      bhattacharyya: 'bhattacharyya',
      'jensen-shannon-divergence': 'JS_div_nat',
      'jensen-shannon-distance': 'JS_dist_base2',
      'total-variation': 'TV',
    };
    for (const [estimator, key] of Object.entries(keys)) {
      const found = drift(estimator as DriftEstimator, { reference: P, current: Q });
      expect(found.value).toBeCloseTo(oracle.drift[key] as number, 9);
    }
  });

  test('has these tests of two windows', () => {
    const found = chiSquareTest(oracle.chi2.table);
    expect(found).toMatchObject({ degrees: oracle.chi2.dof, value: expect.closeTo(oracle.chi2.chi2, 9) });
    expect(found).toMatchObject({ p: expect.closeTo(oracle.chi2.p, 9) });
    const { x, y, D, p_exact } = oracle.ks_2samp;
    expect(kolmogorovSmirnov(x, y)).toMatchObject({
      value: expect.closeTo(D, 9),
      p: expect.closeTo(p_exact, 9),
      method: 'exact',
    });
    for (const { B, n, m, value } of oracle.psi_null_mean) {
      expect(expectedPsi(B, n, m)).toBeCloseTo(value, 4);
    }
  });

  test('has these coefficients of agreement', () => {
    const cohen = agreement('cohen-kappa', fromContingency(oracle.cohen_kappa.table));
    expect(cohen.value).toBeCloseTo(oracle.cohen_kappa.kappa, 9);
    const fleiss = agreement('fleiss-kappa', fromCounts(oracle.fleiss_kappa.table));
    expect(fleiss.value).toBeCloseTo(oracle.fleiss_kappa.kappa, 9);
    const { ratings_by_coder: byCoder, alpha } = oracle.krippendorff_alpha_nominal;
    expect(agreement('krippendorff-alpha', transpose(byCoder)).value).toBeCloseTo(alpha, 9);
  });
});
