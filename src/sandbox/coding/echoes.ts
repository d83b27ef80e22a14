/** Predictions in the shape of the coding API: `{ "1": { code, probabilite, libelle }, ..., "IC" }`. Pure. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CodingModel, Prediction } from './model.ts';
import { Refusal } from './refusal.ts';

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

/**
 * The most probable codes of a text.
 * @throws Refusal 400 where even the first is not probable enough; 500 for a count that the real model fails on
 */
export function ranked(model: CodingModel, text: string, { count, least }: Wanted): Ranked {
  if (count < 1) throw new Refusal(500, 'Internal Server Error');
  const asked = model.predict(text, Math.max(2, count));
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

/** Codes as the API writes them. */
export const dotless = (code: string): string => code.replace('.', '');

/** One answer; `more` adds to each code. */
export function echoesOf({ shown, index }: Ranked, more: (one: Prediction) => object = () => ({})) {
  const numbered = shown.map((one, at): [string, object] => [
    String(at + 1),
    { code: dotless(one.code), probabilite: one.probability, libelle: one.title, ...more(one) },
  ]);
  return { ...Object.fromEntries(numbered), IC: index };
}

/** Texts that are predicted before other servers of this process have their turn. */
const atOnce = 50;

/** Answers to many texts, in their order. @throws Refusal of the first that is refused */
export async function answersOf<Answer>(
  texts: readonly string[],
  answer: (text: string) => Answer,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const [at, text] of texts.entries()) {
    if (at % atOnce === atOnce - 1) await nextTurn();
    answers.push(answer(text));
  }
  return answers;
}
