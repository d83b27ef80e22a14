/** Who agrees with whom: pairs of raters, and each rater with the others. */
import { agreement, type AgreementEstimator, type AgreementOptions } from './agreement.ts';
import type { Measure } from './estimate.ts';
import { proportion } from './interval.ts';
import type { Code, Ratings } from './rating-table.ts';

export interface PairAgreement {
  /** Columns of the ratings. */
  readonly raters: readonly [number, number];
  readonly measure: Measure<AgreementEstimator>;
}

function raterCount(ratings: Ratings): number {
  return ratings.reduce((most, row) => Math.max(most, row.length), 0);
}

/** Agreement of each pair of raters over the units that both rated. */
export function agreementOfPairs(
  estimator: AgreementEstimator,
  ratings: Ratings,
  options: AgreementOptions = {},
): PairAgreement[] {
  const raters = raterCount(ratings);
  const pairs: PairAgreement[] = [];
  for (let a = 0; a < raters; a += 1) {
    for (let b = a + 1; b < raters; b += 1) {
      const both = ratings.map((row) => [row[a], row[b]]);
      pairs.push({ raters: [a, b], measure: agreement(estimator, both, options) });
    }
  }
  return pairs;
}

/** The code that more than half of the given ratings chose; undefined without one. */
export function majorityCode(codes: readonly (Code | undefined | null)[]): Code | undefined {
  const given = codes.filter((code) => code !== undefined && code !== null);
  const counts = new Map<Code, number>();
  for (const code of given) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].find(([, count]) => count * 2 > given.length)?.[0];
}

/**
 * For each rater, the share of units on which the code is that of the majority of the others (leave-one-out, so that
 * nobody is measured against themselves). Units without such a majority, or not rated by the rater, do not count;
 * Wilson's interval.
 */
export function agreementWithOthers(ratings: Ratings, level = 0.95): Measure<'proportion'>[] {
  return Array.from({ length: raterCount(ratings) }, (_, rater) => {
    let n = 0;
    let k = 0;
    for (const row of ratings) {
      const own = row[rater];
      const others = majorityCode(row.filter((_code, column) => column !== rater));
      if (own === undefined || own === null || others === undefined) continue;
      n += 1;
      k += own === others ? 1 : 0;
    }
    return proportion(k, n, level);
  });
}
