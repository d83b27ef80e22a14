/** Campaigns to draw: a gold set that waits for its next batch, a recoding with conflicts, one out of reach, one that is over. */
import type {
  CampaignFile,
  CampaignRef,
  Campaigns,
  CampaignSummary,
  PlanPreview,
  SamplingDesign,
  SourceReading,
} from '../../shared/contract/annotation/campaigns.ts';

const hour = 3_600_000;
const day = 24 * hour;

export const goldPlace: CampaignRef = {
  profile: 'ssp',
  bucket: 'projet-codification-ape',
  prefix: 'campaigns/gold-2026-11/',
};
const placeOf = (id: string): CampaignRef => ({ ...goldPlace, prefix: `campaigns/${id}/` });

/** How a simple random sample of the frame is described; `change` replaces the rest. */
export function sampleDesign(now: number, change: Partial<SamplingDesign> = {}): SamplingDesign {
  return {
    kind: 'simple-random',
    probability: true,
    seed: 7,
    frame: {
      id: 'frame-2026-10',
      source: 's3://projet-codification-ape/journaux/2026-10.parquet',
      readAt: now - 6 * day,
      rows: 61_204,
      distinctTexts: 48_120,
    },
    sampled: 1701,
    deduplicated: false,
    strata: [{ name: 'all', populationSize: 61_204, sampled: 1701 }],
    ...change,
  };
}

