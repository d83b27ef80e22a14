/** Codes as people and files write them, and the nomenclature that a code belongs to. */
import type { NomenclatureNode } from '../contract/annotation/nomenclatures.ts';

/** A code that says of which nomenclature it is; make it by `tagged`. */
export interface TaggedCode {
  readonly nomenclature: string;
  /** Without dots, in capitals: `0111Z`. */
  readonly code: string;
}

/** The code without dots and spaces, in capitals: `01.11z` gives `0111Z`. */
export function dotless(code: string): string {
  return code.replace(/[.\s]/g, '').toUpperCase();
}

/** The code as the nomenclature prints it, with its dots; undefined where it is not in the tree. */
export function dotted(
  code: string,
  tree: { node(code: string): NomenclatureNode | undefined },
): string | undefined {
  return tree.node(code)?.code;
}

/** A code bound to its nomenclature. */
export function tagged(nomenclature: string, code: string): TaggedCode {
  return { nomenclature, code: dotless(code) };
}

/** Whether two codes of one nomenclature are the same. @throws RangeError for codes of two nomenclatures: only a correspondence can compare them */
export function sameCode(one: TaggedCode, other: TaggedCode): boolean {
  if (one.nomenclature !== other.nomenclature)
    throw new RangeError(`Codes of ${one.nomenclature} and ${other.nomenclature} cannot be compared`);
  return one.code === other.code;
}

/** Letters with which sub-classes end; no letter is in both, so one letter tells the version (INSEE, NAF rév. 2 and NAF 2025). */
export const subClassLetters = { 'naf-rev2': 'ABCDEFZ', 'naf-2025': 'GHJKLY' } as const;

/** The version of the NAF that a sub-class is of, by its letter; undefined for what is no sub-class of either. */
export function versionOf(code: string): keyof typeof subClassLetters | undefined {
  const letter = /^\d{4}([A-Z])$/.exec(dotless(code))?.[1];
  if (letter === undefined) return undefined;
  if (subClassLetters['naf-rev2'].includes(letter)) return 'naf-rev2';
  return subClassLetters['naf-2025'].includes(letter) ? 'naf-2025' : undefined;
}
