/** How the coding API of 2024 checks the variables beside the text. Pure. Source: InseeFrLab/codif-ape-API, `check_format_features`. */
import { list, Refusal, tuple } from './refusal.ts';

/** Kinds of declaration that are taken. */
const types = [...'ABCDEGILMNRSXYZ'];
const surfaceClasses = ['1', '2', '3', '4'];

interface Rule {
  readonly pattern: RegExp;
  /** Up to `See line(s)`. */
  readonly words: string;
}

const rules = {
  type: {
    pattern: new RegExp(`^(${types.join('|')})$`),
    words: `The format of type_liasse is incorrect. Accepted values are: ${list(types)}. See line(s) : `,
  },
  nature: {
    pattern: /^\d{2}$/,
    words: 'The format of nature is incorrect. The nature is an integer between 00 and 99. See line(s): ',
  },
  surface: {
    pattern: new RegExp(`^(${surfaceClasses.join('|')})$`),
    words: `The format of surface is incorrect. Accepted values are: ${list(surfaceClasses)}. See line(s): `,
  },
  event: {
    pattern: /^\d{2}[PMF]$/,
    words:
      'The format of event is incorrect. The event value is an integer between 00 and 99 plus the letter P, M or F. ' +
      "Example: '01P'. See line(s): ",
  },
  metres: {
    pattern: /^\d+(?:\.\d+)?$/,
    words: 'The format of surface is incorrect. The surface is a number. See line(s): ',
  },
  legalCategory: {
    pattern: /^\d{4}$/,
    words: 'The format of cj is incorrect. The cj is an integer of four digits. See line(s): ',
  },
  permanence: {
    pattern: /^[PS]$/,
    words:
      "The format of activity_permanence_status is incorrect. Accepted values are: ['P', 'S']. See line(s): ",
  },
} satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof rules;

/** A variable by its name in the dialect, and the rule that it must keep to; undefined: any text. */
export type Variables = readonly (readonly [name: string, rule?: RuleName])[];

/** Values by variable, one a line; undefined: missing. @throws Refusal 400 with the lines of the first variable that breaks its rule */
export function checkVariables(
  variables: Variables,
  valuesOf: (name: string) => readonly (string | undefined)[],
): void {
  for (const [name, rule] of variables) {
    if (rule === undefined) continue;
    const { pattern, words } = rules[rule];
    const lines = valuesOf(name).flatMap((value, line) =>
      value === undefined || pattern.test(value) ? [] : [line],
    );
    if (lines.length > 0) throw new Refusal(400, words + tuple(lines));
  }
}
