import type { SamplingDesign, Stratum } from '../contract/annotation/campaigns.ts';
import { failure } from '../contract/errors.ts';
import type { generatorName } from './draws.ts';

interface Design {
  /** How random numbers were drawn; only the same way draws the same again. */
  readonly generator: typeof generatorName;
  readonly seed: number;
  /** N: rows of the frame. */
  readonly rows: number;
  /** n: rows drawn. */
  readonly sampled: number;
  /** With N_h and n_h. */
  readonly strata: Stratum[];
}

/** Every row as likely as any other or, de-duplicated, every distinct text and then one of its rows. */
export interface SimpleRandomDesign extends Design {
  readonly kind: 'simple-random';
  readonly probability: true;
  /** Then N_h counts texts, not rows. */
  readonly deduplicated: boolean;
}

/** A simple random sample within each stratum. */
export interface StratifiedDesign extends Design {
  readonly kind: 'stratified';
  readonly probability: true;
  readonly deduplicated: false;
  readonly allocation: NonNullable<SamplingDesign['allocation']>;
  /** Least of each stratum, or all of a smaller one. */
  readonly minimum: number;
  /** Standard deviation within each stratum, for the allocation of Neyman. */
  readonly deviations?: number[];
}

/** Shares of the queues, summing to 1 in a design. */
export type Shares = NonNullable<SamplingDesign['shares']> & { readonly diverse?: number };

/** Rows picked on purpose; never a base of an estimate. Its strata are its queues, N_h the rows that were in them. */
export interface UncertaintyDesign extends Design {
  readonly kind: 'uncertainty';
  readonly probability: false;
  /** Whether a normalised text could come `perText` times at most: the frame had texts. */
  readonly deduplicated: boolean;
  readonly asked: number;
  readonly shares: Shares;
  /** From here up a probability counted as likely. */
  readonly likely: number;
  readonly perText: number;
}

/** What a draw gives: the rows, stratum by stratum, and how they came about, to be stored beside the frame's own facts. */
export interface Sample<
  Draw,
  DesignOfKind extends SimpleRandomDesign | StratifiedDesign | UncertaintyDesign,
> {
  readonly draws: readonly Draw[];
  readonly design: DesignOfKind;
}

/** Throws a Failure `invalid-input` (reason `sample-size`) unless `asked` is a whole number from `least` to `most`. */
export function checkSampleSize(asked: number, least: number, most: number): void {
  if (Number.isInteger(asked) && asked >= least && asked <= most) return;
  throw failure('invalid-input', `A sample of ${asked} cannot be drawn: ${least} to ${most} can.`, {
    reason: 'sample-size',
    values: { asked, least, most },
  });
}
