/** A batch to code: thirty texts of our own, what a model says of them, and the campaigns that they belong to. */
import type { CampaignFile } from '../../shared/contract/annotation/campaigns.ts';
import type { BatchWork, CodingItem, SuggestionSet } from '../../shared/contract/annotation/coding.ts';
import { goldPlace, sampleCampaign } from './sample-campaigns.ts';
import { now } from './samples.ts';

const texts: readonly (readonly [text: string, code: string, code2025: string, clean: string])[] = [
  [
    'COIFFURE A DOMICILE ET VENTE DE PRODUITS CAPILLAIRES',
    '96.02A',
    '96.21Y',
    'coiffur domicil vent produit capillair',
  ],
  ['fabrication de pain et de gâteaux sur place', '10.71C', '10.71H', 'fabriqu pain gateau plac'],
  ['CONSEIL AUX ENTREPRISES', '70.22Z', '70.20Y', 'conseil entrepris'],
  ['vente en ligne de parfums', '47.91B', '47.75Y', 'vent lign parfum'],
  ['institut de beauté, épilation, soins du visage', '96.02B', '96.22Y', 'institut beaut epil soin visag'],
  ['pâtisserie artisanale', '10.71D', '10.71J', 'patisser artisanal'],
];

const textAt = (index: number) => texts[index % texts.length] ?? (['', '', '', ''] as const);

const others = ['96.02B', '47.75Z', '10.71B', '47.91A', '96.09Z'];
const others2025 = ['96.22Y', '47.75Y', '10.71G', '70.20Y', '96.23Y'];

/** Five codes with their probabilities, the expected one first but for every fifth item. */
export function suggestionsFor(index: number, is2025 = false): SuggestionSet {
  const [, code2008, code2025] = textAt(index);
  const code = is2025 ? code2025 : code2008;
  const rest = (is2025 ? others2025 : others).filter((one) => one !== code).slice(0, 4);
  const codes = index % 5 === 4 ? [rest[0] ?? '', code, ...rest.slice(1)] : [code, ...rest];
  const probabilities = index % 5 === 4 ? [0.41, 0.33, 0.1, 0.05, 0.02] : [0.91, 0.04, 0.02, 0.01, 0.01];
  return {
    suggestions: codes.map((one, rank) => ({
      rank: rank + 1,
      code: one,
      probability: probabilities[rank] ?? 0,
    })),
    confidenceIndex: (probabilities[0] ?? 0) - (probabilities[1] ?? 0),
    model: 'fasttext-ape',
    modelVersion: '12',
    from: 'file',
  };
}

/** The code that a person would choose for an item. */
export const expectedCode = (index: number) => textAt(index)[1];

export function sampleItems(batch: string, count: number, isRecoding: boolean): CodingItem[] {
  return Array.from({ length: count }, (_, index) => {
    const [text, code, , cleanText] = textAt(index);
    return {
      id: `${batch}-${String(index + 1).padStart(3, '0')}`,
      batch,
      text: index < texts.length ? text : `${text} (${index + 1})`,
      cleanText,
      fields: {
        event: '01P',
        nature: '99',
        ...(index % 2 === 0 ? { surface: '85' } : {}),
        cj: '1000',
      },
      ...(isRecoding && { knownCode: code }),
      multiplicity: index % 6 === 2 ? 13 : 1,
    };
  });
}

const fields: CampaignFile['fields'] = [
  {
    name: 'event',
    titles: { fr: 'Événement', en: 'Event' },
    meanings: { '01P': { fr: "création d'une personne physique", en: 'creation of a natural person' } },
  },
  {
    name: 'nature',
    titles: { fr: 'Nature', en: 'Nature' },
    meanings: { '99': { fr: 'autre', en: 'other' } },
  },
  { name: 'surface', titles: { fr: 'Surface', en: 'Surface' } },
  {
    name: 'cj',
    titles: { fr: 'Catégorie juridique', en: 'Legal form' },
    meanings: { '1000': { fr: 'entrepreneur individuel', en: 'sole trader' } },
  },
];

/** A batch of a campaign in a mode, nothing decided yet. */
export function sampleWork(change: Partial<CampaignFile> = {}, batch = 'single-0007', count = 30): BatchWork {
  const campaign = sampleCampaign(now, { fields, ...change });
  return {
    campaign,
    batch,
    kind: batch.startsWith('calibration') ? 'calibration' : 'single',
    items: sampleItems(batch, count, campaign.recoding !== undefined),
    decisions: {},
    firstCodes: {},
    state: 'live',
    asOf: now,
  };
}

/** The change that makes the campaign one of recoding to the next version. */
export const recoding: Partial<CampaignFile> = {
  title: 'Recoding to NAF 2025, lot 3',
  purpose: 'training',
  nomenclature: { id: 'naf-2025', hash: '77ae'.repeat(16) },
  recoding: { from: 'naf-rev2', field: 'apet_2008' },
};

/** The address of the coding screen for the sample campaign. */
export const codingPath = `/annotation/coding?profile=${goldPlace.profile}&bucket=${goldPlace.bucket}&prefix=${encodeURIComponent(goldPlace.prefix)}`;
