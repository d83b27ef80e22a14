import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PreprocessingProfile } from '../../../../shared/contract/models/inference.ts';
import { apeProfile } from '../../../../shared/text/ape-profiles.ts';
import { modelBytes } from '../pins/testing/sample-model.ts';
import { signal } from '../pins/testing/laptop.ts';
import { nomenclatureOf, openPredicting, type Predicting } from './testing/inference.ts';

const data = process.env['SARDONYX_DATA'] ?? '';
const none: PreprocessingProfile = { cleaning: { kind: 'none' }, variables: [] };

interface Code {
  readonly code: string;
  readonly prob: number;
}
interface Row {
  readonly text_description: string;
  readonly type_: string;
  readonly nature: string;
  readonly surface: string;
  readonly event: string;
  readonly fasttext_input: string;
  readonly ova_top5: Code[];
  readonly ova_ic: number;
}

describe.skipIf(data === '')('a model of the NAF (needs SARDONYX_DATA)', () => {
  let here: Predicting;
  let id = '';
  let rows: Row[] = [];
  beforeAll(async () => {
    rows = JSON.parse(readFileSync(path.join(data, 'ft_naf2008_mini_oracle.json'), 'utf8')) as Row[];
    const codes = [...new Set(rows.flatMap(({ ova_top5: top }) => top.map(({ code }) => code)))];
    const dotted = codes.map((code) => `${code.slice(0, 2)}.${code.slice(2)}`);
    here = await openPredicting({
      nomenclatures: [nomenclatureOf('naf-2025', ['01.11Y']), nomenclatureOf('naf-rev2', dotted)],
    });
    id = await here.model(readFileSync(path.join(data, 'ft_naf2008_mini_ova.bin')));
  });
  afterAll(() => here[Symbol.asyncDispose]());
  const questions = () =>
    rows.map(({ text_description: text, type_, nature, surface, event }) => ({
      text,
      variables: { type_, nature, surface, event },
    }));

  test('its labels say which nomenclature it is of, and which codes are of none', async () => {
    const [pin] = (await here.laptop.until(() => true)).pins;
    expect(pin?.content).toMatchObject({ labels: 732, loss: 'ova', nomenclature: { id: 'naf-rev2' } });
    expect(pin?.content?.nomenclature?.share).toBeGreaterThan(0.1);
    expect(pin?.content?.nomenclature?.unknown.length).toBe(20);
  });

  test('its words tell the preprocessing, and with it the answers are the official ones', async () => {
    expect(await here.handlers.modelProfile({ id }, { signal })).toEqual({
      profile: apeProfile('sirene-3'),
      from: 'guessed',
      why: 'vocabulary',
    });
    const { answers } = await here.handlers.predictHere({ id, questions: questions(), count: 5 }, { signal });
    expect(answers.map(({ given }) => given)).toEqual(rows.map(({ fasttext_input: line }) => line));
    for (const [at, { predictions, confidenceIndex }] of answers.entries()) {
      const { ova_top5: top, ova_ic: index } = rows[at] as Row;
      expect(predictions.map(({ code }) => code.replace('.', ''))).toEqual(top.map(({ code }) => code));
      expect(predictions[0]?.title).toBe(`Titre ${predictions[0]?.code}`);
      expect(Math.abs((confidenceIndex ?? 9) - Math.min(1, Math.max(0, index)))).toBeLessThan(2e-5);
    }
  });

  test('any number of texts, and the index where one code is wanted', async () => {
    const [question = { text: '', variables: {} }] = questions();
    const many = Array.from({ length: 2500 }, () => question);
    const answers = await here.inference.predict(id, many, { count: 1 });
    expect(answers).toHaveLength(2500);
    expect(answers.at(-1)).toEqual(answers[0]);
    expect(answers[0]?.predictions).toHaveLength(1);
    expect(answers[0]?.confidenceIndex).toBeGreaterThan(0.8);
  });

  test('why a code: the shares of words and n-grams sum to the score', async () => {
    const [question = { text: '', variables: {} }] = questions();
    const why = await here.handlers.explainPrediction({ id, question, code: '07.21Z' }, { signal });
    const sum = (shares: readonly { share: number }[]) => shares.reduce((all, { share }) => all + share, 0);
    expect(why.method).toBe('logit');
    expect(sum(why.words)).toBeCloseTo(why.score, 9);
    expect(sum(why.parts)).toBeCloseTo(why.score, 9);
    expect(why.words.map(({ word }) => word)).toContain('maconner');
    await expect(
      here.handlers.explainPrediction({ id, question, code: '99.99X' }, { signal }),
    ).rejects.toMatchObject({ data: { reason: 'fasttext-no-label' } });
  });
});

describe('the preprocessing of a model', () => {
  let here: Predicting;
  let id = '';
  beforeAll(async () => {
    here = await openPredicting();
    id = await here.model(modelBytes());
  });
  afterAll(() => here[Symbol.asyncDispose]());

  test('without any sign there is none, and what a person chooses stays', async () => {
    expect(await here.handlers.modelProfile({ id }, { signal })).toEqual({
      profile: none,
      from: 'guessed',
      why: 'nothing',
    });
    const profile: PreprocessingProfile = {
      cleaning: { kind: 'rules', steps: [{ kind: 'lower' }] },
      variables: [],
    };
    await here.handlers.setModelProfile({ id, profile }, { signal });
    expect(await here.handlers.modelProfile({ id }, { signal })).toMatchObject({ profile, from: 'chosen' });
    const { answers } = await here.handlers.predictHere(
      { id, questions: [{ text: 'TAXI', variables: {} }], count: 2 },
      { signal },
    );
    expect(answers[0]).toMatchObject({ raw: 'TAXI', given: 'taxi' });
    expect(answers[0]?.predictions).toHaveLength(2);
  });

  test('an empty text has no codes and no index', async () => {
    const { answers } = await here.handlers.predictHere(
      { id, questions: [{ text: '  ', variables: {} }], count: 5 },
      { signal },
    );
    expect(answers).toEqual([{ raw: '  ', given: '', predictions: [] }]);
  });

  test('a rule without end is ended, and the model goes on answering', async () => {
    const profile: PreprocessingProfile = {
      cleaning: { kind: 'rules', steps: [{ kind: 'replace', pattern: '^(a+)+$', by: '' }] },
      variables: [],
    };
    await here.handlers.setModelProfile({ id, profile }, { signal });
    const ask = (text: string) =>
      here.handlers.predictHere({ id, questions: [{ text, variables: {} }], count: 1 }, { signal });
    await expect(ask(`${'a'.repeat(60)}b`)).rejects.toMatchObject({
      data: { code: 'invalid-input', reason: 'profile-slow' },
    });
    expect((await ask('taxi')).answers).toHaveLength(1);
  });

  test('a rule that is no regular expression is refused before it is kept', async () => {
    const profile: PreprocessingProfile = {
      cleaning: { kind: 'rules', steps: [{ kind: 'replace', pattern: '(', by: '' }] },
      variables: [],
    };
    await expect(here.handlers.setModelProfile({ id, profile }, { signal })).rejects.toMatchObject({
      data: { reason: 'profile-pattern' },
    });
  });

  test('a model that was removed is told', async () => {
    const other = await here.model(modelBytes('negative.bin'), 'negative.bin');
    await here.laptop.pins.handlers.unpin({ id: other }, { signal });
    await expect(
      here.handlers.predictHere(
        { id: other, questions: [{ text: 'a', variables: {} }], count: 1 },
        { signal },
      ),
    ).rejects.toMatchObject({ data: { code: 'not-found', reason: 'pin-gone' } });
  });
});
