import { describe, expect, test } from 'vitest';
import { zipSync } from 'fflate';
import type { Finding } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { readFile } from './read-file.ts';
import type { Claimed } from './reading.ts';

const encoder = new TextEncoder();
const read = (text: string | Uint8Array, name = 'sample.csv', claimed: Claimed = {}) =>
  readFile(
    { name, bytes: typeof text === 'string' ? encoder.encode(text) : text },
    claimed,
    async () => undefined,
  );
const treeOf = async (...asked: Parameters<typeof read>) => {
  const { content, findings } = await read(...asked);
  if (!content || content.kind === 'correspondence') throw new Error(JSON.stringify(findings));
  return { ...content, codes: content.nomenclature.nodes.map(({ code, level }) => `${level} ${code}`) };
};

const long = `code;level;parent;label_fr;label_en
C;1;;Ateliers;Workshops
10;2;C;"Aliments; et autres";Food
10.1;3;10;Viandes;Meat
10.11;4;10.1;"Découpe
de viandes";Meat cutting
10.11A;5;10.11;Découpe;`;

describe('a tree with one code a row', () => {
  test('is read with its levels, titles and letters', async () => {
    const { nomenclature, codes } = await treeOf(long, 'own.csv', { id: 'own' });
    expect(codes).toEqual(['1 C', '2 10', '3 10.1', '4 10.11', '5 10.11A']);
    expect(nomenclature).toMatchObject({ id: 'own', letters: 'A', source: 'own.csv' });
    expect(nomenclature.nodes[1]?.titles).toEqual({ fr: 'Aliments; et autres', en: 'Food' });
    expect(nomenclature.nodes[4]).toMatchObject({ parent: '10.11', titles: { fr: 'Découpe' } });
  });
  test('may lack the dots, and have remarks above its head', async () => {
    const { codes } = await treeOf(
      'Ma table\n\nCode,Libellé\nSECTION C,a\n10,b\n101,c\n1011,d\n1011z,e\n',
      'x.csv',
      { id: 'naf-rev2' },
    );
    expect(codes).toEqual(['1 C', '2 10', '3 10.1', '4 10.11', '5 10.11Z']);
  });
  test('may have codes of any form, below each other as it says', async () => {
    const { codes, nomenclature } = await treeOf(
      'code\tparent\tlabel_en\nx-b\tx\ttwo\nx\t\tone\n',
      'My List.tsv',
    );
    expect(codes).toEqual(['1 x', '2 x-b']);
    expect(nomenclature.id).toBe('my-list');
  });
  test.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${long}`)],
    ['UTF-16, little end first', Buffer.from(`\ufeff${long}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\ufeff${long}`, 'utf16le').swap16()],
    ['Windows-1252', Buffer.from(long, 'latin1')],
  ])('is read in %s', async (_, bytes) => {
    const { nomenclature } = await treeOf(bytes, 'own.csv', { id: 'own' });
    expect(nomenclature.nodes[4]?.titles.fr).toBe('Découpe');
  });
});

describe('what is wrong is named with line and column', () => {
  const findingsOf = async (...asked: Parameters<typeof read>) => (await read(...asked)).findings;
  const cases: [string, string | Uint8Array, Partial<Finding>][] = [
    ['no code', long.replace('10.11A;5', ';5'), { kind: 'no-code', line: 7, column: 1 }],
    ['a code twice', `${long}\n10.1;3;10;Encore;`, { kind: 'duplicate', name: '10.1', line: 8, column: 1 }],
    [
      'an orphan',
      long.replace('10.1;3;10;Viandes;Meat', '10.2;3;10;Autres;x'),
      { kind: 'orphan', name: '10.11', line: 5, column: 1 },
    ],
    ['a code of another form', `${long}\n10.11AB;5;10.11;x;`, { kind: 'bad-code', name: '10.11AB', line: 8 }],
    [
      'a wrong level',
      long.replace('10.11A;5', '10.11A;4'),
      { kind: 'level-skipped', name: '10.11A', line: 7, expected: '5' },
    ],
    [
      'no title',
      long.replace('Viandes;Meat', ';'),
      { kind: 'no-title', severity: 'warning', name: '10.1', line: 4 },
    ],
    ['an open quote', 'code,label_fr\nA,"never closed\nB,x', { kind: 'unreadable', line: 2 }],
    ['a delimiter inside a text', 'code,label_fr\nA,one, two', { kind: 'unreadable', line: 2, column: 3 }],
    ['other columns', 'text,label\nsome,thing', { kind: 'missing-column', name: 'text, label', line: 1 }],
    ['no rows', 'code,label_fr\n', { kind: 'empty', line: 1 }],
    ['nothing', '', { kind: 'empty', line: 1 }],
    [
      'a binary file',
      new Uint8Array([97, 10, 0, 1]),
      { kind: 'unreadable', name: 'binary', line: 2, column: 1 },
    ],
    [
      'Windows-1252',
      Buffer.from(long, 'latin1'),
      { kind: 'encoding', severity: 'warning', name: 'windows-1252', line: 5 },
    ],
  ];
  test.each(cases)('%s', async (_, text, finding) => {
    expect(await findingsOf(text, 'own.csv', { id: 'own' })).toContainEqual(expect.objectContaining(finding));
  });
  test('a code of another version', async () => {
    const findings = await findingsOf(long.replace('10.11A', '10.11Y'), 'x.csv', { id: 'naf-rev2' });
    expect(findings).toContainEqual(
      expect.objectContaining({
        kind: 'letter',
        severity: 'error',
        name: '10.11Y',
        expected: 'naf-2025',
        line: 7,
      }),
    );
  });
  test('a file that is too big is not opened', async () => {
    const findings = await findingsOf(new Uint8Array(64 * 1024 * 1024 + 1));
    expect(findings).toEqual([expect.objectContaining({ kind: 'unreadable', expected: '67108864 B' })]);
  });
});

describe('a tree with one column a level', () => {
  test('has each level once; missing levels are rebuilt from the codes and told', async () => {
    const text = `Sous-classe,Intitulé de la sous-classe,Division,Intitulé des divisions,Section,Libellé des sections
10.11Y,a,10,Aliments,C,Ateliers
10.20G,b,10,Aliments,C,Ateliers`;
    const { codes } = await treeOf(text);
    expect(codes).toEqual(['1 C', '2 10', '3 10.1', '4 10.11', '5 10.11Y', '3 10.2', '4 10.20', '5 10.20G']);
    const { findings } = await read(text);
    expect(findings).toContainEqual({ severity: 'warning', kind: 'level-skipped', name: '3', expected: '2' });
  });
  test('is refused where one code stands below two', async () => {
    const { findings } = await read('NIV3,NIV2,NIV1\n10.1,10,C\n10.2,10,D\n');
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'orphan', name: '10', line: 3, column: 2 }),
    );
  });
});

describe('notes', () => {
  const text = `nace2,NAME,Parent,Include,Include_Also,Exclude
01,Cultures et le reste,A,Cette division comprend les cultures.\\n,,voir la section C
01.1,Autres,01,,,
01.11,Blé,01.1,Cette classe comprend: - le blé,aussi,
45,Garages,G,,,`;
  test('belong to the NACE, and to the NAF that takes its levels over', async () => {
    const found = await treeOf(`${text}\nA,Agriculture,,,,\nG,Commerce,,,,`);
    expect(found).toMatchObject({ kind: 'notes', of: ['nace-rev2', 'naf-rev2'] });
    expect(found.nomenclature.nodes.find(({ code }) => code === '01')?.notes).toEqual({
      fr: { includes: 'Cette division comprend les cultures.', excludes: 'voir la section C' },
    });
  });
  test('belong to whatever the person says', async () => {
    const found = await treeOf(text, 'x.csv', { of: ['mine'], language: 'en' });
    expect(found).toMatchObject({ kind: 'notes', of: ['mine'] });
    expect(found.nomenclature.nodes.find(({ code }) => code === '01.11')?.notes?.en?.includesAlso).toBe(
      'aussi',
    );
  });
});

describe('a correspondence', () => {
  test('is read with its common content', async () => {
    const { content, findings } = await read(
      'naf_rev2,naf_2025,type,contenu_commun\n0111Z,01.11Y,Unique,tout\n',
      'c.csv',
    );
    expect(findings).toEqual([]);
    expect(content).toEqual({
      kind: 'correspondence',
      correspondence: {
        schemaVersion: 1,
        from: 'naf-rev2',
        to: 'naf-2025',
        source: 'c.csv',
        pairs: [{ from: '01.11Z', to: '01.11Y', commonContent: { fr: 'tout' } }],
      },
    });
  });
  test('names half a pair, a pair that comes twice, and a single successor that is not', async () => {
    const { findings } = await read(
      'naf_rev2,naf_2025,type\n01.11Z,,Unique\n01.12Z,01.12Y,Unique\n01.12Z,01.12Y,Multiple\n',
    );
    expect(findings.map(({ kind, line, column }) => [kind, line, column])).toEqual([
      ['no-code', 2, 2],
      ['duplicate', 4, 1],
      ['count', 3, 3],
    ]);
  });
  test('of nomenclatures that only the person knows', async () => {
    const { content } = await read('source,target\na1,b1\n', 'c.csv', { of: ['one', 'two'] });
    expect(content).toMatchObject({
      correspondence: { from: 'one', to: 'two', pairs: [{ from: 'a1', to: 'b1' }] },
    });
  });
});

describe('a workbook', () => {
  test('that is none, or unpacks beyond all measure, is refused', async () => {
    expect((await read(new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]), 'x.xlsx')).findings[0]?.kind).toBe(
      'unreadable',
    );
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(65 * 1024 * 1024) });
    expect((await read(bomb, 'x.xlsx')).findings).toEqual([expect.objectContaining({ kind: 'unreadable' })]);
  });
});
