/** What is wrong with the text of the values. Pure. */
import type { LaunchForm } from '../../shared/contract/launch-form.ts';

/** A problem as it is said: `line` is absent where the text as a whole lacks something. */
export interface PlacedProblem {
  readonly message: string;
  readonly line?: number;
}

/** Tells apart a fault at a place from a text that is YAML but lacks what the form needs: the core puts that at line 1, column 1. */
export function placeOfProblem({
  message,
  line,
  column,
}: NonNullable<LaunchForm['yamlProblem']>): PlacedProblem {
  // The parser adds the place and the lines around it; the place is said apart, and the lines are in sight.
  const [first = ''] = message.split('\n');
  const words = first.replace(/ at line \d+, column \d+:?$/, '');
  return line === 1 && column === 1 ? { message: words } : { message: words, line };
}
