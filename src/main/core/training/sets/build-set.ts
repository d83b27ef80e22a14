/** A training set out of coded items: which lines a model learns from, which it is tested on, and why others are in neither. Pure. */
import type { NomenclatureNode } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { TrainingSetCounts } from '../../../../shared/contract/training/sets.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import { createTree } from '../../../../shared/nomenclature/tree.ts';
import { modelLines } from '../../../../shared/text/model-line.ts';
import { normalisedText } from '../../../../shared/text/normalise.ts';
import { createRecode } from './recode.ts';
import type { ItemSource, SetFrame, SourceItem } from './set-material.ts';
import { placesUnder } from './text-place.ts';

export interface SetRow {
  readonly id: string;
  readonly source: string;
  readonly text: string;
  /** What the model is given of it. */
  readonly line: string;
  /** With its dots. */
  readonly code: string;
  readonly part: 'train' | 'test' | 'pseudo';
}

export interface BuiltSet {
  readonly rows: readonly SetRow[];
  readonly counts: Omit<TrainingSetCounts, 'unresolved'>;
  /** Rows of people to learn from, by code, in the order of the nomenclature; codes without any too. */
  readonly byCode: readonly { readonly code: string; readonly rows: number }[];
}

export interface SetBuilder {
  /** Ids and texts that must be in no part of the set; all of them before the first item. */
  keepOut(id: string, text: string): void;
  add(source: ItemSource, items: readonly SourceItem[]): void;
  finish(): BuiltSet;
}

interface OrderedRow extends SetRow {
  readonly order: string;
}

/**
 * Whether an id means the same item in two campaigns. A source without an identifier has its rows counted instead, and row 12 of one
 * file is not row 12 of another: of these the texts alone are compared.
 */
const isIdentifier = (id: string) => id !== '' && !/^\d{1,7}$/.test(id);

/** Source of the rows that are titles of codes. */
const titles = 'titles';

/** Begins a set; whatever the order in which items are added, the rows come out the same. @throws SyntaxError, RangeError for a frame that does not fit together */
export function buildSet({ draft, nomenclature, recodings }: SetFrame): SetBuilder {
  const tree = createTree(nomenclature);
  const recode = createRecode(tree, recodings);
  const lineOf = modelLines(draft.profile);
  const placeOf = placesUnder(draft.seed);
  const goldIds = new Set<string>();
  const goldTexts = new Set<string>();
  const rows = new Map<string, OrderedRow>();
  const codesOfText = new Map<string, Set<string>>();
  const out = { goldById: 0, goldByText: 0, recoded: 0, multivocal: 0, unknownCode: 0, emptyText: 0 };
  let duplicates = 0;

  /** One line for the same line with the same code; of several the one with the least id stays, whichever came first. */
  function keep(row: OrderedRow): void {
    const key = `${row.line}\t${row.code}`;
    const before = rows.get(key);
    if (before) duplicates += 1;
    if (!before || sortKey(row) < sortKey(before)) rows.set(key, row);
  }

  function addOne({ key, nomenclature: of }: ItemSource, item: SourceItem): void {
    if (goldIds.has(item.id)) return void (out.goldById += 1);
    if (goldTexts.has(item.normalisedText)) return void (out.goldByText += 1);
    const found = recode(item.code, of);
    if (found.kind === 'multivocal') return void (out.multivocal += 1);
    if (found.kind === 'unknown') return void (out.unknownCode += 1);
    const line = lineOf(item);
    if (line === '' || item.normalisedText === '') return void (out.emptyText += 1);
    if (found.kind === 'recoded') out.recoded += 1;
    const codes = codesOfText.get(item.normalisedText) ?? new Set();
    codesOfText.set(item.normalisedText, codes.add(found.code));
    const { order, share } = placeOf(item.normalisedText);
    const part = share < draft.testShare ? 'test' : 'train';
    keep({ id: item.id, source: key, text: item.text, line, code: found.code, part, order });
  }

  function addTitle({ code, titles: words }: NomenclatureNode): void {
    const text = words.fr ?? words.en ?? '';
    const key = normalisedText(text);
    if (goldTexts.has(key)) return void (out.goldByText += 1);
    const line = lineOf({ text });
    if (line === '') return;
    keep({
      id: `title-${dotless(code)}`,
      source: titles,
      text,
      line,
      code,
      part: 'pseudo',
      order: placeOf(key).order,
    });
  }

  return {
    keepOut(id, text) {
      if (isIdentifier(id)) goldIds.add(id);
      const key = normalisedText(text);
      if (key !== '') goldTexts.add(key);
    },
    add(source, items) {
      for (const item of items) addOne(source, item);
    },
    finish() {
      const ofPeople = Map.groupBy(
        [...rows.values()].filter(({ part }) => part === 'train'),
        ({ code }) => code,
      );
      const byCode = tree.leaves.map(({ code }) => ({ code, rows: ofPeople.get(code)?.length ?? 0 }));
      const without = new Set(byCode.filter((one) => one.rows === 0).map(({ code }) => code));
      for (const leaf of tree.leaves)
        if (draft.titles === 'all' || (draft.titles === 'missing' && without.has(leaf.code))) addTitle(leaf);
      const sorted = [...rows.values()].sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
      const count = (part: SetRow['part']) => sorted.filter((row) => row.part === part).length;
      const pseudo = count('pseudo');
      return {
        rows: sorted.map(({ order: _order, ...row }) => row),
        byCode,
        counts: {
          ...out,
          train: count('train') + pseudo,
          test: count('test'),
          pseudo,
          codes: new Set(sorted.filter(({ part }) => part !== 'test').map(({ code }) => code)).size,
          codesWithout: without.size,
          duplicates,
          contradictions: [...codesOfText.values()].filter((codes) => codes.size > 1).length,
        },
      };
    },
  };
}

const sortKey = ({ order, line, code, source, id }: OrderedRow) =>
  `${order}\t${line}\t${code}\t${source}\t${id}`;
