import { describe, expect, test } from 'vitest';
import { computeForm } from './form.ts';
import type { JsonObject } from './json.ts';
import { conceal, concealForm, findSecretLeaves, reveal, withoutSecrets } from './secret-leaves.ts';
import { computeLaunchValues, type LaunchValues } from './values.ts';

const context = {
  user: { idep: 'ada', password: 'pw', profile: { apiKey: 'llm-key-of-ada' } },
  s3: { AWS_SECRET_ACCESS_KEY: 'very-secret-key' },
  s3_array: [{ profileName: 'archive', AWS_SECRET_ACCESS_KEY: 'archive-secret-key' }],
};
const from = (overwriteDefaultWith: string, type = 'string'): JsonObject => ({
  type,
  'x-onyxia': { overwriteDefaultWith },
});

function launch(properties: JsonObject): LaunchValues {
  const result = computeLaunchValues({ schema: { type: 'object', properties }, valuesYaml: {}, context });
  if ('error' in result) throw new Error(result.error);
  return result;
}

const properties = {
  idep: from('user.idep'),
  short: from('{{user.idep}}:{{user.password}}'),
  url: from('s3://{{s3.AWS_SECRET_ACCESS_KEY}}@host'),
  profiles: from('s3_array', 'array'),
  model: from('user.profile', 'object'),
  typed: { type: 'string', render: 'password', default: 'chosen' },
  empty: { type: 'string', render: 'password', default: '' },
  pick: {
    type: 'string',
    'x-onyxia': { overwriteListEnumWith: ['{{s3.AWS_SECRET_ACCESS_KEY}}'] },
    default: 'very-secret-key',
  },
};
const secretPaths = [
  ['short'],
  ['url'],
  ['profiles', 0, 'AWS_SECRET_ACCESS_KEY'],
  ['model', 'apiKey'],
  ['typed'],
  ['pick'],
];

describe('secrets of values', () => {
  test('are found by widget, by where they came from, and by their text', () => {
    expect(findSecretLeaves({ ...launch(properties), context })).toEqual(secretPaths);
  });

  test('are found where a person typed them, a short one only as the whole text', () => {
    const values = { copy: 'pw', other: 'pwd', long: 'see archive-secret-key' };
    const schema = { type: 'object', properties: {} } as const;
    expect(findSecretLeaves({ schema, values, context })).toEqual([['copy'], ['long']]);
  });

  test('are concealed and revealed, also within other text', () => {
    const { values } = launch(properties);
    const concealed = conceal(values, secretPaths, 'seed');
    expect(JSON.stringify(concealed.values)).not.toMatch(/pw|very-secret-key|llm-key|archive-secret|chosen/);
    expect(concealed.values['idep']).toBe('ada');
    expect(reveal(concealed.values, concealed.secrets)).toEqual(values);
    const edited = { text: `before ${String(concealed.values['short'])} after` };
    expect(reveal(edited, concealed.secrets)).toEqual({ text: 'before ada:pw after' });
  });

  test('a chart that writes a placeholder itself learns nothing', () => {
    const values = { a: 'sardonyx-secret-seed-1.', b: 'hidden text' };
    const concealed = conceal(values, [['b']], 'seed');
    expect(reveal(concealed.values, concealed.secrets)).toEqual(values);
  });

  test('eleven secrets do not take each other for the first', () => {
    const values = Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [`k${index}`, `secret ${index}`]),
    );
    const concealed = conceal(
      values,
      Object.keys(values).map((key) => [key]),
      'seed',
    );
    expect(reveal(concealed.values, concealed.secrets)).toEqual(values);
  });

  test('do not show in the form', () => {
    const { schema, values } = launch(properties);
    const result = computeForm({ schema, values, context });
    if ('error' in result) throw new Error(result.error);
    expect(JSON.stringify(result.form)).toMatch(/very-secret-key/);
    const form = concealForm(result.form, conceal(values, secretPaths, 'seed'));
    expect(JSON.stringify(form)).not.toMatch(/pw"|very-secret-key|llm-key|archive-secret|chosen/);
    expect(form.main).toHaveLength(result.form.main.length);
  });

  test('are left out of what is shared', () => {
    const patch = [
      { path: ['typed'], value: 'x' },
      { path: ['idep'], value: 'y' },
    ];
    expect(withoutSecrets(patch, secretPaths)).toEqual([{ path: ['idep'], value: 'y' }]);
  });
});
