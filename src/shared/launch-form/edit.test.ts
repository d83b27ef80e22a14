import { describe, expect, test } from 'vitest';
import { addItem, itemToAdd, removeItem, setAt, setQuantity } from './edit.ts';
import type { Schema } from './types.ts';

describe('edits of values', () => {
  const values = { a: { list: ['x', 'y'] }, size: '5Gi', count: 3 };

  test('a value is set at a path, and the given values stay as they are', () => {
    expect(setAt(values, ['a', 'list', 1], 'z')).toEqual({ ...values, a: { list: ['x', 'z'] } });
    expect(setAt({}, ['n', 0, 'm'], 1)).toEqual({ n: [{ m: 1 }] });
    expect(values.a.list).toEqual(['x', 'y']);
  });

  test('a path without a place is refused', () => {
    expect(() => setAt(values, ['a', 'list', 'name'], 1)).toThrow('a.list.name');
    expect(() => setAt(values, ['a', 'list', 7], 1)).toThrow('a.list[7]');
  });

  test('a slider writes its unit, or the kind that is there', () => {
    expect(setQuantity(values, ['size'], 7, 'Gi')).toMatchObject({ size: '7Gi' });
    expect(setQuantity(values, ['count'], 7, undefined)).toMatchObject({ count: 7 });
    expect(setQuantity({ gpu: '1' }, ['gpu'], 2, '')).toEqual({ gpu: '2' });
  });

  test('items are added and removed', () => {
    expect(addItem(values, ['a', 'list'], 'z')).toMatchObject({ a: { list: ['x', 'y', 'z'] } });
    expect(removeItem(values, ['a', 'list'], 0)).toMatchObject({ a: { list: ['y'] } });
    expect(() => removeItem(values, ['a', 'list'], 2)).toThrow('a.list[2]');
    expect(() => addItem(values, ['size'], 'z')).toThrow('size');
  });

  test('the item to add is that of the items, else that of the array, else none', () => {
    const schema: Schema = {
      type: 'object',
      properties: {
        own: { type: 'array', items: { type: 'string', default: 'item' } },
        of: { type: 'array', items: { type: 'string' }, default: ['first', 'second'] },
        yaml: { type: 'array', items: { type: 'string' } },
      },
    };
    const add = (name: string, items: string[]): unknown =>
      itemToAdd({
        schema,
        valuesYaml: 'yaml: [from yaml]',
        context: {},
        values: { [name]: items },
        path: [name],
      });
    expect(add('own', ['a'])).toBe('item');
    expect(add('of', ['a'])).toBe('second');
    expect(add('of', ['a', 'b', 'c'])).toBe('first');
    expect(add('yaml', [])).toBe('from yaml');
    expect(
      itemToAdd({ schema, valuesYaml: {}, context: {}, values: { yaml: [] }, path: ['yaml'] }),
    ).toBeUndefined();
  });
});
