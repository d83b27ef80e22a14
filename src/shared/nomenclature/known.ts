/** What is known of the official nomenclatures, by which files are recognised and checked. */
import type { NomenclatureNode, Words } from '../contract/annotation/nomenclatures.ts';
import { dotless, subClassLetters } from './code.ts';

export interface Expected {
  /** Codes at each level, from the section down. */
  readonly counts: readonly number[];
  /** Letters with which the last level ends. */
  readonly letters?: string;
}

export interface KnownNomenclature extends Expected {
  readonly titles: Words;
  /** The NACE whose four levels a NAF takes over as they are (Regulation (EC) 1893/2006; decree 2007-1888; NAF 2025). */
  readonly base?: KnownId;
}

type KnownId = 'naf-rev2' | 'nace-rev2' | 'nace-rev2.1' | 'naf-2025';

/** Counts as published by INSEE and Eurostat. */
export const knownNomenclatures: Readonly<Record<KnownId, KnownNomenclature>> = {
  'naf-rev2': {
    titles: { fr: 'NAF rév. 2', en: 'NAF Rev. 2' },
    counts: [21, 88, 272, 615, 732],
    letters: subClassLetters['naf-rev2'],
    base: 'nace-rev2',
  },
  'nace-rev2': { titles: { fr: 'NACE Rév. 2', en: 'NACE Rev. 2' }, counts: [21, 88, 272, 615] },
  'nace-rev2.1': { titles: { fr: 'NACE Rév. 2.1', en: 'NACE Rev. 2.1' }, counts: [22, 87, 287, 651] },
  'naf-2025': {
    titles: { fr: 'NAF 2025', en: 'NAF 2025' },
    counts: [22, 87, 287, 651, 747],
    letters: subClassLetters['naf-2025'],
    base: 'nace-rev2.1',
  },
};

/** What is known of a nomenclature by its id. */
export function knownNomenclature(id: string): KnownNomenclature | undefined {
  return Object.hasOwn(knownNomenclatures, id) ? knownNomenclatures[id as KnownId] : undefined;
}

/**
 * Which official nomenclature codes are of: by the letters of the sub-classes, else by the section V and the division 45, which
 * the two revisions of the NACE do not share. Undefined for anything else.
 */
export function recogniseNomenclature(
  nodes: readonly Pick<NomenclatureNode, 'code' | 'level'>[],
): KnownId | undefined {
  const codes = nodes.map(({ code }) => dotless(code));
  if (codes.length === 0 || codes.some((code) => !/^([A-Z]|\d{2,4}|\d{4}[A-Z])$/.test(code)))
    return undefined;
  const letters = codes.filter((code) => /^\d{4}[A-Z]$/.test(code)).map((code) => code.slice(4));
  if (letters.length > 0) {
    const share = (known: string) =>
      letters.filter((letter) => known.includes(letter)).length / letters.length;
    if (share(subClassLetters['naf-rev2']) > 0.9) return 'naf-rev2';
    return share(subClassLetters['naf-2025']) > 0.9 ? 'naf-2025' : undefined;
  }
  if (!codes.some((code) => code.length === 4) || !codes.includes('01')) return undefined;
  return codes.includes('V') || !codes.some((code) => code.startsWith('45')) ? 'nace-rev2.1' : 'nace-rev2';
}
