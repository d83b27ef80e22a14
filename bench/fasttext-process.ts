/**
 * A model opened once by a process of its own, so that its memory is its own. `node fasttext-process.ts open|predict MODEL
 * TEXTS` (a number of texts); prints one line of JSON.
 */
import { createFastText } from '../src/main/core/fasttext/fasttext.ts';
import { openFastText } from '../src/main/core/fasttext/fasttext-model.ts';
import { modelTexts } from './fasttext-model.ts';

/** What one run measured: milliseconds, predictions a second, MiB of the whole process. */
export interface FastTextRun {
  /** In the thread that reads, nothing compiled yet, the file in the system's cache. */
  readonly open?: number;
  /** With the start of the thread. */
  readonly start?: number;
  /** The first answer after that. */
  readonly first?: number;
  readonly perSecond?: number;
  readonly memory?: number;
  readonly added?: number;
}

const [what = '', file = '', count = ''] = process.argv.slice(2);
const mebibytes = () => process.memoryUsage.rss() / 2 ** 20;

async function open(): Promise<FastTextRun> {
  const began = performance.now();
  const model = await openFastText(file);
  const open = performance.now() - began;
  model.close();
  return { open };
}

async function predict(): Promise<FastTextRun> {
  const [question = '', ...texts] = modelTexts(Number(count) + 1);
  const before = mebibytes();
  const began = performance.now();
  const model = await createFastText(file);
  const started = performance.now();
  await model.predict([question]);
  const answered = performance.now();
  await model.predict(texts);
  const seconds = (performance.now() - answered) / 1000;
  const memory = mebibytes();
  await model.close();
  const perSecond = texts.length / seconds;
  return { start: started - began, first: answered - started, perSecond, memory, added: memory - before };
}

process.stdout.write(JSON.stringify(await (what === 'open' ? open() : predict())));
