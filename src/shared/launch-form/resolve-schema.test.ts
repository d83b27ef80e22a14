import { describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { layeredRegistry, resolveSchema } from './resolve-schema.ts';

const registry = layeredRegistry({
  builtIn: {
    'a.json': { type: 'string', title: 'built in' },
    'b.json': { type: 'object', properties: { c: { $ref: '#/definitions/d' } } },
  },
});
const resolve = (schema: Json): Json => resolveSchema(schema, registry);

describe('resolving a schema', () => {
  test('a definition is merged over plain keys, keys after the reference win when they are objects', () => {
    const definitions = { d: { type: 'string', default: 'theirs', items: { type: 'number' } } };
    const field = { $ref: '#/definitions/d', default: 'mine', items: { type: 'boolean' } };
    expect(resolve({ definitions, field })).toEqual({
      definitions,
      field: { type: 'string', default: 'theirs', items: { type: 'boolean' } },
    });
  });

  test('an overwritten field is the entry of the registry, resolved in the chart', () => {
    const field = { title: 'mine', 'x-onyxia': { overwriteSchemaWith: 'b.json', hidden: true } };
    expect(resolve({ field, definitions: { d: { type: 'boolean' } } })).toMatchObject({
      field: { type: 'object', properties: { c: { type: 'boolean' } } },
    });
  });

  test('what is not found stays, and nothing below an unknown entry is resolved', () => {
    const field = { 'x-onyxia': { overwriteSchemaWith: 'none.json' }, properties: { x: { $ref: 'a.json' } } };
    const schema = {
      field,
      other: { $ref: '#/properties/field' },
      more: { $ref: '#/definitions/toString' },
      definitions: {},
    };
    expect(resolve(schema)).toEqual(schema);
  });

  test('the schema that was given is not changed', () => {
    const schema = { field: { $ref: 'a.json' } };
    resolve(schema);
    expect(schema).toEqual({ field: { $ref: 'a.json' } });
  });

  test('a definition that names itself ends', () => {
    const node = { type: 'object', properties: { child: { $ref: '#/definitions/node' } } };
    expect(
      JSON.stringify(resolve({ definitions: { node }, root: { $ref: '#/definitions/node' } })),
    ).toContain('$ref');
  });

  test('definitions that double without end are refused', () => {
    const definitions: Record<string, Json> = { d0: { type: 'string' } };
    for (let index = 1; index < 40; index += 1) {
      const $ref = `#/definitions/d${index - 1}`;
      definitions[`d${index}`] = { properties: { a: { $ref }, b: { $ref } } };
    }
    expect(() => resolve({ definitions })).toThrow('500000');
  });

  test('a role comes before the instance, the instance before what is built in', () => {
    const layered = layeredRegistry({
      builtIn: { a: 'built in', b: 'built in', c: 'built in' },
      external: { a: 'external', b: 'external' },
      roles: [{}, { a: 'second role' }, { a: 'third role' }],
    });
    expect(['a', 'b', 'c', 'd'].map(layered)).toEqual(['second role', 'external', 'built in', undefined]);
  });
});
