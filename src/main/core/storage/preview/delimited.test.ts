import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Papa from 'papaparse';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { delimitedRecords, parseRecord, type Dialect } from './formats/delimited.ts';
import { findRecords } from './formats/records.ts';
import { sourceOf } from './formats/source.ts';
import { startLooking } from './testing/looking.ts';

const looking = startLooking();
afterAll(() => looking.close());
const data = process.env['SARDONYX_DATA'];

describe('a CSV', () => {
  test('tells its dialect, with decimals as the French write them', async () => {
    const preview = await looking.as(
      'table',
      'a.csv',
      'commune;population;taux\r\n01001;1 234;1,5\r\n01002;5;-2,25\r\n',
    );
    expect(preview).toMatchObject({
      format: 'csv',
      rows: 2,
      truncated: false,
      canQuery: true,
      dialect: {
        delimiter: ';',
        quote: '"',
        header: 'true',
        newline: '\r\n',
        encoding: 'utf-8',
        decimal: ',',
      },
      first: [
        ['01001', '1 234', '1,5'],
        ['01002', '5', '-2,25'],
      ],
    });
    expect(preview.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['commune', 'text'],
      ['population', 'text'],
      ['taux', 'number'],
    ]);
  });

  test.each([
    ['tab', 'a.tsv', 'x\ty\n1\t2\n', '\t'],
    ['bar', 'a.csv', 'x|y\n1|2\n', '|'],
    ['comma', 'a.csv', 'x,y\n"1;2","3\n4"\n', ','],
  ])('with a %s', async (_, name, text, delimiter) => {
    const preview = await looking.as('table', name, text);
    expect(preview.dialect).toMatchObject({ delimiter, header: 'true' });
    expect(preview.rows).toBe(1);
  });

  test('without a header gets names for its columns', async () => {
    const preview = await looking.as('table', 'a.csv', '1,a\n2,b\n');
    expect(preview.dialect).toMatchObject({ header: 'false' });
    expect(preview.columns.map(({ name }) => name)).toEqual(['column0', 'column1']);
    expect(preview.rows).toBe(2);
  });

  test('with ragged rows shows them all', async () => {
    const preview = await looking.as('table', 'a.csv', 'a,b\n1\n1,2,3\n');
    expect(preview.columns.map(({ name }) => name)).toEqual(['a', 'b', 'column2']);
    expect(preview.first).toEqual([
      ['1', null, null],
      ['1', '2', '3'],
    ]);
  });

  test.each(['windows-1252', 'utf-16le', 'utf-8-bom'])('in %s is read', async (encoding) => {
    const text = 'nom;âge\nZoé;3\n';
    const bytes =
      encoding === 'utf-16le'
        ? Buffer.from(`\ufeff${text}`, 'utf16le')
        : encoding === 'windows-1252'
          ? Buffer.from(text, 'latin1')
          : Buffer.from(`\ufeff${text}`);
    const preview = await looking.as('table', 'a.csv', bytes);
    expect(preview.columns.map(({ name }) => name)).toEqual(['nom', 'âge']);
    expect(preview.dialect?.['encoding']).toBe(encoding);
    expect(preview.first).toEqual([['Zoé', '3']]);
    const page = await looking.rows(looking.open('a.csv', bytes), 0, 10);
    expect(page.rows).toEqual([['Zoé', '3']]);
  });

  test('with a line of 5 MiB is shown as far as it goes', async () => {
    const preview = await looking.as('table', 'a.csv', `a,b\n1,"${'x'.repeat(5 * 1024 * 1024)}"\n2,y\n`);
    expect(preview.truncated).toBe(true);
    expect(preview.bytesFetched).toBeLessThanOrEqual(1024 * 1024);
    const opened = looking.open('a.csv', Buffer.from(`a,b\n1,"${'x'.repeat(5 * 1024 * 1024)}"\n2,y\n`));
    const page = await looking.rows(opened, 1, 1);
    expect(page.rows).toEqual([['2', 'y']]);
  });

  test('with a quote that never closes loses no line after it', async () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `${index},${'z'.repeat(100)}\n`).join('');
    const opened = looking.open('a.csv', Buffer.from(`n,t\n1,"open\n${lines}`));
    const page = await looking.rows(opened, 50_001, 1);
    expect(page.rows[0]?.[0]).toBe('50000');
  });

  test('gives any page, and fetches only what lies between', async () => {
    const bytes = Buffer.from(
      `id,text\n${Array.from({ length: 200_000 }, (_, index) => `${index},"line ${index}\nwith, more"\n`).join('')}`,
    );
    const opened = looking.open('big.csv', bytes);
    const far = await looking.rows(opened, 150_000, 2);
    expect(far.rows).toEqual([
      ['150000', 'line 150000\nwith, more'],
      ['150001', 'line 150001\nwith, more'],
    ]);
    const before = opened.ranged.ranges.length;
    const near = await looking.rows(opened, 149_000, 200, { columns: ['id'] });
    expect(near.rows).toHaveLength(200);
    expect(near.rows[199]).toEqual(['149199']);
    expect(near.bytesFetched).toBeLessThan(600_000);
    expect(opened.ranged.ranges.length - before).toBeLessThan(3);
    const end = await looking.rows(opened, 199_999, 200);
    expect(end.rows).toHaveLength(1);
    expect((await looking.rows(opened, 300_000, 5)).rows).toEqual([]);
  });

  test('that is packed as .csv.gz is shown', async () => {
    const bytes = gzipSync('a;b\n1;2\n');
    const preview = await looking.as('table', 'a.csv.gz', bytes);
    expect(preview.first).toEqual([['1', '2']]);
    expect((await looking.rows(looking.open('a.csv.gz', bytes), 0, 5)).rows).toEqual([['1', '2']]);
  });

  test('is cut into records where papaparse cuts it', async () => {
    const cell = fc.stringMatching(/^[ab";,\n é]{0,6}$/);
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', ';'),
        fc.constantFrom('\n', '\r\n'),
        async (rows, delimiter, newline) => {
          const text = Papa.unparse(rows, { delimiter, newline, quotes: true });
          const dialect: Dialect = {
            delimiter,
            quote: '"',
            header: false,
            newline: newline as '\n',
            encoding: 'utf-8',
          };
          const source = sourceOf('a', Buffer.from(text));
          const { records } = await findRecords(source, delimitedRecords(dialect), 0, 0, 100);
          expect(records.map((record) => parseRecord(Buffer.from(record).toString(), dialect))).toEqual(rows);
        },
      ),
    );
  });
});

