import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { rangedOf, sampleNomenclature, testSources } from './testing/sample-sources.ts';

async function read(
  name: string,
  content: string | Uint8Array,
  options: { size?: number; nomenclature?: string } = {},
) {
  await using sources = testSources(sampleNomenclature());
  const file = sources.put(rangedOf(name, content, options.size));
  return sources.handlers.readSource({ files: [file], nomenclature: options.nomenclature });
}

const kinds = (reading: Awaited<ReturnType<typeof read>>) => reading.findings.map(({ kind }) => kind);

test('a ragged row is named with its line and left out', async () => {
  const reading = await read(
    'a.csv',
    'text,code\n"two\nlines",0111Z\nonly one\nmowing,0111Z,,\nthree,cells,here\n',
  );
  expect(reading.findings.filter(({ kind }) => kind === 'ragged-row')).toEqual([
    { severity: 'warning', kind: 'ragged-row', name: 'a.csv', line: 4, rows: 1 },
    { severity: 'warning', kind: 'ragged-row', name: 'a.csv', line: 6, rows: 1 },
  ]);
  expect(reading.rows).toBe(2);
  expect(reading.reading).toBeDefined();
});

test('a quote that is never closed is named where it opens', async () => {
  const reading = await read('a.csv', 'text,code\nmowing,0111Z\nhair,"9602A\nmore,0111Z\n');
  expect(reading.findings[0]).toEqual({
    severity: 'error',
    kind: 'unreadable',
    name: 'a.csv',
    line: 3,
    column: 6,
  });
  expect(reading.reading).toBeUndefined();
});

test('a quote that is never closed in a large file is named too, without reading all of it', async () => {
  const rows = 'mowing of lawns,0111Z\n'.repeat(500_000);
  const reading = await read('a.csv', `text,code\nmowing,0111Z\n"hair,9602A\n${rows}`);
  expect(reading.findings[0]).toMatchObject({ severity: 'error', kind: 'unreadable', line: 3, column: 1 });
});

test('a quote that closes in the middle of a cell is named with the lines that it takes with it', async () => {
  const reading = await read(
    'a.csv',
    'text,code\nmowing,0111Z\n"hair" salon,9602A\n"cut",0111Z\nend,0111Z\n',
  );
  expect(reading.findings[0]).toMatchObject({ kind: 'ragged-row', line: 3, column: 1, rows: 2 });
  expect(reading.rows).toBe(2);
});

test('a line of JSON Lines that is no JSON is named exactly and left out', async () => {
  const reading = await read('a.jsonl', '{"text":"mowing"}\n{"text":"hair" "code":1}\n{"text":"cut"}\n[1]\n');
  expect(reading.findings.filter(({ kind }) => kind === 'bad-json')).toEqual([
    { severity: 'warning', kind: 'bad-json', name: 'a.jsonl', line: 2, column: 16, rows: 1 },
    { severity: 'warning', kind: 'bad-json', name: 'a.jsonl', line: 4, column: 1, rows: 1 },
  ]);
  expect([reading.format, reading.rows]).toEqual(['jsonl', 2]);
});

test.each([
  ['a value that is missing', '[{"text":"mowing"},\n {"text":}\n]', 2, 10],
  ['a comma that is missing', '[{"text":"mowing"}\n {"text":"hair"}]', 2, 2],
  ['an end that is missing', '[{"text":"mowing"},\n {"text":"hair"}\n', 3, 1],
  ['an object that does not end', '[{"text":"mowing"},\n {"text":"hair"', 2, 16],
  ['a word among the objects', '[{"text":"mowing"}, nothing]', 1, 21],
])('%s in a JSON list is named exactly', async (_name, text, line, column) => {
  const reading = await read('a.json', text);
  expect(reading.findings[0]).toEqual({ severity: 'error', kind: 'bad-json', name: 'a.json', line, column });
  expect(reading.reading).toBeUndefined();
});

const parquet = () =>
  new Uint8Array(
    parquetWriteBuffer({ columnData: [{ name: 'text', data: ['mowing', 'hair'], type: 'STRING' }] }),
  );

test('a Parquet file that was cut is named', async () => {
  const bytes = parquet();
  for (const length of [8, 20, bytes.length - 1]) {
    const reading = await read('a.parquet', bytes.subarray(0, length));
    expect(reading.findings).toEqual([{ severity: 'error', kind: 'bad-parquet', name: 'a.parquet' }]);
  }
});

test('a Parquet file with a damaged page is named', async () => {
  const bytes = parquet();
  bytes.fill(0xff, 4, 30);
  expect((await read('a.parquet', bytes)).findings[0]).toMatchObject({
    severity: 'error',
    kind: 'bad-parquet',
  });
});

test('a file that is shorter than was said is read as far as it goes, or named', async () => {
  expect((await read('a.csv', 'text\nmowing\n', { size: 9_000_000 })).rows).toBe(1);
  const bytes = parquet();
  expect(kinds(await read('a.parquet', bytes, { size: bytes.length + 100 }))).toEqual(['bad-parquet']);
});

