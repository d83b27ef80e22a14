// Trains and opens fastText models by the npm package `fasttext.wasm.js` (the C++ sources of fastText, one thread).
import { getFastTextModule } from 'fasttext.wasm.js';

/**
 * What is trained with where nothing else is said, by the names of the environment: fastText's own values for supervised
 * models (https://fasttext.cc/docs/en/options.html), but for a smaller table of n-grams.
 */
export const defaults = {
  DIM: 100,
  WS: 5,
  LR: 0.1,
  EPOCHS: 5,
  WORDNGRAMS: 1,
  MINN: 0,
  MAXN: 0,
  MINCOUNT: 1,
  BUCKET: 200_000,
  LOSS: 'softmax',
};

const losses = ['softmax', 'ova', 'hs'];
const least = { DIM: 1, WS: 1, EPOCHS: 1, WORDNGRAMS: 1, MINN: 0, MAXN: 0, MINCOUNT: 1, BUCKET: 1 };

/** A WebAssembly module has 2 GiB at most; the dictionary and the reader need some of it. */
const largestMatrix = 1.5 * 2 ** 30;

/** What a person can mend: the message is a sentence for them. */
export class BadInput extends Error {}

/**
 * Reads hyper-parameters, texts or numbers, from an environment; those that are missing have their defaults.
 * @throws BadInput for values that fastText could not train with
 */
export function readParameters(environment) {
  const parameters = { ...defaults };
  for (const name of Object.keys(defaults)) {
    const text = String(environment[name] ?? '').trim();
    if (text === '') continue;
    if (name === 'LOSS') {
      if (!losses.includes(text))
        throw new BadInput(`LOSS is "${text}": it must be one of ${losses.join(', ')}.`);
      parameters.LOSS = text;
      continue;
    }
    const value = Number(text);
    if (name === 'LR' ? !(value > 0 && value <= 100) : !Number.isInteger(value) || value < least[name])
      throw new BadInput(
        `${name} is "${text}": it must be ${name === 'LR' ? 'a number above 0' : `a whole number from ${least[name]}`}.`,
      );
    parameters[name] = value;
  }
  if (parameters.MINN > parameters.MAXN)
    throw new BadInput(`MINN is ${parameters.MINN}, above MAXN, which is ${parameters.MAXN}.`);
  return parameters;
}

/** Splits a fastText line into its labels (without `__label__`) and its text. */
export function readLine(line) {
  const words = line.trim().split(/\s+/);
  const labels = words.filter((word) => word.startsWith('__label__')).map((word) => word.slice(9));
  return { labels, text: words.filter((word) => !word.startsWith('__label__')).join(' ') };
}

const encoder = new TextEncoder();

/** Without n-grams of any kind fastText keeps no rows for them. */
function bucketsOf({ WORDNGRAMS, MAXN, BUCKET }) {
  return WORDNGRAMS > 1 || MAXN > 0 ? BUCKET : 0;
}

/** Checks lines before they are trained on. @throws BadInput */
function check(lines, parameters) {
  const labelled = lines.filter((line) => line.includes('__label__'));
  if (labelled.length === 0)
    throw new BadInput('There is no line with a label (__label__CODE text) to learn from.');
  const words = new Set(labelled.flatMap((line) => readLine(line).text.split(' ')));
  words.delete('');
  if (words.size === 0) throw new BadInput('No line has a text beside its label.');
  const bytes = (bucketsOf(parameters) + words.size) * parameters.DIM * 4;
  if (bytes > largestMatrix)
    throw new BadInput(
      `DIM ${parameters.DIM} and BUCKET ${parameters.BUCKET} need ${Math.ceil(bytes / 2 ** 20)} MiB, and this program can use ${largestMatrix / 2 ** 20}: lower one of them.`,
    );
}

/**
 * Trains a supervised model on fastText lines and answers the bytes of its `.bin`. `parameters` as `readParameters` gives them;
 * the same lines and parameters give the same bytes. `progress(share, loss)` is told now and then, with share in [0, 1].
 * @throws BadInput
 */
export async function trainModel({ lines, parameters, progress = () => undefined }) {
  const values = readParameters(parameters ?? {});
  check(lines, values);
  const fastText = await getFastTextModule({ print: () => undefined, printErr: () => undefined });
  fastText.FS.writeFile('/train.txt', encoder.encode(`${lines.join('\n')}\n`));
  const settings = Object.assign(new fastText.Args(), {
    model: fastText.ModelName.supervised,
    loss: fastText.LossName[values.LOSS],
    input: '/train.txt',
    thread: 1,
    // Only so does it tell its progress.
    verbose: 2,
    dim: values.DIM,
    ws: values.WS,
    lr: values.LR,
    epoch: values.EPOCHS,
    wordNgrams: values.WORDNGRAMS,
    minn: values.MINN,
    maxn: values.MAXN,
    minCount: values.MINCOUNT,
    bucket: bucketsOf(values),
  });
  const model = new fastText.FastText();
  try {
    model.train(settings, (share, loss) => {
      if (loss >= 0) progress(share, loss);
    });
    model.saveModel('/model.bin');
    return fastText.FS.readFile('/model.bin');
  } catch (error) {
    // The C++ side throws addresses of its exceptions.
    throw new Error(
      `fastText could not train (${error instanceof Error ? error.message : 'an error of its own'}).`,
      { cause: error },
    );
  }
}

/** Opens the bytes of a `.bin`: `predict(text, count)` answers `[code, probability]` pairs, the most probable first. */
export async function openModel(bytes) {
  const fastText = await getFastTextModule({ print: () => undefined, printErr: () => undefined });
  fastText.FS.writeFile('/model.bin', bytes);
  const model = new fastText.FastText();
  model.loadModel('/model.bin');
  fastText.FS.unlink('/model.bin');
  return {
    predict(text, count = 5) {
      const found = model.predict(text, count, 0);
      return Array.from({ length: found.size() }, (_, index) => {
        const [probability, label] = found.get(index);
        return [label.replace('__label__', ''), probability];
      });
    },
  };
}
