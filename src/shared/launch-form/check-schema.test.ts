import { expect, test } from 'vitest';
import { checkSchema, problemText } from './check-schema.ts';

test.each([
  ['no type', {}, '(root) has neither type nor const'],
  [
    'two types',
    { type: ['string', 'null'] },
    'type must be one of object, array, string, boolean, integer, number',
  ],
  [
    'another way to render',
    { type: 'string', render: 'code' },
    'render must be one of textArea, password, list, slider',
  ],
  [
    'hidden in words',
    { type: 'string', 'x-onyxia': { hidden: 'true' } },
    'x-onyxia.hidden must be true or false',
  ],
  [
    'a condition without value',
    { type: 'string', hidden: { path: 'a' } },
    'hidden must be true, false or an object with value and path',
  ],
  ['items as a list', { type: 'array', items: [{ type: 'string' }] }, 'items must be an object'],
  ['a property that is none', { type: 'object', properties: { a: true } }, 'properties.a must be an object'],
  [
    'a number for an expression',
    { type: 'string', 'x-onyxia': { overwriteDefaultWith: 3 } },
    'x-onyxia.overwriteDefaultWith must be text, a list or an object',
  ],
  ['null for a title', { type: 'string', title: null }, 'title must be text'],
])('%s is a problem', (_name, schema, problem) => {
  expect(checkSchema(schema).map(problemText)).toEqual([problem]);
});

test('unknown keys and keywords of JSON Schema are no problem', () => {
  const schema = {
    type: 'object',
    $schema: 'x',
    oneOf: 3,
    properties: { a: { const: null, maximum: 'x', definitions: 4 } },
  };
  expect(checkSchema(schema)).toEqual([]);
});

test('what is not an object is a problem', () => {
  expect(checkSchema([])).toEqual([{ path: [], problem: 'must be an object' }]);
});
