/** A preprocessing profile while it is edited. Pure. */
import type { CleaningStep, PreprocessingProfile } from '../../../shared/contract/models/inference.ts';

export type StepKind = CleaningStep['kind'];
export const stepKinds: readonly StepKind[] = [
  'unaccent',
  'lower',
  'upper',
  'replace',
  'drop-short',
  'drop-words',
  'drop-french-stop-words',
  'stem-french',
  'unique-words',
  'collapse-spaces',
];

/** A step of a kind, as it is before anything is typed. */
export function newStep(kind: StepKind): CleaningStep {
  if (kind === 'replace') return { kind, pattern: '[^a-z0-9 ]', by: ' ' };
  if (kind === 'drop-short') return { kind, below: 2 };
  if (kind === 'drop-words') return { kind, words: [] };
  return { kind };
}

/** Whether a step can be applied: a pattern must be a regular expression. */
export function isStep(step: CleaningStep): boolean {
  if (step.kind === 'drop-short') return Number.isInteger(step.below) && step.below > 0;
  if (step.kind !== 'replace') return true;
  try {
    return step.pattern !== '' && new RegExp(step.pattern, 'gu') instanceof RegExp;
  } catch {
    return false;
  }
}

/** Whether the whole can be kept: steps that can be applied, variables with names, each once. */
export function isProfile({ cleaning, variables }: PreprocessingProfile): boolean {
  const names = variables.map(({ name }) => name.trim());
  const areSteps = cleaning.kind !== 'rules' || cleaning.steps.every(isStep);
  return areSteps && names.every((name) => name !== '') && new Set(names).size === names.length;
}

/** With the thing at `from` moved by `by` places; as it was at an end. */
export function movedBy<T>(all: readonly T[], from: number, by: number): T[] {
  const to = from + by;
  const one = all[from];
  if (one === undefined || to < 0 || to >= all.length) return [...all];
  return all.toSpliced(from, 1).toSpliced(to, 0, one);
}
