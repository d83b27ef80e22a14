/**
 * What a sample is drawn from: one row for each logged request, as columns, without the texts. Rows are numbered from 0
 * in the order of the source, which must be the same for the same sample to come out.
 */
export interface Frame {
  /** Number of rows, at most 2^31 - 1. */
  readonly size: number;
  /** The two highest probabilities; NaN where there was no prediction. */
  readonly p1?: ArrayLike<number>;
  readonly p2?: ArrayLike<number>;
  /** Index of the predicted code; -1 where there was no prediction. */
  readonly code?: ArrayLike<number>;
  /** Index of the normalised text, from 0: rows of the same text have the same. */
  readonly text?: ArrayLike<number>;
}

interface Place {
  readonly row: number;
  /** Index in the strata of the design. */
  readonly stratum: number;
  /** N_h: how many units its stratum has. */
  readonly populationSize: number;
  /** n_h: how many of them were drawn. */
  readonly sampled: number;
}

/** One row of a probability sample. */
export interface ProbabilityDraw extends Place {
  /** Of this row, before the draw; in (0, 1]. */
  readonly inclusionProbability: number;
  /** Rows of the frame for which it stands: 1 / inclusion probability. */
  readonly weight: number;
  /** How many rows have its text; there when distinct texts were drawn. */
  readonly multiplicity?: number;
}

/** One row that was picked on purpose: it has no inclusion probability, so that no estimate can weigh it. */
export interface PurposiveDraw extends Place {
  readonly queue: string;
  readonly inclusionProbability?: never;
  readonly weight?: never;
}

/** Confidence index: p1 - p2 clipped to [0, 1] (one-versus-all models print up to 1.00001); NaN without a prediction. */
export function confidenceIndex(p1: number, p2: number): number {
  return Math.min(1, Math.max(0, p1 - p2));
}
