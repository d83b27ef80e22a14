/** What is odd in annotations that are taken in. */
import type { z } from 'zod';
import type { exchangeOperations } from '../../../../shared/contract/annotation/exchange.ts';

export type ImportFinding = z.infer<typeof exchangeOperations.importAnnotations.output>['findings'][number];

/** Findings that are shown; what comes after says nothing new. */
const most = 200;

/** Collects them, the first ones. */
export function createImportFindings(): {
  add(finding: ImportFinding): void;
  readonly list: ImportFinding[];
} {
  const list: ImportFinding[] = [];
  return {
    list,
    add(finding) {
      if (list.length < most) list.push(finding);
    },
  };
}
