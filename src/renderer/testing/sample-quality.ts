/** Quality to draw: a gold set coded by four people, with figures at each level, a queue of disagreements, an export. */
import type { ExportManifest } from '../../shared/contract/annotation/exchange.ts';
import type {
  AgreementFigure,
  Disagreement,
  PersonProgress,
  QualityReport,
} from '../../shared/contract/annotation/quality.ts';

const day = 86_400_000;
const hour = 3_600_000;

type Figure = Partial<AgreementFigure> & Pick<AgreementFigure, 'estimator' | 'level'>;

/** A figure of everybody over 128 items; `change` replaces the rest. */
export function sampleFigure(change: Figure): AgreementFigure {
  return { scope: { kind: 'all' }, items: 128, codings: 291, resamples: 1000, ...change };
}

const around = (value: number, half: number) => ({
  value,
  low: Math.max(-1, value - half),
  high: Math.min(1, value + half),
});

function levels(
  estimator: AgreementFigure['estimator'],
  values: readonly number[],
  half: number,
): AgreementFigure[] {
  return values.map((value, index) =>
    sampleFigure({ estimator, level: index + 1, ...around(value, half + index * 0.005) }),
  );
}

const parts: AgreementFigure[] = (['krippendorff-nominal', 'percent', 'cohen-kappa'] as const).flatMap(
  (estimator) =>
    [5, 4, 3].flatMap((level) => {
      const part = (scope: AgreementFigure['scope'], value: number, items: number, half = 0.09) =>
        sampleFigure({ estimator, level, scope, items, codings: items * 2, ...around(value, half) });
      const lift = (5 - level) * 0.05 + (estimator === 'percent' ? 0.04 : 0);
      const {
        low: _low,
        high: _high,
        value: _value,
        resamples: _resamples,
        ...single
      } = part({ kind: 'section', code: 'M' }, 1, 4);
      return [
        part({ kind: 'section', code: 'G' }, 0.62 + lift, 51),
        part({ kind: 'section', code: 'S' }, 0.74 + lift, 44),
        part({ kind: 'section', code: 'C' }, 0.79 + lift, 18, 0.17),
        { ...single, reason: 'one-category' },
        part({ kind: 'pair', one: 'alice', other: 'bob' }, 0.78 + lift, 62),
        part({ kind: 'pair', one: 'alice', other: 'chloe' }, 0.7 + lift, 58),
        part({ kind: 'pair', one: 'bob', other: 'david' }, 0.55 + lift, 24, 0.21),
        part({ kind: 'consensus', annotator: 'alice' }, 0.81 + lift, 96),
        part({ kind: 'consensus', annotator: 'bob' }, 0.72 + lift, 88),
        part({ kind: 'consensus', annotator: 'david' }, 0.58 + lift, 29, 0.18),
      ];
    }),
);

const person = (name: string, change: Partial<PersonProgress>): PersonProgress => ({
  name,
  done: 0,
  skipped: 0,
  delegated: 0,
  unclassifiable: 0,
  flagged: 0,
  held: [],
  ...change,
});

/** The report as a lead sees it; `change` replaces the rest. */
export function sampleReport(now: number, change: Partial<QualityReport> = {}): QualityReport {
  const estimates = (values: readonly number[], n: number) =>
    values.map((value, index) => ({
      level: index + 1,
      estimator: 'proportion' as const,
      interval: 'wilson' as const,
      value,
      low: value - 0.03,
      high: value + 0.027,
      n,
    }));
  const percent = levels('percent', [0.94, 0.91, 0.87, 0.82, 0.76], 0.04);
  const alpha = levels('krippendorff-nominal', [0.92, 0.88, 0.84, 0.78, 0.71], 0.055);
  const {
    value: _value,
    low: _low,
    high: _high,
    resamples: _resamples,
    ...withoutValue
  } = sampleFigure({
    estimator: 'cohen-kappa',
    level: 5,
  });
  return {
    asOf: now - 60_000,
    state: 'live',
    agreement: [
      ...percent,
      ...alpha,
      ...levels('gwet-ac1', [0.93, 0.9, 0.86, 0.81, 0.755], 0.045),
      ...levels('fleiss-kappa', [0.9, 0.86, 0.82, 0.76, 0.69], 0.06),
      ...[1, 2, 3, 4, 5].map((level) => ({ ...withoutValue, level, reason: 'more-than-two-raters' })),
      sampleFigure({ estimator: 'krippendorff-hierarchical', level: 0, ...around(0.83, 0.05) }),
      ...parts,
    ],
    accuracy: {
      model: 'FastText-APE/12',
      codable: estimates([0.9, 0.864, 0.84, 0.814, 0.8], 842),
      withUnclassifiable: estimates([0.87, 0.836, 0.812, 0.787, 0.774], 871),
      skippedShare: 0.021,
      unclassifiableShare: 0.033,
      disputed: 23,
      withoutSuggestion: 4,
      human: [...percent, ...alpha],
    },
    confusions: [
      { one: '47.91A', other: '47.91B', count: 9 },
      { one: '96.02A', other: '96.02B', count: 6 },
      { one: '10.71B', other: '10.71C', count: 4 },
      { one: '47.75Z', other: '96.02B', count: 2 },
      { one: '70.22Z', other: '96.09Z', count: 1 },
    ],
    campaign: {
      items: 1701,
      codings: 1204,
      codingsWanted: 2081,
      byStatus: { done: 1131, unclassifiable: 38, skipped: 24, delegated: 11 },
      people: [
        person('alice', {
          done: 425,
          unclassifiable: 11,
          flagged: 3,
          pace: 152.4,
          medianSeconds: 18.2,
          lastAt: now - 20 * 60_000,
          held: [{ batch: 'single-0007', until: now + 40 * hour }],
          controls: { right: 10, of: 12, low: 0.552, high: 0.953 },
        }),
        person('bob', {
          done: 396,
          skipped: 20,
          pace: 118,
          medianSeconds: 24.9,
          lastAt: now - 26 * hour,
          controls: { right: 7, of: 11, low: 0.354, high: 0.848 },
        }),
        person('chloe', {
          done: 310,
          delegated: 11,
          skipped: 4,
          flagged: 9,
          pace: 97,
          medianSeconds: 31,
          lastAt: now - 3 * hour,
        }),
        person('david', { unclassifiable: 0 }),
      ],
      days: Array.from({ length: 12 }, (_, index) => ({
        day: new Date(now - (11 - index) * day).toISOString().slice(0, 10),
        codings: [40, 92, 120, 133, 0, 0, 110, 141, 152, 160, 148, 108][index] ?? 0,
      })),
      difficulty: [12, 210, 318, 160, 71, 22],
    },
    problems: [],
    disagreements: 7,
    ...change,
  };
}

