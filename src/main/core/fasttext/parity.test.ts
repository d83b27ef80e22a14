import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { confidenceIndex } from './confidence.ts';
import { openFastText, type Question } from './fasttext-model.ts';

/** What the official command printed; its six digits depend on how it was compiled. */
const tolerance = 1e-5;
const models = path.join(import.meta.dirname, 'testing/models');
const data = process.env['SARDONYX_DATA'];

interface Official {
  readonly texts: string[];
  readonly answers: Record<string, { best: string[]; above: string[] }>;
}
const official = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'testing/answers.json'), 'utf8'),
) as Official;

interface Code {
  readonly code: string;
  readonly prob: number;
}
type Answers = 'ova_top5' | 'softmax_top5' | 'softmax_ftz_top5';
type Row = Record<Answers, Code[]> & { fasttext_input: string; ova_ic: number; softmax_ic: number };

async function answered(file: string, texts: readonly string[], question: Question, rowMemory?: number) {
  const model = await openFastText(file, rowMemory === undefined ? {} : { rowMemory });
  try {
    return texts.map((text) =>
      model
        .predict(text, question)
        .map(({ label, probability }) => ({ label: model.description.labels[label] ?? '', probability })),
    );
  } finally {
    model.close();
  }
}

/** Labels in the same order, probabilities within the tolerance. */
function expectSame(
  own: readonly { label: string; probability: number }[],
  printed: readonly { label: string; probability: number }[],
) {
  expect(own.map(({ label }) => label)).toEqual(printed.map(({ label }) => label));
  for (const [at, { probability }] of own.entries()) {
    expect(Math.abs(probability - (printed[at]?.probability ?? Number.NaN))).toBeLessThanOrEqual(tolerance);
  }
}

/** A line of `fasttext predict-prob`: label, probability, label, probability... */
function parsedLine(line: string) {
  const parts = line.split(' ').filter((part) => part !== '');
  return Array.from({ length: parts.length / 2 }, (_, at) => ({
    label: parts[2 * at] ?? '',
    probability: Number(parts[2 * at + 1]),
  }));
}

describe('Small models that the official build trained give what it prints', () => {
  const kinds: [string, string][] = [
    ['hierarchical.bin', 'hierarchical softmax, n-grams of 2 to 3 characters and 3 words'],
    ['negative.bin', 'negative sampling, n-grams of 2 words'],
    ['plain.bin', 'one-versus-all, words alone, no buckets'],
    ['uneven.ftz', 'quantised, pieces that do not divide the row'],
    ['pruned.ftz', 'quantised and pruned, lengths apart, output quantised too'],
  ];
  test.each(kinds)('%s: %s', async (name) => {
    const file = path.join(models, name);
    const { best, above } = official.answers[name] ?? { best: [], above: [] };
    expect(best).toHaveLength(official.texts.length);
    const five = await answered(file, official.texts, { k: 5, threshold: 0 });
    const three = await answered(file, official.texts, { k: 3, threshold: 0.05 });
    for (const at of official.texts.keys()) {
      expectSame(five[at] ?? [], parsedLine(best[at] ?? ''));
      expectSame(three[at] ?? [], parsedLine(above[at] ?? ''));
    }
  });

  test('the same when hardly a row is kept in memory', async () => {
    const file = path.join(models, 'pruned.ftz');
    const question = { k: 5, threshold: 0 };
    const usual = await answered(file, official.texts, question);
    expect(await answered(file, official.texts, question, 1)).toEqual(usual);
  });

  test('labels that are level come in the order in which the official build prints them', async () => {
    const answers = await answered(path.join(models, 'plain.bin'), official.texts, { k: 5, threshold: 0 });
    const level = answers.filter((answer) =>
      answer.some(({ probability }, at) => at > 0 && probability === answer[at - 1]?.probability),
    );
    expect(level.length).toBeGreaterThan(0);
  });
});

describe.skipIf(!data)('The models of the data folder (needs SARDONYX_DATA)', () => {
  const folder = data ?? '';
  const rows = () =>
    JSON.parse(readFileSync(path.join(folder, 'ft_naf2008_mini_oracle.json'), 'utf8')) as Row[];

  test.each<[string, Answers]>([
    ['ft_naf2008_mini_ova.bin', 'ova_top5'],
    ['ft_naf2008_mini_softmax.bin', 'softmax_top5'],
    ['ft_naf2008_mini_softmax.ftz', 'softmax_ftz_top5'],
  ])('%s gives the five best codes of 70 texts', async (name, key) => {
    const asked = rows();
    expect(asked).toHaveLength(70);
    const inputs = asked.map((row) => row.fasttext_input);
    const own = await answered(path.join(folder, name), inputs, { k: 5, threshold: 0 });
    for (const [at, row] of asked.entries()) {
      const printed = row[key].map(({ code, prob }) => ({ label: `__label__${code}`, probability: prob }));
      expectSame(own[at] ?? [], printed);
    }
  });

  test('one-versus-all prints the same six digits, and reaches 1.00001', async () => {
    const asked = rows();
    const inputs = asked.map((row) => row.fasttext_input);
    const own = await answered(path.join(folder, 'ft_naf2008_mini_ova.bin'), inputs, { k: 5, threshold: 0 });
    const digits = own.map((answer) => answer.map(({ probability }) => Number(probability.toPrecision(6))));
    expect(digits).toEqual(asked.map((row) => row.ova_top5.map(({ prob }) => prob)));
    expect(Math.max(...digits.flat())).toBe(1.00001);
  });

  test('the confidence index is that of the reference', async () => {
    const asked = rows();
    const inputs = asked.map((row) => row.fasttext_input);
    const own = await answered(path.join(folder, 'ft_naf2008_mini_ova.bin'), inputs, { k: 2, threshold: 0 });
    for (const [at, row] of asked.entries()) {
      expect(confidenceIndex(own[at] ?? [])?.index).toBeCloseTo(Math.min(1, row.ova_ic), 5);
    }
  });

  test.each([
    ['La boulangerie du village ouvre à six heures du matin', '__label__fr'],
    ['The bakery of our village opens at six in the morning', '__label__en'],
    ['Die Bäckerei in unserem Dorf öffnet um sechs Uhr morgens', '__label__de'],
    ['La panadería de nuestro pueblo abre a las seis de la mañana', '__label__es'],
    ['私たちの村のパン屋は朝六時に開きます', '__label__ja'],
    ['Пекарня в нашей деревне открывается в шесть утра', '__label__ru'],
  ])('lid.176.ftz knows the language of “%s”', async (text, label) => {
    const [answer] = await answered(path.join(folder, 'lid.176.ftz'), [text], { k: 1, threshold: 0 });
    expect(answer?.[0]?.label).toBe(label);
  });
});
