import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleCampaign, sampleDecision, sampleItems } from '../files/testing/campaign-store.ts';
import { shownBatch } from './shown.ts';

const campaign = sampleCampaign('x', 1, 6);
const items = sampleItems(campaign);
const kept = { batch: 'single-0000', items, renewedAt: 0, state: 'held' as const };
const remembered = new Map(
  items.map(({ id }) => [
    id,
    {
      suggestions: [{ rank: 1, code: '01.13Z', probability: 0.5 }],
      model: 'served',
      from: 'served' as const,
    },
  ]),
);

test('whatever was decided or revealed, a suggestion is shown only where mode and moment allow it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('blind', 'reveal', 'assisted'),
      fc.array(fc.constantFrom('open', 'in-force'), { minLength: 6, maxLength: 6 }),
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      (mode, kinds, revealed) => {
        const index = (item: string) => Number(item.at(-1));
        const work = shownBatch({
          campaign: { ...campaign, mode },
          kept,
          person: 'alice',
          remembered,
          book: {
            // A part of another program may hold suggestions whatever the mode was.
            standing: (item) =>
              kinds[index(item)] === 'open'
                ? { kind: 'open', heads: [] }
                : {
                    kind: 'in-force',
                    heads: [],
                    decision: sampleDecision(items[index(item)] ?? expect.fail(), { mode }),
                  },
            firstCode: (item) => (revealed[index(item)] ? '47.22Z' : undefined),
          },
        });
        for (const item of work.items) {
          const allowed =
            mode === 'assisted' || (mode === 'reveal' && (revealed.at(index(item.id)) ?? false));
          const shown = JSON.stringify([item, work.decisions[item.id]]);
          expect(/"rank"|"probability"|"confidenceIndex"|"modelVersion"/.test(shown)).toBe(allowed);
        }
      },
    ),
  );
});

test('a known code is shown only where it is recoded from', () => {
  const given = {
    kept,
    person: 'alice',
    remembered,
    book: { standing: () => ({ kind: 'open' as const, heads: [] }), firstCode: () => undefined },
  };
  expect(shownBatch({ ...given, campaign }).items.every(({ knownCode }) => knownCode === undefined)).toBe(
    true,
  );
  const recoding = { ...campaign, recoding: { from: 'naf-rev2', field: 'apet' } };
  expect(shownBatch({ ...given, campaign: recoding }).items[0]?.knownCode).toBe('01.11Z');
});
