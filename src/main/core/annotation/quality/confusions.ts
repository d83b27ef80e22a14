/** Codes that are taken for each other. Pure. */
import type { QualityReport } from '../../../../shared/contract/annotation/quality.ts';
import { unclassifiable, type CodeTable } from './code-table.ts';
import { given, type Codings } from './codings.ts';

/** Pairs that the report names. */
const most = 50;

/** How often two people gave two different codes to one item, most frequent first; unclassifiable is no code. */
export function confusionsOf(
  codings: Codings,
  table: CodeTable,
  hidden: ReadonlySet<string>,
): QualityReport['confusions'] {
  const counts = new Map<number, number>();
  for (const [row, item] of codings.items.entries()) {
    if (hidden.has(item)) continue;
    const codes = given(codings, row)
      .filter((category) => category !== unclassifiable)
      .sort((one, other) => one - other);
    for (const [place, one] of codes.entries())
      for (const other of codes.slice(place + 1)) {
        const pair = one * table.size + other;
        if (one !== other) counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
  }
  return [...counts]
    .sort(([pairA, a], [pairB, b]) => b - a || pairA - pairB)
    .slice(0, most)
    .map(([pair, count]) => ({
      one: table.codeOf(Math.floor(pair / table.size)) ?? '',
      other: table.codeOf(pair % table.size) ?? '',
      count,
    }));
}
