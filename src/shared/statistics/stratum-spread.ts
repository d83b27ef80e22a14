/** What strata that are too thin for a variance of their own borrow, and from whom. */

/** A stratum of the frame: `size` units, of which `n` were drawn, of which `k` have the trait (are right). */
export interface Stratum {
  readonly size: number;
  readonly n: number;
  readonly k: number;
}

/** How thin strata are mended: by their neighbours in the given order, or by half a success and half a failure. */
export type ThinStratumRule = 'collapse' | 'add-half';

/** One mended stratum (by its position), and those that it was joined with. */
export interface Repair {
  readonly stratum: number;
  readonly rule: ThinStratumRule;
  readonly with: readonly number[];
}

/** The variance between units of a stratum (divisor n - 1), and the proportion that belongs to it. */
export interface Spread {
  readonly proportion: number;
  readonly variance: number;
  readonly repair?: Repair;
}

function neighbours(count: number, index: number): number[] {
  return Array.from({ length: count }, (_, other) => other)
    .filter((other) => other !== index)
    .sort((a, b) => Math.abs(a - index) - Math.abs(b - index) || a - b);
}

const varies = ({ n, k }: { n: number; k: number }) => n >= 2 && k > 0 && k < n;

const ownSpread = ({ n, k }: { n: number; k: number }): Spread => {
  const proportion = k / n;
  return { proportion, variance: (n / (n - 1)) * proportion * (1 - proportion) };
};

/**
 * Gives the size of each stratum without a drawn unit to the nearest stratum with one (the earlier of two), since
 * nothing else can be said about it. Strata without size and draws count for nothing.
 */
export function joinEmptyStrata(strata: readonly Stratum[]): { strata: Stratum[]; repairs: Repair[] } {
  const sizes = strata.map(({ size }) => size);
  const repairs: Repair[] = [];
  for (const [index, { size, n }] of strata.entries()) {
    if (n > 0 || size === 0) continue;
    const host = neighbours(strata.length, index).find((other) => (strata[other]?.n ?? 0) > 0);
    if (host === undefined) continue;
    sizes[host] = (sizes[host] ?? 0) + size;
    sizes[index] = 0;
    repairs.push({ stratum: index, rule: 'collapse', with: [host] });
  }
  return { strata: strata.map((stratum, index) => ({ ...stratum, size: sizes[index] ?? 0 })), repairs };
}

/**
 * The spread of stratum `index`. With n >= 2 and both outcomes seen it is its own, n/(n-1) p(1-p). Else `collapse` pools
 * the nearest strata until both outcomes are seen (collapsed strata, Cochran 1977, 5A.12), and `add-half` (also where
 * pooling all does not help) counts half a success and half a failure more: p = (k + 1/2)/(n + 1), variance p(1-p).
 */
export function spreadOf(strata: readonly Stratum[], index: number, rule: ThinStratumRule): Spread {
  const own = strata[index] ?? { size: 0, n: 0, k: 0 };
  if (varies(own)) return ownSpread(own);
  if (rule === 'collapse') {
    const pooled = { n: own.n, k: own.k };
    const partners: number[] = [];
    for (const other of neighbours(strata.length, index)) {
      const { n = 0, k = 0 } = strata[other] ?? {};
      if (n === 0) continue;
      pooled.n += n;
      pooled.k += k;
      partners.push(other);
      if (varies(pooled)) {
        return { ...ownSpread(pooled), repair: { stratum: index, rule: 'collapse', with: partners } };
      }
    }
  }
  const proportion = (own.k + 0.5) / (own.n + 1);
  return {
    proportion,
    variance: proportion * (1 - proportion),
    repair: { stratum: index, rule: 'add-half', with: [] },
  };
}
