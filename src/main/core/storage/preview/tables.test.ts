import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DBFFile } from 'dbffile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { savOf } from './testing/files.ts';
import { startLooking } from './testing/looking.ts';

// It can only be required.
const { SavBufferReader } = createRequire(import.meta.url)('sav-reader') as {
  SavBufferReader: new (bytes: Buffer) => { open(): Promise<void>; readNextRow(): Promise<unknown> };
};
const looking = startLooking();
afterAll(() => looking.close());

describe('a dBase table', () => {
  let folder = '';
  let bytes = Buffer.alloc(0);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sardonyx-dbf-'));
    const file = join(folder, 'a.dbf');
    const table = await DBFFile.create(
      file,
      [
        { name: 'NOM', type: 'C', size: 20 },
        { name: 'POP', type: 'N', size: 12, decimalPlaces: 2 },
        { name: 'JOUR', type: 'D', size: 8 },
        { name: 'OUI', type: 'L', size: 1 },
      ],
      { encoding: 'cp850' },
    );
    await table.appendRecords(
      Array.from({ length: 1_000 }, (_, index) => ({
        NOM: `Évry ${index}`,
        POP: index + 0.25,
        JOUR: index === 0 ? null : new Date(Date.UTC(2025, 0, 31)),
        OUI: index % 2 === 0,
      })),
    );
    bytes = await readFile(file);
    bytes[29] = 2;
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('as another program wrote it, in the code page of DOS', async () => {
    const preview = await looking.as('table', 'a.dbf', bytes);
    expect(preview).toMatchObject({ format: 'dbf', rows: 1_000, dialect: { encoding: 'cp850' } });
    expect(preview.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['NOM', 'text'],
      ['POP', 'number'],
      ['JOUR', 'time'],
      ['OUI', 'boolean'],
    ]);
    expect(preview.first.slice(0, 2)).toEqual([
      ['Évry 0', 0.25, null, true],
      ['Évry 1', 1.25, '2025-01-31', false],
    ]);
  });

  test('gives any page by one range', async () => {
    const opened = looking.open('a.dbf', Buffer.concat([bytes, Buffer.alloc(300_000)]));
    const page = await looking.rows(opened, 900, 200, { columns: ['NOM'] });
    expect(page.rows).toHaveLength(100);
    expect(page.rows[0]).toEqual(['Évry 900']);
    expect(page.bytesFetched).toBeLessThan(30_000);
  });

  test('marks records that were deleted', async () => {
    const changed = Buffer.from(bytes);
    changed[changed.readUInt16LE(8)] = 0x2a;
    const preview = await looking.as('table', 'a.dbf', changed);
    expect(preview.columns.at(-1)?.name).toBe('_deleted');
    expect(preview.first.slice(0, 2).map((row) => row.at(-1))).toEqual([true, false]);
  });

  test('that claims records which are not there is told so', async () => {
    const changed = Buffer.from(bytes);
    changed.writeUInt32LE(0xffffffff, 4);
    expect((await looking.as('broken', 'a.dbf', changed)).problem.reason).toBe('preview-lying');
  });
});

describe('an SPSS file', () => {
  const fields = [
    { name: 'SEXE', width: 0, label: 'Sexe de la personne' },
    { name: 'NOM', width: 20 },
    { name: 'JOUR', width: 0, format: 20 },
    { name: 'X', width: 0 },
  ];
  const day = 12_219_379_200 + Date.UTC(2025, 0, 31) / 1000;
  const cases = Array.from({ length: 500 }, (_, index) => [
    (index % 2) + 1,
    index === 1 ? '' : `Zoé ${index}`,
    day,
    index === 2 ? null : index / 2,
  ]);
  const options = { labels: { 1: 'Homme', 2: 'Femme' }, long: 'SEXE=sexe\tNOM=nom_complet' };

  test.each([
    ['plain', 0],
    ['packed by bytecode', 1],
    ['packed by zlib', 2],
  ] as const)('%s: variables, labels, cases', async (_, compression) => {
    const bytes = savOf(fields, cases, { ...options, compression });
    const preview = await looking.as('table', 'a.sav', bytes);
    expect(preview).toMatchObject({
      format: 'sav',
      rows: 500,
      createdBy: 'SPSS DATA FILE test',
      dialect: { encoding: 'utf-8' },
      metadata: { sexe: 'Sexe de la personne (1 = Homme; 2 = Femme)' },
    });
    expect(preview.columns).toEqual([
      { name: 'sexe', type: 'F8.2', kind: 'number' },
      { name: 'nom_complet', type: 'A20', kind: 'text' },
      { name: 'JOUR', type: 'DATE', kind: 'time' },
      { name: 'X', type: 'F8.2', kind: 'number' },
    ]);
    expect(preview.first.slice(0, 3)).toEqual([
      [1, 'Zoé 0', '2025-01-31', 0],
      [2, '', '2025-01-31', 0.5],
      [1, 'Zoé 2', '2025-01-31', null],
    ]);
    const page = await looking.rows(looking.open('a.sav', bytes), 450, 200, { columns: ['X'] });
    expect(page.rows).toHaveLength(50);
    expect(page.rows[0]).toEqual([225]);
  });

  test('made here is one that another reader reads alike', async () => {
    const reader = new SavBufferReader(savOf(fields, cases, { ...options, compression: 1 }));
    await reader.open();
    const row = (await reader.readNextRow()) as Record<string, unknown>;
    expect(row).toMatchObject({ sexe: 1, X: 0, JOUR: day });
  });

  test('that ends too early is told so', async () => {
    const bytes = savOf(fields, cases, options);
    const preview = await looking.as('broken', 'a.sav', bytes.subarray(0, 1_000));
    expect(preview.problem.reason).toBe('preview-truncated');
  });
});
