import { describe, expect, test } from 'vitest';
import type { CampaignFile, SamplingDesign } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { AdjudicationRecord } from '../files/campaign-files.ts';
import { accuracyOf } from './accuracy.ts';
import { newestByItem } from './adjudications.ts';
import { createCodings, inForce } from './codings.ts';
import type { SampleItem } from './sample-item.ts';
import { campaignOf, coded, itemName, itemOf, table } from './testing/small-campaign.ts';

function accuracy(
  items: readonly SampleItem[],
  decisions: readonly Decision[],
  rest: {
    campaign?: Partial<CampaignFile>;
    settled?: readonly AdjudicationRecord[];
    hidden?: readonly string[];
    skipped?: readonly string[];
  } = {},
) {
  return accuracyOf({
    campaign: campaignOf(rest.campaign),
    table,
    items,
    hidden: new Set(rest.hidden),
    codings: createCodings(inForce(decisions), table),
    skipped: new Set(rest.skipped),
    settled: newestByItem((rest.settled ?? []).map((record) => ({ record, sent: true }))),
    agreement: [],
  });
}

const base = campaignOf().sampling;
const simple: SamplingDesign = { ...base, deduplicated: false };
const settled = (item: string, code: string, at = 1): AdjudicationRecord => ({
  id: `${item} ${at}`,
  item,
  code,
  status: 'done',
  reason: 'slip',
  comment: '',
  by: 'carol',
  at,
  machine: 'm',
});
/** So many right, so many wrong in the last letter only. */
const split = (right: number, wrong: number) => [
  ...Array.from({ length: right }, () => '10.20A'),
  ...Array.from({ length: wrong }, () => '10.20B'),
];

