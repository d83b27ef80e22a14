/** How well each code is predicted, and all of them. */
import { absent, pointEstimate, type Measure } from './estimate.ts';
import { proportion, wilson } from './interval.ts';
import type { Code } from './rating-table.ts';

/** The true code of an item and the predicted one (undefined: none was given). */
export interface CodePair {
  readonly truth: Code;
  readonly prediction: Code | undefined;
}

export interface CodeScores {
  readonly code: Code;
  /** Items that truly have the code. */
  readonly support: number;
  /** Items for which it was predicted. */
  readonly predicted: number;
  readonly right: number;
  readonly precision: Measure<'proportion'>;
  readonly recall: Measure<'proportion'>;
  readonly f1: Measure<'f1'>;
}

/**
 * F1 = 2 TP / (2 TP + FP + FN). It is no proportion, but F* = TP / (TP + FP + FN) is one, over the items that have or
 * were given the code, and F1 = 2 F* / (1 + F*) rises with it: so Wilson's interval of F*, carried over. Hand, Christen
 * and Kirielle (2021), F*: an interpretable transformation of the F-measure, Machine Learning 110, 451-456.
 */
function f1Score(right: number, support: number, predicted: number, level: number): Measure<'f1'> {
  const n = support + predicted - right;
  if (n === 0) return absent('f1', 0, 'no-observations');
  const star = wilson(right, n, level);
  const f1 = (share: number) => (2 * share) / (1 + share);
  return {
    estimator: 'f1',
    value: (2 * right) / (support + predicted),
    n,
    interval: { method: 'wilson-f-star', level, lower: f1(star.lower), upper: f1(star.upper) },
  };
}

/**
 * Support, precision, recall and F1 of each code that is true or predicted somewhere, in order of appearance, with
 * Wilson's intervals. Precision of a code that was never predicted, and recall of one that is never true, are absent.
 */
export function scoresByCode(pairs: readonly CodePair[], level = 0.95): CodeScores[] {
  const counts = new Map<Code, { support: number; predicted: number; right: number }>();
  const countsOf = (code: Code) => {
    const found = counts.get(code) ?? { support: 0, predicted: 0, right: 0 };
    counts.set(code, found);
    return found;
  };
  for (const { truth, prediction } of pairs) {
    countsOf(truth).support += 1;
    if (prediction === undefined) continue;
    countsOf(prediction).predicted += 1;
    if (prediction === truth) countsOf(truth).right += 1;
  }
  return [...counts].map(([code, { support, predicted, right }]) => ({
    code,
    support,
    predicted,
    right,
    precision: proportion(right, predicted, level),
    recall: proportion(right, support, level),
    f1: f1Score(right, support, predicted, level),
  }));
}

export type Averaging = 'macro' | 'weighted';

/**
 * The mean of a score over codes: `macro` counts each code alike, `weighted` by its support. Codes for which the score
 * does not exist are left out (`n` counts those that stay), as scikit-learn does with zero_division = NaN.
 */
export function averageScore(
  scores: readonly CodeScores[],
  score: 'precision' | 'recall' | 'f1',
  averaging: Averaging,
): Measure<`${Averaging}-${typeof score}`> {
  const estimator = `${averaging}-${score}` as const;
  let n = 0;
  let sum = 0;
  let weights = 0;
  for (const code of scores) {
    const { value } = code[score];
    if (value === undefined) continue;
    const weight = averaging === 'macro' ? 1 : code.support;
    n += 1;
    sum += weight * value;
    weights += weight;
  }
  return weights === 0 ? absent(estimator, n, 'no-observations') : pointEstimate(estimator, sum / weights, n);
}

/** An item's true code and the suggestions, best first. */
export interface RankedItem {
  readonly truth: Code;
  readonly suggestions: readonly Code[];
}

/** For k from 1 to `most`, the share of items whose truth is among the first k suggestions; Wilson's interval. */
export function topAccuracy(
  items: readonly RankedItem[],
  most: number,
  level = 0.95,
): Measure<'proportion'>[] {
  const atRank = Array.from({ length: most }, () => 0);
  for (const { truth, suggestions } of items) {
    const rank = suggestions.indexOf(truth);
    if (rank >= 0 && rank < most) atRank[rank] = (atRank[rank] ?? 0) + 1;
  }
  let right = 0;
  return atRank.map((count) => {
    right += count;
    return proportion(right, items.length, level);
  });
}
