/** One pass over all files of a source: what its columns hold, what is wrong, and the numbers that samples are drawn by. */
import type { SourceColumn } from '../../../../shared/contract/annotation/campaigns.ts';
import { normalisedText } from '../../../../shared/text/normalise.ts';
import type { Block, Place } from './blocks.ts';
import { cellText } from './cells.ts';
import type { CodeList } from './code-book.ts';
import { createColumnChecks } from './column-checks.ts';
import type { Findings } from './findings.ts';
import { grownIntegers, grownNumbers } from './grown.ts';
import type { ColumnChoice } from './guess-columns.ts';
import { secondOf } from './probabilities.ts';
import { createProfiles } from './profiles.ts';
import { choicesOf, textsOf } from './row-columns.ts';
import { createHashTable, textHash } from './text-hash.ts';

/** A block and which rows of the frame it holds. */
export interface FrameBlock extends Place {
  readonly file: number;
  /** The first row of the frame in it, and how many. */
  readonly first: number;
  readonly rows: number;
}

/** The columns of numbers of a frame, as they leave the worker. */
export interface FrameColumns {
  readonly group: Int32Array<ArrayBuffer>;
  /** By group. */
  readonly hashes: Float64Array<ArrayBuffer>;
  readonly p1: Float64Array<ArrayBuffer>;
  readonly p2: Float64Array<ArrayBuffer>;
  readonly predicted: Int32Array<ArrayBuffer>;
  readonly codes: readonly string[];
  readonly blocks: readonly FrameBlock[];
  readonly models: readonly string[];
}

export interface Scanned extends FrameColumns {
  /** Rows that were read, with a text or not. */
  readonly rows: number;
  readonly columns: readonly SourceColumn[];
  readonly nomenclature: 'naf-rev2' | 'naf-2025' | undefined;
}

/** Models that are named; more than one is enough to know that there is not one. */
const mostModels = 10;

/** The key of a text; of one that is nothing but signs, the signs. */
export const textKey = (text: string) => textHash(normalisedText(text) || text.trim());

/** @param choices what each column means; columns that turn up later are `other` */
export function createScan(choices: readonly ColumnChoice[], list: CodeList | undefined, findings: Findings) {
  const profiles = createProfiles(choices);
  const checks = createColumnChecks(list, findings);
  const texts = createHashTable();
  // Most texts come again letter by letter: those are not normalised again.
  const spellings = createHashTable();
  const groups = grownIntegers();
  const group = grownIntegers();
  const p1 = grownNumbers();
  const p2 = grownNumbers();
  const predicted = grownIntegers();
  const codes = new Map<string, number>();
  const models = new Set<string>();
  const blocks: FrameBlock[] = [];
  const [textColumn] = choicesOf(choices, 'text');
  let rows = 0;

  function groupOf(text: string): number {
    const spelling = spellings.numberOf(textHash(text));
    if (spellings.isNew) groups.push(texts.numberOf(textKey(text)));
    return groups.at(spelling);
  }

  function codeNumber(code: string | undefined): number {
    if (code === undefined) return -1;
    const number = codes.get(code) ?? codes.size;
    codes.set(code, number);
    return number;
  }

  /** Takes the texts of a block in; says which of its rows have one. Where no column is the text, all count. */
  async function addTexts(block: Block): Promise<boolean[]> {
    const { texts: words } = await textsOf(block, choices);
    return words.map((text, row) => {
      const isKept = text !== undefined || !textColumn;
      if (isKept) group.push(groupOf(text ?? ''));
      else findings.count('missing-text', textColumn.name, 1, () => block.lineOf(row));
      return isKept;
    });
  }

  /** Looks at all columns of a block; gives those that samples are drawn by. */
  async function addColumns(block: Block) {
    const first: {
      codes?: (string | undefined)[];
      p1?: Float64Array;
      p2?: Float64Array;
      confidence?: Float64Array;
    } = {};
    for (const [index, name] of block.names.entries()) {
      const cells = await block.column(index);
      const { role, rank } = profiles.look(name, cells);
      if (role === 'id') checks.ids(name, cells, block);
      else if (role === 'code') checks.codes(name, cells, block);
      else if (role === 'suggestion-code') {
        const found = checks.codes(name, cells, block);
        if (rank === 1) first.codes = found;
      } else if (role === 'suggestion-probability') {
        const found = checks.probabilities(name, cells, block);
        if (rank === 1) first.p1 = found;
        if (rank === 2) first.p2 = found;
      } else if (role === 'confidence') first.confidence = checks.probabilities(name, cells, block);
      else if (role === 'model-version')
        for (let row = 0; row < block.rows && models.size < mostModels; row++)
          models.add(cellText(cells[row]) ?? '');
    }
    return first;
  }

  return {
    /** Takes the rows of a block in. */
    async add(file: number, block: Block): Promise<void> {
      const before = group.length;
      const kept = await addTexts(block);
      const first = await addColumns(block);
      for (const [row, isKept] of kept.entries()) {
        if (!isKept) continue;
        const one = first.p1?.[row] ?? Number.NaN;
        p1.push(one);
        p2.push(secondOf(one, first.p2?.[row] ?? Number.NaN, first.confidence?.[row] ?? Number.NaN));
        predicted.push(codeNumber(first.codes?.[row]));
      }
      rows += block.rows;
      const held = group.length - before;
      if (held > 0) blocks.push({ ...block.place, file, first: before, rows: held });
    },
    /** What was found in all. */
    done: (): Scanned => ({
      rows,
      columns: profiles.columns(rows),
      nomenclature: checks.version(),
      group: group.done(),
      hashes: texts.hashes(),
      p1: p1.done(),
      p2: p2.done(),
      predicted: predicted.done(),
      codes: [...codes.keys()],
      blocks,
      models: [...models].filter((model) => model !== ''),
    }),
  };
}
