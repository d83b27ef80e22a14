import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SamplingDesign } from '../contract/annotation/campaigns.ts';
import { drawSimpleRandom } from './simple-random.ts';
import { replay } from './replay.ts';

const rowsDrawn = (size: number, n: number, seed: number): number[] =>
  drawSimpleRandom({ size }, { n, seed }).draws.map(({ row }) => row);

describe('rows', () => {
  test('the same seed draws the same rows, another seed others', () => {
    expect(rowsDrawn(1000, 50, 7)).toEqual(rowsDrawn(1000, 50, 7));
    expect(rowsDrawn(1000, 50, 7)).not.toEqual(rowsDrawn(1000, 50, 8));
    expect(rowsDrawn(20, 5, 1)).toEqual([1, 3, 4, 13, 17]);
  });

  test('no row comes twice and the weights sum to the frame', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 400 }),
        fc.nat(),
        (a, b, seed) => {
          const [n, size] = [Math.min(a, b), Math.max(a, b)];
          const { draws } = drawSimpleRandom({ size }, { n, seed });
          expect(new Set(draws.map(({ row }) => row)).size).toBe(n);
          expect(draws.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(size, 8);
          for (const { inclusionProbability, weight } of draws) {
            expect(inclusionProbability * weight).toBeCloseTo(1, 12);
          }
        },
      ),
      { seed: 2 },
    );
  });

  test('every row is as likely as any other: chi-square over 4,000 seeds', () => {
    const [size, n, seeds] = [40, 10, 4000];
    const hits = new Float64Array(size);
    const pairs = new Float64Array(size * size);
    for (let seed = 0; seed < seeds; seed++) {
      const rows = rowsDrawn(size, n, seed);
      for (const row of rows) {
        hits[row] = (hits[row] ?? 0) + 1;
        for (const other of rows)
          if (other > row) pairs[row * size + other] = (pairs[row * size + other] ?? 0) + 1;
      }
    }
    const expected = (seeds * n) / size;
    // Rows of one sample shut each other out, which shrinks the statistic by (size - n) / (size - 1).
    const statistic = hits.reduce((sum, hit) => sum + (hit - expected) ** 2 / expected, 0);
    const scaled = (statistic * (size - 1)) / (size - n);
    // 0.001 and 0.999 quantiles of chi-square with 39 degrees of freedom.
    expect(scaled).toBeGreaterThan(16.27);
    expect(scaled).toBeLessThan(72.05);
    const expectedPairs = (seeds * n * (n - 1)) / (size * (size - 1));
    const deviations: number[] = [];
    for (let one = 0; one < size; one++) {
      for (let other = one + 1; other < size; other++) {
        deviations.push(
          Math.abs((pairs[one * size + other] ?? 0) - expectedPairs) / Math.sqrt(expectedPairs),
        );
      }
    }
    expect(Math.max(...deviations)).toBeLessThan(4.5);
  });

  test.each([0, 11, 2.5])('%s of 10 cannot be drawn', (n) => {
    expect(() => drawSimpleRandom({ size: 10 }, { n, seed: 1 })).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ reason: 'sample-size' }) }),
    );
  });
});

describe('distinct texts', () => {
  // Text 3 has no row: an index need not be dense.
  const text = [0, 1, 0, 2, 0, 1, 4, 0];
  const frame = { size: text.length, text };

  test('no text comes twice, and each row has the probability that the draws show', () => {
    const seeds = 20_000;
    const hits = new Float64Array(text.length);
    let weights = 0;
    const stated = new Map<number, number>();
    for (let seed = 0; seed < seeds; seed++) {
      const { draws } = drawSimpleRandom(frame, { n: 2, seed, unit: 'text' });
      expect(new Set(draws.map(({ row }) => text[row])).size).toBe(2);
      for (const { row, weight, inclusionProbability } of draws) {
        hits[row] = (hits[row] ?? 0) + 1;
        weights += weight;
        stated.set(row, inclusionProbability);
      }
    }
    expect(stated.get(0)).toBe(2 / 4 / 4);
    expect(stated.get(6)).toBe(2 / 4);
    for (const [row, hit] of hits.entries()) expect(hit / seeds).toBeCloseTo(stated.get(row) ?? 0, 1.7);
    expect(weights / seeds / text.length).toBeCloseTo(1, 1.7);
  });

  test('the design counts texts', () => {
    const { design, draws } = drawSimpleRandom(frame, { n: 4, seed: 1, unit: 'text' });
    expect(design).toMatchObject({
      deduplicated: true,
      rows: 8,
      strata: [{ populationSize: 4, sampled: 4 }],
    });
    expect(draws.map(({ multiplicity }) => multiplicity)).toEqual([4, 2, 1, 1]);
    expect(draws.reduce((sum, { weight }) => sum + weight, 0)).toBe(8);
  });

  test('a frame without texts is refused', () => {
    expect(() => drawSimpleRandom({ size: 8 }, { n: 1, seed: 1, unit: 'text' })).toThrow(RangeError);
  });

  test('the stored design draws the same again, and refuses another frame', () => {
    const { design, draws } = drawSimpleRandom(frame, { n: 3, seed: 9, unit: 'text' });
    const stored = JSON.parse(JSON.stringify(design)) as typeof design;
    expect(replay({ design: stored, frame })).toEqual(draws);
    for (const other of [
      { size: 9, text: [...text, 0] },
      { size: 8, text: [0, 1, 0, 2, 0, 1, 4, 5] },
    ]) {
      expect(() => replay({ design, frame: other })).toThrow(
        expect.objectContaining({ data: expect.objectContaining({ reason: 'sample-frame-changed' }) }),
      );
    }
  });

  test('the design is one that a campaign can hold', () => {
    const { design } = drawSimpleRandom(frame, { n: 3, seed: 9, unit: 'text' });
    const facts = { id: 'logs', source: 'logs', readAt: 0, rows: 8, distinctTexts: 4 };
    expect(SamplingDesign.parse({ ...design, frame: facts })).toMatchObject({
      sampled: 3,
      probability: true,
    });
  });
});
