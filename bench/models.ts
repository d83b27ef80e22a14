/** Models: predictions, the table of runs, models kept on the laptop, files of texts. `npm run bench -- models --json`. */
import os from 'node:os';
import { fasttextFigures } from './fasttext.ts';
import { batchFigures } from './models-batch.ts';
import { pinFigures } from './models-pins.ts';
import { runsFigures } from './models-runs.ts';
import { table, type Figure } from './report.ts';

/** All figures, each part told as it is ready; what needs a lab or a large disk is left out without it. */
export async function measure(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const part of [runsFigures, pinFigures, batchFigures, fasttextFigures]) {
    const found = await part();
    const load = os.loadavg().map((one) => one.toFixed(1));
    if (found.length > 0) process.stderr.write(`${table(found)}\nload of the machine: ${load.join(', ')}\n`);
    figures.push(...found);
  }
  return figures;
}
