/**
 * Titles and values of the variables of company declarations in words, as far as public documents and forms say what they mean. What they
 * do not say has no words here: a person may bring a label file. Pure.
 */
import type { Meanings } from '../../../../../shared/contract/annotation/campaigns.ts';
import type { Words } from '../../../../../shared/contract/annotation/nomenclatures.ts';
import { legalCategory } from './legal-categories.ts';

/** Values may be called like what every object has. */
const own = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** By the name of the column, in small letters. */
const titles: Readonly<Record<string, Words>> = {
  type_: { fr: 'Type de liasse', en: 'Type of form' },
  nature: { fr: 'Nature de l’activité', en: 'Nature of the activity' },
  surface: { fr: 'Surface (m²)', en: 'Floor area (m²)' },
  event: { fr: 'Évènement', en: 'Event' },
  cj: { fr: 'Catégorie juridique', en: 'Legal category' },
  permanence: { fr: 'Permanence de l’activité', en: 'Permanence of the activity' },
  other_nature_text: { fr: 'Autre nature, en clair', en: 'Other nature, in words' },
  date: { fr: 'Date', en: 'Date' },
  activ_sec_agri_et: { fr: 'Précision agricole', en: 'Agricultural detail' },
  precision_act_sec_agricole: { fr: 'Précision agricole', en: 'Agricultural detail' },
  emetteur: { fr: 'Émetteur', en: 'Sender' },
  nom_comm_et: { fr: 'Nom commercial', en: 'Trade name' },
  enseigne_et1: { fr: 'Enseigne', en: 'Shop sign' },
  libelle: { fr: 'Libellé', en: 'Description' },
  activ_pr_lib_et: {
    fr: 'Activité principale de l’établissement',
    en: 'Main activity of the establishment',
  },
  activ_ex_lib_et: { fr: 'Activités de l’établissement', en: 'Activities of the establishment' },
  activ_pr_lib: { fr: 'Activité principale de l’entreprise', en: 'Main activity of the enterprise' },
  liasse_numero: { fr: 'Numéro de liasse', en: 'Number of the form' },
  date_modification: { fr: 'Date de modification', en: 'Date of change' },
  mode_calcul_ape: { fr: 'Mode de calcul de l’APE', en: 'How the code was found' },
};

/** What a column is called; nothing for one that is not known. */
export const titleOf = (name: string): Words => own(titles, name.toLowerCase()) ?? {};

/** Inferred from the names of the forms (P0 CMB, P0 PL, P0i) and what labelled declarations hold; of the other letters neither speaks. */
const formTypes: Meanings = {
  C: { fr: 'commerce', en: 'trade' },
  I: { fr: 'service des impôts', en: 'tax office' },
  L: { fr: 'profession libérale', en: 'liberal profession' },
  M: { fr: 'métiers et artisanat', en: 'crafts' },
};

/** The other codes that occur (03, 05 to 08, 11 to 13, 15) have no published label. */
const natures: Meanings = {
  '04': { fr: 'fabrication, production', en: 'manufacture, production' },
  '09': { fr: 'commerce de gros', en: 'wholesale' },
  '10': { fr: 'détail en magasin', en: 'retail in a shop' },
  '14': { fr: 'bâtiment, travaux publics', en: 'building, civil engineering' },
  '16': { fr: 'détail sur marchés', en: 'retail on markets' },
  '17': { fr: 'détail sur internet', en: 'retail on the internet' },
  '20': { fr: 'location de logements', en: 'letting of dwellings' },
  '21': { fr: 'location de terrains et d’autres biens', en: 'letting of land and other property' },
  '22': { fr: 'promotion de bureaux', en: 'development of offices' },
  '23': { fr: 'promotion de logements', en: 'development of dwellings' },
  '24': { fr: 'promotion d’autres bâtiments', en: 'development of other buildings' },
  '25': { fr: 'programmes de construction', en: 'construction programmes' },
  '26': { fr: 'patrimoine familial sans location', en: 'family property, not let' },
  '99': { fr: 'autre', en: 'other' },
};

const permanences: Meanings = {
  P: { fr: 'permanente', en: 'permanent' },
  S: { fr: 'saisonnière', en: 'seasonal' },
};

/** The one event whose number is documented; of the others the letter tells whom they are about. */
const events: Meanings = {
  '01P': { fr: 'création d’une entreprise individuelle', en: 'start of a sole trader' },
};

const eventPersons: Meanings = {
  P: { fr: 'évènement d’une personne physique', en: 'event of a natural person' },
  M: { fr: 'évènement d’une personne morale', en: 'event of a legal person' },
};

/** Classes of the floor area, from so many square metres on; 120 is in the second. */
const surfaceClasses: readonly { readonly from: number; readonly words: Words }[] = [
  { from: 0, words: { fr: 'classe 1 : moins de 120 m²', en: 'class 1: below 120 m²' } },
  { from: 120, words: { fr: 'classe 2 : de 120 à 399 m²', en: 'class 2: 120 to 399 m²' } },
  { from: 400, words: { fr: 'classe 3 : de 400 à 2 499 m²', en: 'class 3: 400 to 2,499 m²' } },
  { from: 2500, words: { fr: 'classe 4 : 2 500 m² et plus', en: 'class 4: 2,500 m² and more' } },
];

/** What a value of a known variable means; undefined where nothing says it. Numbers may have been printed as `99.0`. */
const rules: Readonly<Record<string, (value: string) => Words | undefined>> = {
  type_: (value) => own(formTypes, value),
  nature: (value) => own(natures, value.padStart(2, '0')),
  permanence: (value) => own(permanences, value),
  cj: legalCategory,
  event: (value) =>
    /^\d{2}[A-Z]$/.test(value) ? (own(events, value) ?? own(eventPersons, value.slice(2))) : undefined,
  surface(value) {
    const area = value === '' ? Number.NaN : Number(value.replace(',', '.'));
    return surfaceClasses.findLast(({ from }) => area >= from)?.words;
  },
};

/** Whether the values of a variable may have words. */
export const isExplained = (name: string): boolean => Object.hasOwn(rules, name);

/**
 * The words of values that occur. A surface whose values are all 1 to 4 is given in classes, any other in square metres.
 */
export function meaningsOf(name: string, values: ReadonlySet<string>): Meanings {
  const rule = own(rules, name);
  if (!rule) return {};
  const isClasses = name === 'surface' && [...values].every((value) => /^[1-4](\.0)?$/.test(value));
  return Object.fromEntries(
    [...values].flatMap((value) => {
      const bare = value.replace(/\.0+$/, '');
      const words = isClasses ? surfaceClasses[Number(bare) - 1]?.words : rule(bare);
      return words ? [[value, words] as const] : [];
    }),
  );
}
