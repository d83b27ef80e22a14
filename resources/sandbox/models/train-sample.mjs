// Trains the sandbox's sample model: what to learn from comes on standard input, as JSON; the model is written to the file
// named by the first argument, and what became of the held-out texts goes to standard output, as JSON.
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { prepare, readProfile } from '../programs/coding-api/prepare.mjs';
import { openModel, trainModel } from '../programs/fasttext-train.mjs';

const { examples, held, parameters, settings } = JSON.parse(await text(process.stdin));
const profile = readProfile(settings);
const given = (form) => prepare(form, profile);

/** The loss as fastText tells it, where each epoch ends. */
const course = [];
const epochs = Number(parameters.EPOCHS);
const bytes = await trainModel({
  lines: examples.map(({ code, ...form }) => `__label__${code} ${given(form)}`),
  parameters,
  progress: (share, loss) => {
    const epoch = Math.floor(share * epochs + 1e-9);
    if (epoch >= 1 && course.at(-1)?.epoch !== epoch) course.push({ epoch, loss });
  },
});
writeFileSync(process.argv[2], bytes, { mode: 0o600 });
const model = await openModel(bytes);
const answers = held.map((form) => model.predict(given(form), 1)[0]?.[0] ?? '');
process.stdout.write(JSON.stringify({ course, answers }));
