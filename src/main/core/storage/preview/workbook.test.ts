import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, describe, expect, test } from 'vitest';
import { isDateFormat, serialText } from './formats/excel-dates.ts';
import { openDocument, workbook } from './testing/files.ts';
import { startLooking } from './testing/looking.ts';

const looking = startLooking();
afterAll(() => looking.close());
const data = process.env['SARDONYX_DATA'];
const number = (place: string, value: number | string, style = 0) =>
  `<c r="${place}" s="${style}"><v>${value}</v></c>`;
const inline = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;

describe('a workbook of Excel', () => {
  const bytes = workbook(
    {
      Données:
        `<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c>${inline('D3', 'note')}</row>` +
        `<row r="4">${number('A4', 45688, 1)}${number('B4', '1.5')}<c r="C4" t="b"><v>1</v></c>${inline('D4', 'é &amp; &lt;')}</row>` +
        `<row r="6">${number('A6', '45688.5', 2)}<c r="B6" t="e"><v>#N/A</v></c><c r="D6" t="str"><f>1+1</f><v>a_x000A_b</v></c></row>`,
      Other: `<row><c><v>1</v></c><c><v>2</v></c></row>`,
    },
    {
      strings: ['<t>jour</t><rPh><t>x</t></rPh>', '<r><t>val</t></r><r><t>eur</t></r>'],
      formats: ['dd/mm/yyyy hh:mm'],
    },
  );

  test('shows its first sheet, dates as dates', async () => {
    const preview = await looking.as('table', 'a.xlsx', bytes);
    expect(preview).toMatchObject({
      format: 'xlsx',
      sheets: ['Données', 'Other'],
      rows: 3,
      canQuery: false,
      truncated: false,
    });
    expect(preview.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['jour', 'time'],
      ['valeur', 'text'],
      ['C', 'boolean'],
      ['note', 'text'],
    ]);
    expect(preview.first).toEqual([
      ['2025-01-31', 1.5, true, 'é & <'],
      [null, null, null, null],
      ['2025-01-31T12:00:00', '#N/A', null, 'a\nb'],
    ]);
    expect(preview.mismatch).toBeUndefined();
  });

  test('gives pages of any sheet', async () => {
    const opened = looking.open('a.xlsx', bytes);
    expect(await looking.rows(opened, 0, 5, { sheet: 'Other' })).toMatchObject({
      columns: ['A', 'B'],
      rows: [[1, 2]],
    });
    expect((await looking.rows(opened, 2, 5, { columns: ['note'] })).rows).toEqual([['a\nb']]);
    await expect(looking.rows(opened, 0, 5, { sheet: 'None' })).rejects.toMatchObject({
      data: { reason: 'preview-no-sheet' },
    });
  });

  test('with 100,000 rows reads as far as the page', async () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, index) => `<row>${inline('A1', `t${index}`)}<c><v>${index}</v></c></row>`,
    );
    const big = workbook({ Big: rows.join('') });
    const opened = looking.open('big.xlsx', big);
    const preview = await looking.look(opened);
    expect(preview.kind === 'table' && preview.first).toHaveLength(200);
    expect((await looking.rows(opened, 50_000, 1)).rows).toEqual([['t50000', 50_000]]);
    expect((await looking.rows(opened, 99_999, 100)).rows).toHaveLength(1);
  });

  test.each([
    [
      'a laughing document',
      `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>`,
      `<row>${inline('A1', '&b;')}</row>`,
      'preview-broken',
    ],
    ['a cell in an impossible column', '', `<row>${number('ZZZZZZ1', 1)}</row>`, 'preview-lying'],
    ['a row beyond the last', '', `<row r="99999999999">${number('A1', 1)}</row>`, 'preview-lying'],
    ['a sheet that is not well-formed', '', `<row><c></row>`, 'preview-broken'],
  ])('with %s is told so', async (_, sheetHead, rows, reason) => {
    const preview = await looking.as('broken', 'a.xlsx', workbook({ A: rows }, { sheetHead }));
    expect(preview.problem.reason).toBe(reason);
  });

  test('whose last cell is far below is no reason to fill memory', async () => {
    const sparse = workbook({
      A: `<row r="1">${number('A1', 1)}</row><row r="1048576">${number('B1048576', 2)}</row>`,
    });
    const preview = await looking.as('table', 'a.xlsx', sparse);
    expect(preview.first.length).toBeLessThanOrEqual(200);
    const page = await looking.rows(looking.open('a.xlsx', sparse), 1_000_000, 200);
    expect(page.rows).toHaveLength(200);
  });

  test('that unpacks to a gigabyte is stopped', async () => {
    const bomb = workbook({ A: `<row>${inline('A1', '0'.repeat(120_000_000))}</row>` });
    const preview = await looking.as('broken', 'a.xlsx', bomb);
    expect(preview.problem.reason).toBe('preview-bomb');
  });

  test.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
    [45688, '2025-01-31'],
    [45688.75, '2025-01-31T18:00:00'],
    [0.25, '06:00:00'],
    [-1, -1],
  ])('number %d is the date %s', (serial, text) => {
    expect(serialText(serial, false)).toBe(text);
  });

  test('knows formats of dates from others', () => {
    expect(serialText(44226, true)).toBe('2025-01-31');
    expect(['yyyy-mm-dd', '[h]:mm', 'd" de "mmmm'].every((code) => isDateFormat(200, code))).toBe(true);
    expect(
      ['0.00', '#,##0 "mois"', '[Red]0', 'General', '\\d0'].some((code) => isDateFormat(200, code)),
    ).toBe(false);
  });

  test.skipIf(!data)('of Insee reads as another reader reads it (needs SARDONYX_DATA)', async () => {
    const file = join(data ?? '', 'insee_naf2025_data_naf.xlsx');
    const real = readFileSync(file);
    const preview = await looking.as('table', 'insee_naf2025_data_naf.xlsx', real);
    const read: { sheet: string; data: unknown[][] }[] = await readXlsxFile(file);
    expect(preview.sheets).toEqual(read.map(({ sheet }) => sheet));
    for (const { sheet, data: rows } of read) {
      const opened = looking.open('a.xlsx', real);
      const pages: unknown[][] = [];
      let columns: string[] = [];
      for (let from = 0; ; from += 200) {
        const page = await looking.rows(opened, from, 200, { sheet });
        columns = from === 0 ? page.columns : columns;
        pages.push(...page.rows);
        if (page.rows.length < 200) break;
      }
      const text = (row: unknown[] | undefined) =>
        row?.map((cell) => (cell === null || cell === undefined ? '' : String(cell).trim()));
      expect([rows.length, rows.length - 1]).toContain(pages.length);
      expect(text(pages.at(-1))?.slice(0, rows.at(-1)?.length)).toEqual(text(rows.at(-1)));
      if (pages.length === rows.length - 1) expect(columns[0]).toBe(String(rows[0]?.[0]).trim());
    }
  });
});

