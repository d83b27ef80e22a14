import { copyFileSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createFastText } from './fasttext.ts';
import { openFastText } from './fasttext-model.ts';

const models = path.join(import.meta.dirname, 'testing/models');
const file = path.join(models, 'hierarchical.bin');
const folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-fasttext-thread-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const texts = Array.from(
  { length: 1000 },
  (_, number) => `boulangerie coiffure ${number % 7} taxi${number % 11}`,
);
const cancelled = { data: { code: 'cancelled' } };

test('the thread answers what the model answers, text by text, over many batches', async () => {
  const model = await openFastText(file);
  const thread = await opened(file);
  const expected = texts.map((text) =>
    model.predict(text, { k: 3, threshold: 0.01 }).map(({ label, probability }) => ({
      label: model.description.labels[label],
      probability,
    })),
  );
  model.close();
  expect(await thread.predict(texts, { k: 3, threshold: 0.01 })).toEqual(expected);
  expect(thread.description).toMatchObject({ loss: 'hierarchical-softmax', dimension: 6, quantised: false });
});

test('a text that the model knows no part of has no labels, and no text has no answer', async () => {
  const thread = await opened(file);
  expect(await thread.predict([])).toEqual([]);
  const [none] = await thread.predict(['boulangerie'], { threshold: 2 });
  expect(none).toEqual([]);
});

test('calls take turns: a single text does not wait for the end of a long call', async () => {
  const thread = await opened(file);
  const order: string[] = [];
  const long = thread.predict(texts.concat(texts, texts)).then(() => order.push('long'));
  const short = thread.predict(['boulangerie']).then(() => order.push('short'));
  await Promise.all([long, short]);
  expect(order).toEqual(['short', 'long']);
});

test('what is cancelled ends at once, and the thread goes on answering', async () => {
  const thread = await opened(file);
  const abort = new AbortController();
  const long = thread.predict(texts, { signal: abort.signal });
  abort.abort();
  await expect(long).rejects.toMatchObject(cancelled);
  await expect(thread.predict(texts, { signal: abort.signal })).rejects.toMatchObject(cancelled);
  expect(await thread.predict(['boulangerie'])).toHaveLength(1);
});

test('opening can be cancelled', async () => {
  await expect(createFastText(file, { signal: AbortSignal.abort() })).rejects.toMatchObject(cancelled);
  const abort = new AbortController();
  const opening = createFastText(file, { signal: abort.signal });
  abort.abort();
  await expect(opening).rejects.toMatchObject(cancelled);
});

test('closing ends what is under way, and what comes after', async () => {
  const thread = await createFastText(file);
  const long = expect(thread.predict(texts)).rejects.toMatchObject(cancelled);
  await thread.close();
  await long;
  await expect(thread.predict(['boulangerie'])).rejects.toMatchObject(cancelled);
  await thread.close();
});

test('a text with a line break and a question for no label are refused before anything is asked', async () => {
  const thread = await opened(file);
  await expect(thread.predict(['pain', 'pain\nbeurre'])).rejects.toMatchObject({
    data: { code: 'invalid-input', reason: 'fasttext-line-break', values: { number: 2 } },
  });
  for (const k of [0, -1, 1.5, Number.NaN]) {
    await expect(thread.predict(['pain'], { k })).rejects.toMatchObject({
      data: { reason: 'fasttext-question' },
    });
  }
});

test('failures of opening and of reading come through the thread with their names', async () => {
  await expect(createFastText(path.join(folder, 'none.bin'))).rejects.toMatchObject({
    data: { code: 'not-found', reason: 'fasttext-missing', values: { name: 'none.bin' } },
  });
  const shrinking = path.join(folder, 'shrinking.bin');
  copyFileSync(file, shrinking);
  const thread = await opened(shrinking);
  truncateSync(shrinking, 2000);
  await expect(thread.predict(['boulangerie'])).rejects.toMatchObject({
    data: { code: 'invalid-input', reason: 'fasttext-cut', values: { name: 'shrinking.bin' } },
  });
});

/** Closed when the test ends, however it ends. */
async function opened(model: string) {
  const thread = await createFastText(model);
  onTestFinished(() => thread.close());
  return thread;
}
