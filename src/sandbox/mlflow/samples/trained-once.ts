/** A training whose result another sandbox of this machine left behind: tests start dozens of them. */
import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { trainSample, type Trained } from './train-sample.ts';

type Training = Parameters<typeof trainSample>[0];

/**
 * As `trainSample`. The same program with the same question learns the same, so that with a `shared` folder only the first sandbox trains.
 * @param shared undefined: trains always
 */
export async function trainedOnce(training: Training, shared: string | undefined): Promise<Trained> {
  if (shared === undefined) return trainSample(training);
  const { program, target, signal: _, ...question } = training;
  const hash = createHash('sha256').update(await readFile(program));
  const kept = path.join(shared, hash.update(JSON.stringify(question)).digest('hex'));
  try {
    const known = JSON.parse(await readFile(`${kept}.json`, 'utf8')) as Trained;
    await copyFile(`${kept}.bin`, target);
    return known;
  } catch {
    const trained = await trainSample(training);
    await mkdir(shared, { recursive: true, mode: 0o700 });
    // The description comes last: where it is, the model is whole.
    await putWhole(`${kept}.bin`, (file) => copyFile(target, file));
    await putWhole(`${kept}.json`, (file) => writeFile(file, JSON.stringify(trained)));
    return trained;
  }
}

async function putWhole(target: string, write: (file: string) => Promise<void>): Promise<void> {
  const coming = `${target}.${randomUUID()}`;
  await write(coming);
  await rename(coming, target);
}
