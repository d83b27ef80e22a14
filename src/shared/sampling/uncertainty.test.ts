import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SamplingDesign } from '../contract/annotation/campaigns.ts';
import { excludedByGold, leaks, textKeys } from './leaks.ts';
import { drawSimpleRandom } from './simple-random.ts';
import { drawUncertain } from './uncertainty.ts';

const probability = fc.integer({ min: 0, max: 100 }).map((value) => value / 100);
const frames = fc
  .array(fc.tuple(probability, probability, fc.integer({ min: -1, max: 6 }), fc.nat(40)), {
    minLength: 20,
    maxLength: 200,
  })
  .map((rows) => ({
    size: rows.length,
    p1: rows.map(([one, other, code]) => (code < 0 ? Number.NaN : Math.max(one, other))),
    p2: rows.map(([one, other, code]) => (code < 0 ? Number.NaN : Math.min(one, other))),
    code: rows.map(([, , code]) => code),
    text: rows.map(([, , , text]) => text),
  }));

describe('uncertain rows', () => {
  test('the two doubts are apart, smallest margin first in each division', () => {
    const frame = {
      size: 8,
      p1: [0.99, 0.9, 0.95, 0.1, 0.2, 0.3, 0.95, Number.NaN],
      p2: [0.98, 0.6, 0.93, 0.1, 0.1, 0.1, 0.05, Number.NaN],
      code: [0, 0, 0, 1, 1, 1, 2, -1],
    };
    const shares = { margin: 1, random: 0, rare: 0 };
    const { draws, design } = drawUncertain(frame, { n: 4, seed: 1, shares });
    expect(draws.map(({ row, queue }) => [row, queue])).toEqual([
      [0, 'several-likely'],
      [2, 'several-likely'],
      [3, 'none-likely'],
      [4, 'none-likely'],
    ]);
    expect(design.strata.slice(0, 2).map(({ populationSize }) => populationSize)).toEqual([3, 3]);
  });

  test('divisions take turns', () => {
    const size = 30;
    const frame = {
      size,
      p1: Array.from({ length: size }, (_, row) => 0.01 * row),
      p2: Array.from({ length: size }, () => 0),
      code: Array.from({ length: size }, (_, row) => (row < 20 ? 0 : row < 28 ? 1 : 2)),
    };
    const shares = { margin: 1, random: 0, rare: 0 };
    const rows = (divisionOf?: number[]): number[] =>
      drawUncertain(frame, { n: 6, seed: 1, shares, ...(divisionOf && { divisionOf }) }).draws.map(
        ({ row }) => row,
      );
    expect(rows()).toEqual([0, 20, 28, 1, 21, 29]);
    expect(rows([0, 0, 1])).toEqual([0, 28, 1, 29, 2, 3]);
  });

  test('rare codes come first: by the training set where it is known', () => {
    const frame = {
      size: 9,
      p1: Array.from({ length: 9 }, () => 0.9),
      p2: Array.from({ length: 9 }, () => 0),
      code: [0, 0, 0, 0, 0, 1, 1, 1, 2],
    };
    const shares = { margin: 0, random: 0, rare: 1 };
    const codes = (trainingCounts?: number[]): (number | undefined)[] =>
      drawUncertain(frame, { n: 2, seed: 1, shares, ...(trainingCounts && { trainingCounts }) }).draws.map(
        ({ row }) => frame.code[row],
      );
    expect(codes()).toEqual([2, 1]);
    expect(codes([0, 5, 9])).toEqual([0, 1]);
  });

  test('diverse rows go round the predicted codes', () => {
    const code = Array.from({ length: 40 }, (_, row) => (row < 34 ? 0 : row - 33));
    const frame = { size: 40, p1: code.map(() => 0.9), p2: code.map(() => 0), code };
    const shares = { margin: 0, random: 0, rare: 0, diverse: 2 };
    const { draws, design } = drawUncertain(frame, { n: 7, seed: 3, shares });
    expect(new Set(draws.map(({ row }) => code[row])).size).toBe(7);
    expect(design.shares).toEqual({ margin: 0, random: 0, rare: 0, diverse: 1 });
  });

  test('no row twice, no text too often, no weight, and as many as the texts allow', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 3 }), fc.nat(), (frame, perText, seed) => {
        const n = Math.ceil(frame.size / 2);
        const { draws, design } = drawUncertain(frame, { n, seed, perText });
        expect(new Set(draws.map(({ row }) => row)).size).toBe(draws.length);
        const ofText = new Map<number, number>();
        for (const text of frame.text) ofText.set(text, Math.min(perText, (ofText.get(text) ?? 0) + 1));
        expect(draws).toHaveLength(
          Math.min(
            n,
            [...ofText.values()].reduce((sum, count) => sum + count, 0),
          ),
        );
        const drawn = Map.groupBy(draws, ({ row }) => frame.text[row]);
        expect([...drawn.values()].every((rows) => rows.length <= perText)).toBe(true);
        expect(draws.every((draw) => !('weight' in draw) && !('inclusionProbability' in draw))).toBe(true);
        expect(design.probability).toBe(false);
        expect(design.strata.reduce((sum, { sampled }) => sum + sampled, 0)).toBe(draws.length);
        expect(drawUncertain(frame, { n, seed, perText }).draws).toEqual(draws);
      }),
      { seed: 6 },
    );
  });

  test('another seed picks other rows, and a campaign can hold the design', () => {
    const size = 200;
    const frame = {
      size,
      p1: Array.from({ length: size }, () => 0.3),
      p2: Array.from({ length: size }, () => 0.3),
      code: Array.from({ length: size }, (_, row) => row % 5),
    };
    const pick = (seed: number) => drawUncertain(frame, { n: 20, seed });
    expect(pick(1).draws).not.toEqual(pick(2).draws);
    const facts = { id: 'logs', source: 'logs', readAt: 0, rows: size, distinctTexts: size };
    expect(SamplingDesign.parse({ ...pick(1).design, frame: facts })).toMatchObject({
      probability: false,
      shares: { margin: 0.6, random: 0.2, rare: 0.2 },
    });
  });
});

describe('gold and training', () => {
  test('share no text', () => {
    fc.assert(
      fc.property(frames, fc.nat(), (frame, seed) => {
        const gold = drawSimpleRandom(frame, { n: 5, seed }).draws.map(({ row }) => row);
        const excluded = excludedByGold(frame.text, gold);
        const training = drawUncertain(frame, { n: 15, seed, excluded }).draws.map(({ row }) => row);
        const textOf = (row: number): string => `Texte ${frame.text[row]}`;
        expect(training.filter((row) => gold.includes(row))).toEqual([]);
        expect(leaks(textKeys(gold.map(textOf)), training.map(textOf))).toEqual([]);
      }),
      { seed: 7 },
    );
  });

  test('a leak is found by what the text says, not by how it is written', () => {
    const gold = textKeys(['Coiffure à domicile', '…']);
    expect(leaks(gold, ['Boulangerie', 'COIFFURE A DOMICILE.', '!', 'coiffure, à domicile'])).toEqual([1, 3]);
  });
});
