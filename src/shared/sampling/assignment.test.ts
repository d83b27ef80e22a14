import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeBatches, type BatchOptions } from './assignment.ts';
import { assignBatches, itemOrder } from './holders.ts';

const named = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

const base: BatchOptions = {
  seed: 1,
  batchSize: 10,
  calibration: 5,
  overlapShare: 0.2,
  overlapAnnotators: 3,
  annotators: named('p', 4),
};

const plans = fc
  .record({
    items: fc.nat(150),
    controls: fc.nat(12),
    seed: fc.nat(),
    batchSize: fc.integer({ min: 4, max: 30 }),
    calibration: fc.nat(20),
    overlapShare: fc.double({ min: 0, max: 1, noNaN: true }),
    overlapAnnotators: fc.integer({ min: 1, max: 4 }),
    people: fc.integer({ min: 4, max: 9 }),
  })
  .filter(({ items, controls, calibration }) => items - calibration >= controls);

describe('batches', () => {
  test('every item is coded by as many as it should, and by nobody twice', () => {
    fc.assert(
      fc.property(plans, ({ items: count, controls: hidden, people, ...options }) => {
        const items = named('i', count);
        const controls = named('c', hidden);
        const annotators = named('p', people);
        const batches = makeBatches(items, { ...options, annotators, controls });
        const placed = batches.flatMap((batch) => batch.items);
        expect(placed.toSorted()).toEqual([...items, ...controls].sort());

        const holders = assignBatches(batches, annotators, options.seed);
        const left = count - Math.min(count, options.calibration);
        const expected = { calibration: people, overlap: options.overlapAnnotators, single: 1 };
        for (const [place, batch] of batches.entries()) {
          expect(batch.holders).toBe(expected[batch.kind]);
          expect(new Set(holders[place]).size).toBe(batch.holders);
          if (batch.kind !== 'calibration') expect(batch.items.length).toBeLessThanOrEqual(options.batchSize);
        }
        const inOverlap = batches.filter(({ kind }) => kind === 'overlap').flatMap((batch) => batch.items);
        const regular = inOverlap.filter((item) => item.startsWith('i'));
        expect(regular).toHaveLength(Math.round(left * options.overlapShare));
      }),
      { numRuns: 500, seed: 8 },
    );
  });

  test('controls are spread evenly and not always at the same place', () => {
    const batches = makeBatches(named('i', 205), { ...base, controls: named('c', 30) });
    const spread = batches.map(({ items }) => items.filter((item) => item.startsWith('c')).length);
    expect(batches[0]?.kind).toBe('calibration');
    expect(spread[0]).toBe(0);
    expect(Math.max(...spread.slice(1)) - Math.min(...spread.slice(1))).toBeLessThanOrEqual(1);
    expect(spread.reduce((sum, count) => sum + count, 0)).toBe(30);
    const places = batches.slice(1).map(({ items }) => items.findIndex((item) => item.startsWith('c')));
    expect(new Set(places).size).toBeGreaterThan(2);
  });

  test('the same seed makes the same batches, another seed others', () => {
    expect(makeBatches(named('i', 60), base)).toEqual(makeBatches(named('i', 60), base));
    expect(makeBatches(named('i', 60), base)).not.toEqual(makeBatches(named('i', 60), { ...base, seed: 2 }));
  });

  test('too few annotators and too many controls are failures that say so', () => {
    const failing = (options: Partial<BatchOptions>, reason: string): void => {
      expect(() => makeBatches(named('i', 20), { ...base, ...options })).toThrow(
        expect.objectContaining({ data: expect.objectContaining({ reason }) }),
      );
    };
    failing({ annotators: ['p', 'q'] }, 'too-few-annotators');
    failing({ annotators: ['p', 'q', 'p'] }, 'too-few-annotators');
    failing({ annotators: [] }, 'too-few-annotators');
    failing({ controls: named('c', 1000), batchSize: 2 }, 'too-many-controls');
    failing({ calibration: 20, controls: ['c'] }, 'too-many-controls');
    expect(() => makeBatches(['a', 'a'], base)).toThrow(RangeError);
  });
});

describe('holders', () => {
  test('work is shared evenly and every pair of annotators meets', () => {
    const annotators = named('p', 4);
    const options = { ...base, annotators, calibration: 0, overlapShare: 1, overlapAnnotators: 2 };
    const batches = makeBatches(named('i', 240), options);
    const holders = assignBatches(batches, annotators, 1);
    const load = annotators.map((name) => holders.filter((names) => names.includes(name)).length);
    expect(Math.max(...load) - Math.min(...load)).toBeLessThanOrEqual(1);
    expect(new Set(holders.map((names) => names.toSorted().join())).size).toBe(6);
  });

  test('more holders than annotators are refused', () => {
    expect(() => assignBatches([{ kind: 'overlap', items: ['a'], holders: 2 }], ['p'], 1)).toThrow(
      RangeError,
    );
  });

  test('each annotator has an order of their own, the same each time', () => {
    const items = named('i', 30);
    expect(itemOrder(items, 'p', 1)).toEqual(itemOrder(items, 'p', 1));
    expect(itemOrder(items, 'p', 1)).not.toEqual(itemOrder(items, 'q', 1));
    expect(itemOrder(items, 'p', 1).sort()).toEqual(items.toSorted());
  });
});
