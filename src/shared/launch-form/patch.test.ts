import { describe, expect, test } from 'vitest';
import { applyPatch, difference, keepEdits, listDifferences, parsePatch } from './patch.ts';

describe('patches of values', () => {
  const defaults = { a: { b: 1, c: [1, 2, 3] }, d: 'x' };

  test('the difference has single values, and deletions without one', () => {
    expect(difference(defaults, { a: { b: 2, c: [1] }, e: { f: null } })).toEqual([
      { path: ['a', 'b'], value: 2 },
      { path: ['a', 'c', 1] },
      { path: ['a', 'c', 2] },
      { path: ['e', 'f'], value: null },
      { path: ['d'] },
    ]);
  });

  test('empty objects and arrays and changes of kind survive', () => {
    for (const values of [{ a: {}, d: [] }, { a: [], d: {} }, { a: { b: [1], c: { x: [[], {}] } } }, {}]) {
      expect(applyPatch(defaults, difference(defaults, values))).toEqual({ values, ignored: [] });
    }
  });

  test('an edit without a place is ignored and named', () => {
    const patch = [
      { path: ['a', 'c', 'name'], value: 1 },
      { path: ['a', 'c', 9], value: 1 },
      { path: ['a', 'c', 3], value: 4 },
    ];
    expect(applyPatch(defaults, patch)).toEqual({
      values: { a: { b: 1, c: [1, 2, 3, 4] }, d: 'x' },
      ignored: patch.slice(0, 2),
    });
  });

  test('no path reaches a prototype', () => {
    const { values } = applyPatch({}, [{ path: ['__proto__', 'polluted'], value: true }]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(values)).toEqual(['__proto__']);
  });

  test('edits are kept over new defaults', () => {
    const edited = {
      previousDefaults: defaults,
      values: { a: { b: 5, c: [1, 2, 3] }, d: 'x' },
      defaults: { a: { b: 2, n: 0 }, d: 'y' },
    };
    expect(keepEdits(edited)).toEqual({ values: { a: { b: 5, n: 0 }, d: 'y' }, ignored: [] });
  });

  test('what is stored is read with its faults left out', () => {
    const stored = [
      { path: ['a', 0], value: 1 },
      { path: ['b'] },
      { path: [] },
      { path: 'a' },
      { path: ['c'], value: {} },
      3,
    ];
    expect(parsePatch(stored)).toEqual({ patch: stored.slice(0, 2), malformed: 4 });
    expect(parsePatch(undefined)).toEqual({ patch: [], malformed: 0 });
    expect(parsePatch({})).toEqual({ patch: [], malformed: 1 });
  });

  test('the differences for a person name what was added, changed and removed', () => {
    expect(listDifferences(defaults, { a: { b: 1, c: [1, 9, 3] }, e: { f: 1 } })).toEqual([
      { path: ['a', 'c', 1], before: 2, after: 9 },
      { path: ['d'], before: 'x' },
      { path: ['e'], after: { f: 1 } },
    ]);
  });
});
