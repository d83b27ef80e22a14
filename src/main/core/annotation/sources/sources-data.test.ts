import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openRanged } from '../../platform/s3/ranged-object.ts';
import { newBytes, putObject } from '../../platform/s3/put-object.ts';
import { openStore, storeNames } from '../../platform/s3/testing/stores.ts';
import { rangedOf, testSources } from './testing/sample-sources.ts';

const data = process.env['SARDONYX_DATA'];
const why = data ? '' : ' (needs SARDONYX_DATA)';

test.skipIf(!data).each([
  ['insee_exemple_liasses_fr.csv', 'text_description', 'code', 50, 38],
  ['insee_20_business_test_cases_fr.csv', 'text_description', 'code', 20, 20],
  ['botu_synthetic_fr.csv', 'text', 'label', 2_462, undefined],
  ['uk_sic2007_index_labelled_en.csv', 'text', 'nace4', 15_951, undefined],
  ['ft_naf2008_mini_training.csv', 'raw_text', 'code', 3_120, undefined],
  ['ft_naf2008_mini_oracle.json', 'text_description', 'code_true', 70, undefined],
])(`%s is read whole${why}`, async (name, text, code, rows, texts) => {
  await using sources = testSources();
  const bytes = readFileSync(path.join(data ?? '', name));
  const reading = await sources.handlers.readSource({ files: [sources.put(rangedOf(name, bytes))] });
  const named = (role: string) => reading.columns.filter((one) => one.role === role).map((one) => one.name);
  expect([reading.rows, named('text'), named('code')]).toEqual([rows, [text], [code]]);
  if (texts !== undefined) expect(reading.distinctTexts).toBe(texts);
  expect(
    reading.findings
      .map(({ kind }) => kind)
      .filter((kind) => kind !== 'no-suggestions' && kind !== 'bad-probability'),
  ).toEqual([]);
});

test.skipIf(!data)(`the answers of the official fastText become suggestions${why}`, async () => {
  await using sources = testSources();
  const name = 'ft_naf2008_mini_oracle.json';
  const bytes = readFileSync(path.join(data ?? '', name));
  const { reading = '', columns } = await sources.handlers.readSource({
    files: [sources.put(rangedOf(name, bytes))],
  });
  const frame = await sources.frame(reading, columns);
  const oracle = JSON.parse(bytes.toString()) as {
    ova_top5: { code: string; prob: number }[];
    ova_ic: number;
  }[];
  expect([...frame.p1]).toEqual(
    oracle.map(({ ova_top5: [first] }) => Math.min(1, first?.prob ?? Number.NaN)),
  );
  const rows = await frame.rows([0]);
  expect(rows[0]?.suggestions?.suggestions.map((one) => one.code.replace('.', ''))).toEqual(
    oracle[0]?.ova_top5.map((one) => one.code),
  );
});

test.each(storeNames())('an object of %s is read by ranges', async (name) => {
  await using store = await openStore(name);
  const bucket = await store.bucket();
  const put = (bytes: Buffer) =>
    putObject(store.endpoint, { bucket, key: 'texts.csv' }, newBytes(bytes), {
      expected: undefined,
      contentType: 'text/csv',
    });
  const lines = Array.from({ length: 150_000 }, (_, row) => `${row},Activité numéro ${row}\n`);
  await put(Buffer.from(`id,text\n${lines.join('')}`));
  await using sources = testSources();
  const file = await openRanged(store.endpoint, { bucket, key: 'texts.csv' });
  const { reading = '', columns, rows } = await sources.handlers.readSource({ files: [sources.put(file)] });
  expect(rows).toBe(150_000);
  const frame = await sources.frame(reading, columns);
  const before = file.bytesFetched();
  const [drawn] = await frame.rows([140_000]);
  expect(drawn?.text).toBe('Activité numéro 140000');
  expect(file.bytesFetched() - before).toBeLessThan(file.size);
  await put(Buffer.from('id,text\n1,other\n'));
  await expect(frame.rows([140_001])).rejects.toMatchObject({ data: { code: 'conflict' } });
});
