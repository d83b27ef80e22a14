/** Which column of a file is a variable. Pure. */
import { plain } from '../../ui/rank.ts';

const bare = (name: string) => plain(name).replaceAll(/[^a-z0-9]/g, '');

/** The column of the same name, case and signs set aside; undefined where there is none. */
export function columnFor(variable: string, columns: readonly string[]): string | undefined {
  return (
    columns.find((column) => column === variable) ?? columns.find((column) => bare(column) === bare(variable))
  );
}
