import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseSchema } from '../src/shared/launch-form/check-schema.ts';
import { itemToAdd } from '../src/shared/launch-form/edit.ts';
import { computeForm, listNotShown } from '../src/shared/launch-form/form.ts';
import type { Json, JsonObject } from '../src/shared/launch-form/json.ts';
import { layeredRegistry, resolveSchema } from '../src/shared/launch-form/resolve-schema.ts';
import type { Dependency, Schema } from '../src/shared/launch-form/types.ts';
import { computeLaunchValues } from '../src/shared/launch-form/values.ts';

const data = process.env['SARDONYX_DATA'];
const folder = join(data ?? '', 'launch-form');
// The shapes of the files are those of their README.
const readData = <Content>(file: string): Content =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as Content;

type Rule = {
  name: string;
  schema: Schema;
  valuesYaml: JsonObject;
  dependencies?: Dependency[];
  expectedValues?: JsonObject;
  throws?: string;
  form?: Json;
  formThrows?: string;
};
type Expected = {
  chart: string;
  context: 'full' | 'minimal';
  schema: 'schema' | 'resolvedSchema';
  expectedValues: JsonObject;
  isChartUsingS3: boolean;
  expectedValuesWithChartDefaults?: JsonObject;
  form?: Json;
  notShown?: string[];
  itemAdded?: Record<string, Json>;
};
type Chart = {
  schema: Json;
  resolvedSchema: Json;
  valuesYaml: JsonObject;
  dependencies: Dependency[];
};

test.skipIf(!data)('every rule case has the values of Onyxia (needs SARDONYX_DATA)', () => {
  const { context, cases } = readData<{ context: JsonObject; cases: Rule[] }>('rules.json');
  expect(cases).toHaveLength(108);
  for (const { name, schema, valuesYaml, expectedValues, throws } of cases) {
    const computed = computeLaunchValues({ schema, valuesYaml, context });
    if (throws === undefined) expect(computed, name).toMatchObject({ values: expectedValues });
    if ('values' in computed) expect(computed.values, name).toEqual(expectedValues);
    else expect(throws, `${name}: ${computed.error}`).toBeDefined();
  }
});

test.skipIf(!data)('every rule case has the form of Onyxia (needs SARDONYX_DATA)', () => {
  const { context, cases } = readData<{ context: JsonObject; cases: Rule[] }>('rules.json');
  for (const { name, schema, dependencies = [], expectedValues: values, form, formThrows } of cases) {
    if (values === undefined) continue;
    const computed = computeForm({ schema, values, context, dependencies });
    if ('form' in computed) expect(computed.form, name).toEqual(form);
    else expect(formThrows, `${name}: ${computed.error}`).toBeDefined();
  }
});

test.skipIf(!data)('every resolution case has the answer of the API (needs SARDONYX_DATA)', () => {
  const { cases } = readData<{ cases: { name: string; schema: Json; resolvedSchema: Json }[] }>(
    'resolution.json',
  );
  const { schemas } = readData<{ schemas: Record<string, Json> }>('registry.json');
  expect(cases).toHaveLength(15);
  for (const { name, schema, resolvedSchema } of cases) {
    expect(resolveSchema(schema, layeredRegistry({ builtIn: schemas })), name).toEqual(resolvedSchema);
  }
});

describe.skipIf(!data)('real charts (needs SARDONYX_DATA)', () => {
  const files = data === undefined ? [] : readdirSync(join(folder, 'expected'));

  test('there are four charts in four cases', () => {
    expect(files).toHaveLength(16);
  });

  test.each(files)('%s is what Onyxia computes', (file) => {
    const expected = readData<Expected>(join('expected', file));
    const chart = readData<Chart>(join('charts', `${expected.chart}.json`));
    const context = readData<Record<string, JsonObject>>('contexts.json')[expected.context] ?? {};
    const { valuesYaml, dependencies } = chart;
    const input = { schema: chart[expected.schema], valuesYaml, dependencies, context };
    expect(computeLaunchValues(input)).toMatchObject({ isChartUsingS3: expected.isChartUsingS3 });
    const launch = computeLaunchValues(input);
    expect('values' in launch && launch.values).toEqual(expected.expectedValues);
    if (expected.form === undefined) return;

    const { schemas } = readData<{ schemas: Record<string, Json> }>('registry.json');
    expect(resolveSchema(chart.schema, layeredRegistry({ builtIn: schemas }))).toEqual(chart.resolvedSchema);

    const filled = computeLaunchValues({ ...input, mode: 'with-chart-defaults' });
    expect('values' in filled && filled.values).toEqual(expected.expectedValuesWithChartDefaults);

    const parsed = parseSchema(chart.resolvedSchema);
    if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
    const { schema } = parsed;
    const values = expected.expectedValues;
    const computed = computeForm({ schema, values, context, dependencies, chartName: expected.chart });
    if ('error' in computed) throw new Error(computed.error);
    expect(computed.form).toEqual(expected.form);
    expect(listNotShown(schema, computed.form).map((path) => path.join('/'))).toEqual(expected.notShown);
    for (const [path, item] of Object.entries(expected.itemAdded ?? {})) {
      expect(itemToAdd({ schema, valuesYaml, context, values, path: path.split('/') })).toEqual(item);
    }
  });
});
