import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SamplingDesign } from '../contract/annotation/campaigns.ts';
import { replay } from './replay.ts';
import { codeCategory, coarser, confidenceBands, crossed, monthCategory } from './strata.ts';
import { drawStratified } from './stratified.ts';

const names = ['a', 'b', 'c', 'd'];
const frame = fc.array(fc.nat(3), { minLength: 8, maxLength: 400 });
const allocation = fc.constantFrom('equal', 'proportional', 'square-root');

describe('stratified', () => {
  test('weights sum to the frame and to each stratum, no row twice, each in its stratum', () => {
    fc.assert(
      fc.property(frame, allocation, fc.nat(), (index, allocation, seed) => {
        const n = Math.max(8, Math.floor(index.length / 3));
        const { draws, design } = drawStratified({ names, index }, { n, seed, allocation });
        expect(draws).toHaveLength(n);
        expect(new Set(draws.map(({ row }) => row)).size).toBe(n);
        expect(draws.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(index.length, 8);
        for (const [stratum, { populationSize, sampled }] of design.strata.entries()) {
          const own = draws.filter((draw) => draw.stratum === stratum);
          expect(populationSize).toBe(index.filter((value) => value === stratum).length);
          expect(sampled).toBeLessThanOrEqual(populationSize);
          expect(own).toHaveLength(sampled);
          expect(own.every(({ row }) => index[row] === stratum)).toBe(true);
          expect(own.every((draw) => draw.inclusionProbability === sampled / populationSize)).toBe(true);
        }
      }),
      { seed: 4 },
    );
  });

  test('the same seed draws the same, another seed another, and the design draws it again', () => {
    const index = Array.from({ length: 200 }, (_, row) => row % 4);
    const draw = (seed: number) =>
      drawStratified(
        { names, index },
        { n: 40, seed, allocation: 'neyman', deviations: [0.1, 0.2, 0.3, 0.4] },
      );
    const { design, draws } = draw(1);
    expect(draw(1).draws).toEqual(draws);
    expect(draw(2).draws).not.toEqual(draws);
    expect(design.strata.map(({ sampled }) => sampled)).toEqual([4, 8, 12, 16]);
    expect(replay({ design, strata: { names, index } })).toEqual(draws);
    const facts = { id: 'logs', source: 'logs', readAt: 0, rows: 200, distinctTexts: 4 };
    expect(SamplingDesign.parse({ ...design, frame: facts }).strata).toEqual(design.strata);
    expect(() => replay({ design, strata: { names, index: index.map((value) => value % 3) } })).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ reason: 'sample-frame-changed' }) }),
    );
  });

  test('a row outside every stratum and a minimum that gives no variance are refused', () => {
    const options = { n: 4, seed: 1, allocation: 'equal' } as const;
    expect(() => drawStratified({ names, index: [0, 1, -1, 2] }, options)).toThrow('row 2 is in group -1');
    expect(() => drawStratified({ names, index: [0, 1] }, { ...options, minimum: 1 })).toThrow(RangeError);
  });
});

describe('strata', () => {
  test('sections by band of the confidence index: a value on a cut is above it, and no prediction is its own', () => {
    const codes = codeCategory([0, 1, 1, 2, -1], ['01.11Z', '10.11Z', '10.12Z']);
    const sections = coarser(codes, (code) => (code.startsWith('01') ? 'A' : 'C'));
    const bands = confidenceBands(
      [0.9, 0.9, 0.5, 1.00001, Number.NaN],
      [0.1, 0.2, 0.4, 0, Number.NaN],
      [0.8],
    );
    const { names, index } = crossed(sections, bands);
    expect(names).toEqual(['A × [0.8, 1]', 'C × [0, 0.8)', 'C × [0.8, 1]', '- × -']);
    expect([...Array.from(index)]).toEqual([0, 1, 1, 2, 3]);
  });

  test('months come in order', () => {
    const day = (text: string): number => Date.parse(text) / 86_400_000;
    const { names, index } = monthCategory([
      day('2024-03-31'),
      day('2023-12-01'),
      Number.NaN,
      day('2024-03-01'),
    ]);
    expect(names).toEqual(['2023-12', '2024-03', '-']);
    expect([...Array.from(index)]).toEqual([1, 0, 2, 1]);
  });
});
