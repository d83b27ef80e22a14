import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SamplingRequest } from '../../../../shared/contract/annotation/campaigns.ts';
import { sampleCampaign } from '../files/testing/campaign-store.ts';
import { campaignAt, campaignsFolder } from './campaign-places.ts';
import { changed } from './changing.ts';
import { drawPlan, type DrawingRequest } from './drawing.ts';
import { planProblems, type Plan, type PlanGround } from './plan-rules.ts';
import { memoryFrame, samplePlan } from './testing/frames.ts';

const ground: PlanGround = {
  levels: 2,
  roles: new Set(['text', 'code'] as const),
  columns: new Set(['nature']),
  hasPredictions: true,
  dateColumn: undefined,
  now: 1_000,
};
const at = { profile: 'p', bucket: 'b', prefix: '' };

describe('a plan', () => {
  const reasons = (rest: Partial<Plan>, sampling: Partial<SamplingRequest> = {}, on = ground) =>
    planProblems(samplePlan('x', at, sampling, rest), on).map(({ data }) => data.reason);
  const overlap = { annotators: 2, share: 0.2, calibration: 6, controls: 0 };

  test('that is sound has nothing against it', () => {
    expect(reasons({})).toEqual([]);
    expect(reasons({ purpose: 'training', mode: 'assisted' }, { kind: 'uncertainty' })).toEqual([]);
    expect(reasons({ mode: 'reveal' })).toEqual([]);
  });

  test.each<[string, Partial<Plan>, Partial<SamplingRequest>]>([
    ['plan-gold-not-probability', {}, { kind: 'uncertainty' }],
    ['plan-gold-assisted', { mode: 'assisted' }, {}],
    ['plan-no-annotators', { annotators: [], overlap: { ...overlap, share: 0 } }, {}],
    ['plan-annotator-twice', { annotators: ['a', 'a', 'b'] }, {}],
    ['plan-no-lead', { leads: [] }, {}],
    ['too-few-annotators', { overlap: { ...overlap, annotators: 4 } }, {}],
    ['plan-calibration', { overlap: { ...overlap, calibration: 61 } }, {}],
    ['plan-deadline', { deadline: 1_000 }, {}],
    ['plan-level', { level: 3 }, {}],
    ['plan-no-known-code', { recoding: { from: 'naf-rev2', field: 'x' } }, {}],
    ['plan-no-strata', {}, { kind: 'stratified', deduplicate: false }],
    ['plan-stratified-texts', {}, { kind: 'stratified', stratifyBy: 'code' }],
    ['plan-no-date', {}, { kind: 'stratified', deduplicate: false, stratifyBy: 'date' }],
    ['plan-no-column', {}, { kind: 'stratified', deduplicate: false, stratifyBy: 'column', column: 'x' }],
  ])('%s', (reason, rest, sampling) => expect(reasons(rest, sampling)).toEqual([reason]));

  test('that needs what the source does not have says so', () => {
    const bare = { ...ground, hasPredictions: false, roles: new Set(['text'] as const) };
    expect(reasons({ purpose: 'training' }, { kind: 'uncertainty' }, bare)).toEqual(['plan-no-predictions']);
    expect(reasons({ overlap: { ...overlap, controls: 1 } }, {}, bare)).toEqual(['plan-no-decided-code']);
  });
});

