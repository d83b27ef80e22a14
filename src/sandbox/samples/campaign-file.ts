/** `campaign.json` of the sample campaign, which `campaign-items.ts` has the items of. Pure. */
import { sampleModel } from '../coding/sample-model.ts';
import { batches, batchSize, seed, type Draw } from './campaign-draw.ts';

export const campaignId = 'essai-naf-2008';
/** When it was made; the same each time. */
const createdAt = Date.parse('2026-11-18T08:00:00Z');

export interface CampaignPeople {
  /** Of the group: they may see who is how far, and settle disagreements. */
  readonly leads: readonly string[];
  readonly annotators: readonly string[];
}

const guideline = `# Consigne

Choisissez le code de la NAF rév. 2 qui décrit **l'activité principale**, d'après le libellé et, si besoin, les variables d'à côté.

1. Codez d'abord seul·e : les propositions du modèle n'apparaissent qu'ensuite. Gardez votre code ou changez-en.
2. Deux activités dans un libellé : retenez la première, sauf si la seconde est visiblement la plus importante.
3. Un libellé trop vague pour choisir (« PRESTATIONS DE SERVICES ») est inclassable ; dites pourquoi en deux mots.
4. Passez ce qui demande une recherche : l'item reviendra.

*Code first by yourself; the model's suggestions show afterwards. Too vague a text is unclassifiable.*
`;

const surfaces = ['moins de 120', 'de 120 à 399', 'de 400 à 2 499', '2 500 et plus'];
const englishSurfaces = ['less than 120', '120 to 399', '400 to 2,499', '2,500 and more'];

/** The variables of the items. */
const fields = [
  { name: 'type_', titles: { fr: 'Type de liasse', en: 'Type of form' } },
  {
    name: 'nature',
    titles: { fr: "Nature de l'activité", en: 'Nature of the activity' },
    meanings: {
      '14': { fr: 'travaux de construction', en: 'construction work' },
      '99': { fr: 'autre', en: 'other' },
    },
  },
  {
    name: 'surface',
    titles: { fr: 'Surface (m²)', en: 'Floor area (m²)' },
    meanings: Object.fromEntries(
      surfaces.map((fr, index) => [String(index + 1), { fr, en: englishSurfaces[index] }]),
    ),
  },
  {
    name: 'event',
    titles: { fr: 'Évènement', en: 'Event' },
    meanings: {
      '01P': { fr: 'création, personne physique', en: 'creation, natural person' },
      '05P': { fr: 'personne physique', en: 'natural person' },
      '01M': { fr: 'création, personne morale', en: 'creation, legal person' },
    },
  },
  { name: 'date', titles: { fr: 'Date', en: 'Date' } },
];

/** The campaign: a gold set, coded first and shown the model's suggestions afterwards. */
export function campaignFile({ leads, annotators }: CampaignPeople, draw: Draw) {
  const [by = ''] = leads;
  const shared = batches.filter(({ kind }) => kind === 'overlap').length;
  const single = batches.filter(({ kind }) => kind === 'single').length;
  const { name, version } = sampleModel();
  return {
    schemaVersion: 1,
    id: campaignId,
    title: 'Essai : coder des activités (NAF rév. 2)',
    purpose: 'gold',
    mode: 'reveal',
    nomenclature: { id: 'naf-rev2', hash: '' },
    level: 5,
    createdAt,
    createdBy: by,
    state: 'open',
    leads,
    adjudicators: leads,
    annotators,
    assignment: 'claims',
    stealing: true,
    claimHours: 72,
    overlap: {
      annotators: annotators.length,
      share: shared / (shared + single),
      calibration: batchSize,
      controls: 0,
    },
    batchSize,
    batches: batches.map(({ id, kind, isShared }) => ({
      id,
      kind,
      items: batchSize,
      annotators: isShared ? annotators.length : 1,
    })),
    sampling: {
      kind: 'simple-random',
      probability: true,
      seed,
      frame: {
        id: draw.frameId,
        source: 'requetes/date=*/part-0.parquet',
        readAt: createdAt,
        rows: draw.rows,
        distinctTexts: draw.distinctTexts,
      },
      sampled: draw.items.length,
      deduplicated: true,
      strata: [{ name: '', populationSize: draw.distinctTexts, sampled: draw.items.length }],
      generator: 'mulberry32/1',
    },
    fields,
    guidelines: [{ version: 1, text: guideline, at: createdAt, by }],
    model: { name, version },
  };
}
