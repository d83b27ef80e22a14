import { describe, expect, test } from 'vitest';
import { confusionsOf } from './confusions.ts';
import { createCodings, inForce } from './codings.ts';
import { progressOf } from './progress.ts';
import { campaignOf, coded, itemName, said, table } from './testing/small-campaign.ts';

const campaign = campaignOf({ annotators: ['alice', 'bob'] });
const known = new Map(Array.from({ length: 6 }, (_, place) => [itemName(place), '10.20A']));

describe('progress', () => {
  test('counts what is in force, the pace from active time, and the days', () => {
    const day = Date.UTC(2026, 2, 1);
    const decisions = [
      said('alice', 'a', '10.20A', { leadTime: 10_000, decidedAt: day, difficulty: 2 }),
      said('alice', 'b', 'U', { leadTime: 20_000, decidedAt: day + 1, flagged: true }),
      said('alice', 'c', 'S', { leadTime: 60_000, decidedAt: day + 86_400_000 }),
      said('alice', 'd', 'D', { leadTime: 0, decidedAt: day + 86_400_000 }),
    ];
    const claims = [
      {
        batch: 'b1',
        holders: [
          { name: 'alice', claimedAt: 0, expiresAt: 9, done: false },
          { name: 'bob', claimedAt: 0, expiresAt: 8, done: true },
        ],
      },
    ];
    const progress = progressOf({ campaign, held: inForce(decisions), table, controls: new Map(), claims });
    expect(progress).toMatchObject({
      items: 10,
      codings: 4,
      codingsWanted: 10,
      byStatus: { done: 1, unclassifiable: 1, skipped: 1, delegated: 1 },
      days: [
        { day: '2026-03-01', codings: 2 },
        { day: '2026-03-02', codings: 2 },
      ],
      difficulty: [0, 0, 1, 0, 0, 0],
    });
    // Three items in 90 s; an item without active time tells nothing of the pace.
    expect(progress.people[0]).toMatchObject({
      name: 'alice',
      flagged: 1,
      pace: 120,
      medianSeconds: 20,
      lastAt: day + 86_400_000,
      held: [{ batch: 'b1', until: 9 }],
    });
    expect(progress.people[1]).toEqual({
      name: 'bob',
      done: 0,
      skipped: 0,
      delegated: 0,
      unclassifiable: 0,
      flagged: 0,
      held: [],
    });
  });

  test('tells of hidden items from the fifth on', () => {
    const row = ['10.20A', '10.20A', '10.20A', '10.20B', '10.20A', 'S'];
    const peopleOf = (count: number) =>
      progressOf({
        campaign,
        held: inForce(coded({ alice: row.slice(0, count) })),
        table,
        controls: known,
        claims: [],
      }).people[0]?.controls;
    expect(peopleOf(4)).toBeUndefined();
    expect(peopleOf(5)).toMatchObject({ right: 4, of: 5 });
    // What was skipped is neither right nor wrong.
    expect(peopleOf(6)).toMatchObject({ right: 4, of: 5 });
  });
});

test('codes that are taken for each other are counted by pairs of codings, whichever came first', () => {
  const decisions = coded({
    a: ['10.20A', '10.20B', '10.20A', 'U'],
    b: ['10.20B', '10.20A', '10.20A', '10.11Z'],
    c: ['10.20B', '', '', ''],
  });
  const codings = createCodings(inForce(decisions), table);
  expect(confusionsOf(codings, table, new Set())).toEqual([{ one: '10.20A', other: '10.20B', count: 3 }]);
  expect(confusionsOf(codings, table, new Set(['i000']))).toEqual([
    { one: '10.20A', other: '10.20B', count: 1 },
  ]);
});
