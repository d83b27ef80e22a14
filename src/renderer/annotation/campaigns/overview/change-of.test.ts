import { expect, test } from 'vitest';
import { sampleCampaign } from '../../../testing/sample-campaigns.ts';
import { dayOf, endOfDay } from '../plan/names.ts';
import { changeOf, type Changeable } from './change-of.ts';

const campaign = sampleCampaign(Date.UTC(2026, 10, 20));
const same: Changeable = {
  title: campaign.title,
  leads: campaign.leads.join(' '),
  adjudicators: campaign.adjudicators.join(', '),
  annotators: campaign.annotators.join('\n'),
  stealing: campaign.stealing,
  claimHours: campaign.claimHours,
  deadline: dayOf(campaign.deadline ?? 0),
  guidelines: campaign.guidelines.at(-1)?.text ?? '',
};

test('nothing typed is no change', () => {
  expect(changeOf(same, campaign)).toEqual({});
});

test('only what differs is sent', () => {
  const typed = { ...same, annotators: 'alice bob', deadline: '2027-01-31', claimHours: undefined };
  expect(changeOf(typed, campaign)).toEqual({
    annotators: ['alice', 'bob'],
    deadline: endOfDay('2027-01-31'),
  });
  expect(changeOf({ ...same, guidelines: 'New' }, campaign)).toEqual({ guidelines: 'New' });
});

test('an emptied deadline is taken away, and one that never was stays so', () => {
  expect(changeOf({ ...same, deadline: '' }, campaign)).toEqual({ deadline: null });
  const { deadline: _deadline, ...without } = campaign;
  expect(changeOf({ ...same, deadline: '' }, without)).toEqual({});
});
