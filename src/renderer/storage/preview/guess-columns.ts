/** Columns of which only the names are known. Pure. */
import type { Cell, Column } from '../../../shared/contract/storage/preview.ts';

/** A kind for each by the values that are there: numbers stand right only where all of them are numbers. */
export function guessColumns(names: readonly string[], rows: readonly (readonly Cell[])[]): Column[] {
  return names.map((name, index) => {
    const values = rows.map((row) => row[index] ?? null).filter((value) => value !== null);
    const type = typeof values[0];
    const isSame = values.length > 0 && values.every((value) => typeof value === type);
    const kind = !isSame ? 'other' : type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : 'text';
    return { name, type: '', kind };
  });
}
