import { describe, expect, test } from 'vitest';
import {
  addVersion,
  checkAndSet,
  destroy,
  duration,
  isReadable,
  mergePatch,
  newSecret,
  seconds,
  softDelete,
  subkeys,
  undelete,
} from './secret.ts';

const by = { actor: 'a', operation: 'create', entity_id: '', client_id: '' };
const empty = newSecret('2026-01-01T00:00:00.000Z', by);
const times = (count: number, secret = empty) =>
  Array.from({ length: count }).reduce<typeof empty>(
    (one, _, index) => addVersion(one, { index }, index, by),
    secret,
  );

describe('versions', () => {
  test('ten are kept unless told otherwise, and the oldest is named', () => {
    expect(times(10)).toMatchObject({ current: 10, oldest: 0, versions: { length: 10 } });
    expect(times(12).versions.map(({ number }) => number)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(times(12).oldest).toBe(3);
    expect(times(3, { ...empty, maxVersions: 2 }).versions.map(({ number }) => number)).toEqual([2, 3]);
  });
  test('deleted ones come back, destroyed ones do not', () => {
    const deleted = softDelete(times(2), [1, 2, 99], 5, by);
    expect(deleted.versions.map((version) => isReadable(version, 6))).toEqual([false, false]);
    const destroyed = destroy(deleted, [1], by);
    expect(undelete(destroyed, [1, 2], by).versions.map((version) => isReadable(version, 6))).toEqual([
      false,
      true,
    ]);
    expect(destroyed.versions[0]?.data).toBeNull();
  });
  test('a version with an end is gone after it', () => {
    const [version] = times(1, { ...empty, deleteAfter: 10 }).versions;
    expect(version && [isReadable(version, 9999), isReadable(version, 10_001)]).toEqual([true, false]);
  });
});

describe('check-and-set', () => {
  test.each([
    [undefined, undefined],
    [0, 'did not match'],
    [2, undefined],
    ['2', undefined],
    [1, 'did not match'],
    ['x', 'error parsing'],
    [1.5, 'error parsing'],
  ])('%j against version 2', (cas, words) => {
    const check = () => checkAndSet(times(2), cas);
    if (words === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(words);
  });
  test('zero wants no secret; where it is demanded it may not be left out', () => {
    expect(() => checkAndSet(undefined, 0)).not.toThrow();
    expect(() => checkAndSet({ ...empty, casRequired: true }, undefined)).toThrow(
      'check-and-set parameter required for this call',
    );
  });
});

// The cases of RFC 7396, appendix A.
test.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'foo' }, null, null],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  [{}, JSON.parse('{"__proto__":{"x":1}}') as unknown, JSON.parse('{"__proto__":{"x":1}}') as unknown],
])('%j patched with %j is %j', (target, patch, result) => expect(mergePatch(target, patch)).toEqual(result));

test('subkeys tell names and no values', () => {
  const data = { a: { b: 1, c: [1], d: {} }, e: 'x' };
  expect(subkeys(data, 0)).toEqual({ a: { b: null, c: null, d: null }, e: null });
  expect(subkeys(data, 1)).toEqual({ a: null, e: null });
});

test('durations are read and written', () => {
  expect(['3h25m19s', '90', 90, '1d', '0s', 'x', '-1s', {}].map(seconds)).toEqual([
    12_319,
    90,
    90,
    86_400,
    0,
    undefined,
    undefined,
    undefined,
  ]);
  expect([0, 59, 61, 12_319].map(duration)).toEqual(['0s', '59s', '1m1s', '3h25m19s']);
});
