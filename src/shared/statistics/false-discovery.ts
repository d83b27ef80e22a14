/** Many tests at once. */

export interface Discovery {
  /** The smallest false discovery rate at which this test would be rejected. */
  readonly adjusted: number;
  readonly rejected: boolean;
}

/**
 * Benjamini and Hochberg's step-up procedure: adjusted p of rank i is the least p_(j) m / j over j >= i; rejected where it
 * is `rate` or less. In the order of the given p-values; throws RangeError outside [0, 1]. Tests independent or positively
 * dependent. Benjamini and Hochberg (1995), JRSS B 57(1), 289-300.
 */
export function benjaminiHochberg(pValues: readonly number[], rate = 0.05): Discovery[] {
  if (!pValues.every((p) => p >= 0 && p <= 1)) throw new RangeError('A p-value lies in [0, 1].');
  const descending = pValues.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  const adjusted = new Float64Array(pValues.length);
  let least = 1;
  for (const [place, { p, index }] of descending.entries()) {
    least = Math.min(least, (p * pValues.length) / (pValues.length - place));
    adjusted[index] = least;
  }
  return Array.from(adjusted, (value) => ({ adjusted: value, rejected: value <= rate }));
}