describe('JSON', () => {
  test('that is an array of objects is a table, with whole numbers exact', async () => {
    const text = '[{"a":1,"b":"x"},{"a":12345678901234567890,"c":{"d":[1]}}]';
    const preview = await looking.as('table', 'a.json', text);
    expect(preview.columns.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(preview.first).toEqual([
      [1, 'x', null],
      ['12345678901234567890', null, '{"d":[1]}'],
    ]);
    expect(preview.rows).toBe(2);
  });

  test('lines are a table, any page of which is found', async () => {
    const text = Array.from({ length: 50_000 }, (_, index) => JSON.stringify({ index, s: 'é"\\' })).join(
      '\n',
    );
    const opened = looking.open('a.jsonl', Buffer.from(text));
    expect((await looking.look(opened)).kind).toBe('table');
    expect((await looking.rows(opened, 40_000, 1)).rows).toEqual([[40_000, 'é"\\']]);
    const array = looking.open('a.json', Buffer.from(`[${text.replaceAll('\n', ',\n')}]`));
    expect((await looking.rows(array, 40_000, 1)).rows).toEqual([[40_000, 'é"\\']]);
  });

  test.each([
    ['an object', '{"a":[1,2]}'],
    ['deep', '['.repeat(500_000)],
    ['deep objects', `[${'{"a":'.repeat(300_000)}`],
    ['not JSON', '[{"a": oops}]'],
  ])('that is %s is text', async (_, text) => {
    expect(await looking.as('text', 'a.json', text)).toMatchObject({ language: 'json' });
  });
});

describe.skipIf(!data)('files of Insee (needs SARDONYX_DATA)', () => {
  test.each([
    [
      'naf_rev2_tree_fr_en.csv',
      ['code', 'code_nodot', 'level', 'parent', 'label_fr', 'label_en'],
      ['A', 'A', '1', null],
    ],
    [
      'naf2025_tree_fr_en.csv',
      ['code', 'code_nodot', 'level', 'parent', 'label_fr', 'label_en'],
      ['A', 'A', '1', null],
    ],
    ['naf_rev2_naf2025_correspondence.csv', ['naf_rev2', 'naf_2025', 'type'], ['01.11Z', '01.11Y', 'Unique']],
    ['insee_ref_Accuracy_lvl.csv', ['column0', 'Level', 'Type', 'Accuracy'], ['1', 'Niveau 1', 'GU']],
  ])('%s: header, encoding and rows', async (file, names, first) => {
    const bytes = readFileSync(join(data ?? '', file));
    const preview = await looking.as('table', file, bytes);
    expect(preview.columns.map(({ name }) => name)).toEqual(names);
    expect(preview.dialect).toMatchObject({ delimiter: ',', header: 'true', encoding: 'utf-8' });
    const rows = Papa.parse<string[]>(bytes.toString('utf8').trim()).data;
    expect(preview.rows).toBe(rows.length - 1);
    expect(preview.first[0]?.slice(0, first.length).map((cell) => (cell === '' ? null : cell))).toEqual(
      first,
    );
    const last = await looking.rows(looking.open(file, bytes), rows.length - 2, 5);
    expect(last.rows).toEqual([rows.at(-1)]);
  });
});
