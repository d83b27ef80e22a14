import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import { createEvidence } from './evidence.ts';
import { allFigures, pageOf, type KnownFigures } from './figures.ts';
import type { Figures } from './quality-messages.ts';
import { codes, coded, itemName, itemOf, said, settingOf } from './testing/small-campaign.ts';

/** All figures over parts, each a list of decisions. */
async function figuresOf(parts: readonly (readonly Decision[])[], own: readonly Decision[] = []) {
  const evidence = createEvidence();
  evidence.set(settingOf());
  evidence.addItems(Array.from({ length: 12 }, (_, place) => itemOf(place, '10.20A', { weight: 1 })));
  for (const [place, rows] of parts.entries()) evidence.addDecisions(`part ${place}`, rows);
  evidence.setOwn({ decisions: own.map((one) => JSON.stringify(one)), adjudications: [] });
  const view = evidence.view();
  let all: Figures = {};
  for await (const { figures } of allFigures(view, async () => {})) all = { ...all, ...figures };
  const page = pageOf(view, { settled: undefined, showNames: false, from: 0, count: 100 });
  return { all, page };
}

describe('the figures of a campaign', () => {
  test('do not depend on how decisions lie in files, in which order these are read, or on what is there twice', async () => {
    const cell = fc.constantFrom(...codes.slice(0, 3), 'U', 'S', '');
    const row = fc.array(cell, { minLength: 10, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        row,
        row,
        row,
        fc.array(fc.nat(3), { minLength: 36, maxLength: 36 }),
        async (a, b, c, places) => {
          const all = coded({ a, b, c });
          const parts = [0, 1, 2, 3].map((part) => all.filter((_, index) => places[index] === part));
          const plain = await figuresOf([all]);
          expect(await figuresOf(parts.toReversed())).toEqual(plain);
          // The last one was sent just now and is still in the journal as well.
          expect(await figuresOf([...parts, all.slice(3)], all.slice(-1))).toEqual(plain);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('take a decision of the journal that is not sent yet, and let a part go that is no longer there', () => {
    const evidence = createEvidence();
    evidence.set(settingOf());
    evidence.addDecisions('one', coded({ alice: ['10.20A'] }));
    evidence.addDecisions('two', coded({ bob: ['10.20A'] }));
    evidence.setOwn({
      decisions: [JSON.stringify(said('carol', 'i000', '10.20B')), '{ damaged'],
      adjudications: [],
    });
    expect([...evidence.view().held.keys()]).toEqual(['alice', 'bob', 'carol']);
    evidence.keepParts(['two']);
    expect([...evidence.view().held.keys()]).toEqual(['bob', 'carol']);
  });

  test('name a file with codes of another nomenclature, which count as missing', () => {
    const evidence = createEvidence();
    evidence.set(settingOf());
    evidence.addDecisions('sound', coded({ alice: ['10.20A'] }));
    evidence.addDecisions('foreign', coded({ bob: ['56.11J', '10.20A'] }));
    expect(evidence.foreignCodes()).toEqual([
      {
        file: 'foreign',
        problem: expect.objectContaining({
          reason: 'part-foreign-codes',
          values: { name: 'foreign', code: '56.11J', codes: 2, nomenclature: 'small' },
        }),
      },
    ]);
  });

  test('come with their values at once and with their intervals after', async () => {
    const evidence = createEvidence();
    evidence.set(settingOf());
    const row = Array.from({ length: 12 }, (_, place) => codes[place % 3] ?? '');
    evidence.addDecisions('one', coded({ alice: row, bob: row.toReversed() }));
    const seen: (number | undefined)[] = [];
    const shares: number[] = [];
    for await (const { figures, share } of allFigures(evidence.view(), async () => {})) {
      seen.push(figures.agreement?.filter(({ low }) => low !== undefined).length);
      shares.push(share);
    }
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBeGreaterThan(0);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    expect(shares.at(-1)).toBeCloseTo(1, 12);
  });

  test('are not computed again for codings that did not change', async () => {
    const evidence = createEvidence();
    evidence.set(settingOf());
    const row = Array.from({ length: 12 }, (_, place) => codes[place % 3] ?? '');
    evidence.addDecisions('one', coded({ alice: row, bob: row.toReversed() }));
    const known: KnownFigures = new Map();
    const withIntervals = async () => {
      const counts: number[] = [];
      for await (const { figures } of allFigures(evidence.view(), async () => {}, known))
        counts.push(figures.agreement?.filter(({ low }) => low !== undefined).length ?? 0);
      return counts;
    };
    const first = await withIntervals();
    // Settled meanwhile: no coding is another.
    const settled = {
      status: 'unclassifiable',
      reason: 'slip',
      comment: '',
      by: 'a',
      at: 1,
      machine: 'm',
    } as const;
    evidence.addAdjudications('two', [{ id: 'r', item: itemName(0), ...settled }]);
    expect((await withIntervals())[0]).toBe(first.at(-1));
    const keys = [...known.keys()];
    evidence.addDecisions('three', coded({ alice: ['', '', '', '', '', '', '', '', '', '', '', '', 'U'] }));
    evidence.addDecisions('three', coded({ bob: ['', '', '', '', '', '', '', '', '', '', '', '', 'U'] }));
    expect((await withIntervals())[0]).toBeLessThan(first.at(-1) ?? 0);
    expect([...known.keys()]).not.toEqual(keys);
  });

  test('of the queue come page by page, open ones first', () => {
    const evidence = createEvidence();
    evidence.set(settingOf());
    evidence.addDecisions('one', coded({ a: codes.slice(0, 4), b: codes.slice(1, 5) }));
    const record = {
      id: 'r',
      item: itemName(0),
      status: 'unclassifiable',
      reason: 'slip',
      comment: '',
      by: 'a',
      at: 1,
      machine: 'm',
    } as const;
    evidence.addAdjudications('two', [record]);
    const page = (settled: boolean | undefined, from = 0, count = 2) =>
      pageOf(evidence.view(), { settled, showNames: true, from, count });
    expect(page(undefined)).toMatchObject({
      total: 4,
      open: 3,
      disputes: [{ item: 'i001' }, { item: 'i002' }],
    });
    expect(page(undefined, 2)).toMatchObject({ disputes: [{ item: 'i003' }, { item: 'i000' }] });
    expect(page(true)).toMatchObject({
      total: 1,
      open: 3,
      disputes: [{ item: 'i000', settled: { sent: true } }],
    });
    expect(page(false, 2)).toMatchObject({ total: 3, disputes: [{ item: 'i003' }] });
  });
});
