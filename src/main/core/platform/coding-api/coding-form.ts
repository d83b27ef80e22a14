/** What the coding API is asked of one text, and what it says, in none of its dialects. */
import type { Failure } from '../../../../shared/contract/errors.ts';

/** A text with its variables as they stand in the item; what is missing is undefined. */
export interface CodingForm {
  readonly text: string;
  /** Kind of the declaration, one letter. */
  readonly type?: string | undefined;
  /** Two digits. */
  readonly nature?: string | undefined;
  /** A class from 1 to 4, or square metres. */
  readonly surface?: string | undefined;
  /** Two digits and a letter: `01P`. */
  readonly event?: string | undefined;
  /** Four digits. */
  readonly legalCategory?: string | undefined;
  /** `P` permanent, `S` seasonal. */
  readonly permanence?: string | undefined;
  /** In words, where the nature is none of the list. */
  readonly otherNature?: string | undefined;
  /** What a farm grows or breeds, in words. */
  readonly farming?: string | undefined;
}

export interface ServedCode {
  /** As it was served, mostly without dots. */
  readonly code: string;
  /** In [0, 1]. */
  readonly probability: number;
}

export interface ServedAnswer {
  /** The most probable first; each code once. */
  readonly codes: readonly ServedCode[];
  /** p1 - p2 in [0, 1]; as served where only one code came; undefined where neither says. */
  readonly confidenceIndex: number | undefined;
  /** Of the model, where the answer itself names it. */
  readonly version: string | undefined;
}

/** Undefined: the model has nothing to say of this text. A Failure: the server refused this one. */
export type Outcome = ServedAnswer | Failure | undefined;
