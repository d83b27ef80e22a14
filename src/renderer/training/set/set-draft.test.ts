import { expect, test } from 'vitest';
import { sampleCampaigns } from '../../testing/sample-campaigns.ts';
import { draftOf, firstForm, keyOf, problemOf } from './set-draft.ts';

const { campaigns } = sampleCampaigns(1_790_000_000_000);
const at = { profile: 'default', bucket: 'projet-nace', prefix: '' };
const purposeOf = (keys: readonly string[]) =>
  new Set(campaigns.filter((one) => keys.includes(keyOf(one.at))).map(({ campaign }) => campaign.purpose));

test('it begins with a training campaign, and with every gold set kept out', () => {
  const form = firstForm(campaigns, '2026-11-20');
  expect(purposeOf(form.campaigns)).toEqual(new Set(['training']));
  expect(purposeOf(form.gold)).toEqual(new Set(['gold']));
  expect(form.gold).toHaveLength(campaigns.filter(({ campaign }) => campaign.purpose === 'gold').length);
  expect(problemOf(form)).toBeUndefined();
});

test('a name for a folder, a campaign and a nomenclature are needed', () => {
  const form = firstForm(campaigns, '2026-11-20');
  expect(problemOf({ ...form, name: 'Été 2026' })).toBe('name');
  expect(problemOf({ ...form, campaigns: [] })).toBe('campaigns');
  expect(problemOf({ ...form, nomenclature: '' })).toBe('nomenclature');
});

test('the draft says shares in [0, 1], and variables only where they are wanted', () => {
  const form = firstForm(campaigns, '2026-11-20');
  const draft = draftOf(form, campaigns, at);
  expect(draft.testShare).toBe(0.2);
  expect(draft.profile.variables.map(({ prefix }) => prefix)).toEqual([
    'AUTO_',
    'NAT_SICORE_',
    'SURF_',
    'EVT_SICORE_',
  ]);
  expect(draftOf({ ...form, withVariables: false }, campaigns, at).profile.variables).toEqual([]);
});
