import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';

const program = path.join(import.meta.dirname, 'predict.ts');
const models = path.join(import.meta.dirname, '../src/main/core/fasttext/testing/models');
const data = process.env['SARDONYX_DATA'] ?? '';

async function run(args: readonly string[], input: string) {
  const child = spawn(process.execPath, [program, ...args], { stdio: 'pipe' });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [output, complaint] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    child.exitCode ?? once(child, 'exit'),
  ]);
  return { output, complaint, status: child.exitCode };
}

type Answers = [string, number][][];

async function predicted(model: string, texts: readonly string[]): Promise<Answers> {
  const { output, complaint, status } = await run([model], JSON.stringify(texts));
  expect({ complaint, status }).toEqual({ complaint: '', status: 0 });
  return JSON.parse(output) as Answers;
}

interface Code {
  readonly code: string;
  readonly prob: number;
}
type Row = Record<'ova_top5' | 'softmax_top5' | 'softmax_ftz_top5', Code[]> & { fasttext_input: string };

/** Same codes but for exact ties, probabilities within 1e-5 of the six digits that the official build prints. */
function expectParity(own: Answers[number], official: readonly Code[]) {
  expect(own).toHaveLength(official.length);
  for (const [rank, [code, probability]] of own.entries()) {
    expect(Math.abs(probability - (official[rank]?.prob ?? Number.NaN))).toBeLessThanOrEqual(1e-5);
    if (code === official[rank]?.code) continue;
    const level = official.filter(({ prob }) => prob === official[rank]?.prob);
    const isTie = level.length > 1 || rank === official.length - 1;
    expect(isTie, `${code} is no tie of ${official[rank]?.code}`).toBe(true);
  }
}

describe.skipIf(data === '')('the official answers (needs SARDONYX_DATA)', () => {
  test.each([
    ['ft_naf2008_mini_ova.bin', 'ova_top5'],
    ['ft_naf2008_mini_softmax.bin', 'softmax_top5'],
    ['ft_naf2008_mini_softmax.ftz', 'softmax_ftz_top5'],
  ] as const)('%s', async (name, column) => {
    const rows = JSON.parse(readFileSync(path.join(data, 'ft_naf2008_mini_oracle.json'), 'utf8')) as Row[];
    const answers = await predicted(
      path.join(data, name),
      rows.map((row) => row.fasttext_input),
    );
    expect(answers).toHaveLength(70);
    for (const [at, row] of rows.entries()) expectParity(answers[at] ?? [], row[column]);
  });

  test('lid.176.ftz tells languages', async () => {
    const answers = await predicted(path.join(data, 'lid.176.ftz'), [
      'La boulangerie vend du pain tous les jours',
      'The bakery sells bread every day',
      'Die Bäckerei verkauft jeden Tag Brot',
    ]);
    expect(answers.map(([first]) => first?.[0])).toEqual(['fr', 'en', 'de']);
    expect(answers.every((answer) => answer.length === 5)).toBe(true);
  });
});

test('no text at all is no fault', async () => {
  expect(await predicted(path.join(models, 'plain.bin'), [])).toEqual([]);
});

describe('bad input ends with one sentence', () => {
  const model = path.join(models, 'plain.bin');
  test.each<[string, string[], string, RegExp]>([
    ['no model named', [], '[]', /^Usage: npm run --silent predict -- MODEL/],
    ['no such model', [path.join(models, 'none.bin')], '[]', /none\.bin is not there/],
    ['no model', [program], '[]', /predict\.ts does not begin like a fastText model/],
    ['no JSON', [model], '[', /not JSON/],
    ['no array', [model], '{"a":1}', /no array of texts/],
    ['not all texts', [model], '["a",1]', /no array of texts/],
    ['two lines', [model], '["pain","pain\\nvin"]', /Text 2 holds a line break/],
  ])('%s', async (_, args, input, sentence) => {
    const { output, complaint, status } = await run(args, input);
    expect(status).toBe(1);
    expect(output).toBe('');
    expect(complaint).toMatch(sentence);
    expect(complaint.trim().split('\n')).toHaveLength(1);
  });
});
