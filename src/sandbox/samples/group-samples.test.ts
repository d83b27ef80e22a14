import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleModel } from '../coding/sample-model.ts';
import { groupSamplesFor } from './group-samples.ts';
import type { Sample } from './samples.ts';

type Row = Readonly<Record<string, unknown>>;

const people = [
  { name: 'alice', groups: ['projet-nace'] },
  { name: 'bob', groups: [] },
  { name: 'claire', groups: ['projet-nace'] },
];
let samples: Sample[];
beforeAll(async () => {
  samples = await groupSamplesFor('projet-nace', people);
});

const named = (pattern: RegExp) => samples.filter(({ key }) => pattern.test(key));
const rowsOf = ({ bytes }: Sample): Promise<Row[]> =>
  parquetReadObjects({ file: Uint8Array.from(bytes).buffer });
const jsonOf = (pattern: RegExp) =>
  JSON.parse(Buffer.from(named(pattern)[0]!.bytes).toString('utf8')) as Record<string, unknown>;

test('the samples of a group are the same each time', async () => {
  const again = await groupSamplesFor('projet-nace', people);
  expect(again.map(({ key }) => key)).toEqual(samples.map(({ key }) => key));
  expect(again.every(({ bytes }, at) => Buffer.from(bytes).equals(samples[at]!.bytes))).toBe(true);
});

describe('the log of answered requests', () => {
  let rows: Row[];
  beforeAll(async () => {
    rows = (await Promise.all(named(/^requetes\//).map(rowsOf))).flat();
  });

  test('has a file a day with what the served model answers, in its names', async () => {
    expect(named(/^requetes\/date=2026-11-\d\d\/part-0\.parquet$/)).toHaveLength(7);
    for (const row of rows.slice(0, 50)) {
      const [first, second] = sampleModel().predict(String(row['Query.TEXT_FEATURE']), 2);
      expect(row['Response.1.code']).toBe(first!.code.replace('.', ''));
      expect(row['Response.1.libelle']).toBe(first!.title);
      expect(row['Response.IC']).toBe(first!.probability - second!.probability);
    }
  });

  test('has sure and doubtful requests, and texts that many wrote', () => {
    const share = (least: number) =>
      rows.filter((row) => Number(row['Response.IC']) >= least).length / rows.length;
    expect(share(0.8)).toBeGreaterThan(0.5);
    expect(share(0.8)).toBeLessThan(0.85);
    expect(share(0.3)).toBeLessThan(0.95);
    expect(
      rows.filter((row) => row['Query.TEXT_FEATURE'] === 'CONSEIL AUX ENTREPRISES').length,
    ).toBeGreaterThan(50);
    expect(rows.some((row) => row['Response.2.code'] === null)).toBe(true);
  });
});

describe('the campaign', () => {
  test('is a gold set by reveal that its group leads and everyone codes', () => {
    const campaign = jsonOf(/campaign\.json$/);
    expect(campaign).toMatchObject({
      id: 'essai-naf-2008',
      purpose: 'gold',
      mode: 'reveal',
      leads: ['alice'],
      annotators: ['alice', 'claire'],
      batchSize: 20,
      sampling: { kind: 'simple-random', probability: true, sampled: 120 },
    });
    const kinds = (campaign['batches'] as { kind: string }[]).map(({ kind }) => kind);
    expect(kinds).toEqual(['calibration', 'overlap', 'overlap', 'single', 'single', 'single']);
    expect(named(/controls-[\da-f]{12}\.json$/)).toHaveLength(1);
  });

  test('has 120 items in its batches, drawn by probability, with suggestions of the model', async () => {
    const [part] = named(/^campaigns\/essai-naf-2008\/items\/part-[\da-f]{12}-00000\.parquet$/);
    const metadata = parquetMetadata(Uint8Array.from(part!.bytes).buffer);
    expect(metadata.key_value_metadata).toContainEqual({ key: 'sardonyx.part', value: 'items/1' });
    const items = await rowsOf(part!);
    const { batches, sampling } = jsonOf(/campaign\.json$/) as {
      batches: { id: string; items: number }[];
      sampling: { frame: { distinctTexts: number } };
    };
    const sizes = Map.groupBy(items, (item) => String(item['batch']));
    expect([...sizes].map(([id, { length }]) => [id, length])).toEqual(
      batches.map((one) => [one.id, one.items]),
    );
    expect(new Set(items.map((item) => item['text_clean'])).size).toBe(120);
    for (const item of items) {
      expect(Number(item['incl_prob']) * Number(item['weight'])).toBeCloseTo(1, 12);
      expect(Number(item['N_h'])).toBe(sampling.frame.distinctTexts);
      const [first] = item['suggestions'] as { rank: number; code: string; prob: number }[];
      const [best] = sampleModel().predict(String(item['text_description']), 1);
      expect(first).toEqual({ rank: 1, code: best!.code.replace('.', ''), prob: best!.probability });
    }
  });
});
