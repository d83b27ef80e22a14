/** Rows of a delimited text of two or three columns, with their lines. */
import Papa from 'papaparse';
import type { Findings } from './findings.ts';

export interface LabelRow {
  readonly cells: readonly string[];
  /** Where it begins, from 1. */
  readonly line: number;
}

/** Rows with a code and a label; others, and quotes that do not close, are named and left out. Empty lines are none. */
export function labelRows(name: string, text: string, findings: Findings): LabelRow[] {
  const rows: LabelRow[] = [];
  let line = 1;
  let at = 0;
  Papa.parse<string[]>(text, {
    // Codes hold none of them: the first that stands there ends the code.
    delimiter: /[,;\t|]/.exec(text)?.[0] ?? ',',
    step({ data, errors, meta }) {
      const isBroken = errors.some(({ type }) => type === 'Quotes');
      const isEmpty = data.every((cell) => cell.trim() === '');
      const fits = data.length === 2 || data.length === 3;
      if (isBroken || (!isEmpty && (!fits || data[0]?.trim() === '')))
        findings.add({ kind: 'ragged-row', name, line, rows: 1 });
      else if (!isEmpty) rows.push({ cells: data, line });
      for (
        let next = text.indexOf('\n', at);
        next >= 0 && next < meta.cursor;
        next = text.indexOf('\n', next + 1)
      )
        line += 1;
      at = meta.cursor;
    },
  });
  return rows;
}
