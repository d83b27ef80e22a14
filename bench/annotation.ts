/** The annotation: importing, searching, journaling, coding. `npm run bench -- annotation --json`. */
import { codingFigures } from './annotation-coding.ts';
import { importFigures } from './annotation-import.ts';
import { journalFigures } from './annotation-journal.ts';
import { searchFigures } from './annotation-search.ts';
import type { Figure } from './report.ts';

/** All figures, one part after the other; search needs SARDONYX_DATA. */
export async function measure(): Promise<Figure[]> {
  return [
    ...(await importFigures()),
    ...(await searchFigures()),
    ...(await journalFigures()),
    ...(await codingFigures()),
  ];
}
