/** From a text and its variables to the line that a model reads. */
import type { PreprocessingProfile } from '../contract/models/inference.ts';
import { cleanText } from './clean.ts';
import { cleaningBySteps } from './cleaning-steps.ts';
import { variableWord } from './fasttext-input.ts';

/** A text with its variables, by the names of the profile. */
export interface LineQuestion {
  readonly text: string;
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/**
 * The lines of a profile: the cleaned text, then `{prefix}{value}` for each variable, in one line. Empty where nothing is left of the
 * text: variables alone say nothing of an activity.
 * @throws SyntaxError for a rule whose pattern is no regular expression
 */
export function modelLines(profile: PreprocessingProfile): (question: LineQuestion) => string {
  const clean = cleaningOf(profile.cleaning);
  return ({ text, variables = {} }) => {
    const cleaned = oneLine(clean(text));
    if (cleaned === '') return '';
    const words = profile.variables.flatMap(({ name, prefix, missing }) => {
      const value = variableWord(variables[name]) ?? missing;
      return value === undefined ? [] : [oneLine(prefix + value)];
    });
    return [cleaned, ...words].join(' ');
  };
}

function cleaningOf(cleaning: PreprocessingProfile['cleaning']): (text: string) => string {
  if (cleaning.kind === 'none') return (text) => text;
  return cleaning.kind === 'ape-v1' ? cleanText : cleaningBySteps(cleaning.steps);
}

/** fastText ends a line at its line feed, and a zero byte parts words too. */
const oneLine = (text: string) => text.replace(/[\r\n\0]+/g, ' ').trim();
