import { describe, expect, test } from 'vitest';
import type { Nomenclature } from '../contract/annotation/nomenclatures.ts';
import { createCorrespondence, groupCandidates } from './correspondence.ts';
import { small } from './testing/small-nomenclature.ts';
import { createTree } from './tree.ts';

const from = createTree({ ...small, id: 'old' });
const to = createTree(small);
const table = {
  schemaVersion: 1 as const,
  from: 'old',
  to: 'small',
  source: 'test',
  pairs: [
    { from: '10.20A', to: '11.01A', commonContent: { fr: 'le tout' } },
    { from: '1020A', to: '10.20B' },
    { from: '10.11Z', to: '10.11Z' },
    { from: '10.20B', to: '88.88Z' },
  ],
};

describe('a correspondence', () => {
  const recoding = createCorrespondence(table, from, to);
  test('gives candidates in the order of the nomenclature, with what is common', () => {
    expect(recoding.candidates('10.20a').map((pair) => pair.to)).toEqual(['10.20B', '11.01A']);
    expect(recoding.candidates('1020A')[1]?.commonContent).toEqual({ fr: 'le tout' });
    expect(recoding.candidates('C')).toEqual([]);
  });
  test('tells one successor from several and none', () => {
    expect(['10.20A', '10.11Z', '11.10Z'].map(recoding.kindOf)).toEqual(['multivocal', 'univocal', 'none']);
  });
  test('names codes that its trees do not have', () => {
    expect(recoding.unknown).toEqual([{ nomenclature: 'small', code: '88.88Z' }]);
  });
  test('is refused for other trees', () => {
    expect(() => createCorrespondence(table, to, from)).toThrow(RangeError);
  });
});

describe('candidates', () => {
  const many = (divisions: number, each: number): Nomenclature => ({
    ...small,
    nodes: [
      { code: 'C', level: 1, titles: {} },
      ...Array.from({ length: divisions }, (_, index) => String(index + 10)).flatMap((division) => [
        { code: division, level: 2, parent: 'C', titles: {} },
        ...['1', '2'].flatMap((group) => [
          { code: `${division}.${group}`, level: 3, parent: division, titles: {} },
          ...Array.from({ length: each }, (_, index) => ({
            code: `${division}.${group}${String.fromCharCode(65 + index)}`,
            level: 4,
            parent: `${division}.${group}`,
            titles: {},
          })),
        ]),
      ]),
    ],
  });
  const grouped = (divisions: number, each: number) => {
    const tree = createTree(many(divisions, each));
    const pairs = tree.leaves.map(({ code }) => ({ from: 'x', to: code }));
    return groupCandidates(pairs, tree).map(({ heading, pairs: held }) => [heading?.code, held.length]);
  };
  test('stay together below twenty', () => {
    expect(grouped(2, 4)).toEqual([[undefined, 16]]);
    expect(groupCandidates([], to)).toEqual([]);
  });
  test('are grouped by division from twenty', () =>
    expect(grouped(2, 5)).toEqual([
      ['10', 10],
      ['11', 10],
    ]));
  test('are grouped by group where a division holds twenty', () => {
    expect(grouped(1, 12)).toEqual([
      ['10.1', 12],
      ['10.2', 12],
    ]);
  });
});
