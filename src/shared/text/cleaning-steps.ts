/** A cleaning that is told in steps, as a model's own file or a person describes it. */
import type { CleaningStep } from '../contract/models/inference.ts';
import { asciiText } from './ascii.ts';
import { frenchStopWords } from './french-stop-words.ts';
import { frenchStem } from './stem.ts';

type Step = (text: string) => string;

/**
 * The steps in their order as one function; a word is what stands between spaces.
 * @throws SyntaxError for a pattern that is no regular expression; what it costs to match one is not bounded here
 */
export function cleaningBySteps(steps: readonly CleaningStep[]): Step {
  const made = steps.map(stepOf);
  return (text) => made.reduce((left, step) => step(left), text);
}

function stepOf(step: CleaningStep): Step {
  switch (step.kind) {
    case 'unaccent':
      return asciiText;
    case 'lower':
      return (text) => text.toLowerCase();
    case 'upper':
      return (text) => text.toUpperCase();
    case 'replace': {
      const pattern = new RegExp(step.pattern, 'gu');
      return (text) => text.replace(pattern, step.by);
    }
    case 'drop-short':
      return byWords((words) => words.filter((word) => [...word].length >= step.below));
    case 'drop-words': {
      const dropped = new Set(step.words);
      return byWords((words) => words.filter((word) => !dropped.has(word)));
    }
    case 'drop-french-stop-words':
      return byWords((words) => words.filter((word) => !frenchStopWords.has(word)));
    case 'stem-french':
      return byWords((words) => words.map(frenchStem));
    case 'unique-words':
      return byWords((words) => [...new Set(words)]);
    case 'collapse-spaces':
      return byWords((words) => words);
  }
}

function byWords(change: (words: string[]) => string[]): Step {
  return (text) => change(text.split(/\s+/).filter((word) => word !== '')).join(' ');
}
