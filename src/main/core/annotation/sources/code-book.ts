/** Codes as sources write them, read against a nomenclature. Pure. */
import { dotless, versionOf } from '../../../../shared/nomenclature/code.ts';
import { cellText, type Cell } from './cells.ts';

/** What of a nomenclature is needed to read codes; it travels to the worker. */
export interface CodeList {
  readonly id: string;
  /** With their dots. */
  readonly codes: readonly string[];
  readonly letters: string | undefined;
}

export interface ReadCode {
  /** With its dots; undefined for what is no code, none of the nomenclature, or "unclassifiable". */
  readonly code: string | undefined;
  readonly problem: 'other-version' | 'unknown-code' | undefined;
  /** The version of the NAF that its letter tells. */
  readonly version: 'naf-rev2' | 'naf-2025' | undefined;
}

/** What annotators wrote where no code fits (reference of the Label Studio configurations). */
const unclassifiable = /^(XXXXX|Inclassable)$/i;
/** A code at the beginning or after the path of a label: `01.11Z // 0111Z - Culture de céréales`. */
const shape = /^(\d{2}\.?\d{2}[A-Z]?|\d{2}\.?\d|\d{2}|[A-V])(?=$|[\s,;:/-])/i;

const nothing: ReadCode = { code: undefined, problem: undefined, version: undefined };
const mostKept = 50_000;

/** @param list of the nomenclature; without one, a code is what is written like one */
export function createCodeBook(list: CodeList | undefined): (cell: Cell) => ReadCode {
  const known = list && new Map(list.codes.map((code) => [dotless(code), code]));
  const read = new Map<Cell, ReadCode>();

  function find(cell: Cell): ReadCode {
    const text = cellText(cell);
    if (text === undefined || unclassifiable.test(text)) return nothing;
    const written = known?.has(dotless(text)) ? text : (shape.exec(text)?.[1] ?? text);
    const bare = dotless(written);
    const version = versionOf(bare);
    if (!known)
      return shape.test(written) ? { code: withDot(bare), problem: undefined, version } : unknown(version);
    const code = known.get(bare);
    if (code !== undefined) return { code, problem: undefined, version };
    const isOther = version !== undefined && !(list?.letters ?? '').includes(bare.slice(-1));
    return { code: undefined, problem: isOther ? 'other-version' : 'unknown-code', version };
  }

  return (cell) => {
    const before = read.get(cell);
    if (before) return before;
    const found = find(cell);
    // A long one may keep the whole text alive of which it is a part.
    if (read.size < mostKept && (typeof cell !== 'string' || cell.length < 13)) read.set(cell, found);
    return found;
  };
}

const unknown = (version: ReadCode['version']): ReadCode => ({
  code: undefined,
  problem: 'unknown-code',
  version,
});

/** `0111Z` as `01.11Z`, `111` as it is. */
function withDot(bare: string): string {
  return /^\d{3,4}[A-Z]?$/.test(bare) ? `${bare.slice(0, 2)}.${bare.slice(2)}` : bare;
}
