/** The values of one column over the rows of a frame, each different one by a number. */
import type { Reader } from './blocks.ts';
import { cellText, dayOf } from './cells.ts';
import { grownIntegers } from './grown.ts';
import { fieldOf } from './draw-rows.ts';
import type { ColumnChoice } from './guess-columns.ts';
import { textsOf } from './row-columns.ts';
import type { FrameBlock } from './scan.ts';

export interface ColumnValues {
  /** By row; -1 where it is missing. */
  readonly index: Int32Array<ArrayBuffer>;
  /** In the order of first sight; at most one more than was asked. */
  readonly names: readonly string[];
}

/** The column of a name, or of the field that has it. */
export function columnNamed(choices: readonly ColumnChoice[], name: string): ColumnChoice | undefined {
  return choices.find((one) => one.name === name) ?? choices.find((one) => fieldOf(one) === name);
}

/** Stops at more than `most` values. Dates count by their days. */
export async function columnValues(
  blocks: readonly FrameBlock[],
  choices: readonly ColumnChoice[],
  column: ColumnChoice,
  most: number,
  readerOf: (file: number) => Promise<Reader>,
): Promise<ColumnValues> {
  const index = grownIntegers();
  const numbers = new Map<string, number>();
  const isText = choices.some(({ role }) => role === 'text');
  for (const frameBlock of blocks) {
    const block = await (await readerOf(frameBlock.file)).block(frameBlock);
    const { texts } = await textsOf(block, choices);
    const place = block.names.indexOf(column.name);
    const cells = place < 0 ? [] : await block.column(place);
    for (let row = 0; row < block.rows; row++) {
      if (isText && texts[row] === undefined) continue;
      const text = cellText(cells[row]);
      if (text === undefined) {
        index.push(-1);
        continue;
      }
      const value = column.role === 'date' ? dayOf(text) : text;
      const number = numbers.get(value) ?? numbers.size;
      numbers.set(value, number);
      index.push(number);
    }
    if (numbers.size > most) break;
  }
  return { index: index.done(), names: [...numbers.keys()].slice(0, most + 1) };
}