describe('the accuracy of the model', () => {
  test('from a simple random sample is k/n with the interval of Wilson, level by level', () => {
    // 45 of 50: [0.7864, 0.9565].
    const items = Array.from({ length: 50 }, (_, place) => itemOf(place, '10.20A'));
    const report = accuracy(items, coded({ alice: split(45, 5) }), { campaign: { sampling: simple } });
    expect(report.refused).toBeUndefined();
    expect(report.codable.map(({ level, value }) => [level, value])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 1],
      [5, 0.9],
    ]);
    const [deepest] = report.codable.slice(-1);
    expect(deepest).toMatchObject({ estimator: 'proportion', interval: 'wilson', n: 50 });
    expect(deepest?.low).toBeCloseTo(0.7864, 4);
    expect(deepest?.high).toBeCloseTo(0.9565, 4);
  });

  test('from a stratified sample weighs the strata of the frame', () => {
    // W = (.6, .3, .1), n = (200, 300, 200), k = (190, 240, 110): 0.8650, n_eff 797, [0.8395, 0.8870]; unweighted 0.7714.
    const strata = [
      { name: 'a', populationSize: 6000, sampled: 200, right: 190 },
      { name: 'b', populationSize: 3000, sampled: 300, right: 240 },
      { name: 'c', populationSize: 1000, sampled: 200, right: 110 },
    ];
    const what = strata.flatMap(({ sampled, right }) => split(right, sampled - right));
    const names = strata.flatMap(({ name, sampled }) => Array.from({ length: sampled }, () => name));
    const items = names.map((stratum, place) => itemOf(place, '10.20A', { stratum, weight: 1 }));
    const sampling = { ...simple, kind: 'stratified' as const, strata };
    const report = accuracy(items, coded({ alice: what }), { campaign: { sampling } });
    const deepest = report.withUnclassifiable.at(-1);
    expect(deepest).toMatchObject({ estimator: 'stratified', interval: 'wilson-effective-n', n: 700 });
    expect(deepest?.value).toBeCloseTo(0.865, 6);
    expect(deepest?.effectiveN).toBeCloseTo(797, 0);
    expect(deepest?.low).toBeCloseTo(0.8395, 4);
    expect(deepest?.high).toBeCloseTo(0.887, 4);
    expect(report.codable).toEqual(report.withUnclassifiable);
    // Nothing goes wrong at the section: no stratum has a variance there, and the figure says what was done.
    expect(report.codable[0]?.note).toBe('strata-add-half');
    expect(report.codable[0]?.value).toBeCloseTo(1, 12);
  });

  test('among codable items of a stratified sample is a ratio: neither part has a known size', () => {
    const strata = [
      { name: 'a', populationSize: 90, sampled: 2 },
      { name: 'b', populationSize: 10, sampled: 2 },
    ];
    const items = ['a', 'a', 'b', 'b'].map((stratum, place) =>
      itemOf(place, '10.20A', { stratum, weight: 1 }),
    );
    const sampling = { ...simple, kind: 'stratified' as const, strata };
    const report = accuracy(items, coded({ alice: ['10.20A', 'U', '10.20A', '10.20B'] }), {
      campaign: { sampling },
    });
    // Weights 45 and 5: right 45 + 5 of codable 45 + 5 + 5; with unclassifiable 0.9 * 0.5 + 0.1 * 0.5.
    expect(report.codable.at(-1)).toMatchObject({ estimator: 'hajek', n: 3 });
    expect(report.codable.at(-1)?.value).toBeCloseTo(50 / 55, 12);
    expect(report.withUnclassifiable.at(-1)?.value).toBeCloseTo(0.5, 12);
  });

  test('from distinct texts weighs each by how often it stands in the frame', () => {
    const items = [itemOf(0, '10.20A', { weight: 30 }), itemOf(1, '10.20A', { weight: 10 })];
    const report = accuracy(items, coded({ alice: ['10.20A', '10.20B'] }));
    expect(report.codable.at(-1)).toMatchObject({ estimator: 'hajek', value: 0.75, n: 2 });
    const bare = accuracy([itemOf(0, '10.20A')], coded({ alice: ['10.20A'] }));
    expect(bare.refused).toMatchObject({ reason: 'accuracy-no-weights', values: { items: 1 } });
  });

  test('is measured against the adjudicator, else the majority, else the only one; what is disputed is left out and counted', () => {
    const items = [0, 1, 2, 3].map((place) => itemOf(place, '10.20A'));
    const decisions = coded({
      a: ['10.11Z', '10.20A', '10.20A', '10.20A'],
      b: ['10.11Z', '10.20A', '', '10.20B'],
      c: ['10.11Z', '10.20B', '', ''],
    });
    const rest = {
      campaign: { sampling: simple },
      settled: [settled('i000', '10.11Z', 1), settled('i000', '10.20A', 2)],
    };
    const report = accuracy(items, decisions, rest);
    expect(report.codable.at(-1)).toMatchObject({ value: 1, n: 3 });
    expect(report.disputed).toBe(1);
  });

  test('counts unclassifiable items as errors in one figure and not in the other, and says how many were skipped', () => {
    const items = [0, 1, 2, 3, 4].map((place) => itemOf(place, '10.20A'));
    const decisions = coded({ alice: ['10.20A', '10.20A', '10.20A', 'U', 'S'] });
    const report = accuracy(items, decisions, { campaign: { sampling: simple }, skipped: ['i004'] });
    expect(report.codable.at(-1)).toMatchObject({ value: 1, n: 3 });
    expect(report.withUnclassifiable.at(-1)).toMatchObject({ value: 0.75, n: 4 });
    expect(report).toMatchObject({ skippedShare: 0.2, unclassifiableShare: 0.25 });
  });

  test('counts an item on which the model says nothing as an error, and leaves hidden items out', () => {
    const items = [itemOf(0, '10.20A'), itemOf(1, undefined), itemOf(2, '10.11Z')];
    const decisions = coded({ alice: ['10.20A', '10.20A', '10.20A'] });
    const report = accuracy(items, decisions, { campaign: { sampling: simple }, hidden: [itemName(2)] });
    expect(report.codable.at(-1)).toMatchObject({ value: 0.5, n: 2 });
    expect(report.withoutSuggestion).toBe(1);
  });

  test.each([
    ['a training set', { purpose: 'training' }, 'accuracy-training'],
    [
      'an uncertainty sample',
      { sampling: { ...simple, kind: 'uncertainty', probability: false } },
      'accuracy-not-probability',
    ],
    [
      'what calls itself drawn by probability and is not',
      { sampling: { ...simple, kind: 'uncertainty' } },
      'accuracy-not-probability',
    ],
    ['codes given with suggestions in view', { mode: 'assisted' }, 'accuracy-assisted'],
  ] as const)('is refused for %s', (_, campaign, reason) => {
    const report = accuracy([itemOf(0, '10.20A')], coded({ alice: ['10.20A'] }), { campaign });
    expect(report.refused?.reason).toBe(reason);
    expect([...report.codable, ...report.withUnclassifiable]).toEqual([]);
  });

  test('is refused, with the reason, before anything is coded and where the model said nothing at all', () => {
    const campaign = { sampling: simple };
    expect(accuracy([itemOf(0, '10.20A')], [], { campaign }).refused?.reason).toBe('accuracy-nothing-coded');
    const decisions = coded({ alice: ['10.20A'] });
    expect(accuracy([itemOf(0, undefined)], decisions, { campaign }).refused?.reason).toBe(
      'accuracy-no-suggestions',
    );
  });
});
