import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dotless, dotted, sameCode, tagged, versionOf } from './code.ts';
import { small } from './testing/small-nomenclature.ts';
import { createTree } from './tree.ts';

const tree = createTree(small);
const codes = small.nodes.map(({ code }) => code);

describe('codes', () => {
  test('are found with or without dots, in any case', () => {
    expect(tree.node('1011z')?.code).toBe('10.11Z');
    expect(dotted('1020', tree)).toBe('10.20');
    expect(tree.node('99.99Z')).toBeUndefined();
  });
  test('of two versions are never compared', () => {
    expect(sameCode(tagged('naf-rev2', '01.11Z'), tagged('naf-rev2', '0111z'))).toBe(true);
    expect(sameCode(tagged('naf-rev2', '01.11Z'), tagged('naf-rev2', '0112Z'))).toBe(false);
    expect(() => sameCode(tagged('naf-rev2', '56.10C'), tagged('naf-2025', '56.10C'))).toThrow(RangeError);
  });
  test.each([
    ['01.11Z', 'naf-rev2'],
    ['5610c', 'naf-rev2'],
    ['01.11Y', 'naf-2025'],
    ['47.91K', 'naf-2025'],
    ['01.11X', undefined],
    ['01.11', undefined],
  ])('%s is a code of %s', (code, version) => expect(versionOf(code)).toBe(version));
});

describe('the tree', () => {
  test('says what is above, below and where it ends', () => {
    expect(tree.ancestors('10.20A').map(({ code }) => code)).toEqual(['C', '10', '10.2', '10.20']);
    expect(tree.children('1020').map(({ code }) => code)).toEqual(['10.20A', '10.20B']);
    expect(tree.children().map(({ code }) => code)).toEqual(['C']);
    expect(tree.children('nothing')).toEqual([]);
    expect(tree.ancestorAt('10.20A', 2)?.code).toBe('10');
    expect(tree.ancestorAt('10', 5)).toBeUndefined();
    expect([tree.depth, tree.leaves.length]).toEqual([5, 6]);
    expect([tree.isLeaf('1020A'), tree.isLeaf('10.20'), tree.isLeaf('?')]).toEqual([true, false, false]);
  });
  test('measures how near two codes are', () => {
    expect(tree.commonLevel('10.20A', '10.20B')).toBe(4);
    expect(tree.commonLevel('10.20A', '10.20')).toBe(4);
    expect(tree.commonLevel('10.11Z', '11.10Z')).toBe(1);
    expect(tree.commonLevel('10.11Z', '99.99Z')).toBe(0);
  });
  test('is symmetric, and a code shares with itself all of its levels', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.constantFrom(...codes), (one, other) => {
        expect(tree.commonLevel(one, other)).toBe(tree.commonLevel(other, one));
        expect(tree.commonLevel(one, dotless(one))).toBe(tree.node(one)?.level);
      }),
    );
  });
  test('comes to an end where parents go round in a circle', () => {
    const round = createTree({
      ...small,
      nodes: [
        { code: 'A', level: 1, parent: 'B', titles: {} },
        { code: 'B', level: 1, parent: 'A', titles: {} },
      ],
    });
    expect(round.ancestors('A').map(({ code }) => code)).toEqual(['B']);
  });
});
