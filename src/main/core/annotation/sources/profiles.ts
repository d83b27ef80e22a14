/** What the columns of a source hold: examples, and how many values are missing. */
import type { SourceColumn } from '../../../../shared/contract/annotation/campaigns.ts';
import { cellText, type Cell } from './cells.ts';
import type { ColumnChoice } from './guess-columns.ts';

const mostExamples = 3;
const longestExample = 200;

interface Profile {
  readonly choice: ColumnChoice;
  readonly examples: Set<string>;
  present: number;
}

/** @param choices what each column means; columns that turn up later are `other` */
export function createProfiles(choices: readonly ColumnChoice[]) {
  const profiles = new Map<string, Profile>(
    choices.map((choice) => [choice.name, { choice, examples: new Set(), present: 0 }]),
  );

  function profileOf(name: string): Profile {
    const known = profiles.get(name);
    if (known) return known;
    const fresh: Profile = { choice: { name, role: 'other' }, examples: new Set(), present: 0 };
    profiles.set(name, fresh);
    return fresh;
  }

  return {
    /** Takes values of a column in; says what the column means. */
    look(name: string, cells: ArrayLike<Cell>): ColumnChoice {
      const profile = profileOf(name);
      const { examples } = profile;
      for (let row = 0; row < cells.length; row++) {
        const text = cellText(cells[row]);
        if (text === undefined) continue;
        profile.present++;
        if (examples.size < mostExamples) examples.add(text.slice(0, longestExample));
      }
      return profile.choice;
    },
    /** All columns, of a source with so many rows. */
    columns: (rows: number): SourceColumn[] =>
      [...profiles.values()].map(({ choice, examples, present }) => ({
        ...choice,
        examples: [...examples],
        missing: rows - present,
      })),
  };
}
