import { describe, expect, test } from 'vitest';
import type { CampaignSummary } from '../../../shared/contract/annotation/campaigns.ts';
import { sampleCampaign, summaryOf } from '../../testing/sample-campaigns.ts';
import { campaignEntries } from './campaign-entries.ts';
import { campaignLines, mayCode, minutesOf } from './home-lines.ts';

const now = Date.UTC(2026, 10, 20);
const none = { done: 0, held: 0, unsent: 0, conflicts: 0 };
const one = (id: string, change: Partial<CampaignSummary> = {}, deadline?: number) =>
  summaryOf(sampleCampaign(now, { id, title: id, ...(deadline !== undefined && { deadline }) }), now, change);

describe('the lines of the home screen', () => {
  test('begin with the batch whose deadline comes first, then what to settle, then what to send', () => {
    const lines = campaignLines({
      campaigns: [
        one('late', { nextBatch: 'b', nextItems: 50, mine: { ...none, unsent: 7, pace: 150 } }, now + 9e8),
        one('soon', { nextBatch: 'b', nextItems: 10, mine: { ...none, conflicts: 2 } }, now + 1e8),
      ],
    });
    expect(lines.map(({ kind, title }) => [kind, title])).toEqual([
      ['code', 'soon'],
      ['code', 'late'],
      ['settle', 'soon'],
      ['send', 'late'],
    ]);
    expect(lines[0]).not.toHaveProperty('minutes');
    expect(lines[1]).toMatchObject({ items: 50, minutes: 20 });
    expect(new Set(lines.map(({ id }) => id)).size).toBe(4);
  });

  test('say nothing of a campaign that is closed, of another person, or without a batch', () => {
    expect(mayCode(one('open', { nextBatch: 'b' }))).toBe(true);
    expect(mayCode(one('done'))).toBe(false);
    expect(mayCode(one('other', { nextBatch: 'b', roles: ['lead'] }))).toBe(false);
    expect(mayCode(summaryOf(sampleCampaign(now, { state: 'closed' }), now, { nextBatch: 'b' }))).toBe(false);
  });

  test('round a batch to minutes and never to none', () => {
    expect(minutesOf({ mine: { ...none, pace: 3600 }, nextItems: 1 })).toBe(1);
    expect(minutesOf({ mine: none, nextItems: 5 })).toBeUndefined();
  });
});

test('the palette offers to code only where a batch waits, and open campaigns first', () => {
  const closed = summaryOf(sampleCampaign(now, { id: 'closed', title: 'closed', state: 'closed' }), now);
  const entries = campaignEntries({ campaigns: [closed, one('open', { nextBatch: 'b' })] });
  expect(entries.map(({ kind, title }) => [kind, title])).toEqual([
    ['code', 'open'],
    ['look', 'open'],
    ['look', 'closed'],
  ]);
});
