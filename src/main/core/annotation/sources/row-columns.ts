/** The columns of a block by what they mean; which of its rows have a text. Shared by the reading and by what is drawn. */
import type { Block } from './blocks.ts';
import { cellText } from './cells.ts';
import type { ColumnChoice } from './guess-columns.ts';

/** The columns of one role, in the order of their ranks. */
export function choicesOf(choices: readonly ColumnChoice[], role: ColumnChoice['role']): ColumnChoice[] {
  return choices
    .filter((one) => one.role === role)
    .sort((one, other) => (one.rank ?? 99) - (other.rank ?? 99));
}

export interface BlockTexts {
  /** A row each: its text, from the first text column that has one. */
  readonly texts: readonly (string | undefined)[];
  /** Which text column it was, by its place among them; -1 for none. */
  readonly from: Int8Array;
}

/** Reads the text columns of a block. Every other part of the reading keeps to the rows that have a text. */
export async function textsOf(block: Block, choices: readonly ColumnChoice[]): Promise<BlockTexts> {
  const texts: (string | undefined)[] = Array.from({ length: block.rows });
  const from = new Int8Array(block.rows).fill(-1);
  for (const [place, { name }] of choicesOf(choices, 'text').entries()) {
    const index = block.names.indexOf(name);
    if (index < 0) continue;
    const cells = await block.column(index);
    for (let row = 0; row < block.rows; row++) {
      if (texts[row] !== undefined) continue;
      texts[row] = cellText(cells[row]);
      if (texts[row] !== undefined) from[row] = place;
    }
  }
  return { texts, from };
}
