import { describe, expect, test } from 'vitest';
import { columnSpread, placeable } from './column-spread.ts';

const group = (min: number, max: number) => ({
  rows: 10,
  bytes: 1,
  columns: [{ name: 'age', bytes: 1, compression: 'SNAPPY', min, max }],
});
const age = { name: 'age', type: 'INT64', kind: 'number', nulls: 5, min: 0, max: 100 } as const;

describe('the bar of a column', () => {
  test('has the share of nulls, and where each row group lies', () => {
    expect(columnSpread(age, 20, [group(0, 50), group(25, 100)])).toEqual({
      nulls: 0.25,
      stretches: [
        { from: 0, to: 0.5 },
        { from: 0.25, to: 1 },
      ],
    });
  });
  test('stays within bounds when the statistics lie', () => {
    expect(columnSpread({ ...age, nulls: 99 }, 20, [group(-1_000, 1_000), group(9, 3)])).toEqual({
      nulls: 1,
      stretches: [{ from: 0, to: 1 }],
    });
  });
  test('is not there where the file tells nothing', () => {
    expect(columnSpread({ name: 'a', type: 'text', kind: 'text' }, 20, [])).toBeUndefined();
    expect(columnSpread({ ...age, nulls: 1 }, undefined, undefined)?.nulls).toBeUndefined();
  });
  test('has no spread for texts, and none for a single value', () => {
    expect(
      columnSpread({ name: 'a', type: 'text', kind: 'text', nulls: 0, min: 'a', max: 'z' }, 20, [])
        ?.stretches,
    ).toEqual([]);
    expect(columnSpread({ ...age, min: 3, max: 3 }, 20, [])?.stretches).toEqual([]);
  });
});

test('long numbers and dates have a place, other texts none', () => {
  expect(placeable('9007199254740993', 'number')).toBeCloseTo(9_007_199_254_740_992, -3);
  expect(placeable('2026-11-20', 'time')).toBe(Date.UTC(2026, 10, 20));
  expect(placeable('2026', 'text')).toBeUndefined();
  expect(placeable('x', 'number')).toBeUndefined();
});
