import { describe, expect, test } from 'vitest';
import { checkNomenclature } from './check.ts';
import { recogniseNomenclature } from './known.ts';
import { small } from './testing/small-nomenclature.ts';

const expected = { counts: [1, 2, 4, 4, 6], letters: 'ABZ' };
const withNode = (code: string, more: object) => ({
  ...small,
  nodes: small.nodes.map((node) => (node.code === code ? { ...node, ...more } : node)),
});

describe('a nomenclature', () => {
  test('that is right has no findings', () => expect(checkNomenclature(small, expected)).toEqual([]));
  test('with a code twice', () => {
    const twice = { ...small, nodes: [...small.nodes, { ...small.nodes[4], code: '1011Z', level: 5 }] };
    expect(checkNomenclature(twice as typeof small, expected)).toContainEqual({
      severity: 'error',
      kind: 'duplicate',
      name: '1011Z',
    });
  });
  test.each([
    ['an orphan', '10.11Z', { parent: '10.99' }, { kind: 'orphan', name: '10.11Z', expected: '10.99' }],
    [
      'a level skipped',
      '10.11Z',
      { parent: '10.1' },
      { kind: 'level-skipped', name: '10.11Z', expected: '4' },
    ],
    ['no title', '10', { titles: { fr: ' ' } }, { kind: 'no-title', name: '10' }],
    [
      'a letter of another version',
      '10.11Z',
      { code: '10.11Y' },
      { kind: 'letter', name: '10.11Y', expected: 'naf-2025' },
    ],
    ['a level that counts otherwise', '10.11Z', { level: 4 }, { kind: 'count', name: '5: 5', expected: '6' }],
  ])('with %s', (_, code, change, finding) => {
    expect(checkNomenclature(withNode(code, change), expected)).toContainEqual(
      expect.objectContaining(finding),
    );
  });
});

describe('an official nomenclature is recognised', () => {
  const at = (codes: string) => codes.split(' ').map((code) => ({ code, level: 1 }));
  test.each([
    ['A 01 01.1 01.11 01.11Z 56.10C', 'naf-rev2'],
    ['A 01 01.1 01.11 01.11Y 47.91H', 'naf-2025'],
    ['A 01 01.1 01.11 45 45.1 45.11', 'nace-rev2'],
    ['A 01 01.1 01.11 46 46.11 V', 'nace-rev2.1'],
    ['A 01 B x-1', undefined],
    ['', undefined],
  ])('%s: %s', (codes, id) => expect(recogniseNomenclature(at(codes))).toBe(id));
});
