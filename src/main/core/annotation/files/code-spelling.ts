/** Codes without dots, as today's Parquet files have them, and with their dots again. Pure. */
import { dotless } from '../../../../shared/nomenclature/code.ts';

/** How the codes of a file are written: without dots where the dots follow from the form of the code, else as they are. */
export type Spelling = 'dotless' | 'as-is';

/** A code of NACE or NAF with its dots: `0112Z` gives `01.12Z`; anything else stays as it is. */
export function dottedByForm(code: string): string {
  return code.replace(/^(\d{2})(\d{1,2}[A-Z]?)$/, '$1.$2');
}

/** `dotless` where every code comes back as it was. */
export function spellingOf(codes: Iterable<string>): Spelling {
  for (const code of codes) if (dottedByForm(dotless(code)) !== code) return 'as-is';
  return 'dotless';
}

/** As it is written into a file. */
export function spelled(code: string, spelling: Spelling): string {
  return spelling === 'dotless' ? dotless(code) : code;
}

/** As it is used in the app. */
export function unspelled(code: string, spelling: Spelling): string {
  return spelling === 'dotless' ? dottedByForm(code) : code;
}
