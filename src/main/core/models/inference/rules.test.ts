import { describe, expect, test } from 'vitest';
import { apeProfile } from '../../../../shared/text/ape-profiles.ts';
import { checkedExamples } from './check-profile.ts';
import { examplesOf, exampleRows } from './examples.ts';
import { guessProfile } from './guess-profile.ts';
import { textColumn } from './text-columns.ts';

const guess = (files: Record<string, string>, ...known: string[]) =>
  guessProfile(new Map(Object.entries(files)), new Set(known));

describe('a preprocessing is guessed', () => {
  const own = { cleaning: { kind: 'none' }, variables: [{ name: 'a', prefix: 'A_' }] };

  test('from the model’s own file before all else', () => {
    const files = {
      'artifacts/config.yaml': 'categorical_features: [type_]',
      'preprocessing.json': JSON.stringify(own),
    };
    expect(guess(files, 'AUTO_NaN', 'SURF_NaN')).toEqual({
      profile: own,
      from: 'model',
      why: 'preprocessing.json',
    });
  });

  test('from the preprocessing that the training wrote down, before its features', () => {
    const text = `text_feature: text\ncategorical_features: []\npreprocessing: ${JSON.stringify(own)}\n`;
    expect(guess({ 'artifacts/config.yaml': text }, 'AUTO_NaN', 'SURF_NaN')).toEqual({
      profile: own,
      from: 'model',
      why: 'artifacts/config.yaml',
    });
    const named = 'categorical_features: [type_, nature]\npreprocessing: ape-v1\n';
    expect(guess({ 'artifacts/config.yaml': named }).profile.cleaning.kind).toBe('ape-v1');
  });

  test.each([
    ['a list', 'categorical_features: [type_, nature, surface, event]', 'sirene-3'],
    ['numbered', 'params:\n  categorical_feature_1: type_\n  categorical_feature_2: nature', 'sirene-3'],
    ['Sirene 4', 'features:\n  categorical_features: [liasse_type, cj]', 'sirene-4'],
  ] as const)('from the features of its settings: %s', (_, text, form) => {
    const { profile, from, why } = guess({ 'artifacts/config.yaml': text });
    expect({ from, why }).toEqual({ from: 'model', why: 'artifacts/config.yaml' });
    expect(profile.cleaning.kind).toBe('ape-v1');
    const names = apeProfile(form).variables;
    for (const variable of profile.variables) expect(names).toContainEqual(variable);
    expect(profile.variables.length).toBeGreaterThan(1);
  });

  test('from its words, of which one alone tells nothing', () => {
    expect(guess({}, 'EVT_SICORE_01P', 'SURF_NaN')).toMatchObject({ profile: apeProfile('sirene-3') });
    expect(guess({}, 'SURF_NaN')).toMatchObject({ why: 'nothing' });
  });

  test('never from a file that is broken or hostile', () => {
    const bomb = `a: &a [x]\n${'b: [*a, *a, *a]\n'.repeat(500)}`;
    for (const text of ['[', bomb, '- a', '"text"', ''])
      expect(
        guess({ 'config.yaml': text, 'preprocessing.json': text, 'input_example.json': text }),
      ).toMatchObject({ why: 'nothing' });
  });
});

describe('examples', () => {
  test.each([
    ['columns and data', { columns: ['libelle', 'type_'], data: [['vente', 'M']] }],
    ['a split frame', { dataframe_split: { columns: ['libelle', 'type_'], data: [['vente', 'M']] } }],
    ['records', [{ libelle: 'vente', type_: 'M' }]],
    ['a column each', { libelle: ['vente'], type_: ['M'] }],
    ['inputs', { inputs: { libelle: ['vente'], type_: ['M'] } }],
  ])('of MLflow, written as %s', (_, value) => {
    expect(exampleRows(JSON.stringify(value))).toEqual([
      { text: 'vente', variables: { type_: 'M' }, expected: undefined },
    ]);
  });

  test('as a list of texts', () => {
    expect(exampleRows('["pain","vin"]').map(({ text }) => text)).toEqual(['pain', 'vin']);
  });

  test('of a test set come first, with their codes', () => {
    const files = new Map([
      ['input_example.json', '["pain"]'],
      ['artifacts/test.csv', 'libelle;apet_manual;nature\n"vente; pain";4724Z;10\n'],
    ]);
    expect(examplesOf(files)).toEqual({
      from: 'test-set',
      rows: [{ text: 'vente; pain', expected: '4724Z', variables: { nature: '10' } }],
    });
    expect(examplesOf(new Map())).toEqual({ from: 'none', rows: [] });
  });

  test('that differ are shown first; dots do not count', () => {
    const rows = [
      { text: 'a', variables: {}, expected: '4724Z' },
      { text: 'b', variables: {}, expected: '0111Z' },
    ];
    const answer = (raw: string, code: string) => ({
      raw,
      given: raw,
      predictions: [{ code, probability: 1 }],
    });
    expect(checkedExamples(rows, [answer('a', '47.24Z'), answer('b', '01.12Z')])).toEqual({
      checked: 2,
      agreeing: 1,
      examples: [{ raw: 'b', given: 'b', expected: '0111Z', got: '01.12Z' }],
    });
  });
});

test.each([
  [
    'by its name',
    [
      ['id', '1'],
      ['libelle', 'x'],
    ],
    'libelle',
  ],
  [
    'by a part of its name',
    [
      ['n', '1'],
      ['activ_desc', 'x'],
    ],
    'activ_desc',
  ],
  [
    'by its values',
    [
      ['n', '12'],
      ['z', 'vente de fleurs'],
    ],
    'z',
  ],
  ['not where none looks like it', [['n', '12']], undefined],
] as const)('the column of texts is found %s', (_, columns, name) => {
  expect(textColumn(columns.map(([one, value]) => ({ name: one, examples: [value] })))).toBe(name);
});