const opinion = (
  who: string,
  code: string | undefined,
  change: Partial<Disagreement['opinions'][number]> = {},
): Disagreement['opinions'][number] => ({
  who,
  status: code === undefined ? 'unclassifiable' : 'done',
  ...(code !== undefined && { code }),
  comment: '',
  flagged: false,
  ...change,
});

/** The queue, names hidden. */
export function sampleDisagreements(now: number): Disagreement[] {
  const one = (item: string, text: string, change: Partial<Disagreement>): Disagreement => ({
    item,
    text,
    fields: { nature: '99', cj: '1000', surface: '40' },
    opinions: [],
    commonLevel: 0,
    because: 'differs',
    ...change,
  });
  return [
    one('i-001', 'VENTE EN LIGNE DE BIJOUX FANTAISIE ET D’ACCESSOIRES DE MODE', {
      opinions: [
        opinion('A', '47.91B', { comment: 'Un seul univers : catalogue spécialisé.' }),
        opinion('B', '47.91A'),
        opinion('C', '47.91B'),
      ],
      commonLevel: 4,
    }),
    one('i-002', 'COIFFURE A DOMICILE ET VENTE DE PRODUITS CAPILLAIRES', {
      opinions: [opinion('A', '96.02A'), opinion('B', '96.02B', { flagged: true }), opinion('C', undefined)],
      commonLevel: 4,
    }),
    one('i-003', 'POINT CHAUD BOULANGERIE', {
      opinions: [opinion('A', '10.71B'), opinion('B', '10.71C')],
      commonLevel: 4,
    }),
    one('i-004', 'CONSEIL EN IMAGE, RELOOKING, VENTE DE COSMETIQUES', {
      opinions: [opinion('A', '96.09Z'), opinion('B', '47.75Z'), opinion('C', '70.22Z')],
      commonLevel: 0,
    }),
    one('i-005', 'VENTE PAR CORRESPONDANCE', {
      opinions: [opinion('A', '47.91A', { flagged: true, comment: 'Consigne peu claire.' })],
      commonLevel: 5,
      because: 'flagged',
    }),
    one('i-006', 'ACTIVITE PRINCIPALE VOIR CI-DESSOUS', {
      opinions: [opinion('A', undefined, { status: 'delegated', comment: 'Je ne sais pas.' })],
      because: 'delegated',
    }),
    one('i-007', 'ONGLERIE', {
      opinions: [opinion('A', '96.02B'), opinion('B', '96.02A')],
      commonLevel: 4,
    }),
    one('i-008', 'SALON DE BEAUTE ET COIFFURE MIXTE', {
      opinions: [opinion('A', '96.02A'), opinion('B', '96.02B')],
      commonLevel: 4,
      settled: {
        code: '96.02A',
        status: 'done',
        reason: 'guideline-gap',
        comment: 'La première activité nommée ne suffit pas ici.',
        by: 'chloe',
        at: now - 5 * hour,
        sent: true,
      },
    }),
  ];
}

/** The manifest of an export that was made; `change` replaces the rest. */
export function sampleManifest(
  now: number,
  name: string,
  change: Partial<ReturnType<typeof ExportManifest.parse>> = {},
): ReturnType<typeof ExportManifest.parse> {
  const at = { profile: 'ssp', bucket: 'projet-codification-ape', prefix: 'campaigns/gold-2026-11/' };
  return {
    schemaVersion: 1,
    campaign: 'gold-2026-11',
    request: { at, format: 'etl-parquet', rows: 'resolved', sets: ['coded', 'skipped'], name },
    nomenclature: { id: 'naf-rev2', hash: '3b1c'.repeat(16) },
    seed: 7,
    sources: [{ key: `${at.prefix}items/part-0.parquet`, etag: '"9b2cf535f27731c9"' }],
    guidelineVersions: [1, 2],
    modelVersions: ['FastText-APE/12'],
    files: [
      {
        name: 'test_data_NAF2008.parquet',
        key: `${at.prefix}exports/${name}/test_data_NAF2008.parquet`,
        rows: 842,
        bytes: 71_230,
        hash: '5e88'.repeat(16),
      },
      {
        name: 'skipped_data_NAF2008.parquet',
        key: `${at.prefix}exports/${name}/skipped_data_NAF2008.parquet`,
        rows: 35,
        bytes: 4_102,
        hash: '0c7d'.repeat(16),
      },
    ],
    unresolved: { ties: 23, conflicts: 1 },
    madeAt: now - 2 * day,
    madeBy: 'alice',
    app: '0.1.0',
    ...change,
  };
}
