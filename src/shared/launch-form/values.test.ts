import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from './json.ts';
import { computeLaunchValues } from './values.ts';

const context = {
  user: { name: 'Zoé', age: 36, password: 'open sesame 1', nobody: null, langs: ['fr', 'en'], 'a.b': 'dot' },
  s3: { AWS_S3_ENDPOINT: 's3.example.org', port: 443 },
  teams: [{ name: 'survey', size: 3 }, { name: 'census' }],
};

function compute(field: Json, valuesYaml: unknown = {}): Json | { error: string } {
  const result = computeLaunchValues({
    schema: { type: 'object', properties: { field } },
    valuesYaml,
    context,
  });
  return 'error' in result ? { error: result.error } : (result.values['field'] ?? null);
}

const refused = { error: expect.any(String) };

describe('the value of a node is the first that answers', () => {
  const overwritten = { 'x-onyxia': { overwriteDefaultWith: 'user.name' } };

  test('a constant comes first and must fit its type', () => {
    expect(compute({ const: 'c', default: 'd', ...overwritten }, { field: 'y' })).toBe('c');
    expect(compute({ type: 'boolean', const: 'c' })).toEqual(refused);
  });

  test('an object with properties has exactly these, and its own default counts for nothing', () => {
    const properties = { inner: { type: 'string' } };
    const schema = { type: 'object', properties, default: { inner: 'default' } };
    expect(compute(schema, { field: { inner: 'yaml', other: 'left out' } })).toEqual({ inner: 'yaml' });
  });

  test('then the context, the default, values.yaml, the empty array, and the error', () => {
    expect(compute({ type: 'string', default: 'd', ...overwritten }, { field: 'y' })).toBe('Zoé');
    expect(compute({ type: 'string', default: 'd' }, { field: 'y' })).toBe('d');
    expect(compute({ type: 'string', default: 4 }, { field: 'y' })).toBe('y');
    expect(compute({ type: 'string' }, { field: 4 })).toEqual(refused);
    expect(compute({ type: 'string' }, { field: null })).toEqual(refused);
    expect(compute({ type: 'array' })).toEqual([]);
    expect(compute({ type: 'string', enum: ['a'] })).toEqual({ error: expect.stringContaining('field') });
  });

  test('an array is filled up to minItems, within reason', () => {
    expect(compute({ type: 'array', minItems: 2, items: { type: 'number', default: 1 } })).toEqual([1, 1]);
    expect(compute({ type: 'array', minItems: 1, items: { type: 'number' } })).toEqual(refused);
    expect(compute({ type: 'array', minItems: 1e9, items: { type: 'number', default: 1 } })).toEqual(refused);
  });

  test('the elements of an array from the context take the shape of its items', () => {
    const label = { type: 'string', 'x-onyxia': { overwriteDefaultWith: '{{name}} of {{user.name}}' } };
    const items = { type: 'object', properties: { label, size: { type: 'string', default: '?' } } };
    expect(compute({ type: 'array', items, 'x-onyxia': { overwriteDefaultWith: 'teams' } })).toEqual([
      { label: 'survey of Zoé', size: '3' },
      { label: 'census of Zoé', size: '?' },
    ]);
  });
});

describe('expressions', () => {
  const resolve = (expression: Json, type: string): Json | { error: string } =>
    compute({ type, 'x-onyxia': { overwriteDefaultWith: expression } });

  test('a single place keeps its type, text is put together', () => {
    expect(resolve('user.age', 'number')).toBe(36);
    expect(resolve('{{user.langs[1]}}', 'string')).toBe('en');
    expect(resolve('user["a.b"]', 'string')).toBe('dot');
    expect(resolve("{{user['a.b']}}/{{user.age}}", 'string')).toBe('dot/36');
    expect(resolve('{{user.nobody}}!', 'string')).toEqual(refused);
    expect(resolve('{{ user.age }}', 'number')).toEqual(refused);
    expect(resolve('user.constructor.name', 'string')).toEqual(refused);
    expect(resolve('', 'string')).toBe('{{}}');
  });

  test('in lists and objects bare text is a literal, and one unresolved leaf spoils the whole', () => {
    expect(resolve({ a: 'user.age', b: ['{{user.age}}', null] }, 'object')).toEqual({
      a: 'user.age',
      b: [36, null],
    });
    expect(resolve(['{{user.unknown}}'], 'array')).toEqual([]);
  });

  test('S3 is used when its context was read, even in vain', () => {
    const usesS3 = (expression: Json): unknown => {
      const field = { type: 'string', default: '', 'x-onyxia': { overwriteDefaultWith: expression } };
      const schema = { type: 'object', properties: { field } };
      const result = computeLaunchValues({ schema, valuesYaml: {}, context: {} });
      return 'values' in result && result.isChartUsingS3;
    };
    expect(usesS3('s3.AWS_S3_ENDPOINT')).toBe(true);
    expect(usesS3('s3_array')).toBe(false);
  });
});

