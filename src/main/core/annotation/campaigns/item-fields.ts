/** The variables of a campaign's items in words: those of the person's label files first, then what the app knows. */
import type { ItemField, Meanings } from '../../../../shared/contract/annotation/campaigns.ts';
import { fieldOf } from '../sources/draw-rows.ts';
import type { ColumnChoice } from '../sources/guess-columns.ts';
import { isExplained, meaningsOf, titleOf } from './meanings/variable-words.ts';

/** Values of a variable that get words: `campaign.json` is read often. */
const mostValues = 500;

/** Takes notes of the values that occur, of variables whose values have words. */
export interface OccurringValues {
  add(fields: Readonly<Record<string, string>>): void;
  of(name: string): ReadonlySet<string>;
}

export function createOccurringValues(names: readonly string[]): OccurringValues {
  const noted = names.filter(isExplained);
  const found = new Map(noted.map((name) => [name, new Set<string>()]));
  return {
    add(fields) {
      for (const [name, values] of found) {
        const value = fields[name];
        if (value !== undefined && values.size < mostValues) values.add(value);
      }
    },
    of: (name) => found.get(name) ?? new Set(),
  };
}

/** What the person brought, by the names that fields have: a column may be named or what it is taken for. */
export function givenMeanings(
  given: Readonly<Record<string, Meanings>> | undefined,
  columns: readonly ColumnChoice[],
): ReadonlyMap<string, Meanings> {
  const fields = new Map(columns.map((column) => [column.name, fieldOf(column)]));
  return new Map(Object.entries(given ?? {}).map(([name, meanings]) => [fields.get(name) ?? name, meanings]));
}

/** The fields of a campaign, in the order of the source. */
export function itemFields(
  names: readonly string[],
  occurring: OccurringValues,
  given: ReadonlyMap<string, Meanings>,
): ItemField[] {
  return names.map((name) => {
    const meanings = { ...meaningsOf(name, occurring.of(name)), ...given.get(name) };
    return { name, titles: titleOf(name), ...(Object.keys(meanings).length > 0 && { meanings }) };
  });
}
