import { describe, expect, test } from 'vitest';
import { CampaignPlan } from '../../../../shared/contract/annotation/campaigns.ts';
import { sampleCampaign, sampleReading, summaryOf } from '../../../testing/sample-campaigns.ts';
import {
  emptyDraft,
  withAnnotators,
  withFile,
  withPurpose,
  withReading,
  withRole,
  type PlanDraft,
} from './draft.ts';
import { dayOf, endOfDay, idOf, isId, namesIn } from './names.ts';
import { missingOf, planOf } from './plan-of.ts';

const now = Date.UTC(2026, 10, 20);
const gold = summaryOf(sampleCampaign(now), now);
const training = summaryOf(sampleCampaign(now, { id: 'train', purpose: 'training' }), now);
const ground = { profiles: [{ id: 'ssp', name: 'SSP Cloud' }], campaigns: [gold, training], levels: 5 };
const file = { kind: 'sent', id: 'x', name: 'x.parquet' } as const;
const full: PlanDraft = {
  ...withReading(withFile(emptyDraft('alice', 'ssp / alice'), file), sampleReading),
  title: 'Échantillon de l’été 2026',
};

describe('a draft', () => {
  test('of somebody who typed nothing lacks a source and a title, and has no plan', () => {
    const empty = emptyDraft('alice', 'ssp / alice');
    expect(missingOf(empty, ground)).toEqual(['source', 'title']);
    expect(planOf(empty, ground)).toBeUndefined();
  });

  test('that is whole is a plan the contract takes', () => {
    expect(missingOf(full, ground)).toEqual([]);
    const plan = CampaignPlan.parse(planOf(full, ground));
    expect(plan).toMatchObject({
      id: 'echantillon-de-l-ete-2026',
      level: 5,
      at: { profile: 'ssp', bucket: 'alice', prefix: '' },
      overlap: { annotators: 1, share: 0 },
    });
    expect(plan).not.toHaveProperty('recoding');
  });

  test('has items coded by several once there are several, unless told otherwise', () => {
    const two = withAnnotators(full, 'alice, bob');
    expect(planOf(two, ground)?.overlap).toMatchObject({ annotators: 2, share: 0.1 });
    expect(withAnnotators(two, 'alice').overlapShare).toBe(0);
    expect(withAnnotators({ ...two, overlapShare: 30 }, 'alice').overlapShare).toBe(30);
  });

  test('keeps the texts of the other purpose out, unless told otherwise', () => {
    expect(planOf(full, ground)?.keepApartFrom).toEqual([training.at]);
    const key = [training.at.profile, training.at.bucket, training.at.prefix].join('\n');
    expect(planOf({ ...full, apart: { [key]: false } }, ground)?.keepApartFrom).toEqual([]);
    expect(planOf({ ...full, purpose: 'training' }, ground)?.keepApartFrom).toEqual([gold.at]);
  });

  test('becomes a gold set without what a gold set forbids', () => {
    const free = withPurpose({ ...full, mode: 'assisted', kind: 'uncertainty' }, 'training');
    expect(free).toMatchObject({ mode: 'assisted', kind: 'uncertainty' });
    expect(withPurpose(free, 'gold')).toMatchObject({ mode: 'blind', kind: 'simple-random' });
  });

  test('says which number is missing, and that shares sum to 100', () => {
    const wrong: PlanDraft = {
      ...full,
      kind: 'uncertainty',
      size: undefined,
      batchSize: 501,
      shares: { margin: 60, random: 20, rare: 10 },
    };
    expect(missingOf(wrong, ground)).toEqual(['size', 'shares', 'batchSize']);
    expect(planOf(wrong, ground)?.batchSize).toBe(500);
  });

  test('recodes by the column of known codes', () => {
    const recoding = { ...withRole(full, 'cj', { role: 'known-code' }), recodingFrom: 'naf-rev2' };
    expect(planOf(recoding, ground)?.recoding).toEqual({ from: 'naf-rev2', field: 'cj' });
  });

  test('keeps corrected roles and the nomenclature when its file is read again, and forgets them for another file', () => {
    const chosen = { ...withRole(full, 'emetteur', { role: 'ignored' }), nomenclature: 'naf-2025' };
    const roleOf = ({ reading }: PlanDraft) => reading?.columns.find(({ name }) => name === 'emetteur')?.role;
    const again = withReading(withFile(chosen, { ...file }), sampleReading);
    expect([roleOf(again), again.nomenclature]).toEqual(['ignored', 'naf-2025']);
    const other = withReading(withFile(chosen, { ...file, id: 'y' }), sampleReading);
    expect([roleOf(other), other.nomenclature]).toEqual(['other', 'naf-rev2']);
  });

  test('never deduplicates strata, and has no overlap with one annotator an item', () => {
    const plan = planOf({ ...full, kind: 'stratified', deduplicate: true, overlapAnnotators: 1 }, ground);
    expect(plan?.sampling).toMatchObject({ deduplicate: false, stratifyBy: 'section-and-confidence' });
    expect(plan?.overlap).toMatchObject({ annotators: 1, share: 0 });
  });
});

describe('what was typed', () => {
  test('of people is each name once, whatever divides them', () => {
    expect(namesIn('alice, bob;\nchloe bob')).toEqual(['alice', 'bob', 'chloe']);
    expect(namesIn(' \n')).toEqual([]);
  });
  test('of a title is a name for a folder, or nothing', () => {
    expect(isId(idOf('Œuvres & coiffure, n° 3'))).toBe(true);
    expect(idOf('***')).toBe('');
    expect(idOf(`${'a'.repeat(62)} b`)).toBe('a'.repeat(62));
  });
  test('of a day is its end, and back again', () => {
    expect(dayOf(endOfDay('2026-12-24') ?? 0)).toBe('2026-12-24');
    expect(endOfDay('soon')).toBeUndefined();
  });
});
