/** Correspondence tables: one pair of codes a row (`naf_rev2, naf_2025, type, contenu_commun`). */
import type { CorrespondencePair, Finding } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import { shapedCode, shapeLevel } from './code-shape.ts';
import { cellAt, type Table, type TableRow } from './table.ts';
import { problem, unread, type Claimed, type Read } from './reading.ts';

/** Reads the pairs; one that comes twice, half a pair, and a `Unique` that has several successors are named. */
export function readPairs(table: Table, claimed: Claimed): Read {
  const sides = table.columns.flatMap((column, index) =>
    column?.means === 'side' ? [{ ...column, index }] : [],
  );
  const first = sides.find(({ side }) => side === 'from') ?? sides[0];
  const second = sides.find((one) => one !== first);
  const from = claimed.of?.[0] ?? first?.id;
  const to = claimed.of?.[1] ?? second?.id;
  if (!first || !second || from === undefined || to === undefined)
    return unread(
      problem('missing-column', table.names.join(', ').slice(0, 200), { line: table.headLine }, 'from, to'),
    );

  const findings: Finding[] = [];
  const pairs = new Map<string, CorrespondencePair>();
  for (const row of table.rows) {
    const [one, other] = [cellAt(row, first.index), cellAt(row, second.index)];
    const missing = [one, other].find(({ text }) => text === '');
    if (missing) {
      findings.push(problem('no-code', table.names[(missing.place.column ?? 1) - 1] ?? '', missing.place));
      continue;
    }
    const key = `${dotless(one.text)} ${dotless(other.text)}`;
    if (pairs.has(key)) findings.push(problem('duplicate', `${one.text} → ${other.text}`, one.place));
    else pairs.set(key, { from: printed(one.text), to: printed(other.text), ...commonOf(table, row) });
  }
  return {
    found: {
      kind: 'correspondence',
      correspondence: { schemaVersion: 1, from, to, source: '', pairs: [...pairs.values()] },
    },
    findings: [...findings, ...wrongKinds(table, first.index)],
  };
}

const printed = (code: string) => (shapeLevel(code) === undefined ? code : shapedCode(code));

function commonOf(table: Table, row: TableRow): Pick<CorrespondencePair, 'commonContent'> {
  const words = table.columns.flatMap((column, index) => {
    const { text } = cellAt(row, index);
    return column?.means === 'common' && text !== '' ? [[column.language ?? 'fr', text] as const] : [];
  });
  return words.length > 0 ? { commonContent: Object.fromEntries(words) } : {};
}

function wrongKinds(table: Table, from: number): Finding[] {
  const kind = table.columns.findIndex((column) => column?.means === 'kind');
  if (kind < 0) return [];
  const counts = Map.groupBy(table.rows, (row) => dotless(cellAt(row, from).text));
  return table.rows
    .filter(
      (row) =>
        /^uni/i.test(cellAt(row, kind).text) &&
        (counts.get(dotless(cellAt(row, from).text))?.length ?? 0) > 1,
    )
    .map((row) => ({
      severity: 'warning',
      kind: 'count',
      name: cellAt(row, from).text,
      expected: '1',
      ...cellAt(row, kind).place,
    }));
}
