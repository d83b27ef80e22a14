/** Delimited text: comma, semicolon, tab or bar (RFC 4180). */
import Papa from 'papaparse';
import type { Finding } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { mostCodes, problem, unread, type Claimed, type Read } from './reading.ts';
import { readTable } from './read-table.ts';
import type { TableRow } from './table.ts';

/** Reads a nomenclature, its notes or a correspondence out of text; lines are those of the file, also where cells hold line breaks. */
export function readCsv(text: string, claimed: Claimed): Read {
  const rows: TableRow[] = [];
  const findings: Finding[] = [];
  let line = 1;
  let at = 0;
  Papa.parse<string[]>(text, {
    delimitersToGuess: [',', ';', '\t', '|'],
    step({ data, errors, meta }, parser) {
      rows.push({ line, cells: data });
      for (const { message } of errors.filter(({ type }) => type === 'Quotes'))
        findings.push(problem('unreadable', message, { line }));
      for (
        let next = text.indexOf('\n', at);
        next >= 0 && next < meta.cursor;
        next = text.indexOf('\n', next + 1)
      )
        line += 1;
      at = meta.cursor;
      if (rows.length > mostCodes) parser.abort();
    },
  });
  if (rows.length > mostCodes)
    return unread(problem('unreadable', String(rows.length), { line }, String(mostCodes)));
  const read = readTable(rows, claimed);
  return { ...read, findings: [...findings, ...read.findings] };
}