describe('a drawing', () => {
  const frame = memoryFrame(300);
  const request = (sampling: Partial<SamplingRequest>, rest: Partial<DrawingRequest> = {}) => ({
    ...frame,
    sampling: { kind: 'simple-random' as const, size: 40, seed: 1, deduplicate: false, ...sampling },
    sections: ['A', 'A', 'B', 'B'],
    divisions: Int32Array.of(0, 1, 2, 3),
    excluded: new Int32Array(),
    spare: 0,
    ...rest,
  });
  const sum = (numbers: Float64Array) => numbers.reduce((total, one) => total + one, 0);

  test.each<[string, Partial<SamplingRequest>]>([
    ['simple random', {}],
    ['all', { kind: 'all' }],
    ['all texts once', { kind: 'all', deduplicate: true }],
    ['by code', { kind: 'stratified', stratifyBy: 'code', allocation: 'square-root' }],
    ['by code, Neyman', { kind: 'stratified', stratifyBy: 'code', allocation: 'neyman' }],
    ['by section and confidence', { kind: 'stratified', stratifyBy: 'section-and-confidence' }],
  ])('%s: the weights sum to the frame, the same seed draws the same', (_, sampling) => {
    const drawing = drawPlan(request(sampling));
    expect(sum(drawing.weights)).toBeCloseTo(300, 6);
    expect(drawing.design.probability).toBe(true);
    expect(new Set(drawing.rows).size).toBe(drawing.rows.length);
    expect(drawing.rows).toHaveLength(drawing.design.sampled);
    expect(drawPlan(request(sampling))).toEqual(drawing);
    expect(drawPlan(request({ ...sampling, seed: 2 })).rows).not.toEqual(drawing.rows);
  });

  test('each item is of the stratum that it names, also where codes before it were never predicted', () => {
    const drawing = drawPlan(request({ kind: 'stratified', stratifyBy: 'code' }));
    expect(drawing.design.strata.map(({ name }) => name)).toEqual(['01', '02', '05']);
    drawing.rows.forEach((row, place) => {
      const stratum = drawing.design.strata[drawing.strata[place] ?? -1];
      expect(stratum?.name).toBe(frame.codes[frame.predicted[row] ?? -1]);
    });
  });

  test('an uncertainty sample has no probabilities and no text twice', () => {
    const drawing = drawPlan(request({ kind: 'uncertainty', deduplicate: true }));
    expect(drawing.design.probability).toBe(false);
    expect([...drawing.inclusion, ...drawing.weights].every(Number.isNaN)).toBe(true);
    const texts = Array.from(drawing.rows, (row) => frame.group[row]);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('texts of other campaigns are never drawn, and the sample stands for the rest', () => {
    const texts = fc.uniqueArray(fc.nat(149), { maxLength: 100 });
    const kinds = fc.constantFrom('simple-random', 'uncertainty', 'all');
    fc.assert(
      fc.property(texts, kinds, fc.boolean(), fc.nat(), (closed, kind, deduplicate, seed) => {
        const excluded = Int32Array.from(closed);
        const drawing = drawPlan(request({ kind, deduplicate, seed }, { excluded, spare: 5 }));
        for (const row of [...drawing.rows, ...drawing.spare]) expect(closed).not.toContain(frame.group[row]);
        expect(drawing.open + drawing.excluded).toBe(300);
        expect(drawing.excluded).toBe(closed.length * 2);
        if (!deduplicate && kind !== 'uncertainty') expect(sum(drawing.weights)).toBeCloseTo(drawing.open, 6);
      }),
    );
  });

  test('of a frame without anything left is refused', () => {
    const excluded = Int32Array.from({ length: 150 }, (_, text) => text);
    expect(() => drawPlan(request({}, { excluded }))).toThrow('No row is left');
  });
});

describe('a change', () => {
  const campaign = sampleCampaign('x', 1, 2, {
    batches: [{ id: 'calibration-0001', kind: 'calibration', items: 2, annotators: 3 }],
  });

  test('of the guidelines is a new version, and only when it is another text', () => {
    const next = changed(campaign, { guidelines: 'Lire deux fois.' }, 'alice', 9);
    expect(next.guidelines.at(-1)).toEqual({ version: 2, text: 'Lire deux fois.', at: 9, by: 'alice' });
    expect(changed(next, { guidelines: 'Lire deux fois.' }, 'alice', 10)).toEqual(next);
  });

  test('of the people makes room in the calibration', () => {
    const next = changed(campaign, { annotators: ['a', 'b', 'c', 'd'] }, 'alice', 9);
    expect(next.batches[0]?.annotators).toBe(4);
  });

  test('sets a deadline, leaves it as it is, and takes it away', () => {
    const dated = changed(campaign, { deadline: 99 }, 'alice', 9);
    expect(dated.deadline).toBe(99);
    expect(changed(dated, { title: 'y' }, 'alice', 9).deadline).toBe(99);
    expect(changed(dated, { deadline: null }, 'alice', 9)).not.toHaveProperty('deadline');
  });

  test('is a lead’s', () => {
    expect(() => changed(campaign, { title: 'x' }, 'bob', 9)).toThrow('Only a lead');
    expect(() => changed(campaign, { leads: [] }, 'alice', 9)).toThrow('no lead');
  });

  test('turns no stealing on where batches are assigned', () => {
    const assigned = { ...campaign, assignment: 'assigned' as const, stealing: false };
    expect(changed(assigned, { stealing: true }, 'alice', 9).stealing).toBe(false);
  });
});

test.each([
  ['', 'campaigns/', undefined],
  ['a/', 'a/campaigns/', undefined],
  ['a', 'a/campaigns/', undefined],
  ['campaigns/', 'campaigns/', undefined],
  ['a/campaigns/x/', 'a/campaigns/x/campaigns/', 'a/campaigns/x/'],
  ['campaigns/x', 'campaigns/x/campaigns/', 'campaigns/x/'],
])('the place "%s" has its campaigns in %s', (prefix, folder, own) => {
  expect(campaignsFolder({ prefix })).toBe(folder);
  expect(campaignAt({ ...at, prefix })?.prefix).toBe(own);
});
