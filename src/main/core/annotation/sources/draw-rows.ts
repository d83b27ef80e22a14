/** Rows of a frame read again: all that an item needs of them. */
import type { Suggestion, SuggestionSet } from '../../../../shared/contract/annotation/coding.ts';
import type { Block, Reader } from './blocks.ts';
import { cellText, type Cell } from './cells.ts';
import { createCodeBook, type CodeList, type ReadCode } from './code-book.ts';
import type { SourceRow } from './frame.ts';
import type { ColumnChoice } from './guess-columns.ts';
import { probabilityOf } from './probabilities.ts';
import { choicesOf, textsOf } from './row-columns.ts';
import type { FrameBlock } from './scan.ts';

/** Rows with their places in what was asked. */
export type DrawnRows = readonly { readonly at: number; readonly row: SourceRow }[];

export interface Draw {
  readonly blocks: readonly FrameBlock[];
  readonly choices: readonly ColumnChoice[];
  readonly list: CodeList | undefined;
  readonly indices: Int32Array;
  /** What the suggestions are said to be of where no column says so. */
  readonly model: string;
}

/** Roles whose name is that of the field too. */
const sameName = new Set([
  'type_',
  'nature',
  'surface',
  'event',
  'cj',
  'permanence',
  'other_nature_text',
  'date',
]);

/** The name of a column in `SourceRow.fields`; undefined where it is none of them. */
export function fieldOf({ name, role }: ColumnChoice): string | undefined {
  if (sameName.has(role)) return role;
  return role === 'other' ? name : undefined;
}

/** Reads the blocks that hold the rows, each once, in the order of the source. */
export async function* drawRows(
  draw: Draw,
  readerOf: (file: number) => Promise<Reader>,
): AsyncGenerator<DrawnRows> {
  const readCode = createCodeBook(draw.list);
  const order = [...draw.indices.keys()].sort(
    (one, other) => (draw.indices[one] ?? 0) - (draw.indices[other] ?? 0),
  );
  let next = 0;
  for (const frameBlock of draw.blocks) {
    const wanted: { at: number; index: number }[] = [];
    for (; next < order.length; next++) {
      const at = order[next] ?? 0;
      const index = (draw.indices[at] ?? 0) - frameBlock.first;
      if (index >= frameBlock.rows) break;
      wanted.push({ at, index });
    }
    if (wanted.length === 0) continue;
    const reader = await readerOf(frameBlock.file);
    const rows = await rowsOf(
      await reader.block(frameBlock),
      draw,
      wanted.map(({ index }) => index),
      frameBlock.first,
      readCode,
    );
    yield wanted.flatMap(({ at }, place) => {
      const row = rows[place];
      return row ? [{ at, row }] : [];
    });
  }
}

async function rowsOf(
  block: Block,
  { choices, model }: Draw,
  indices: readonly number[],
  first: number,
  readCode: (cell: Cell) => ReadCode,
): Promise<SourceRow[]> {
  const { texts, from } = await textsOf(block, choices);
  const isText = choices.some(({ role }) => role === 'text');
  const kept = [...texts.keys()].filter((row) => texts[row] !== undefined || !isText);
  const rows = indices.map((index) => kept[index] ?? -1);
  const columns = new Map<string, readonly Cell[]>();
  for (const [index, name] of block.names.entries()) {
    if (choices.find((one) => one.name === name)?.role === 'ignored') continue;
    const cells = await block.column(index);
    columns.set(
      name,
      rows.map((row) => cells[row]),
    );
  }
  const textNames = choicesOf(choices, 'text').map(({ name }) => name);
  return rows.map((row, place) => {
    const cellOf = (name: string | undefined) =>
      name === undefined ? undefined : columns.get(name)?.[place];
    const one = (role: ColumnChoice['role']) => cellOf(choices.find((choice) => choice.role === role)?.name);
    const fields: Record<string, string> = {};
    for (const choice of choices) {
      const isOtherText = choice.role === 'text' && choice.name !== textNames[from[row] ?? -1];
      const field = isOtherText ? choice.name : fieldOf(choice);
      const value = field === undefined ? undefined : cellText(cellOf(choice.name));
      if (field !== undefined && value !== undefined) fields[field] = value;
    }
    const known = one('known-code');
    const code = readCode(one('code')).code;
    const suggestions = suggestionsOf(
      choices,
      cellOf,
      readCode,
      one('confidence'),
      cellText(one('model-version')) ?? model,
    );
    const knownCode = knownCodeOf(known);
    return {
      sourceId: cellText(one('id')) ?? String(first + (indices[place] ?? 0) + 1),
      text: texts[row] ?? '',
      fields,
      ...(knownCode !== undefined && { knownCode }),
      ...(code !== undefined && { code }),
      ...(suggestions && { suggestions }),
    };
  });
}

const withoutList = createCodeBook(undefined);

/** Of another version than the campaign's, so its nomenclature says nothing about it. */
function knownCodeOf(cell: Cell): string | undefined {
  return withoutList(cell).code ?? cellText(cell);
}

/** What the file suggests: only with a probability, since no suggestion is shown without. */
function suggestionsOf(
  choices: readonly ColumnChoice[],
  cellOf: (name: string | undefined) => Cell,
  readCode: (cell: Cell) => ReadCode,
  confidence: Cell,
  model: string,
): SuggestionSet | undefined {
  const found: Suggestion[] = [];
  for (const choice of choicesOf(choices, 'suggestion-code')) {
    const { code } = readCode(cellOf(choice.name));
    const probability = choices.find(
      (one) => one.role === 'suggestion-probability' && one.rank === choice.rank,
    );
    const { value } = probabilityOf(cellOf(probability?.name));
    if (code !== undefined && !Number.isNaN(value))
      found.push({ rank: choice.rank ?? found.length + 1, code, probability: value });
  }
  if (found.length === 0) return undefined;
  const [first, second] = found;
  const told = probabilityOf(confidence).value;
  const difference =
    first?.rank === 1 && second?.rank === 2 ? Math.max(0, first.probability - second.probability) : told;
  const { name, version } = modelOf(model);
  return {
    suggestions: found,
    ...(!Number.isNaN(difference) && { confidenceIndex: difference }),
    model: name,
    ...(version !== undefined && { modelVersion: version }),
    from: 'file',
  };
}

/** `FastText-APE/12` is version 12 of FastText-APE; anything else is a name. */
export function modelOf(text: string): { name: string; version?: string } {
  const [, name, version] = /^([^/]+)\/([^/]+)$/.exec(text) ?? [];
  return name !== undefined && version !== undefined ? { name, version } : { name: text };
}
