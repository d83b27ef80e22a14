/** Agreement between raters: one door to the estimators, each in a file of its own. */
import { bootstrap, type BootstrapOptions } from './bootstrap.ts';
import { cohenKappa } from './cohen-kappa.ts';
import type { Measure } from './estimate.ts';
import { fleissKappa } from './fleiss-kappa.ts';
import { gwetAc1 } from './gwet-ac1.ts';
import { krippendorffAlpha, type CodeDistance } from './krippendorff-alpha.ts';
import { percentAgreement } from './percent-agreement.ts';
import type { Ratings } from './rating-table.ts';
import { evaluate, type UnitStatistic } from './unit-statistic.ts';

/** Krippendorff's alpha is the default of the app: it takes any number of raters and missing ratings. */
export const agreementEstimators = [
  'percent-agreement',
  'cohen-kappa',
  'fleiss-kappa',
  'krippendorff-alpha',
  'gwet-ac1',
] as const;
export type AgreementEstimator = (typeof agreementEstimators)[number];

export interface AgreementOptions {
  /** Krippendorff's alpha only: how far two codes are apart; by default any two differ alike. */
  readonly distance?: CodeDistance;
  /** Gwet's AC1 only: how many codes could have been given; by default those that occur. */
  readonly categories?: number;
  /** Fleiss' kappa only: the fixed number of ratings; by default the most frequent. */
  readonly ratingsPerUnit?: number;
  /** Asks for an interval. */
  readonly bootstrap?: BootstrapOptions;
}

/** An estimator made ready over these ratings, for a bootstrap or another resampling. */
export function agreementStatistic(
  estimator: AgreementEstimator,
  ratings: Ratings,
  options: AgreementOptions = {},
): UnitStatistic<AgreementEstimator> {
  switch (estimator) {
    case 'percent-agreement':
      return percentAgreement(ratings);
    case 'cohen-kappa':
      return cohenKappa(ratings);
    case 'fleiss-kappa':
      return fleissKappa(ratings, options.ratingsPerUnit);
    case 'krippendorff-alpha':
      return krippendorffAlpha(ratings, options.distance);
    case 'gwet-ac1':
      return gwetAc1(ratings, options.categories);
  }
}

/**
 * Agreement of ratings (a row a unit, a column a rater) by one estimator, with a bootstrap interval over units where
 * asked. Where it is not defined the answer says why. Formulas and sources: the file of the estimator.
 */
export function agreement(
  estimator: AgreementEstimator,
  ratings: Ratings,
  options: AgreementOptions = {},
): Measure<AgreementEstimator> {
  const statistic = agreementStatistic(estimator, ratings, options);
  return options.bootstrap ? bootstrap(statistic, options.bootstrap) : evaluate(statistic);
}
