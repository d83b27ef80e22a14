import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { requestLog } from './request-logs.ts';
import { samplesFor } from './samples.ts';

test('a bucket has samples of each kind, the same each time', async () => {
  const [first, again] = await Promise.all([samplesFor('alice'), samplesFor('alice')]);
  expect(first.map(({ key }) => key)).toContain('journaux/date=2026-11-17/part-0.parquet');
  expect(first.map(({ bytes }) => Buffer.from(bytes))).toEqual(again.map(({ bytes }) => Buffer.from(bytes)));
});

test('the table of companies is CP1252 with a comma as decimal sign', async () => {
  const table = (await samplesFor('alice')).find(({ key }) => key.endsWith('entreprises.csv'));
  const [head = '', row = ''] = new TextDecoder('windows-1252').decode(table?.bytes).split('\r\n');
  expect(head).toBe('siren;libellé;apet;effectif;chiffre_affaires_k€');
  expect(row).toMatch(
    /^300000000;"coiffure à domicile et vente de produits capillaires";96\.02A;\d+;\d+,\d$/,
  );
});

test('a log holds its rows, and the confidence index is p1 - p2 in [0, 1]', async () => {
  const file = (await requestLog('2026-11-14', 2_500)).slice().buffer;
  expect(parquetMetadata(file).row_groups).toHaveLength(3);
  const rows = await parquetReadObjects({ file });
  expect(rows).toHaveLength(2_500);
  for (const { probability_1: first, probability_2: second, confidence_index: index } of rows) {
    expect(index).toBeCloseTo(Number(first) - Number(second), 12);
    expect(index).toBeGreaterThanOrEqual(0);
    expect(index).toBeLessThanOrEqual(1);
  }
});
