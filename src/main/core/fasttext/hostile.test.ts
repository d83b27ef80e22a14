import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isFailure } from '../../../shared/contract/errors.ts';
import { openFastText } from './fasttext-model.ts';
import { modelBytes, writeModelFile, type ModelParts } from './testing/written-model.ts';

const models = path.join(import.meta.dirname, 'testing/models');
const question = { k: 5, threshold: 0 };
let folder = '';
beforeAll(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-fasttext-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens, asks, closes. */
async function tryFile(file: string): Promise<unknown> {
  const model = await openFastText(file);
  try {
    return model.predict('pain pains', question);
  } finally {
    model.close();
  }
}

const tryParts = (parts: ModelParts) => tryFile(writeModelFile(folder, modelBytes(parts)));

test('the written model is a right one', async () => {
  expect(await tryParts({})).toHaveLength(2);
  expect(await tryParts({ longest: 2, buckets: 3, wordNgrams: 2 })).toHaveLength(2);
});

describe('A model that lies is refused, with its name and the cause', () => {
  const lies: [string, ModelParts, { code?: string; reason: string }][] = [
    ['another magic number', { magic: 793_712_315 }, { reason: 'fasttext-not-a-model' }],
    ['a later version', { version: 13 }, { code: 'unsupported', reason: 'fasttext-version' }],
    ['word vectors', { kind: 2 }, { code: 'unsupported', reason: 'fasttext-unsupervised' }],
    ['an unknown loss', { loss: 9 }, { reason: 'fasttext-damaged' }],
    ['no dimension', { dimension: 0, input: [], output: [] }, { reason: 'fasttext-damaged' }],
    ['a billion dimensions', { dimension: 1e9, input: [], output: [] }, { reason: 'fasttext-damaged' }],
    ['a negative number of buckets', { buckets: -1, input: [1] }, { reason: 'fasttext-damaged' }],
    ['n-grams without buckets', { longest: 3 }, { reason: 'fasttext-damaged' }],
    ['n-grams of a billion words', { wordNgrams: 1e9, buckets: 1 }, { reason: 'fasttext-damaged' }],
    ['another number of entries', { size: 5 }, { reason: 'fasttext-damaged' }],
    ['no label', { labels: [] }, { reason: 'fasttext-damaged' }],
    ['pruned, not quantised', { kept: 0n }, { reason: 'fasttext-damaged' }],
    ['as many kept n-grams as fit into 64 bits', { kept: 2n ** 62n }, { reason: 'fasttext-cut' }],
    ['a matrix of an unknown kind', { quantised: 7 }, { reason: 'fasttext-damaged' }],
    ['a matrix that says it is quantised', { quantised: 1 }, { reason: 'fasttext-damaged' }],
    ['too many rows for the file', { inputSizes: [2n ** 40n, 1n] }, { reason: 'fasttext-cut' }],
    ['too few rows for the words', { inputSizes: [1n, 1n] }, { reason: 'fasttext-damaged' }],
    ['a negative number of rows', { inputSizes: [-2n, 1n] }, { reason: 'fasttext-damaged' }],
    ['columns that are not the dimension', { inputSizes: [1n, 2n] }, { reason: 'fasttext-damaged' }],
    [
      'more label rows than labels',
      { outputSizes: [3n, 1n], output: [1, 1, 1] },
      { reason: 'fasttext-damaged' },
    ],
    ['label rows that are not there', { outputSizes: [2n ** 60n, 1n] }, { reason: 'fasttext-cut' }],
    ['weights that are no numbers', { input: [Number.NaN, 1] }, { reason: 'fasttext-not-a-number' }],
    ['label weights that are no numbers', { output: [Number.NaN, 1] }, { reason: 'fasttext-not-a-number' }],
    ['endless weights', { output: [Number.POSITIVE_INFINITY, 1] }, { reason: 'fasttext-not-a-number' }],
    ['a negative count', { loss: 1, counts: [-1n, 1n] }, { reason: 'fasttext-damaged' }],
    ['counts that no corpus has', { loss: 1, counts: [2n ** 60n, 1n] }, { reason: 'fasttext-damaged' }],
  ];
  test.each(lies)('%s', async (_, parts, { code = 'invalid-input', reason }) => {
    await expect(tryParts(parts)).rejects.toMatchObject({
      data: { code, reason, values: { name: 'model.bin' } },
    });
  });

  test('counts that make a tree as deep as it has labels are no danger', async () => {
    const labels = Array.from({ length: 20_000 }, (_, label) => `__label__${label}`);
    const counts = labels.map(() => 0n);
    expect(await tryParts({ loss: 1, labels, counts, output: labels.map(() => -1) })).toHaveLength(5);
  });
});

describe('What is no model file', () => {
  test('a file that is not there', async () => {
    await expect(tryFile(path.join(folder, 'none.bin'))).rejects.toMatchObject({
      data: { code: 'not-found', reason: 'fasttext-missing', values: { name: 'none.bin' } },
    });
  });

  test('a folder, an empty file, a text', async () => {
    const empty = writeModelFile(folder, Buffer.alloc(0), 'empty.bin');
    const text = writeModelFile(folder, Buffer.from('label,text\n1,pain\n'), 'text.csv');
    mkdirSync(path.join(folder, 'folder.bin'));
    for (const file of [empty, text, path.join(folder, 'folder.bin')]) {
      await expect(tryFile(file)).rejects.toMatchObject({ data: { reason: 'fasttext-not-a-model' } });
    }
  });

  test.skipIf(process.platform === 'win32')('a device, whose bytes have no end', async () => {
    await expect(tryFile('/dev/zero')).rejects.toMatchObject({ data: { reason: 'fasttext-not-a-model' } });
  });

  test('a file that becomes shorter while it is open', async () => {
    const file = writeModelFile(folder, readFileSync(path.join(models, 'plain.bin')), 'shrinking.bin');
    const model = await openFastText(file);
    truncateSync(file, 1500);
    expect(() => model.predict('boulangerie coiffure', question)).toThrow(/shrinking\.bin has/);
    model.close();
  });
});

describe.each(['hierarchical.bin', 'pruned.ftz', 'uneven.ftz'])('%s', (name) => {
  const whole = readFileSync(path.join(models, name));

  test('cut off anywhere is refused as cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: whole.length - 1 }), async (length) => {
        const file = writeModelFile(folder, whole.subarray(0, length));
        await expect(tryFile(file)).rejects.toMatchObject({ data: { reason: 'fasttext-cut' } });
      }),
      { numRuns: 200 },
    );
  });

  test('with any bytes changed answers or is refused, and never breaks', async () => {
    const change = fc.record({
      at: fc.oneof(fc.integer({ min: 0, max: 91 }), fc.integer({ min: 0, max: whole.length - 1 })),
      byte: fc.integer({ min: 0, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const { at, byte } of changes) bytes[at] = byte;
        const result = await tryFile(writeModelFile(folder, bytes)).catch((error: unknown) => error);
        expect(Array.isArray(result) || isFailure(result)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
