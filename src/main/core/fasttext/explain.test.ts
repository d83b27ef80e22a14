import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createFastText } from './fasttext.ts';
import { openFastText } from './fasttext-model.ts';

const models = path.join(import.meta.dirname, 'testing/models');
const { texts } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'testing/answers.json'), 'utf8'),
) as {
  texts: string[];
};
const five = { k: 5, threshold: 0 };
const sum = (shares: readonly { share: number }[]) => shares.reduce((total, { share }) => total + share, 0);
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

describe.each(['negative.bin', 'plain.bin', 'uneven.ftz', 'pruned.ftz'])('the shares of %s', (name) => {
  let model: Awaited<ReturnType<typeof openFastText>>;
  beforeAll(async () => void (model = await openFastText(path.join(models, name))));
  afterAll(() => model.close());

  test('sum to the score, by words as by parts', () => {
    for (const text of texts) {
      const { label } = model.predict(text, five)[0] ?? { label: 0 };
      const { method, score, words, parts } = model.explain(text, label);
      expect(method).toBe('logit');
      expect(sum(words)).toBeCloseTo(score, 9);
      expect(sum(parts)).toBeCloseTo(score, 9);
    }
  });

  test('give the probability that the model gives', () => {
    for (const text of texts) {
      const answers = model.predict(text, { k: model.description.labels.length, threshold: 0 });
      const scores = model.description.labels.map((_, label) => model.explain(text, label).score);
      const total = scores.reduce((all, score) => all + Math.exp(score), 0);
      for (const { label, probability } of answers) {
        const score = scores[label] ?? 0;
        const own = model.description.loss === 'softmax' ? Math.exp(score) / total : logistic(score);
        // The table of the logistic function has steps of 1/32.
        expect(Math.abs(own - probability)).toBeLessThan(model.description.loss === 'softmax' ? 3e-5 : 0.01);
      }
    }
  });
});

test('parts are named by their text: words, characters with the bounds of a word, words together', async () => {
  const model = await openFastText(path.join(models, 'uneven.ftz'));
  onTestFinished(() => model.close());
  const { parts, words } = model.explain('élevage bovin', 0);
  expect(words.map(({ word }) => word)).toEqual(['élevage', 'bovin', '</s>']);
  const [shortest, longest] = model.description.characterNgrams;
  for (const { part, kind } of parts) {
    if (kind === 'characters') {
      expect(['<élevage>', '<bovin>'].some((word) => word.includes(part))).toBe(true);
      expect([...part].length).toBeGreaterThanOrEqual(shortest);
      expect([...part].length).toBeLessThanOrEqual(longest);
    } else expect(['élevage', 'bovin', '</s>', 'élevage bovin', 'bovin </s>']).toContain(part);
  }
});

test('with hierarchical softmax a word counts for what the probability loses without it', async () => {
  const model = await openFastText(path.join(models, 'hierarchical.bin'));
  onTestFinished(() => model.close());
  const all = { k: model.description.labels.length, threshold: 0 };
  const probability = (line: string, label: number) =>
    model.predict(line, all).find((one) => one.label === label)?.probability ?? 0;
  const { method, score, words, parts } = model.explain('boulangerie pour domicile', 2);
  expect({ method, parts }).toEqual({ method: 'left-out', parts: [] });
  expect(score).toBe(probability('boulangerie pour domicile', 2));
  expect(words).toEqual([
    { word: 'boulangerie', share: score - probability('pour domicile', 2) },
    { word: 'pour', share: score - probability('boulangerie domicile', 2) },
    { word: 'domicile', share: score - probability('boulangerie pour', 2) },
  ]);
});

test('the thread explains by label, knows its words, and names a label that it has not', async () => {
  const thread = await createFastText(path.join(models, 'plain.bin'));
  onTestFinished(() => thread.close());
  const model = await openFastText(path.join(models, 'plain.bin'));
  onTestFinished(() => model.close());
  const label = thread.description.labels[1] ?? '';
  expect(await thread.explain('boulangerie', label)).toEqual(model.explain('boulangerie', 1));
  expect(await thread.known(['</s>', 'no such word', label])).toEqual(['</s>']);
  await expect(thread.explain('boulangerie', '__label__none')).rejects.toMatchObject({
    data: { code: 'not-found', reason: 'fasttext-no-label' },
  });
  await expect(thread.explain('a\nb', label)).rejects.toMatchObject({
    data: { reason: 'fasttext-line-break' },
  });
});
