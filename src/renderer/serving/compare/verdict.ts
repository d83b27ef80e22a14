/** What a comparison says at its deepest level. Pure. */
import type { Comparison, LevelComparison } from '../../../shared/contract/serving/comparison.ts';

export interface Verdict {
  readonly level: LevelComparison;
  /** The one that is ahead, shown or not. */
  readonly ahead: 'a' | 'b';
  /** Whether the interval of the difference leaves out zero. */
  readonly isShown: boolean;
  /** For the one that is ahead, in [0, 1]; `low` and `high` are turned round for A. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The verdict at the deepest level that has items; undefined where none has. */
export function verdictOf({ levels }: Pick<Comparison, 'levels'>): Verdict | undefined {
  const level = levels.filter(({ n }) => n > 0).toSorted((one, other) => other.level - one.level)[0];
  if (!level) return undefined;
  const { value, low, high } = level.difference;
  const isShown = low > 0 || high < 0;
  if (value >= 0) return { level, ahead: 'b', isShown, value, low, high };
  return { level, ahead: 'a', isShown, value: -value, low: -high, high: -low };
}

/** A p-value as it is written: `p = 0.013`, `p < 0.001`. */
export function pText(value: number, format: (value: number, digits: number) => string): string {
  return value < 0.001 ? `p < ${format(0.001, 3)}` : `p = ${format(value, 3)}`;
}
