/** Which column of a file holds the texts, by its name and its first values. Pure. */
import type { FileColumns } from './files/file-messages.ts';

const names = [
  /^(text_description|libelle|libellé|text|texte|description|raw_text)$/i,
  /lib|text|desc|activit/i,
] as const;

/** Undefined where none looks like it. */
export function textColumn(columns: FileColumns['columns']): string | undefined {
  for (const name of names) {
    const found = columns.find((column) => name.test(column.name));
    if (found) return found.name;
  }
  const words = (examples: readonly string[]) =>
    examples.filter((value) => /\p{L}{3}/u.test(value)).reduce((sum, value) => sum + value.length, 0) /
    Math.max(1, examples.length);
  const [longest] = [...columns].sort((one, other) => words(other.examples) - words(one.examples));
  return longest && words(longest.examples) >= 6 ? longest.name : undefined;
}