test('bytes that are no text are named', async () => {
  expect(
    kinds(
      await read(
        'model.bin',
        Uint8Array.from({ length: 64 }, (_, at) => (at % 3 ? 0 : at)),
      ),
    ),
  ).toEqual(['unreadable']);
  expect(kinds(await read('labels.xml', '<?xml version="1.0"?><View/>'))).toEqual(['unreadable']);
});

test.each([
  ['utf-16le', Buffer.from('\ufefftext\tcode\nCrêperie €\t0111Z\n', 'utf16le'), 'utf-16le'],
  ['utf-16be', Buffer.from('\ufefftext\tcode\nCrêperie €\t0111Z\n', 'utf16le').swap16(), 'utf-16be'],
  ['Windows-1252', Buffer.from('text;code\nCr\xeaperie \x80;0111Z\n', 'latin1'), 'windows-1252'],
  ['UTF-8 with a mark', Buffer.from('\ufefftext|code\r\nCrêperie €|0111Z\r\n'), 'utf-8'],
])('%s is read and said', async (_name, bytes, encoding) => {
  const reading = await read('a.csv', bytes);
  expect(reading.encoding).toBe(encoding);
  expect(reading.columns.map(({ name, examples }) => [name, examples])).toEqual([
    ['text', ['Crêperie €']],
    ['code', ['0111Z']],
  ]);
  expect(kinds(reading).includes('encoding')).toBe(encoding !== 'utf-8');
});

test('a damaged byte among UTF-8 is named with line and column', async () => {
  const bytes = Buffer.concat([
    Buffer.from('text,code\nété,0111Z\npâ'),
    Buffer.from([0xe9]),
    Buffer.from('t,0111Z\n'),
  ]);
  const reading = await read('a.csv', bytes);
  expect(reading.findings[0]).toMatchObject({ kind: 'encoding', line: 3, column: 3 });
  expect(reading.columns[0]?.examples).toEqual(['été', 'pâ\ufffdt']);
});

test('a source without a text column can still be told which it is', async () => {
  const reading = await read('a.csv', 'n,code\n1,0111Z\n2,9602A\n');
  expect(reading.findings[0]).toMatchObject({ severity: 'error', kind: 'no-text-column' });
  expect(reading.reading).toBeDefined();
});

test.each([
  ['nothing', ''],
  ['spaces', '  \n\n'],
  ['a header alone', 'text,code\n'],
  ['an empty list', '[]'],
])('%s is empty', async (_name, text) => {
  const reading = await read('a', text);
  expect(reading.findings[0]).toMatchObject({ severity: 'error', kind: 'empty' });
  expect(reading.reading).toBeUndefined();
});

test('ids that come twice, rows without a text and bad probabilities are counted, with the line of the first', async () => {
  const lines = [
    'id,text,Response.1.code,Response.1.probabilite',
    '1,a,0111Z,1.00001',
    '1,b,0111Z,x',
    '2,,0111Z,-1',
    '1,c,0111Z,"0,5"',
  ];
  const reading = await read('a.csv', lines.join('\n'));
  expect(reading.findings).toEqual(
    expect.arrayContaining([
      { severity: 'warning', kind: 'duplicate-id', name: 'id', line: 3, rows: 2 },
      { severity: 'warning', kind: 'missing-text', name: 'text', line: 4, rows: 1 },
      { severity: 'warning', kind: 'bad-probability', name: 'Response.1.probabilite', line: 2, rows: 3 },
    ]),
  );
});

test('codes of the other version and unknown ones are told from each other', async () => {
  const reading = await read('a.csv', 'text,code\na,0111Z\nb,9602A\nc,01.11Y\nd,56.11J\ne,9999Z\n', {
    nomenclature: 'naf-rev2',
  });
  expect(reading.findings).toEqual(
    expect.arrayContaining([
      { severity: 'warning', kind: 'other-version', name: 'code', line: 4, rows: 2 },
      { severity: 'warning', kind: 'unknown-code', name: 'code', line: 6, rows: 1 },
    ]),
  );
  expect(reading.nomenclature).toBe('naf-rev2');
});

test('letters tell the version where no nomenclature was named, and the codes that are of the other', async () => {
  const reading = await read('a.csv', 'text,code\na,01.11Y\nb,56.11J\nc,0111Z\n');
  expect(reading.nomenclature).toBe('naf-2025');
  expect(reading.findings[0]).toMatchObject({ kind: 'other-version', rows: 1 });
});

test('a part with other columns is named', async () => {
  await using sources = testSources();
  const files = [rangedOf('1.csv', 'text,code\na,0111Z\n'), rangedOf('2.csv', 'text,label\nb,0111Z\n')].map(
    sources.put,
  );
  const reading = await sources.handlers.readSource({ files });
  expect(reading.findings).toContainEqual({
    severity: 'warning',
    kind: 'other-columns',
    name: '2.csv',
    rows: 1,
  });
  expect(reading.rows).toBe(2);
});
