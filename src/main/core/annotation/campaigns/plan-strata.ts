/** The strata of a plan. Pure. */
import {
  codeCategory,
  coarser,
  confidenceBands,
  crossed,
  type Category,
} from '../../../../shared/sampling/strata.ts';
import type { DrawingRequest, OpenRows } from './drawing.ts';

/** Cuts of the confidence index: below, around and above what is coded without a person (DESIGN 1). */
const confidenceCuts = [0.5, 0.8];

/** The category by which the plan stratifies; rows without a value are a stratum of their own, `-`. */
export function categoryOf(request: DrawingRequest, open: OpenRows): Category {
  const { sampling, codes, sections, column } = request;
  const byCode = () => codeCategory(open.code, codes);
  if (sampling.stratifyBy === 'section-and-confidence') {
    const sectionOf = new Map(codes.map((code, index) => [code, sections[index] ?? '-']));
    const bySection = coarser(byCode(), (code) => sectionOf.get(code) ?? '-');
    return crossed(bySection, confidenceBands(open.p1, open.p2, confidenceCuts));
  }
  if (!column) return byCode();
  return codeCategory(
    open.rows.map((row) => column.index[row] ?? -1),
    column.names,
  );
}

/**
 * What the standard deviation of a right answer is taken to be in each stratum, for Neyman's allocation: sqrt(q (1 - q)), with q the mean
 * of p1, kept in [0.05, 0.95] so that no stratum counts as certain (planning values: Cochran 1977, 5.5 and 4.6).
 */
export function deviationsOf(category: Category, { p1 }: Pick<OpenRows, 'p1'>): number[] {
  const sums = new Float64Array(category.names.length);
  const counts = new Int32Array(category.names.length);
  p1.forEach((probability, row) => {
    const stratum = category.index[row] ?? -1;
    if (stratum < 0 || Number.isNaN(probability)) return;
    sums[stratum] = (sums[stratum] ?? 0) + probability;
    counts[stratum] = (counts[stratum] ?? 0) + 1;
  });
  return category.names.map((_, stratum) => {
    const count = counts[stratum] ?? 0;
    const mean = count > 0 ? (sums[stratum] ?? 0) / count : 0.5;
    const q = Math.min(0.95, Math.max(0.05, mean));
    return Math.sqrt(q * (1 - q));
  });
}
