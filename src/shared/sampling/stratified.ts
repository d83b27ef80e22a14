import { allocate, type AllocationOptions } from './allocation.ts';
import type { Sample, StratifiedDesign } from './design.ts';
import { createDraws, generatorName, withoutReplacement } from './draws.ts';
import type { ProbabilityDraw } from './frame.ts';
import { groupRows, rowsOf, type Groups } from './groups.ts';
import type { Category } from './strata.ts';

/** What to draw; `minimum` is 2 unless said, which is the least for a variance. */
export interface StratifiedOptions extends Pick<AllocationOptions, 'allocation' | 'deviations'> {
  readonly n: number;
  readonly seed: number;
  readonly minimum?: number;
}

function sizesOf({ starts }: Groups): number[] {
  return Array.from(starts.subarray(1), (end, stratum) => end - (starts[stratum] ?? 0));
}

/** N_h of each stratum. Throws a RangeError when a row is in none. */
export function stratumSizes(strata: Category): number[] {
  return sizesOf(groupRows(strata.index, strata.names.length));
}

/**
 * A stratified sample: a simple random one without replacement within each stratum (Cochran 1977, chapter 5). Every row
 * of the frame is in one stratum; a row of stratum h has the inclusion probability n_h / N_h, and the weights sum to N.
 * A stratum without rows stays in the design with two zeros.
 *
 * Throws what `allocate` throws; a RangeError when a row is in no stratum or the minimum is below 2.
 */
export function drawStratified(
  strata: Category,
  { n, seed, allocation, minimum = 2, deviations }: StratifiedOptions,
): Sample<ProbabilityDraw, StratifiedDesign> {
  if (!Number.isInteger(minimum) || minimum < 2) throw new RangeError('a variance needs two of each stratum');
  const groups = groupRows(strata.index, strata.names.length);
  const sizes = sizesOf(groups);
  const counts = allocate(sizes, n, { allocation, minimum, deviations });
  const numbers = createDraws(seed, 'stratified');
  const draws: ProbabilityDraw[] = [];
  for (const [stratum, sampled] of counts.entries()) {
    const rows = rowsOf(groups, stratum);
    const populationSize = rows.length;
    const inclusionProbability = sampled / populationSize;
    const weight = populationSize / sampled;
    for (const place of withoutReplacement(numbers, populationSize, sampled)) {
      const row = rows[place] ?? 0;
      draws.push({ row, stratum, populationSize, sampled, inclusionProbability, weight });
    }
  }
  return {
    draws,
    design: {
      kind: 'stratified',
      probability: true,
      deduplicated: false,
      allocation,
      minimum,
      ...(deviations !== undefined && { deviations: [...deviations] }),
      generator: generatorName,
      seed,
      rows: strata.index.length,
      sampled: n,
      strata: strata.names.map((name, stratum) => ({
        name,
        populationSize: sizes[stratum] ?? 0,
        sampled: counts[stratum] ?? 0,
      })),
    },
  };
}
