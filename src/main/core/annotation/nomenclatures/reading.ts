/** What the readers of files give. */
import type {
  Correspondence,
  Finding,
  Nomenclature,
  Notes,
  Words,
} from '../../../../shared/contract/annotation/nomenclatures.ts';

/** One code as a file has it. */
export interface Entry {
  readonly code: string;
  readonly level?: number | undefined;
  readonly parent?: string | undefined;
  readonly titles: Words;
  readonly notes?: Readonly<Partial<Record<Language, Notes>>> | undefined;
  readonly synonyms?: readonly string[] | undefined;
  readonly place?: Place | undefined;
}

/** An entry whose code is as printed and whose parent is decided. */
export interface Placed extends Entry {
  readonly key: string;
}

export type Language = 'fr' | 'en';

/** Counted from 1. In tables the column is that of the cell, elsewhere that of the character. */
export interface Place {
  readonly line: number;
  readonly column?: number;
}

/** What the person says that a file is, where the file does not. */
export interface Claimed {
  readonly id?: string | undefined;
  readonly titles?: Words | undefined;
  readonly of?: readonly string[] | undefined;
  readonly language?: Language | undefined;
}

/** What a reader found before codes are put in order. */
export type Found =
  | { readonly kind: 'entries'; readonly entries: readonly Entry[]; readonly titles?: Words }
  | { readonly kind: 'correspondence'; readonly correspondence: Correspondence }
  | { readonly kind: 'nomenclature'; readonly nomenclature: Nomenclature };

export interface Read {
  /** Undefined where nothing could be made of the file; then a finding says why. */
  readonly found: Found | undefined;
  readonly findings: Finding[];
}

/** What a file holds in the end. */
export type Content =
  | { readonly kind: 'nomenclature'; readonly nomenclature: Nomenclature }
  /** Titles and notes of codes, and the nomenclatures that they are of. */
  | { readonly kind: 'notes'; readonly of: readonly string[]; readonly nomenclature: Nomenclature }
  | { readonly kind: 'correspondence'; readonly correspondence: Correspondence };

export interface FileReading {
  readonly content: Content | undefined;
  readonly findings: readonly Finding[];
}

/** A file beyond this is not read. */
export const largestFile = 64 * 1024 * 1024;
/** No nomenclature of the world has as many codes. */
export const mostCodes = 200_000;

/** An error at a place. */
export function problem(kind: Finding['kind'], name: string, place?: Place, expected?: string): Finding {
  return { severity: 'error', kind, name, ...(expected !== undefined && { expected }), ...place };
}

/** Nothing but what is wrong. */
export function unread(...findings: Finding[]): Read {
  return { found: undefined, findings };
}
