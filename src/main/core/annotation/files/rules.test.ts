import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Claim } from './campaign-files.ts';
import { ended, joined, taken } from './claim-rules.ts';
import { dottedByForm, spelled, spellingOf, unspelled } from './code-spelling.ts';
import { partsOf } from './item-layout.ts';
import { faultIn, placeAt } from './json-places.ts';
import { withKeptFields } from './kept-fields.ts';
import { sampleCampaign, sampleItems } from './testing/campaign-store.ts';

const campaign = { stealing: true, claimHours: 1 };
const hour = 3_600_000;

describe('a claim', () => {
  const open: Claim = { batch: 'b', holders: [] };
  const take = (claim: Claim, person: string, now: number, rest = {}) =>
    taken(claim, { person, now, room: 1, campaign, ...rest });

  test('is renewed by who holds it, never shortened', () => {
    const held = take(open, 'alice', 0)!;
    expect(held.holders).toEqual([{ name: 'alice', claimedAt: 0, expiresAt: hour, done: false }]);
    expect(take(held, 'alice', 10)?.holders[0]?.expiresAt).toBe(hour + 10);
    expect(take(held, 'alice', -10)?.holders[0]?.expiresAt).toBe(hour);
  });

  test('that was let lie goes to another, unless stealing is off or it was finished', () => {
    const held = take(open, 'alice', 0)!;
    expect(take(held, 'bob', hour - 1)).toBeUndefined();
    expect(take(held, 'bob', hour)?.holders.map(({ name }) => name)).toEqual(['bob']);
    expect(take(held, 'bob', hour, { campaign: { ...campaign, stealing: false } })).toBeUndefined();
    expect(take(ended(held, 'alice', 'done'), 'bob', hour)).toBeUndefined();
  });

  test('that was finished stays so', () => {
    const done = ended(take(open, 'alice', 0)!, 'alice', 'done');
    expect(take(done, 'alice', hour)).toBe(done);
    expect(ended(done, 'alice', 'released')).toBe(done);
    expect(ended(done, 'bob', 'done')).toBe(done);
  });

  test('never has more holders than there is room, and nobody twice, whatever happens in whatever order', () => {
    const step = fc.record({
      person: fc.constantFrom('a', 'b', 'c', 'd'),
      does: fc.constantFrom('take', 'done', 'released'),
      wait: fc.integer({ min: 0, max: 2 * hour }),
    });
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 1, max: 3 }), (steps, room) => {
        let claim = open;
        let now = 0;
        for (const { person, does, wait } of steps) {
          now += wait;
          claim =
            does === 'take'
              ? (take(claim, person, now, { room }) ?? claim)
              : ended(claim, person, does as 'done' | 'released');
          const names = claim.holders.map(({ name }) => name);
          expect(names.length).toBeLessThanOrEqual(room);
          expect(new Set(names).size).toBe(names.length);
        }
      }),
    );
  });

  test('of an assigned batch is put together from the files of its people', () => {
    const of = (name: string) => take(open, name, 0)!;
    expect(joined([of('alice'), of('bob')])).toEqual([
      { batch: 'b', holders: [...of('alice').holders, ...of('bob').holders] },
    ]);
  });
});

describe('codes', () => {
  test.each([
    ['01', '01'],
    ['011', '01.1'],
    ['0112', '01.12'],
    ['0112Z', '01.12Z'],
    ['A', 'A'],
    ['XXXXX', 'XXXXX'],
  ])('%s is printed as %s', (bare, dots) => expect(dottedByForm(bare)).toBe(dots));

  test('come back as they were, whatever they look like', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[A-Z0-9.]{1,7}$/)), (codes) => {
        const spelling = spellingOf(codes);
        expect(codes.map((code) => unspelled(spelled(code, spelling), spelling))).toEqual(codes);
      }),
    );
  });
});

describe('places in JSON', () => {
  test('a fault is found where JSON.parse finds one, and only there', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (text, at, put) => {
        const cut = at % (text.length + 1);
        const edited = text.slice(0, cut) + put + text.slice(cut + 1);
        let isJson = true;
        try {
          JSON.parse(edited);
        } catch {
          isJson = false;
        }
        expect(faultIn(edited) === undefined).toBe(isJson);
      }),
    );
  });

  test.each([
    ['{"a": 1,\n  "b": tru}', { line: 2, column: 8 }],
    ['{"a": 1,\n  }', { line: 2, column: 3 }],
    ['[1, 2', { line: 1, column: 6 }],
    ['[1] x', { line: 1, column: 5 }],
    ['', { line: 1, column: 1 }],
    ['['.repeat(1_000_000), { line: 1, column: 1_000_001 }],
  ])('%# has its fault where it is', (text, place) => expect(faultIn(text)).toEqual(place));

  test('a value is found by its path, else what is nearest above it', () => {
    const text = '{\n  "a": [1,\n    {"b": 2}],\n  "c": 3\n}';
    expect(placeAt(text, ['a', 1, 'b'])).toEqual({ line: 3, column: 11 });
    expect(placeAt(text, ['a', 1, 'x'])).toEqual({ line: 3, column: 5 });
    expect(placeAt(text, ['x'])).toEqual({ line: 1, column: 1 });
  });
});

test('what is not known stays through a change, also in lists', () => {
  const raw = {
    a: 1,
    later: 2,
    list: [
      { id: 1, more: 1 },
      { id: 2, more: 2 },
    ],
    gone: 1,
  };
  const before = { a: 1, list: [{ id: 1 }, { id: 2 }], gone: 1 };
  expect(withKeptFields(raw, before, { a: 3, list: [{ id: 2 }, { id: 3 }], fresh: 1 })).toEqual({
    a: 3,
    later: 2,
    list: [{ id: 2, more: 2 }, { id: 3 }],
    fresh: 1,
  });
});

test('no batch is cut in two, every item is in one part, and the row groups add up', () => {
  const large = sampleCampaign('large', 700, 50);
  const items = sampleItems(large);
  const parts = partsOf(large, items.toReversed());
  expect(parts.flatMap(({ records }) => records)).toHaveLength(35_000);
  expect(parts.map(({ records }) => records.length)).toEqual([20_000, 15_000]);
  for (const { records, groups } of parts) {
    expect(groups.reduce((sum, rows) => sum + rows, 0)).toBe(records.length);
    let from = 0;
    const batches = groups.map(
      (rows) => new Set(records.slice(from, (from += rows)).map(({ batch }) => batch)),
    );
    expect(new Set(batches.flatMap((each) => [...each])).size).toBe(
      batches.reduce((n, each) => n + each.size, 0),
    );
  }
  expect(() => partsOf({ batches: [] }, items.slice(0, 1))).toThrow('which is not there');
});
