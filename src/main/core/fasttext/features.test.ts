import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readDictionary } from './dictionary.ts';
import { rowsOf } from './features.ts';
import { hashBytes, wordNgramBuckets } from './hash.ts';
import { readHeader } from './header.ts';
import { readKeptNgrams } from './kept-ngrams.ts';
import { openModelFile } from './model-file.ts';
import { modelBytes, writeModelFile, type ModelParts } from './testing/written-model.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-features-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function rows(text: string, parts: ModelParts = {}): number[] {
  const file = openModelFile(writeModelFile(folder, modelBytes(parts)));
  const header = readHeader(file);
  const dictionary = readDictionary(file, header);
  const found = rowsOf(text, header, dictionary, readKeptNgrams(file, header, dictionary.end));
  file.close();
  return found;
}

describe('Words', () => {
  test('that are known have their rows, and the end of the line has one', () => {
    expect(rows('pain beurre pain')).toEqual([1, 1, 0]);
  });

  test('are parted by every space that fastText knows, and by no other', () => {
    expect(rows('pain\tpain\u000bpain\u000cpain\rpain\u0000pain')).toEqual([1, 1, 1, 1, 1, 1, 0]);
    expect(rows('pain\u00a0pain')).toEqual([0]);
  });

  test('after an end of line of the text itself do not count', () => {
    expect(rows('pain </s> pain')).toEqual(rows('pain'));
  });

  test('that are labels, known or not, do not count', () => {
    expect(rows('__label__a pain __label__z')).toEqual([1, 0]);
  });

  test('of nothing but unknown ones have no row where no end of line is known', () => {
    expect(rows('beurre', { words: ['pain'] })).toEqual([]);
  });
});

describe('N-grams', () => {
  const buckets = 1_000_003;
  const bucketOf = (text: string) =>
    2 + ((hashBytes(Buffer.from(text), 0, Buffer.from(text).length) >>> 0) % buckets);
  const parts = { buckets, input: [], inputSizes: [0n, 0n] as const };

  test('of characters are counted in characters, not in bytes, and a bracket alone is none', () => {
    const expected = ['<é', 'é', 'éa', 'a', 'a>'].map(bucketOf);
    expect(rows('éa', { ...parts, longest: 2 })).toEqual([...expected, 0]);
  });

  test('of a known word come after its own row', () => {
    const [first, second] = rows('pain', { ...parts, longest: 2 });
    expect([first, second]).toEqual([1, bucketOf('<p')]);
  });

  test('of words reach over the end of the line and not beyond the length asked for', () => {
    expect(rows('pain pain pain', { ...parts, wordNgrams: 2 })).toHaveLength(4 + 3);
    expect(rows('pain pain pain', { ...parts, wordNgrams: 3 })).toHaveLength(4 + 3 + 2);
  });

  test('of words have the buckets that 64-bit arithmetic gives', () => {
    const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(
        fc.array(int32, { maxLength: 8 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 2 ** 31 - 1 }),
        (hashes, longest, divisor) => {
          const expected: number[] = [];
          for (let first = 0; first < hashes.length; first += 1) {
            let hash = BigInt.asUintN(64, BigInt(hashes[first] ?? 0));
            for (const next of hashes.slice(first + 1, first + longest)) {
              hash = BigInt.asUintN(64, hash * 116_049_371n + BigInt(next));
              expected.push(Number(hash % BigInt(divisor)));
            }
          }
          const found: number[] = [];
          wordNgramBuckets(hashes, longest, divisor, (bucket) => found.push(bucket));
          expect(found).toEqual(expected);
        },
      ),
    );
  });

  test('have the hashes of FNV-1a for letters, and fastText’s own for what is beyond them', () => {
    expect(hashBytes(Buffer.from('a'), 0, 1) >>> 0).toBe(0xe40c292c);
    expect(hashBytes(Buffer.from('foobar'), 0, 6) >>> 0).toBe(0xbf9cf968);
    expect(hashBytes(Buffer.from([0xff]), 0, 1) >>> 0).toBe(
      Number(BigInt.asUintN(32, BigInt((0x811c9dc5 ^ 0xffffffff) >>> 0) * 16_777_619n)),
    );
  });
});
