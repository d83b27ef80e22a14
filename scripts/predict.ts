/**
 * `npm run --silent predict -- MODEL`: reads a JSON array of texts, cleaned as the model's own were, on standard input, and prints the
 * array of the five best `[code, probability]` of each, by the reader of the app.
 */
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { isFailure } from '../src/shared/contract/errors.ts';
import { rankedCodes } from '../src/main/core/fasttext/confidence.ts';
import { openFastText } from '../src/main/core/fasttext/fasttext-model.ts';

const best = { k: 5, threshold: 0 };
const usage = 'Usage: npm run --silent predict -- MODEL < texts.json';

async function predict(file: string | undefined): Promise<string> {
  if (file === undefined) throw new Error(usage);
  const texts = textsIn(await text(process.stdin));
  const model = await openFastText(file);
  try {
    const answers = texts.map((line) =>
      rankedCodes(
        model.predict(line, best).map(({ label, probability }) => ({
          label: model.description.labels[label] ?? '',
          probability,
        })),
      ).map(({ code, probability }) => [code, probability] as const),
    );
    return JSON.stringify(answers);
  } finally {
    model.close();
  }
}

/** @throws Error with a sentence */
function textsIn(input: string): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch {
    throw new Error('Standard input is not JSON: an array of texts was expected');
  }
  const { data } = z.array(z.string()).safeParse(value);
  if (!data) throw new Error('Standard input is no array of texts');
  const broken = data.findIndex((line) => line.includes('\n'));
  if (broken >= 0) throw new Error(`Text ${broken + 1} holds a line break`);
  return data;
}

try {
  process.stdout.write(`${await predict(process.argv[2])}\n`);
} catch (error) {
  const words = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${isFailure(error) ? `${words} (${error.code})` : words}\n`);
  process.exitCode = 1;
}
