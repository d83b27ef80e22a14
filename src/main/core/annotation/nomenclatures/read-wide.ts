/** Tables with one leaf a row and a column for each level above it (`NIV5 ... NIV1`, `Sous-classe ... Section`). */
import type { Finding } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { cellAt, type Table } from './table.ts';
import { problem, type Claimed, type Entry, type Read } from './reading.ts';

/** Reads each level once; levels without a column are left to be rebuilt from the codes. */
export function readWide(table: Table, claimed: Claimed): Read {
  const findings: Finding[] = [];
  const language = claimed.language ?? table.language;
  const levels = table.columns
    .flatMap((column, index) => (column?.means === 'levelCode' ? [{ level: column.level, index }] : []))
    .sort((one, other) => one.level - other.level);
  const titleColumn = (level: number) =>
    table.columns.findIndex((column) => column?.means === 'levelTitle' && column.level === level);
  const titles = new Map(levels.map(({ level }) => [level, titleColumn(level)]));
  const entries = new Map<string, Entry>();
  const leafLevel = levels.at(-1)?.level;

  for (const row of table.rows) {
    let parent: string | undefined;
    for (const { level, index } of levels) {
      const { text: code, place } = cellAt(row, index);
      if (code === '') {
        findings.push(problem('no-code', table.names[index] ?? String(level), place));
        continue;
      }
      const known = entries.get(code);
      if (!known) {
        const at = titles.get(level) ?? -1;
        const title = at < 0 ? '' : cellAt(row, at).text;
        entries.set(code, { code, parent, titles: title === '' ? {} : { [language]: title }, place });
      } else if (level === leafLevel) findings.push(problem('duplicate', code, place));
      else if (known.parent !== parent) findings.push(problem('orphan', code, place, known.parent));
      parent = code;
    }
  }
  return { found: { kind: 'entries', entries: [...entries.values()] }, findings };
}
