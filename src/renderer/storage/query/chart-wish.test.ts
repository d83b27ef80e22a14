import { describe, expect, test } from 'vitest';
import type { Column } from '../../../shared/contract/storage/preview.ts';
import { firstChoice, settle } from './chart-wish.ts';

const column = (name: string, kind: Column['kind']): Column => ({ name, type: '', kind });
const [section, year, age] = [column('section', 'text'), column('at', 'time'), column('age', 'number')];

describe('a first chart', () => {
  test('fits the columns of the result', () => {
    expect(firstChoice([section, age])).toMatchObject({
      kind: 'bar',
      x: 'section',
      y: 'age',
      aggregate: 'sum',
    });
    expect(firstChoice([age, year])).toMatchObject({ kind: 'line', x: 'at', y: 'age' });
    expect(firstChoice([age])).toMatchObject({ kind: 'histogram', x: 'age', y: '' });
    expect(firstChoice([age, column('size', 'number')])).toMatchObject({
      kind: 'scatter',
      x: 'age',
      y: 'size',
    });
    expect(firstChoice([section])).toMatchObject({ kind: 'bar', aggregate: 'count' });
    expect(firstChoice([])).toBeUndefined();
  });
});

describe('a choice is settled', () => {
  const base = { kind: 'bar', x: 'section', y: 'age', aggregate: 'none', series: '' } as const;
  test('so that a bar stands for one number', () => {
    expect(settle(base).aggregate).toBe('sum');
    expect(settle({ ...base, kind: 'line' }).aggregate).toBe('none');
    expect(settle({ ...base, kind: 'scatter', aggregate: 'mean' }).aggregate).toBe('none');
    expect(settle({ ...base, y: '', aggregate: 'mean' }).aggregate).toBe('count');
  });
});
