import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Claim, Holder } from '../files/campaign-files.ts';
import { sampleCampaign } from '../files/testing/campaign-store.ts';
import { nextBatches, type BatchProgress, type BatchQuestion } from './next-batch.ts';

const holder = (name: string, rest: Partial<Holder> = {}): Holder => ({
  name,
  claimedAt: 0,
  expiresAt: 1000,
  done: false,
  ...rest,
});
const claim = (batch: string, ...holders: Holder[]): Claim => ({ batch, holders });
const batches: CampaignFile['batches'] = [
  { id: 'a', kind: 'single', items: 10, annotators: 1 },
  { id: 'b', kind: 'overlap', items: 10, annotators: 2 },
  { id: 'c', kind: 'calibration', items: 10, annotators: 3 },
];
const campaign = (rest: Partial<CampaignFile> = {}) => sampleCampaign('x', 1, 1, { batches, ...rest });
const asked = (rest: Partial<BatchQuestion> = {}, progress: Record<string, BatchProgress> = {}) =>
  nextBatches({
    campaign: campaign(),
    person: 'alice',
    now: 500,
    claims: [],
    progress: (batch) => progress[batch] ?? { decided: 0, begun: false },
    ...rest,
  }).map(({ batch, how }) => `${batch} ${how}`);

describe('which batch comes next', () => {
  test('calibration before all others, then the order of the campaign', () => {
    expect(asked()).toEqual(['c free', 'a free', 'b free']);
  });

  test('what is begun before what is new, by claim or by decisions', () => {
    expect(asked({ claims: [claim('b', holder('alice'))] })).toEqual(['c free', 'b begun', 'a free']);
    expect(asked({}, { b: { decided: 3, begun: true } })).toEqual(['c free', 'b begun', 'a free']);
  });

  test('what is done is left out; what was taken back in it brings it up again', () => {
    expect(asked({}, { c: { decided: 10, begun: true } })).toEqual(['a free', 'b free']);
    const claims = [claim('c', holder('alice', { done: true }))];
    expect(asked({ claims })).toEqual(['a free', 'b free']);
    expect(asked({ claims }, { c: { decided: 9, begun: true } })[0]).toBe('c begun');
  });

  test('only where there is room', () => {
    const claims = [
      claim('a', holder('bob')),
      claim('b', holder('bob'), holder('carol', { done: true })),
      claim('c', holder('bob'), holder('carol')),
    ];
    expect(asked({ claims })).toEqual(['c free']);
  });

  test('what somebody let lie may be taken where stealing is on, after what is free', () => {
    const claims = [claim('a', holder('bob', { expiresAt: 400 }))];
    expect(asked({ claims })).toEqual(['c free', 'b free', 'a expired']);
    expect(asked({ claims, campaign: campaign({ stealing: false }) })).toEqual(['c free', 'b free']);
    const done = [claim('a', holder('bob', { expiresAt: 400, done: true }))];
    expect(asked({ claims: done })).toEqual(['c free', 'b free']);
  });

  test('after the deadline only what is begun', () => {
    const late = { campaign: campaign({ deadline: 499 }), claims: [claim('a', holder('alice'))] };
    expect(asked(late)).toEqual(['a begun']);
  });

  test('assigned batches belong to whom the campaign says', () => {
    const assigned = batches.map((batch) => ({
      ...batch,
      assigned: batch.id === 'b' ? ['alice', 'bob'] : ['bob'],
    }));
    expect(asked({ campaign: campaign({ assignment: 'assigned', batches: assigned }) })).toEqual(['b free']);
  });

  test('people who each take the first that is left never exceed the number of a batch', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.constantFrom('alice', 'bob', 'carol', 'dave'), { maxLength: 30 }),
        (annotators, turns) => {
          const made = campaign({
            batches: annotators.map((number, index) => ({
              id: `b${index}`,
              kind: 'single',
              items: 1,
              annotators: number,
            })),
          });
          const held = new Map<string, Holder[]>();
          for (const person of turns) {
            const claims = [...held].map(([batch, holders]) => ({ batch, holders }));
            const [choice] = nextBatches({
              campaign: made,
              person,
              now: 500,
              claims,
              progress: () => ({ decided: 0, begun: false }),
            });
            if (!choice) continue;
            const others = (held.get(choice.batch) ?? []).filter(({ name }) => name !== person);
            held.set(choice.batch, [...others, holder(person, { done: true })]);
          }
          for (const [batch, holders] of held)
            expect(holders.length).toBeLessThanOrEqual(annotators[Number(batch.slice(1))] ?? 0);
        },
      ),
    );
  });
});
