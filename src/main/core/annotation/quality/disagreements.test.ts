import { describe, expect, test } from 'vitest';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { AdjudicationRecord } from '../files/campaign-files.ts';
import { adjudicationOf } from './adjudicate.ts';
import { newestByItem, type Settled } from './adjudications.ts';
import { inForce } from './codings.ts';
import { disputesOf, withoutNames } from './disagreements.ts';
import { campaignOf, coded, said, table, tree } from './testing/small-campaign.ts';

const campaign = campaignOf({
  annotators: ['alice', 'bob'],
  leads: ['lea'],
  adjudicators: ['carol'],
  batches: [{ id: 'batch', kind: 'overlap', items: 9, annotators: 2 }],
});
const disputes = (decisions: readonly Decision[], settled: readonly Settled[] = [], person = 'carol') =>
  disputesOf({ campaign, held: inForce(decisions), settled: newestByItem(settled), table, person });
const record = (item: string, at: number, rest: Partial<AdjudicationRecord> = {}): AdjudicationRecord => ({
  id: `${item} ${at}`,
  item,
  code: '10.20A',
  status: 'done',
  reason: 'slip',
  comment: '',
  by: 'carol',
  at,
  machine: 'm',
  ...rest,
});

describe('the queue of adjudication', () => {
  test('holds what differs, what is flagged and what is delegated, and how near the codes are', () => {
    const found = disputes([
      ...coded({
        alice: ['10.20A', '10.20A', '10.20A', 'D', '10.20A', '10.20A'],
        bob: ['10.20A', '10.20B', 'U', '10.20A', '11.10Z', '10.20A'],
      }),
      said('alice', 'i009', '10.20A', { flagged: true }),
    ]);
    expect(found.map(({ item, because, commonLevel }) => [item, because, commonLevel])).toEqual([
      ['i001', 'differs', 4],
      ['i002', 'differs', 5],
      ['i003', 'delegated', 5],
      ['i004', 'differs', 1],
      ['i009', 'flagged', 5],
    ]);
  });

  test('hides names behind letters whose order tells nothing, the same each time', () => {
    const people = ['alice', 'bob', 'carla', 'dora'];
    const orders = Array.from({ length: 40 }, (_, place) => {
      const found = disputes(
        people.map((name, index) =>
          said(name, `i${place}`, index % 2 ? '10.20A' : '10.20B', { comment: name }),
        ),
      );
      const [dispute] = found;
      if (!dispute) throw new Error('No dispute');
      const hidden = withoutNames(dispute, 7);
      expect(hidden).toEqual(withoutNames(dispute, 7));
      expect(hidden.opinions.map(({ who }) => who)).toEqual(['A', 'B', 'C', 'D']);
      return hidden.opinions.map(({ comment }) => comment).join();
    });
    // 24 orders are possible.
    expect(new Set(orders).size).toBeGreaterThan(10);
  });

  test('does not show an item to somebody who may still have to code it', () => {
    const decisions = [said('alice', 'i', '10.20A', { flagged: true })];
    expect(disputes(decisions, [], 'bob')).toEqual([]);
    expect(disputes(decisions, [], 'carol')).toHaveLength(1);
    const both = [...decisions, said('bob', 'i', '10.20B')];
    expect(disputes(both, [], 'bob')).toHaveLength(1);
  });

  test('keeps what was settled, with the newest settlement, in whatever order they come', () => {
    const decisions = coded({ alice: ['10.20A'], bob: ['10.20B'] });
    const older = { record: record('i000', 1, { code: '10.20B' }), sent: true };
    const newer = { record: record('i000', 2), sent: false };
    for (const order of [
      [older, newer],
      [newer, older, older],
    ])
      expect(disputes(decisions, order)[0]?.settled).toEqual({
        code: '10.20A',
        status: 'done',
        reason: 'slip',
        comment: '',
        by: 'carol',
        at: 2,
        sent: false,
      });
    // Sent since: the same record, now on the server.
    expect(disputes(decisions, [newer, { ...newer, sent: true }])[0]?.settled?.sent).toBe(true);
  });
});

describe('a settlement', () => {
  const at = { profile: 'p', bucket: 'b', prefix: 'campaigns/small/' };
  const settlement = {
    at,
    item: 'i',
    status: 'done',
    code: '1020a',
    reason: 'slip',
    comment: 'clear',
  } as const;
  const made = (rest: object = {}, person = 'carol') =>
    adjudicationOf({ ...settlement, ...rest }, campaign, tree, { person, machine: 'm', now: 5 });

  test('has the code as the nomenclature prints it, who made it and when', () => {
    expect(made()).toMatchObject({ item: 'i', code: '10.20A', by: 'carol', at: 5, machine: 'm' });
    expect(made({}, 'lea').by).toBe('lea');
    expect(made({ status: 'unclassifiable', code: undefined })).not.toHaveProperty('code');
  });

  test.each([
    ['somebody who may not', {}, 'alice', 'not-adjudicator'],
    ['a code that is not there', { code: '99.99Z' }, 'carol', 'code-unknown'],
    ['a code of another level', { code: '10.20' }, 'carol', 'code-level'],
    ['no code', { code: undefined }, 'carol', 'code-missing'],
    ['a code for what is unclassifiable', { status: 'unclassifiable' }, 'carol', 'code-unwanted'],
    ['another delegation', { status: 'delegated', code: undefined }, 'carol', 'settled-delegated'],
  ])('by %s is refused', (_, rest, person, reason) => {
    expect(() => made(rest, person)).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ reason }) }),
    );
  });
});
