/** A frame in memory, and plans, for tests. */
import { normalisedText } from '../../../../../shared/text/normalise.ts';
import type { CampaignPlan, SamplingRequest } from '../../../../../shared/contract/annotation/campaigns.ts';
import type { Nomenclature } from '../../../../../shared/contract/annotation/nomenclatures.ts';
import type { Frame, SourceRow } from '../../sources/frame.ts';

/** Two levels are enough for rules that take the number of levels from the nomenclature. */
export const nomenclature: Nomenclature = {
  schemaVersion: 1,
  id: 'two-levels',
  titles: { en: 'Two levels' },
  levels: [
    { titles: {}, count: 2 },
    { titles: {}, count: 4 },
  ],
  source: 'test',
  nodes: [
    { code: 'A', level: 1, titles: { en: 'A' } },
    { code: '01', level: 2, parent: 'A', titles: { en: '01' } },
    { code: '02', level: 2, parent: 'A', titles: { en: '02' } },
    { code: 'B', level: 1, titles: { en: 'B' } },
    { code: '05', level: 2, parent: 'B', titles: { en: '05' } },
    { code: '06', level: 2, parent: 'B', titles: { en: '06' } },
  ],
};

/** `06` is never predicted. */
const codes = ['01', '02', '06', '05'];

/** So many rows; every text is there twice, and every third row has a decided code. */
export function memoryFrame(size: number): Frame {
  const rows = Array.from({ length: size }, (_, index): SourceRow => {
    const code = codes[[0, 1, 3][index % 3] ?? 0] ?? '';
    return {
      sourceId: `L${index}`,
      text: `Vente de légumes n° ${Math.floor(index / 2)}`,
      fields: { nature: String(index % 5), month: `2026-0${1 + (index % 4)}` },
      ...(index % 3 === 0 && { code: '05' }),
      suggestions: {
        suggestions: [
          { rank: 1, code, probability: 0.9 },
          { rank: 2, code: '02', probability: (index % 9) / 10 },
        ],
        confidenceIndex: 0.9 - (index % 9) / 10,
        model: 'm',
        from: 'file',
      },
    };
  });
  const texts = new Map<string, number>();
  const group = Int32Array.from(rows, ({ text }) => {
    const key = normalisedText(text);
    if (!texts.has(key)) texts.set(key, texts.size);
    return texts.get(key) ?? 0;
  });
  const months = ['2026-01', '2026-02', '2026-03', '2026-04'];
  return {
    size,
    distinctTexts: texts.size,
    description: 'memory.csv',
    hash: 'h',
    readAt: 5,
    group,
    p1: Float64Array.from(rows, () => 0.9),
    p2: Float64Array.from(rows, (_, index) => (index % 9) / 10),
    predicted: Int32Array.from(rows, (_, index) => [0, 1, 3][index % 3] ?? -1),
    codes,
    fields: ['nature', 'month'],
    dateColumn: 'month',
    findings: [],
    model: { name: 'm' },
    stratum: async () => ({ index: Int32Array.from(rows, (_, index) => index % 4), names: months }),
    rows: async (indices) => indices.map((index) => rows[index]).filter((row) => row !== undefined),
    groupsOf: async (given) =>
      new Set(given.map((text) => texts.get(normalisedText(text)) ?? -1).filter((one) => one >= 0)),
  };
}

/** A gold plan, changed as given. */
export function samplePlan(
  id: string,
  at: CampaignPlan['at'],
  sampling: Partial<SamplingRequest> = {},
  rest: Partial<CampaignPlan> = {},
): CampaignPlan {
  return {
    id,
    title: id,
    purpose: 'gold',
    mode: 'blind',
    level: 2,
    leads: ['alice'],
    adjudicators: [],
    annotators: ['alice', 'bob', 'carol'],
    stealing: true,
    claimHours: 4,
    overlap: { annotators: 2, share: 0.2, calibration: 6, controls: 0 },
    batchSize: 10,
    nomenclature: nomenclature.id,
    guidelines: 'Lire.',
    at,
    sampling: { kind: 'simple-random', size: 60, seed: 7, deduplicate: true, ...sampling },
    keepApartFrom: [],
    ...rest,
  };
}
