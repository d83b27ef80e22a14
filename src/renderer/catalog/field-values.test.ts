import { expect, test } from 'vitest';
import { schemaAtPath, sliderQuantity, sliderValue, stepped, typedNumber } from './field-values.ts';

const schema = {
  type: 'object',
  properties: {
    size: { type: 'string' },
    count: { type: 'number' },
    list: { type: 'array', items: { type: 'object', properties: { a: { type: 'boolean' } } } },
  },
};

test('the schema of a place is found through properties and items', () => {
  expect([schemaAtPath(schema, ['list', 3, 'a']), schemaAtPath(schema, ['no', 'where'])]).toEqual([
    { type: 'boolean' },
    {},
  ]);
});

test('a slider writes its quantity as the values want it', () => {
  expect([
    sliderValue(schema, ['size'], 8, 'Gi'),
    sliderValue(schema, ['size'], 8, undefined),
    sliderValue(schema, ['count'], 8, ''),
  ]).toEqual(['8Gi', '8', 8]);
});

test.each([
  ['8Gi', 8],
  ['500m', 500],
  [3, 3],
  ['lots', undefined],
])('the quantity of %s', (value, quantity) => expect(sliderQuantity(value)).toBe(quantity));

test('steps begin at the lower bound and leave no dust', () => {
  expect([
    stepped(0.32, 0.1, 0, 1),
    stepped(7, 5, 1, 100),
    stepped(1000, 5, 0, 42),
    stepped(-3, 1, 0, 5),
  ]).toEqual([0.3, 6, 42, 0]);
});

test.each([
  ['4', true, 4],
  ['4.5', true, undefined],
  ['4,5', false, 4.5],
  ['', false, undefined],
  ['-', false, undefined],
])('typing "%s" into a number field (whole: %s)', (text, isInteger, value) =>
  expect(typedNumber(text, isInteger)).toBe(value),
);
