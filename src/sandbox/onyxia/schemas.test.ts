import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSchemaRegistry, resolveSchema, type Schema } from './schemas.ts';

const data = process.env['SARDONYX_DATA'];
const read = (name: string) =>
  JSON.parse(readFileSync(path.join(data ?? '', 'launch-form', name), 'utf8')) as unknown;
const resources = path.join(import.meta.dirname, '../../../resources/sandbox/schemas');

describe.skipIf(!data)('resolving as the real API does (needs SARDONYX_DATA)', () => {
  const registry = data
    ? new Map(Object.entries((read('registry.json') as { schemas: Record<string, Schema> }).schemas))
    : new Map<string, Schema>();
  const { cases } = (data ? read('resolution.json') : { cases: [] }) as {
    cases: { name: string; schema: Schema; resolvedSchema: Schema }[];
  };

  test.each(cases)('$name', ({ schema, resolvedSchema }) => {
    expect(resolveSchema(schema, registry)).toEqual(resolvedSchema);
  });

  test.each(['jupyter-python', 'vscode-python', 'postgresql', 'mlflow'])('the chart %s, whole', (name) => {
    const chart = read(`charts/${name}.json`) as { schema: Schema; resolvedSchema: Schema };
    expect(resolveSchema(chart.schema, registry)).toEqual(chart.resolvedSchema);
  });

  test('our own registry has every name that the built-in one has', () => {
    const own = readSchemaRegistry(resources, { ingressPort: 8443 });
    for (const name of registry.keys()) expect([...own.keys()]).toContain(name);
  });
});

test('a registry entry may carry a setting of the platform', () => {
  const ingress = readSchemaRegistry(resources, { ingressPort: 4711 }).get('ide/ingress.json');
  expect(ingress).toMatchObject({ properties: { port: { default: 4711 } } });
});

test('an entry that names itself ends instead of running for ever', () => {
  const registry = new Map<string, Schema>([
    ['a.json', { type: 'object', properties: { b: { $ref: 'a.json' } } }],
  ]);
  expect(resolveSchema({ properties: { x: { $ref: 'a.json' } } }, registry)).toEqual({
    properties: { x: { type: 'object', properties: { b: { $ref: 'a.json' } } } },
  });
});
