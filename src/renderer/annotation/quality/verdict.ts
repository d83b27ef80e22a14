/** What the adjudicator is about to say of an item. Pure. */
import { AdjudicationReason, type Disagreement } from '../../../shared/contract/annotation/quality.ts';

export const reasons = AdjudicationReason.options;
export type Reason = (typeof reasons)[number];

export interface Verdict {
  readonly status?: 'done' | 'unclassifiable';
  readonly code?: string;
  readonly reason?: Reason;
  readonly comment: string;
}

export const noVerdict: Verdict = { comment: '' };

export type Opinion = Disagreement['opinions'][number];

/** Opinions that have a letter of their own on the keyboard; J and K move. */
const lettered = 9;

/** The letter of an opinion by its place: A to I; none beyond. */
export function letterAt(place: number): string | undefined {
  return place < lettered ? String.fromCodePoint(65 + place) : undefined;
}

/** The verdict with the opinion of a letter taken over; undefined where there is none, or one that says nothing of the code. */
export function takeOpinion(
  verdict: Verdict,
  opinions: readonly Opinion[],
  letter: string,
): Verdict | undefined {
  const opinion = opinions.find((_, place) => letterAt(place) === letter.toUpperCase());
  return opinion && takes(opinion) ? withOpinion(verdict, opinion) : undefined;
}

/** Whether an opinion can be the verdict: one that skipped or delegated cannot. */
export function takes({ status, code }: Opinion): boolean {
  return status === 'unclassifiable' || (status === 'done' && code !== undefined);
}

/** The verdict with what this opinion says. */
export function withOpinion(verdict: Verdict, { status, code }: Opinion): Verdict {
  return status === 'unclassifiable' || code === undefined ? withoutCode(verdict) : withCode(verdict, code);
}

/** The verdict with this code. */
export const withCode = (verdict: Verdict, code: string): Verdict => ({ ...verdict, status: 'done', code });

/** The verdict that the text cannot be coded. */
export function withoutCode({ code: _code, ...rest }: Verdict): Verdict {
  return { ...rest, status: 'unclassifiable' };
}

/** Whether an opinion says what the verdict says. */
export function isChosen(verdict: Verdict, opinion: Opinion): boolean {
  if (!takes(opinion) || verdict.status === undefined) return false;
  return opinion.status === 'unclassifiable'
    ? verdict.status === 'unclassifiable'
    : verdict.status === 'done' && verdict.code === opinion.code;
}

/** What keeps a verdict from being sent. */
export function lackOf({ status, code, reason }: Verdict): 'code' | 'reason' | undefined {
  if (status === undefined || (status === 'done' && code === undefined)) return 'code';
  return reason === undefined ? 'reason' : undefined;
}

/** The verdict that stands already, to be changed; an empty one where none does. */
export function standingVerdict({ settled }: Pick<Disagreement, 'settled'>): Verdict {
  if (!settled) return noVerdict;
  const { status, code, reason, comment } = settled;
  if (status !== 'done' && status !== 'unclassifiable') return { reason, comment };
  return { status, ...(code !== undefined && { code }), reason, comment };
}
