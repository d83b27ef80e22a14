/** How far the mix of codes (or of any categories) of one window is from that of another. */
import { absent, clampToUnit, type Absent, type Estimate } from './estimate.ts';

export const driftEstimators = [
  'psi',
  'kullback-leibler',
  'kullback-leibler-reverse',
  'hellinger',
  'bhattacharyya',
  'jensen-shannon-divergence',
  'jensen-shannon-distance',
  'total-variation',
] as const;
export type DriftEstimator = (typeof driftEstimators)[number];

/** Counts of the same categories, in the same order, in both windows. */
export interface Mixes {
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

export interface DriftOptions {
  /** Counted into each empty cell where a logarithm needs it (PSI and Kullback-Leibler); 0: absent instead. Default: 0.5. */
  readonly smoothing?: number;
}

export interface DriftEstimate<Estimator extends string = DriftEstimator> extends Estimate<Estimator> {
  /** Observations in the reference window; `n` counts those of the current one. */
  readonly referenceSize: number;
  /** Categories that occur in either window. */
  readonly categories: number;
  /** Empty cells that were smoothed. */
  readonly smoothedCells: number;
}

interface Cell {
  readonly p: number;
  readonly q: number;
}

const sumOver = (cells: readonly Cell[], term: (cell: Cell) => number) =>
  cells.reduce((sum, cell) => sum + term(cell), 0);
const relativeEntropy = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b));
const divergence = (cells: readonly Cell[]) =>
  Math.max(
    0,
    sumOver(cells, ({ p, q }) => {
      const middle = (p + q) / 2;
      return (relativeEntropy(p, middle) + relativeEntropy(q, middle)) / 2;
    }),
  );
const affinity = (cells: readonly Cell[]) => clampToUnit(sumOver(cells, ({ p, q }) => Math.sqrt(p * q)));

const formulas: Readonly<Record<DriftEstimator, (cells: readonly Cell[]) => number>> = {
  psi: (cells) => sumOver(cells, ({ p, q }) => (p - q) * Math.log(p / q)),
  'kullback-leibler': (cells) => sumOver(cells, ({ p, q }) => relativeEntropy(p, q)),
  'kullback-leibler-reverse': (cells) => sumOver(cells, ({ p, q }) => relativeEntropy(q, p)),
  // The same as sqrt(1 - BC), without the loss of digits near 0.
  hellinger: (cells) => Math.sqrt(sumOver(cells, ({ p, q }) => (Math.sqrt(p) - Math.sqrt(q)) ** 2) / 2),
  bhattacharyya: (cells) => -Math.log(affinity(cells)),
  'jensen-shannon-divergence': divergence,
  'jensen-shannon-distance': (cells) => Math.sqrt(clampToUnit(divergence(cells) / Math.LN2)),
  'total-variation': (cells) => sumOver(cells, ({ p, q }) => Math.abs(p - q)) / 2,
};
const logarithmic = new Set<DriftEstimator>(['psi', 'kullback-leibler', 'kullback-leibler-reverse']);

/** The pairs of counts of categories that occur in either window. Throws RangeError on counts that do not match. */
export function occurring({ reference, current }: Mixes): (readonly [number, number])[] {
  const isCount = (count: number) => count >= 0 && Number.isFinite(count);
  if (reference.length !== current.length || !reference.every(isCount) || !current.every(isCount))
    throw new RangeError('Both windows count the same categories, from 0 up.');
  return reference
    .map((count, index) => [count, current[index] ?? 0] as const)
    .filter(([a, b]) => a > 0 || b > 0);
}

/**
 * The distance of two mixes with shares p (reference) and q (current): PSI = sum (p-q) ln(p/q); Kullback-Leibler
 * sum p ln(p/q) (reverse: of q from p), in nats; Hellinger sqrt(1 - BC), Bhattacharyya -ln BC (infinite, thus absent,
 * where no category is shared), BC = sum sqrt(pq); Jensen-Shannon divergence in nats, its distance the root of it in
 * bits, in [0, 1]; total variation sum |p-q| / 2. Absent where a window is empty, and where an empty cell is not to be
 * smoothed. Sources: Siddiqi (2006), Credit Risk Scorecards, for PSI; Lin (1991), IEEE Trans. Information Theory 37(1);
 * Kailath (1967), IEEE Trans. Communication Technology 15(1).
 */
export function drift<Estimator extends DriftEstimator>(
  estimator: Estimator,
  mixes: Mixes,
  { smoothing = 0.5 }: DriftOptions = {},
): DriftEstimate<Estimator> | Absent<Estimator> {
  const counts = occurring(mixes);
  const referenceSize = counts.reduce((sum, [count]) => sum + count, 0);
  const n = counts.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0 || referenceSize === 0) return absent(estimator, n, 'no-observations');
  const emptyCells = counts.filter(([a, b]) => a === 0 || b === 0).length;
  const isSmoothed = emptyCells > 0 && logarithmic.has(estimator);
  if (isSmoothed && !(smoothing > 0)) return absent(estimator, n, 'empty-cell');
  const filled = isSmoothed
    ? counts.map(([a, b]) => [a === 0 ? smoothing : a, b === 0 ? smoothing : b] as const)
    : counts;
  const totalA = filled.reduce((sum, [a]) => sum + a, 0);
  const totalB = filled.reduce((sum, [, b]) => sum + b, 0);
  const value = formulas[estimator](filled.map(([a, b]) => ({ p: a / totalA, q: b / totalB })));
  if (!Number.isFinite(value)) return absent(estimator, n, 'empty-cell');
  return {
    estimator,
    value,
    n,
    interval: undefined,
    referenceSize,
    categories: counts.length,
    smoothedCells: isSmoothed ? emptyCells : 0,
  };
}
