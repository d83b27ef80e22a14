/** Reads ids, codes and probabilities of a block, and tells what is wrong with them. */
import type { Block } from './blocks.ts';
import { cellText, type Cell } from './cells.ts';
import { createCodeBook, type CodeList } from './code-book.ts';
import type { Findings } from './findings.ts';
import { probabilityOf } from './probabilities.ts';
import { createHashTable, textHash } from './text-hash.ts';

type Version = 'naf-rev2' | 'naf-2025';

/** @param list of the nomenclature; without one, letters alone tell versions apart */
export function createColumnChecks(list: CodeList | undefined, findings: Findings) {
  const readCode = createCodeBook(list);
  const ids = createHashTable();
  const versions: Record<Version, number> = { 'naf-rev2': 0, 'naf-2025': 0 };
  /** Where a code of each version came first. */
  const firsts = new Map<Version, { readonly column: string; readonly line: number | undefined }>();

  return {
    /** Counts ids that came before. */
    ids(name: string, cells: ArrayLike<Cell>, block: Block): void {
      for (let row = 0; row < block.rows; row++) {
        const id = cellText(cells[row]);
        if (id === undefined) continue;
        ids.numberOf(textHash(id));
        if (!ids.isNew) findings.count('duplicate-id', name, 1, () => block.lineOf(row));
      }
    },
    /** The codes with their dots; undefined for what is none of the nomenclature. */
    codes(name: string, cells: ArrayLike<Cell>, block: Block): (string | undefined)[] {
      return Array.from({ length: block.rows }, (_, row) => {
        const { code, problem, version } = readCode(cells[row]);
        if (version) {
          versions[version]++;
          if (!firsts.has(version)) firsts.set(version, { column: name, line: block.lineOf(row) });
        }
        if (problem) findings.count(problem, name, 1, () => block.lineOf(row));
        return code;
      });
    },
    /** In [0, 1]; NaN for what is none. */
    probabilities(name: string, cells: ArrayLike<Cell>, block: Block): Float64Array {
      return Float64Array.from({ length: block.rows }, (_, row) => {
        const { value, isBad } = probabilityOf(cells[row]);
        if (isBad) findings.count('bad-probability', name, 1, () => block.lineOf(row));
        return value;
      });
    },
    /** The version that most letters tell; where no nomenclature was named, codes of the other one are a finding. */
    version(): Version | undefined {
      const [most, fewer]: [Version, Version] =
        versions['naf-2025'] > versions['naf-rev2'] ? ['naf-2025', 'naf-rev2'] : ['naf-rev2', 'naf-2025'];
      const first = firsts.get(fewer);
      if (!list && first) findings.count('other-version', first.column, versions[fewer], () => first.line);
      return versions[most] > 0 ? most : undefined;
    },
  };
}
