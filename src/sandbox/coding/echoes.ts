/** Predictions in the shape of the coding API: `{ "1": { code, probabilite, libelle }, ..., "IC" }`. */
import type { Call } from './dialect.ts';
import type { Prediction } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Question } from './served.ts';

export interface Wanted {
  /** How many codes at most, from 1. */
  readonly count: number;
  /** Codes of this probability and less are left out, unless all that were asked for reach it. */
  readonly least: number;
}

export interface Ranked {
  readonly shown: readonly Prediction[];
  /** p1 - p2, also where only one code is shown. */
  readonly index: number;
}

/** A question with what was answered to it, as the service logs it. */
export interface Answered extends Ranked {
  readonly question: Question;
  readonly at: Date;
}

/** The codes that are shown of the most probable ones. @throws Refusal 400 where even the first is not probable enough */
function ranked(asked: readonly Prediction[], { count, least }: Wanted): Ranked {
  const reaches = (asked.at(-1)?.probability ?? 0) >= least;
  const shown = (reaches ? asked : asked.filter(({ probability }) => probability > least)).slice(0, count);
  const [first, second] = asked;
  if (shown.length === 0 || !first || !second)
    throw new Refusal(
      400,
      'The minimal probability requested is higher than the highest prediction probability of the model.',
    );
  return { shown, index: first.probability - second.probability };
}

/**
 * The most probable codes of each question, in their order, and who answered. What is answered is logged.
 * @throws Refusal of the first question that is refused; 500 for a count that the real model fails on
 */
export async function rankedAnswers(
  { model, log }: Pick<Call, 'model' | 'log'>,
  questions: readonly Question[],
  wanted: Wanted,
): Promise<{ by: string; all: Ranked[] }> {
  if (wanted.count < 1) throw new Refusal(500, 'Internal Server Error');
  const { by, of } = await model.ask(questions, Math.max(2, wanted.count));
  const at = new Date();
  const answered = questions.map((question, place): Answered => ({
    question,
    at,
    ...ranked(of[place] ?? [], wanted),
  }));
  log(answered);
  return { by, all: answered };
}

/** Codes as the API writes them. */
export const dotless = (code: string): string => code.replace('.', '');

/** One answer; `more` adds to each code, in the order of those shown. */
export function echoesOf({ shown, index }: Ranked, more: readonly object[] = []) {
  const numbered = shown.map((one, at): [string, object] => [
    String(at + 1),
    { code: dotless(one.code), probabilite: one.probability, libelle: one.title, ...more[at] },
  ]);
  return { ...Object.fromEntries(numbered), IC: index };
}
