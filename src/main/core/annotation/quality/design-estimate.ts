/** The estimator that belongs to how the items were drawn. Pure. */
import type { SamplingDesign } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Estimate } from '../../../../shared/contract/annotation/quality.ts';
import type { Absent, Estimate as Known } from '../../../../shared/statistics/estimate.ts';
import { proportion } from '../../../../shared/statistics/interval.ts';
import { stratifiedProportion } from '../../../../shared/statistics/stratified.ts';
import { weightedProportion } from '../../../../shared/statistics/weighted.ts';

/** An item that was compared with what the model said. */
export interface Judged {
  readonly stratum: string | undefined;
  readonly weight: number | undefined;
  /** Down to which level the model is right; 0: not even the section. */
  readonly rightTo: number;
  /** False: unclassifiable, which no suggestion gets right. */
  readonly codable: boolean;
}

/**
 * The share of right suggestions at a level, with its 95 % interval; undefined without an item.
 * - all rows or a simple random sample of them: k/n, Wilson
 * - stratified: sum W p with the frame's W = N_h/N, Wilson with the effective size; in the part that is codable, whose size the frame does
 *   not know, the ratio of two such sums (Hájek, weights N_h/n_h)
 * - de-duplicated, or items of strata that the design does not name: Hájek with the items' weights
 *
 * `note`: what was done about strata without a variance: `strata-add-half`, `strata-joined`, `lonely-strata`.
 */
export function estimateOf(
  judged: readonly Judged[],
  level: number,
  design: SamplingDesign,
  onlyCodable: boolean,
): Estimate | undefined {
  const domain = onlyCodable ? judged.filter(({ codable }) => codable) : judged;
  const isRight = ({ rightTo }: Judged) => rightTo >= level;
  const right = domain.filter(isRight).length;
  const strata = strataOf(judged, design, isRight);
  if (!strata && design.kind !== 'stratified' && !design.deduplicated)
    return estimate(level, 'proportion', proportion(right, domain.length));
  if (strata && domain.length === judged.length) {
    const found = stratifiedProportion([...strata.values()]);
    const rules = found.value === undefined ? [] : found.repairs.map(({ rule }) => rule);
    const notes = [
      ...(rules.includes('add-half') ? ['strata-add-half'] : []),
      ...(rules.includes('collapse') ? ['strata-joined'] : []),
    ];
    return estimate(level, 'stratified', found, notes.join(' '));
  }
  const weighted = domain.map((item) => {
    const { size = 1, n = 1 } = strata?.get(item.stratum ?? '') ?? {};
    const weight = strata ? size / n : (item.weight ?? 1);
    const stratum = item.stratum ?? '';
    return { weight, correct: isRight(item), stratum };
  });
  const found = weightedProportion(weighted);
  const isLonely = found.value !== undefined && found.lonelyStrata > 0;
  return estimate(level, 'hajek', found, isLonely ? 'lonely-strata' : '');
}

/** Sizes and counts by stratum, all strata of the frame; undefined where the design has none, or not those of the items. */
function strataOf(judged: readonly Judged[], design: SamplingDesign, isRight: (item: Judged) => boolean) {
  if (design.kind !== 'stratified' || design.deduplicated) return undefined;
  const strata = new Map(design.strata.map(({ name, populationSize: size }) => [name, { size, n: 0, k: 0 }]));
  for (const item of judged) {
    const stratum = strata.get(item.stratum ?? '');
    if (!stratum || stratum.size === 0) return undefined;
    stratum.n += 1;
    stratum.k += isRight(item) ? 1 : 0;
  }
  return strata;
}

function estimate(
  level: number,
  estimator: Estimate['estimator'],
  found: (Known & { readonly effectiveSize?: number | undefined }) | Absent,
  note = '',
): Estimate | undefined {
  if (found.value === undefined || !found.interval) return undefined;
  const { value, n, interval, effectiveSize } = found;
  return {
    level,
    estimator,
    interval: interval.method === 'wilson' ? 'wilson' : 'wilson-effective-n',
    value,
    low: interval.lower,
    high: interval.upper,
    n,
    ...(effectiveSize !== undefined && { effectiveN: effectiveSize }),
    ...(note !== '' && { note }),
  };
}