/** A campaign as its file has it; `change` replaces the rest. */
export function sampleCampaign(now: number, change: Partial<CampaignFile> = {}): CampaignFile {
  const batch = (kind: 'calibration' | 'overlap' | 'single', count: number, annotators: number) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${kind}-${String(index + 1).padStart(4, '0')}`,
      kind,
      items: kind === 'calibration' ? 20 : 40,
      annotators,
    }));
  return {
    schemaVersion: 1,
    id: 'gold-2026-11',
    title: 'Gold set of November 2026',
    purpose: 'gold',
    mode: 'blind',
    nomenclature: { id: 'naf-rev2', hash: '3b1c'.repeat(16) },
    level: 5,
    createdAt: now - 6 * day,
    createdBy: 'alice',
    state: 'open',
    leads: ['alice'],
    adjudicators: ['alice', 'chloe'],
    annotators: ['alice', 'bob', 'chloe', 'david'],
    assignment: 'claims',
    stealing: true,
    claimHours: 48,
    deadline: now + 9 * day,
    overlap: { annotators: 3, share: 0.1, calibration: 20, controls: 30 },
    batchSize: 40,
    batches: [...batch('calibration', 1, 4), ...batch('overlap', 4, 3), ...batch('single', 38, 1)],
    sampling: sampleDesign(now),
    fields: [
      {
        name: 'nature',
        titles: { fr: 'Nature', en: 'Nature' },
        meanings: { '99': { fr: 'autre', en: 'other' } },
      },
      { name: 'cj', titles: { fr: 'Catégorie juridique', en: 'Legal form' } },
    ],
    guidelines: [
      {
        version: 1,
        text: '# Guidelines\n\nChoose the code of the **main** activity: the one with the largest share of the turnover.',
        at: now - 6 * day,
        by: 'alice',
      },
      {
        version: 2,
        text: '# Guidelines\n\nChoose the code of the **main** activity: the one with the largest share of the turnover.\n\n- Several activities, none the largest: take the first one named.\n- Sale and making in one place: the making counts.\n',
        at: now - 2 * day,
        by: 'alice',
      },
    ],
    ...change,
  };
}

const longTitle =
  'Reprise de l’ensemble des libellés de liasses de formalités de création reçues entre juillet et septembre, équipe de Lille';

/** All campaign files, by the prefix of their folder. */
export function sampleFiles(now: number): Map<string, CampaignFile> {
  const files = [
    sampleCampaign(now),
    sampleCampaign(now, {
      id: 'naf-2025-lot-3',
      title: 'Recoding to NAF 2025, lot 3',
      purpose: 'training',
      mode: 'assisted',
      nomenclature: { id: 'naf-2025', hash: '77ae'.repeat(16) },
      recoding: { from: 'naf-rev2', field: 'apet_2008' },
      leads: ['bob'],
      adjudicators: [],
      annotators: ['alice', 'bob'],
      assignment: 'assigned',
      stealing: false,
      overlap: { annotators: 1, share: 0, calibration: 0, controls: 0 },
      sampling: sampleDesign(now, {
        kind: 'uncertainty',
        probability: false,
        sampled: 7000,
        shares: { margin: 0.6, random: 0.2, rare: 0.2 },
        deduplicated: true,
        strata: [
          { name: 'several-likely', populationSize: 21_120, sampled: 2100 },
          { name: 'none-likely', populationSize: 9000, sampled: 2100 },
          { name: 'rare', populationSize: 1930, sampled: 1400 },
          { name: 'random', populationSize: 48_120, sampled: 1400 },
        ],
      }),
    }),
    sampleCampaign(now, {
      id: 'reprise-t3',
      title: longTitle,
      purpose: 'training',
      mode: 'reveal',
      leads: ['chloe'],
      adjudicators: ['alice'],
      annotators: ['bob'],
    }),
    sampleCampaign(now, { id: 'gold-2026-10', title: 'Gold set of October 2026', state: 'closed' }),
  ];
  return new Map(files.map((file) => [placeOf(file.id).prefix, file]));
}

/** How the list tells of a campaign; `change` replaces the rest. */
export function summaryOf(
  file: CampaignFile,
  now: number,
  change: Partial<CampaignSummary> = {},
): CampaignSummary {
  const { guidelines: _guidelines, fields: _fields, batches, ...campaign } = file;
  return {
    at: placeOf(file.id),
    campaign,
    roles: (['lead', 'adjudicator', 'annotator'] as const).filter((role) =>
      file[`${role}s`].includes('alice'),
    ),
    items: batches.reduce((sum, { items }) => sum + items, 0),
    mine: { done: 0, held: 0, unsent: 0, conflicts: 0 },
    asOf: now - 60_000,
    state: 'live',
    ...change,
  };
}

/** The list that a person meets. */
export function sampleCampaigns(now: number): Campaigns {
  const [gold, recoding, away, over] = [...sampleFiles(now).values()];
  if (!gold || !recoding || !away || !over) throw new RangeError('There are four campaigns');
  return {
    campaigns: [
      summaryOf(gold, now, {
        mine: { done: 212, held: 1, unsent: 7, conflicts: 0, pace: 167 },
        nextBatch: 'single-0007',
        nextItems: 50,
      }),
      summaryOf(recoding, now, {
        mine: { done: 640, held: 1, unsent: 0, conflicts: 3, pace: 240 },
        nextBatch: 'single-0017',
        nextItems: 12,
      }),
      summaryOf(away, now, {
        state: 'stored',
        asOf: now - 5 * hour,
        problem: {
          code: 'unreachable',
          message: 'timed out',
          reason: 'timeout',
          values: { host: 'minio.sspcloud.fr' },
        },
      }),
      summaryOf(over, now, { mine: { done: 425, held: 0, unsent: 0, conflicts: 0, pace: 152 } }),
    ],
    places: [
      { at: { profile: 'ssp', bucket: 'alice', prefix: '' } },
      { at: { profile: 'ssp', bucket: 'projet-codification-ape', prefix: '' } },
      {
        at: { profile: 'garage', bucket: 'equipe', prefix: 'annotation/' },
        added: true,
        problem: {
          code: 'forbidden',
          message: 'Access Denied',
          words: 'AccessDenied: User is not authorized to perform s3:ListBucket',
        },
      },
    ],
    loading: false,
  };
}

/** What a file of texts turned out to be. */
export const sampleReading: SourceReading = {
  reading: 'reading-1',
  format: 'parquet',
  rows: 61_204,
  distinctTexts: 48_120,
  nomenclature: 'naf-rev2',
  columns: [
    { name: 'liasse_numero', role: 'id', examples: ['J00012345678', 'U00055512345'], missing: 0 },
    {
      name: 'libelle',
      role: 'text',
      examples: ['COIFFURE A DOMICILE', 'VENTE EN LIGNE DE BIJOUX FANTAISIE FABRIQUES PAR MES SOINS'],
      missing: 12,
    },
    { name: 'activ_nat_et', role: 'nature', examples: ['99', '10'], missing: 301 },
    { name: 'cj', role: 'cj', examples: ['1000', '5499'], missing: 0 },
    { name: 'code_1', role: 'suggestion-code', rank: 1, examples: ['9602A', '4791B'], missing: 0 },
    { name: 'proba_1', role: 'suggestion-probability', rank: 1, examples: ['0.91', '0.44'], missing: 0 },
    { name: 'code_2', role: 'suggestion-code', rank: 2, examples: ['9602B', '4777Z'], missing: 40 },
    { name: 'proba_2', role: 'suggestion-probability', rank: 2, examples: ['0.04', '0.31'], missing: 40 },
    { name: 'date_modification', role: 'date', examples: ['2026-10-03'], missing: 0 },
    { name: 'emetteur', role: 'other', examples: ['CCI', 'INPI'], missing: 2 },
  ],
  findings: [
    { severity: 'warning', kind: 'missing-text', name: 'libelle', rows: 12 },
    { severity: 'warning', kind: 'unknown-code', name: 'code_1', line: 412, column: 5, rows: 3 },
  ],
  findingsInAll: 2,
};

/** What a plan would draw, roughly as the core does. */
export function samplePreview(
  now: number,
  plan: {
    readonly purpose: string;
    readonly annotators: readonly string[];
    readonly batchSize: number;
    readonly overlap: CampaignFile['overlap'];
    readonly sampling: {
      readonly kind: SamplingDesign['kind'];
      readonly size: number;
      readonly seed: number;
    };
  },
): PlanPreview {
  const { sampling, overlap, batchSize } = plan;
  const all = sampling.kind === 'all';
  const sampled = all ? 61_204 : Math.min(61_204, sampling.size);
  const rest = sampled - overlap.calibration;
  const shared = overlap.annotators > 1 ? Math.ceil((rest * overlap.share) / batchSize) : 0;
  const batches = {
    calibration: overlap.calibration > 0 ? 1 : 0,
    overlap: shared,
    single: Math.max(0, Math.ceil(rest / batchSize) - shared),
  };
  const stratum = (name: string, share: number, population: number) => ({
    name,
    populationSize: population,
    sampled: Math.round(sampled * share),
  });
  const isStratified = sampling.kind === 'stratified';
  return {
    design: sampleDesign(now, {
      kind: sampling.kind,
      probability: sampling.kind !== 'uncertainty',
      seed: sampling.seed,
      sampled,
      ...(isStratified && {
        stratifiedBy: 'section-and-confidence',
        allocation: 'square-root',
        strata: [
          stratum('G 0.8-1', 0.42, 24_010),
          stratum('G 0.5-0.8', 0.21, 6204),
          stratum('S 0.8-1', 0.25, 21_800),
          stratum('S 0-0.5', 0.12, 9190),
        ],
      }),
    }),
    examples: [
      { text: 'COIFFURE A DOMICILE', stratum: isStratified ? 'S 0.8-1' : 'all' },
      {
        text: 'VENTE EN LIGNE DE BIJOUX FANTAISIE FABRIQUES PAR MES SOINS',
        stratum: isStratified ? 'G 0.5-0.8' : 'all',
      },
      { text: 'CONSEIL AUX ENTREPRISES', stratum: isStratified ? 'G 0.8-1' : 'all' },
    ],
    batches,
    ...(plan.purpose === 'gold' && { halfWidth: 1.96 * Math.sqrt((0.8 * 0.2) / sampled) }),
    codings:
      sampled +
      overlap.calibration * Math.max(0, plan.annotators.length - 1) +
      shared * batchSize * (overlap.annotators - 1),
    findings: [],
    problems: [],
  };
}
