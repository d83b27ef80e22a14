import { describe, expect, test } from 'vitest';
import type { Disagreement } from '../../../shared/contract/annotation/quality.ts';
import { small } from '../../../shared/nomenclature/testing/small-nomenclature.ts';
import { createTree } from '../../../shared/nomenclature/tree.ts';
import { nextOpen, queueOf, sectionCounts } from './queue-filter.ts';

const tree = createTree(small);
const settled = { status: 'done', reason: 'slip', comment: '', by: 'x', at: 0, sent: true } as const;
const one = (item: string, codes: readonly string[], change: Partial<Disagreement> = {}): Disagreement => ({
  item,
  text: item,
  fields: {},
  opinions: codes.map((code, place) => ({
    who: String.fromCodePoint(65 + place),
    status: 'done',
    code,
    comment: '',
    flagged: false,
  })),
  commonLevel: 1,
  because: 'differs',
  ...change,
});
const all = [
  one('a', ['10.20A', '10.20B'], { settled }),
  one('b', ['10.20A', '11.01A']),
  one('c', ['11.01B'], { because: 'flagged' }),
  one('d', [], { because: 'delegated' }),
];
const items = (queue: readonly Disagreement[]) => queue.map(({ item }) => item).join('');
const none = new Set<string>();

describe('the queue', () => {
  test('shows open items first', () => {
    expect(items(queueOf(all, { state: 'all' }, tree, none))).toBe('bcda');
    expect(items(queueOf(all, { state: 'open' }, tree, none))).toBe('bcd');
    expect(items(queueOf(all, { state: 'settled' }, tree, none))).toBe('a');
  });

  test('leaves what was just settled in its place', () => {
    const after = all.map((each) => (each.item === 'c' ? { ...each, settled } : each));
    expect(items(queueOf(after, { state: 'open' }, tree, new Set(['c'])))).toBe('bcd');
    expect(items(queueOf(after, { state: 'all' }, tree, new Set(['c'])))).toBe('bcda');
    expect(items(queueOf(after, { state: 'open' }, tree, none))).toBe('bd');
  });

  test('is filtered by cause, section and pair of codes', () => {
    expect(items(queueOf(all, { state: 'all', because: 'flagged' }, tree, none))).toBe('c');
    expect(items(queueOf(all, { state: 'all', section: 'C' }, tree, none))).toBe('bca');
    expect(items(queueOf(all, { state: 'all', pair: ['11.01A', '10.20A'] }, tree, none))).toBe('b');
    expect(sectionCounts(all, tree)).toEqual([{ code: 'C', count: 3 }]);
  });

  test('goes on below, then from the top, and ends when nothing is open', () => {
    const queue = queueOf(all, { state: 'all' }, tree, none);
    expect(nextOpen(queue, 'b')).toBe('c');
    expect(nextOpen(queue, 'd')).toBe('b');
    expect(nextOpen([one('x', [])], 'x')).toBeUndefined();
  });
});
