import { describe, expect, test } from 'vitest';
import { readAnnotations, type Annotation } from './read-annotations.ts';
import { tree } from './testing/exchange-place.ts';
import { uuid5 } from './uuid5.ts';
import { whatWasSaid } from './what-was-said.ts';

const result = (type: string, value: unknown) => ({
  from_name: type,
  to_name: 'text',
  type,
  value: { [type]: value },
});
const taxonomy = (...path: string[]) => result('taxonomy', [path]);
const comment = (text: string) => result('text', [text]);
const annotation = (results: unknown[], rest: object = {}) => ({
  id: 1001,
  completed_by: 10,
  was_cancelled: false,
  lead_time: 4.288,
  created_at: '2024-03-09T21:52:49.513742Z',
  updated_at: '2024-03-09T22:16:08.746926Z',
  result: results,
  ...rest,
});
const read = (value: unknown) => readAnnotations('x.json', Buffer.from(JSON.stringify(value))).annotations;
const [data, meta] = [{ activ_pr_lib_et: 'COIFFURE', apet_manual: '4722Z' }, {}];

test('both nestings of JSON give the same annotations', () => {
  const inside = read([
    { id: 573, data, meta, annotations: [annotation([taxonomy('47.21Z')])], predictions: [] },
  ]);
  const outside = read({ ...annotation([taxonomy('47.21Z')]), task: { id: 573, data, meta } });
  expect(inside).toEqual(outside);
  expect(inside).toEqual([
    {
      data,
      meta,
      id: 1001,
      importId: undefined,
      completedBy: 10,
      isCancelled: false,
      isFromPrediction: false,
      values: [{ taxonomy: [['47.21Z']] }],
      leadTime: 4288,
      at: Date.parse('2024-03-09T22:16:08.746Z'),
    },
  ]);
});

test('JSON_MIN and CSV give what JSON gives, but for people and projects', () => {
  const min = {
    ...data,
    id: 573,
    taxonomy: [{ taxonomy: [['G', '47', '47.21Z']] }],
    Remarques: 'Vu, revu',
    rating: [{ rating: 3 }],
    annotator: 10,
    annotation_id: 1001,
    created_at: '2024-03-09T21:52:49.513742Z',
    updated_at: '2024-03-09T22:16:08.746926Z',
    lead_time: 4.288,
  };
  const [fromMin] = read([min]);
  const cell = (value: unknown) =>
    `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`;
  const csv = `${Object.keys(min).join(',')}\n${Object.values(min).map(cell).join(',')}\n`;
  const [fromCsv] = readAnnotations('x.csv', Buffer.from(csv)).annotations;
  const said = { status: 'done', code: '47.21Z', source: 'tree', comment: 'Vu, revu', difficulty: 3 };
  expect(whatWasSaid(fromMin!, tree, 5)).toEqual(said);
  expect(whatWasSaid(fromCsv!, tree, 5)).toEqual(said);
  expect(fromMin).toMatchObject({ id: 1001, leadTime: 4288, at: Date.parse('2024-03-09T22:16:08.746Z') });
  expect(fromCsv).toMatchObject({ id: '1001', leadTime: 4288, at: Date.parse('2024-03-09T22:16:08.746Z') });
});

describe('what was said', () => {
  const said = (results: unknown[], rest: object = {}) => {
    const [one] = read({ ...annotation(results, rest), task: { data, meta } });
    return whatWasSaid(one as Annotation, tree, 5);
  };
  const done = (code: string, source: string, more: object = {}) => ({
    status: 'done',
    code,
    source,
    comment: '',
    ...more,
  });

  test.each([
    ['the last part of the path', [taxonomy('G', '47', '47.21Z')], done('47.21Z', 'tree')],
    [
      'a label instead of an alias',
      [taxonomy('G - COMMERCE', '47.21Z // 4721Z - Commerce')],
      done('47.21Z', 'tree'),
    ],
    ['a code without its dot', [taxonomy('4721Z')], done('47.21Z', 'tree')],
    [
      'results in any order',
      [comment('x'), result('rating', 0), taxonomy('47.21Z')],
      done('47.21Z', 'tree', { comment: 'x', difficulty: 0 }),
    ],
    [
      'a choice of the list',
      [result('choices', ['Oui']), result('choices', ['4722Z - Commerce'])],
      done('47.22Z', 'mapping'),
    ],
    ['that the given code is right', [result('choices', ['Oui'])], done('47.22Z', 'mapping')],
    [
      'a code in the comment',
      [comment('4723z plutôt')],
      done('47.23Z', 'typed', { comment: '4723z plutôt' }),
    ],
    [
      'a taxonomy before a comment',
      [comment('4723Z'), taxonomy('47.21Z')],
      done('47.21Z', 'tree', { comment: '4723Z' }),
    ],
    ['that it cannot be classified', [taxonomy('XXXXX')], { status: 'unclassifiable', comment: '' }],
    ['the same by its label', [taxonomy('Inclassable')], { status: 'unclassifiable', comment: '' }],
    ['a code of another version', [taxonomy('47.21Y')], { kind: 'other-version', name: '4721Y' }],
    ['a code that is none', [taxonomy('99.99Z')], { kind: 'unknown-code', name: '9999Z' }],
    ['a code of too high a level', [taxonomy('G', '47')], { kind: 'unknown-code', name: '47' }],
    ['only words', [comment('je ne sais pas')], { kind: 'no-code', name: '' }],
    ['nothing', [], { kind: 'no-code', name: '' }],
  ])('may be %s', (_, results, expected) => {
    expect(said(results)).toEqual(expected);
  });

  test('is that it was skipped, whatever else it holds', () => {
    expect(said([taxonomy('47.21Z'), comment('dur')], { was_cancelled: true })).toEqual({
      status: 'skipped',
      comment: 'dur',
    });
  });
});

test.each([
  ['{"a": [1,}', { kind: 'bad-json', line: 1, column: 10 }],
  ['[\n {"data": {}},\n oops\n]', { kind: 'bad-json', line: 3, column: 2 }],
  ['[{"x": 1}]', { kind: 'unreadable' }],
  ['a,b\n1,2\n', { kind: 'unreadable' }],
  ['annotation_id,annotator\n1,"2\n', { kind: 'unreadable', line: 2 }],
  ['\u0000\u0001\u0002', { kind: 'unreadable' }],
])('%j is named by where it breaks', (text, finding) => {
  expect(readAnnotations('x', Buffer.from(text))).toEqual({
    annotations: [],
    finding: { severity: 'error', name: 'x', ...finding },
  });
});

test('a name has one UUID, of version 5', () => {
  expect(uuid5('a')).toBe(uuid5('a'));
  expect(uuid5('a')).not.toBe(uuid5('b'));
  expect(uuid5('a')).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});
