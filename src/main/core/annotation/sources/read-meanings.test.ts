import { expect, test } from 'vitest';
import { readMeanings } from './read-meanings.ts';
import { rangedOf, testSources } from './testing/sample-sources.ts';

const read = (text: string | Buffer, language?: 'fr' | 'en') =>
  readMeanings('labels', Buffer.from(text as string), language);
const both = { 10: { fr: 'magasin' }, '04': { fr: 'fabrique' } };

test.each([
  ['an object', '{"10": "magasin", "04": " fabrique "}'],
  ['records', '[{"code": "10", "libelle": "magasin"}, {"Code": "04", "Label": {"fr": "fabrique"}}]'],
  ['records by language', '[{"code": 10, "fr": "magasin"}, {"value": "04", "fr": "fabrique"}]'],
  ['pairs', '[["10", "magasin"], ["04", "fabrique"]]'],
  ['rows', '10,magasin\n04,fabrique\n'],
  ['rows with a header', '\ufeffcode;libellé\r\n10;magasin\r\n\r\n04;"fabrique"\r\n'],
])('%s give words by code', (_name, text) => {
  expect(read(text)).toEqual({ meanings: both, findings: [] });
});

test('a third column is the other language, or the one that its header says', () => {
  const words = { 10: { fr: 'magasin', en: 'shop' } };
  expect(read('10\tmagasin\tshop\n').meanings).toEqual(words);
  expect(read('10\tshop\tmagasin\n', 'en').meanings).toEqual(words);
  expect(read('code,label_en,label_fr\n10,shop,magasin\n').meanings).toEqual(words);
});

test('labels without a word are left out and counted, codes that come again keep the first', () => {
  expect(read('{\n"03": "/////",\n"04": "fabrique",\n"05": "///"}')).toEqual({
    meanings: { '04': { fr: 'fabrique' } },
    findings: [{ severity: 'warning', kind: 'missing-text', name: 'labels', line: 2, rows: 2 }],
  });
  expect(read('04,fabrique\n10,magasin\n04,atelier\n')).toEqual({
    meanings: both,
    findings: [{ severity: 'warning', kind: 'duplicate-id', name: '04', line: 3, column: 1 }],
  });
});

test('what is wrong is named with its line and column', () => {
  const faults = (text: string) =>
    read(text).findings.map(({ severity, kind, line, column }) => [severity, kind, line, column]);
  expect(faults('{"10": "magasin",\n "04" "fabrique"}')).toEqual([['error', 'bad-json', 2, 7]]);
  expect(faults('[["10", "magasin"],\n ["04"]]')).toEqual([['warning', 'bad-json', 2, 2]]);
  expect(faults('10,magasin\n04\n16,marché,market,x\n')).toEqual([
    ['warning', 'ragged-row', 2, undefined],
    ['warning', 'ragged-row', 3, undefined],
  ]);
  expect(faults('')).toEqual([['error', 'empty', undefined, undefined]]);
  expect(faults('10,mag\0asin')[0]?.slice(0, 2)).toEqual(['error', 'unreadable']);
});

test('another encoding is read and told', () => {
  const { meanings, findings } = read(Buffer.from('16;march\xe9\n', 'latin1'));
  expect(meanings).toEqual({ 16: { fr: 'marché' } });
  expect(findings).toMatchObject([{ severity: 'warning', kind: 'encoding', line: 1 }]);
});

test('a code named like a property of every object is a code', () => {
  expect(Object.keys(read('{"__proto__": "x", "constructor": "y"}').meanings)).toEqual([
    '__proto__',
    'constructor',
  ]);
});

test('a file is read by what means it, and one too big to be one of labels is refused', async () => {
  await using sources = testSources();
  const file = sources.put(rangedOf('labels.csv', '10,magasin\n'));
  expect(await sources.handlers.readMeanings({ file })).toMatchObject({
    meanings: { 10: { fr: 'magasin' } },
  });
  const big = sources.put(rangedOf('big.csv', '10,magasin\n', 2_000_000));
  await expect(sources.handlers.readMeanings({ file: big })).rejects.toMatchObject({
    data: { code: 'unsupported', reason: 'meanings-too-big' },
  });
});