describe('validation and approximation', () => {
  test.each([
    ['string', 3, '3'],
    ['string', false, 'false'],
    ['string', null, ''],
    ['number', '7.5Gi', 7.5],
    ['number', true, 1],
    ['integer', 2.5, 'fallback'],
    ['boolean', 'ON', true],
    ['boolean', 'perhaps', 'fallback'],
    ['boolean', -1, true],
    ['array', 'text', 'fallback'],
  ] as const)('a %s from %j', (type, value, expected) => {
    const fallback = { string: '', number: -1, integer: -1, boolean: false, array: ['default'] }[type];
    const field = { type, default: fallback, 'x-onyxia': { overwriteDefaultWith: 'given' } };
    const schema = { type: 'object', properties: { field } };
    const result = computeLaunchValues({ schema, valuesYaml: {}, context: { given: value } });
    expect(result).toMatchObject({ values: { field: expected === 'fallback' ? fallback : expected } });
  });

  test('text has its pattern and the quantity of its slider', () => {
    const slider = { type: 'string', sliderMin: 1, sliderMax: 9, sliderUnit: 'Gi' };
    expect(compute({ ...slider, default: '10Gi' }, { field: '5 Gi' })).toBe('5 Gi');
    expect(compute({ ...slider, default: '5Mi' })).toEqual(refused);
    expect(compute({ type: 'string', pattern: 'b', default: 'abc' })).toBe('abc');
    expect(compute({ type: 'string', pattern: '(', default: 'abc' })).toEqual(refused);
  });

  test('an option list comes from the context, else listEnum, else enum', () => {
    const overwriteListEnumWith = 'user.langs';
    expect(
      compute(
        { type: 'string', enum: ['de'], default: 'de', 'x-onyxia': { overwriteListEnumWith } },
        { field: 'fr' },
      ),
    ).toBe('fr');
    expect(compute({ type: 'string', listEnum: ['x', 1], enum: ['y'], default: 'x' }, { field: 'y' })).toBe(
      'y',
    );
    expect(compute({ type: 'string', render: 'list', const: 'x' })).toEqual(refused);
  });

  test('an object needs all its properties, and an unknown one is left out only from the context', () => {
    const items = { type: 'object', properties: { name: { type: 'string' } } };
    expect(compute({ type: 'array', items, default: [{ name: 'a', more: 1 }] })).toEqual([]);
    expect(compute({ type: 'array', items }, { field: [{ name: 'a', more: 1 }] })).toEqual(refused);
    const nested = { type: 'array', items: { type: 'array', items } };
    const overwriteDefaultWith = [[{ name: 'a', more: 1 }]];
    expect(compute({ ...nested, 'x-onyxia': { overwriteDefaultWith } })).toEqual([[{ name: 'a' }]]);
  });
});

describe('values.yaml', () => {
  const schema = {
    type: 'object',
    properties: {
      a: { type: 'string', default: 'A' },
      l: { type: 'array', default: [] },
      o: { type: 'object', default: {} },
    },
  };

  test('as text it is YAML 1.2 with anchors', () => {
    const text = 'base: &base {port: 010, on: yes}\nfield:\n  copy: *base\n  big: 1e3\n';
    const copy = { port: 10, on: 'yes' };
    expect(compute({ type: 'object' }, text)).toEqual({ copy, big: 1000 });
  });

  test.each(['', '# nothing', '- a', 'a: [', 'a: 1\na: 2', '&a [*a]'])('%j is refused', (text) => {
    expect(compute({ type: 'array' }, text)).toEqual(refused);
  });

  test('its leaves are added on demand, empty objects and arrays are not', () => {
    const valuesYaml = {
      a: 'yaml',
      l: [{ x: 1 }],
      o: { deep: { leaf: null, none: {} } },
      extra: { list: [] },
      n: 0,
    };
    const result = computeLaunchValues({ schema, valuesYaml, context, mode: 'with-chart-defaults' });
    const values: JsonObject = { a: 'A', l: [{ x: 1 }], o: { deep: { leaf: null } }, n: 0 };
    expect(result).toMatchObject({ values });
    expect('values' in result && result.values).toEqual(values);
  });

  test('a chart without a schema is launched with its leaves', () => {
    const result = computeLaunchValues({ schema: '', valuesYaml: 'a: {b: 1, c: {}}', context });
    expect('values' in result && result.values).toEqual({ a: { b: 1 } });
  });
});

test('a schema that Onyxia refuses is an error that says where', () => {
  expect(compute({ type: ['string', 'null'] })).toEqual({
    error: expect.stringContaining('properties.field.type'),
  });
  expect(compute({ title: 'no type' })).toEqual(refused);
});

test('a context that is no object is an error', () => {
  expect(computeLaunchValues({ schema: '', valuesYaml: {}, context: null })).toEqual(refused);
});

test('a schema nested too deeply for the stack is an error', () => {
  let schema: Json = { type: 'string', default: '' };
  for (let depth = 0; depth < 20_000; depth += 1) schema = { type: 'object', properties: { a: schema } };
  expect(computeLaunchValues({ schema, valuesYaml: {}, context })).toEqual(refused);
});
