/** Among whom, and on which items, agreement is looked at. Pure. */
import type { AgreementFigure } from '../../../../shared/contract/annotation/quality.ts';
import { majorityCode } from '../../../../shared/statistics/rater-agreement.ts';
import { missing, type CodeTable } from './code-table.ts';
import { codingModes, type Codings } from './codings.ts';

export interface Scope {
  readonly scope: AgreementFigure['scope'];
  /** A row an item that two or more coded; two columns that stand for raters where `ordered`. */
  readonly rows: readonly (readonly number[])[];
  readonly ordered: boolean;
  /** Coarsest level at which it is worth a figure. */
  readonly fromLevel: number;
}

/** More pairs than these are looked at on the level of the campaign only. */
const pairsInFull = 66;

/**
 * All scopes, those that matter most first: everybody; by mode, where the same items were coded in more than one way; each section; each
 * person against what most of the others say; pairs. Hidden items are left out: they are not of the sample.
 */
export function* scopesOf(codings: Codings, table: CodeTable, hidden: ReadonlySet<string>): Generator<Scope> {
  const { annotators } = codings;
  const shown = codings.items.flatMap((item, row) => (hidden.has(item) ? [] : [row]));
  const rowsOf = (cells: ArrayLike<number>) => {
    const rows = shown.map((row) =>
      Array.from(annotators, (_, column) => cells[row * annotators.length + column] ?? missing),
    );
    return rows.filter(isShared);
  };
  const all = rowsOf(codings.independent);
  const ordered = annotators.length === 2;
  yield { scope: { kind: 'all' }, rows: all, ordered, fromLevel: 1 };
  const modes = cellsByMode(codings).map(({ mode, cells }) => ({ mode, rows: rowsOf(cells) }));
  const coded = modes.filter(({ rows }) => rows.length > 0);
  if (coded.length > 1)
    for (const { mode, rows } of coded) yield { scope: { kind: 'mode', mode }, rows, ordered, fromLevel: 1 };
  yield* sections(all, table, ordered);
  for (const [column, annotator] of annotators.entries()) {
    const rows = all.map((row) => [row[column] ?? missing, othersSay(row, column)]).filter(isShared);
    if (rows.length > 0) yield { scope: { kind: 'consensus', annotator }, rows, ordered: true, fromLevel: 1 };
  }
  const pairs = annotators.flatMap((one, a) =>
    annotators.slice(a + 1).map((other, after) => ({ one, other, a, b: a + 1 + after })),
  );
  for (const { one, other, a, b } of pairs) {
    const rows = all.map((row) => [row[a] ?? missing, row[b] ?? missing]).filter(isShared);
    const fromLevel = pairs.length > pairsInFull ? table.depth : 1;
    if (rows.length > 0) yield { scope: { kind: 'pair', one, other }, rows, ordered: true, fromLevel };
  }
}

const isShared = (row: readonly number[]) => row.filter((category) => category !== missing).length > 1;

/** What most of the others say (leave-one-out, so that nobody is measured against themselves); `missing` without a majority. */
function othersSay(row: readonly number[], column: number): number {
  const others = row.filter((category, at) => at !== column && category !== missing);
  return Number(majorityCode(others) ?? missing);
}

/**
 * Items by the section that most of their codings are in; items without such a section are in none. Which section it is was told from the
 * codings themselves, so the section's own level says nothing here and is left out.
 */
function* sections(
  rows: readonly (readonly number[])[],
  table: CodeTable,
  ordered: boolean,
): Generator<Scope> {
  const level = table.atLevel(1);
  const bySection = Map.groupBy(rows, (row) =>
    Number(
      majorityCode(row.filter((category) => category !== missing).map((category) => level[category])) ??
        missing,
    ),
  );
  const names = new Map(Array.from(level, (section, category) => [section, table.pathOf(category)[0]]));
  for (const [section, ofSection] of [...bySection].sort(([one], [other]) => one - other)) {
    const code = names.get(section);
    if (code !== undefined && table.depth > 1)
      yield { scope: { kind: 'section', code }, rows: ofSection, ordered, fromLevel: 2 };
  }
}

/** What was said without help (`blind`, the first code of `reveal` too), and what stands after suggestions were seen. */
function cellsByMode({ independent, final, mode }: Codings) {
  const [blind, reveal, assisted] = codingModes.map((_, place) => place);
  const only = (cells: Int32Array, ...places: (number | undefined)[]) =>
    cells.map((category, cell) => (places.includes(mode[cell]) ? category : missing));
  return [
    { mode: 'blind' as const, cells: only(independent, blind, reveal) },
    { mode: 'reveal' as const, cells: only(final, reveal) },
    { mode: 'assisted' as const, cells: only(final, assisted) },
  ];
}
