import { expect, test } from 'vitest';
import { sampleReading } from '../../../testing/sample-campaigns.ts';
import { emptyDraft, withFile, withReading, withRole, type PlanDraft } from './draft.ts';
import { draftsIn, textOf } from './kept-drafts.ts';

const object = { kind: 'object', profile: 'ssp', bucket: 'alice', key: 'texts.csv' } as const;
const typed: PlanDraft = {
  ...emptyDraft('alice', 'SSP Cloud / alice'),
  title: 'Half a thought',
  size: undefined,
  shares: { margin: 70, random: undefined, rare: 30 },
  meanings: { cj: { 1000: { fr: 'Entrepreneur individuel' } } },
  apart: { 'ssp\nalice\ncampaigns/gold/': false },
};
const read = withRole(withReading(withFile(typed, object), sampleReading), 'cj', { role: 'ignored' });

test('all that was typed survives, and the object of which is read anew', () => {
  const { reading: _reading, ...rest } = read;
  const again = draftsIn(textOf({ here: read })).here;
  expect(again).toEqual({ ...rest, reading: undefined });
  const columns = again && withReading(again, sampleReading).reading?.columns;
  expect(columns?.find(({ name }) => name === 'cj')?.role).toBe('ignored');
});

test('a file of this laptop does not: it is to be chosen again', () => {
  const sent = withFile(typed, { kind: 'sent', id: 'x', name: 'x.csv' });
  expect(draftsIn(textOf({ here: sent })).here).toEqual({ ...typed, file: undefined });
});

test('what is not a draft is left out, and what is stays', () => {
  const whole = JSON.parse(textOf({ here: typed })) as Record<string, unknown>;
  expect(Object.keys(draftsIn(JSON.stringify({ ...whole, there: { title: 1 } })))).toEqual(['here']);
  expect([draftsIn(null), draftsIn('{'), draftsIn('[]')]).toEqual([{}, {}, {}]);
});
