import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSchema } from './check-schema.ts';
import { computeForm } from './form.ts';
import { stringsIn, toJson, type Json, type JsonObject } from './json.ts';
import { formatLaunchLink, parseLaunchLink } from './launch-link.ts';
import { applyPatch, difference, type PatchEntry } from './patch.ts';
import { conceal, reveal } from './secret-leaves.ts';
import { computeLaunchValues } from './values.ts';

// JSON text and back, so that -0 and undefined do not count.
const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
const name = fc.oneof(
  fc.constantFrom('a', 'b', 's3', 'x y', '__proto__', 'toString'),
  fc.string({ maxLength: 4 }),
);
const values: fc.Arbitrary<JsonObject> = fc.dictionary(name, json, { maxKeys: 4 });

const expression = fc.oneof(
  fc.constantFrom('user.a', '{{user.b}}', '{{a}}-{{s3.x}}', 's3', '{{', '}}', '{{a[0]}}', 'user["a.b"]'),
  fc.string(),
  fc.array(fc.constantFrom<Json>('a', '{{user.a}}', null, 1)),
  fc.dictionary(name, fc.constantFrom<Json>('{{user}}', 'b', false), { maxKeys: 2 }),
);

const { schema } = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.record(
    {
      type: fc.constantFrom('object', 'array', 'string', 'boolean', 'integer', 'number'),
      default: json,
      const: fc.constantFrom<Json>('a', 1, true, null),
      enum: fc.array(json, { maxLength: 3 }),
      properties: fc.dictionary(name, tie('schema'), { maxKeys: 3, depthIdentifier: 'schema' }),
      items: fc.option(tie('schema'), { nil: undefined, depthIdentifier: 'schema' }),
      minItems: fc.integer({ min: -1, max: 3 }),
      maxItems: fc.integer({ min: 0, max: 3 }),
      minimum: fc.integer(),
      pattern: fc.constantFrom('a', '^$', '('),
      render: fc.constantFrom('textArea', 'password', 'list', 'slider'),
      sliderMin: fc.integer({ min: 0, max: 3 }),
      sliderMax: fc.integer({ min: 0, max: 9 }),
      sliderUnit: fc.constantFrom('', 'Gi'),
      sliderStep: fc.integer({ min: 1, max: 2 }),
      sliderExtremity: fc.constantFrom('up', 'down'),
      sliderRangeId: fc.constantFrom('r', 'q'),
      hidden: fc.oneof(fc.boolean(), fc.record({ value: json, path: fc.constantFrom('a', 'a/b', '') })),
      'x-onyxia': fc.record(
        { overwriteDefaultWith: expression, overwriteListEnumWith: fc.string(), hidden: fc.boolean() },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['type'] },
  ) as fc.Arbitrary<JsonObject>,
}));
const root = fc
  .dictionary(name, schema, { maxKeys: 4 })
  .map((properties): JsonObject => ({ type: 'object', properties: toJson(properties) }));

test('any schema gives values and a form or an error, and changes nothing it was given', () => {
  let computed = 0;
  fc.assert(
    fc.property(root, values, values, (anySchema, valuesYaml, context) => {
      const before = JSON.stringify([anySchema, valuesYaml, context]);
      for (const mode of ['user-provided', 'with-chart-defaults'] as const) {
        const launch = computeLaunchValues({ schema: anySchema, valuesYaml, context, mode });
        if ('error' in launch) expect(launch.error).toEqual(expect.any(String));
        else {
          computed += 1;
          computeForm({ schema: launch.schema, values: launch.values, context });
        }
      }
      expect(JSON.stringify([anySchema, valuesYaml, context])).toBe(before);
    }),
    { numRuns: 500 },
  );
  expect(computed).toBeGreaterThan(20);
});

test('any JSON at all as schema, values.yaml and context is answered', () => {
  fc.assert(
    fc.property(json, json, json, (anySchema, valuesYaml, context) => {
      const launch = computeLaunchValues({ schema: anySchema, valuesYaml, context });
      expect('error' in launch || 'values' in launch).toBe(true);
      parseSchema(anySchema);
    }),
  );
});

test('the difference of two values leads from one to the other', () => {
  fc.assert(
    fc.property(values, values, (defaults, target) => {
      const patch = difference(defaults, target);
      const applied = applyPatch(defaults, JSON.parse(JSON.stringify(patch)) as PatchEntry[]);
      expect(JSON.parse(JSON.stringify(applied))).toEqual({ values: toJson(target), ignored: [] });
    }),
    { numRuns: 1000 },
  );
});

test('what is concealed is revealed', () => {
  fc.assert(
    fc.property(values, fc.string(), fc.infiniteStream(fc.boolean()), (target, seed, coins) => {
      const paths = [...stringsIn(target)].filter(() => coins.next().value).map(({ path }) => path);
      const concealed = conceal(target, paths, seed);
      expect(reveal(concealed.values, concealed.secrets)).toEqual(target);
    }),
  );
});

test('a launch link is read back as it was written', () => {
  const text = fc.string({ unit: 'binary' });
  const segments = fc.tuple(text, fc.array(fc.oneof(text, fc.nat({ max: 20 })), { maxLength: 4 }));
  const path = segments.map(([first, rest]) => [first, ...rest]).filter((parts) => parts.join('') !== '');
  const value = fc.oneof(text, fc.boolean(), fc.constant(null), fc.integer(), fc.constant(undefined));
  const entry = fc
    .tuple(path, value)
    .map(([place, atom]): PatchEntry => ({ path: place, ...(atom !== undefined && { value: atom }) }));
  fc.assert(
    fc.property(
      text.filter((id) => id !== ''),
      fc.array(entry, { maxLength: 3 }),
      (catalogId, patch) => {
        const link = { catalogId, chartName: 'chart', version: '1.0.0', patch };
        expect(parseLaunchLink(formatLaunchLink(link))?.link).toEqual(link);
      },
    ),
    { numRuns: 500 },
  );
});
