/** Tables with one code a row: trees (`code, level, parent, label_fr`) and explanatory notes (`nace2, NAME, Parent, Include, ...`). */
import type { Finding, Notes, Words } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { cleanText } from './language.ts';
import { cellAt, type Table, type TableRow } from './table.ts';
import { problem, type Claimed, type Entry, type Language, type Read } from './reading.ts';

/** Reads each row into an entry; rows without a code are named. */
export function readLong(table: Table, claimed: Claimed): Read {
  const findings: Finding[] = [];
  const codeColumn = table.columns.findIndex((column) => column?.means === 'code');
  const entries = table.rows.flatMap((row): Entry[] => {
    const { text, place } = cellAt(row, codeColumn);
    // `SECTION A`, as INSEE prints it.
    const code = text.replace(/^section\s+/i, '');
    if (code === '') {
      findings.push(problem('no-code', table.names[codeColumn] ?? 'code', place));
      return [];
    }
    return [{ code, place, ...entryOf(table, row, claimed) }];
  });
  return { found: { kind: 'entries', entries }, findings };
}

function entryOf(table: Table, row: TableRow, claimed: Claimed): Omit<Entry, 'code' | 'place'> {
  const titles: Words = {};
  const notes: Partial<Record<Language, Notes>> = {};
  let level: number | undefined;
  let parent: string | undefined;
  let synonyms: string[] | undefined;
  table.columns.forEach((column, index) => {
    const { text } = cellAt(row, index);
    if (!column || text === '') return;
    switch (column.means) {
      case 'level':
        level = Number.parseInt(text, 10) || undefined;
        break;
      case 'parent':
        parent = text.replace(/^section\s+/i, '');
        break;
      case 'synonyms':
        synonyms = text.split(/\s*[;|]\s*/).filter((one) => one !== '');
        break;
      case 'title':
        titles[column.language ?? claimed.language ?? table.language] ??= cleanText(text);
        break;
      case 'note': {
        const language = column.language ?? table.language;
        notes[language] = { ...notes[language], [column.note]: cleanText(text) };
        break;
      }
      default:
    }
  });
  return { level, parent, titles, synonyms, ...(Object.keys(notes).length > 0 && { notes }) };
}
