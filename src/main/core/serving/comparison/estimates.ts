/** The estimators that belong to how the gold set was drawn. Pure. */
import type { SamplingDesign } from '../../../../shared/contract/annotation/campaigns.ts';
import type { LevelComparison } from '../../../../shared/contract/serving/comparison.ts';
import { proportion } from '../../../../shared/statistics/interval.ts';
import { newcombePaired, weightedPaired } from '../../../../shared/statistics/paired-difference.ts';
import { stratifiedProportion } from '../../../../shared/statistics/stratified.ts';
import { weightedProportion } from '../../../../shared/statistics/weighted.ts';

interface Drawn {
  readonly stratum: string | undefined;
  readonly weight: number | undefined;
}

/** An item that counts at a level, and whether each model is right there. */
export interface Judged extends Drawn {
  readonly a: boolean;
  readonly b: boolean;
}

export type Design = Pick<SamplingDesign, 'kind' | 'probability' | 'deduplicated' | 'strata'>;
type Share = LevelComparison['a'];

/** Items picked on purpose stand for nothing else. */
export function isProbabilitySample({ kind, probability }: Design): boolean {
  return probability && kind !== 'uncertainty';
}

/** Whether items stand for different numbers of the frame. */
export function needsWeights({ kind, deduplicated }: Design): boolean {
  return kind === 'stratified' || deduplicated;
}

/** Strata with their sizes in the frame and the items of each; undefined where the design does not name those of the items. */
function strataOf(all: readonly Drawn[], { kind, deduplicated, strata }: Design) {
  if (kind !== 'stratified' || deduplicated) return undefined;
  const found = new Map(strata.map(({ name, populationSize }) => [name, { size: populationSize, n: 0 }]));
  for (const { stratum } of all) {
    const one = found.get(stratum ?? '');
    if (!one || one.size === 0) return undefined;
    one.n += 1;
  }
  return found;
}

/** N_h / n_h of what was coded, else the weight of the draw. */
function weighed<Item extends Drawn>(judged: readonly Item[], all: readonly Drawn[], design: Design) {
  const strata = strataOf(all, design);
  return judged.map((item) => {
    const { stratum = '' } = item;
    const own = strata?.get(stratum);
    return { ...item, stratum, weight: own ? own.size / own.n : (item.weight ?? 1) };
  });
}

/**
 * The share of items that a model gets right. All rows or a simple random sample of them: k/n, Wilson. Stratified: the sum over strata;
 * in the part whose gold codes reach a level, whose size the frame does not know, the ratio of two such sums (Hajek), as for other
 * weights. Not drawn by probability: what was seen and nothing more, so that the interval has no width.
 */
export function shareOf(
  judged: readonly Judged[],
  side: 'a' | 'b',
  all: readonly Drawn[],
  design: Design,
): Share {
  const right = judged.filter((item) => item[side]).length;
  const seen = right / judged.length;
  if (!isProbabilitySample(design)) return { value: seen, low: seen, high: seen, estimator: 'observed' };
  const found = (estimator: Share['estimator'], one: Found): Share => {
    if (one.value === undefined) throw new RangeError('No items to estimate from');
    const { lower: low, upper: high } = one.interval ?? { lower: one.value, upper: one.value };
    return { value: one.value, low, high, estimator };
  };
  if (!needsWeights(design)) return found('wilson', proportion(right, judged.length));
  const strata = strataOf(all, design);
  if (strata && judged.length === all.length) {
    const counts = [...strata].map(([name, { size, n }]) => ({
      size,
      n,
      k: judged.filter((item) => item[side] && item.stratum === name).length,
    }));
    return found('stratified', stratifiedProportion(counts));
  }
  const items = weighed(judged, all, design).map((item) => ({ ...item, correct: item[side] }));
  return found('weighted', weightedProportion(items));
}

type Found = ReturnType<typeof proportion | typeof stratifiedProportion | typeof weightedProportion>;

/** B's share minus A's, on the same items. */
export function differenceOf(
  judged: readonly Judged[],
  all: readonly Drawn[],
  design: Design,
): LevelComparison['difference'] {
  const count = (a: boolean, b: boolean) => judged.filter((item) => item.a === a && item.b === b).length;
  const [onlyA, onlyB] = [count(true, false), count(false, true)];
  if (!isProbabilitySample(design)) {
    const value = (onlyB - onlyA) / judged.length;
    return { value, low: value, high: value, method: 'observed' };
  }
  const found = needsWeights(design)
    ? weightedPaired(weighed(judged, all, design))
    : newcombePaired({ both: count(true, true), onlyA, onlyB, neither: count(false, false) });
  if (found.value === undefined) throw new RangeError('No items to compare');
  return { value: found.value, low: found.lower, high: found.upper, method: found.estimator };
}