describe('a spreadsheet of OpenDocument', () => {
  const cell = (text: string) =>
    `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`;
  const bytes = openDocument(
    `<table:table table:name="Un"><table:table-row>${cell('nom')}${cell('jour')}</table:table-row>` +
      `<table:table-row table:number-rows-repeated="2">${cell('a<text:s text:c="2"/>b')}<table:table-cell office:value-type="date" office:date-value="2025-01-31"><text:p>31/01</text:p></table:table-cell></table:table-row>` +
      `<table:table-row><table:table-cell/><table:table-cell office:value-type="float" office:value="1.5"><office:annotation><text:p>no</text:p></office:annotation><text:p>1,5</text:p></table:table-cell></table:table-row>` +
      `<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>` +
      `<table:table table:name="Deux"><table:table-row>${cell('x')}</table:table-row></table:table>`,
  );

  test('shows its first sheet, without its million of empty rows', async () => {
    const preview = await looking.as('table', 'a.ods', bytes);
    expect(preview).toMatchObject({ format: 'ods', sheets: ['Un', 'Deux'], rows: 3 });
    expect(preview.columns.map(({ name }) => name)).toEqual(['nom', 'jour']);
    expect(preview.first).toEqual([
      ['a  b', '2025-01-31'],
      ['a  b', '2025-01-31'],
      [null, 1.5],
    ]);
    expect((await looking.rows(looking.open('a.ods', bytes), 0, 5, { sheet: 'Deux' })).rows).toEqual([['x']]);
  });

  test('that is encrypted is named so', async () => {
    const locked = openDocument('', '<manifest><encryption-data/></manifest>');
    expect(await looking.as('named', 'a.ods', locked)).toMatchObject({ format: 'ods', reason: 'encrypted' });
  });
});
