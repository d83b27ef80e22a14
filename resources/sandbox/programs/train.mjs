// Trains one fastText model: lines from a training set on S3, the result to MLflow. Everything it needs is in its environment:
//   TRAINING_SET=s3://bucket/folder/ (train.txt, test.txt, set.json), AWS_ENDPOINT_URL or MLFLOW_S3_ENDPOINT_URL, AWS_ACCESS_KEY_ID,
//   AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN; MLFLOW_TRACKING_URI, MLFLOW_RUN_ID or MLFLOW_EXPERIMENT_NAME;
//   DIM, WS, LR, EPOCHS, WORDNGRAMS, MINN, MAXN, MINCOUNT, BUCKET, LOSS.
import { BadInput, openModel, readLine, readParameters, trainModel } from './fasttext-train.mjs';
import { accuracyByLevel, sectionsOf } from './training/levels.mjs';
import { modelFiles } from './training/model-files.mjs';
import { readObject } from './training/storage.mjs';
import { openRun } from './training/tracking.mjs';

const environment = process.env;
/** Where a set has no lines to test on, so many of a hundred are held out. */
const heldOutPercent = 10;
const mostExamples = 5;
const say = (words) => console.log(`${new Date().toISOString()} ${words}`);

const linesOf = (bytes) =>
  new TextDecoder()
    .decode(bytes)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

async function readSet() {
  const set = (environment.TRAINING_SET ?? '').replace(/\/?$/, '/');
  if (set === '/')
    throw new BadInput('TRAINING_SET is missing: the address of the training set, s3://bucket/folder/.');
  const train = await readObject(`${set}train.txt`, environment);
  if (train === undefined) throw new BadInput(`There is no ${set}train.txt.`);
  const lines = linesOf(train);
  const test = linesOf((await readObject(`${set}test.txt`, environment)) ?? new Uint8Array());
  const described = await readObject(`${set}set.json`, environment);
  let description = {};
  try {
    if (described !== undefined) description = JSON.parse(new TextDecoder().decode(described));
  } catch {
    say(`${set}set.json is no JSON: it is left aside.`);
  }
  if (test.length > 0) return { set, lines, test, description, heldOut: false };
  // Every tenth line, so that the same set is parted in the same way by every run of a grid.
  const isHeldOut = (_, index) => index % (100 / heldOutPercent) === 0;
  const held = lines.length < 100 / heldOutPercent ? [] : lines.filter(isHeldOut);
  return {
    set,
    lines: held.length === 0 ? lines : lines.filter((line, index) => !isHeldOut(line, index)),
    test: held,
    description,
    heldOut: held.length > 0,
  };
}

async function evaluate(model, test, sections) {
  const pairs = test.flatMap((line) => {
    const { labels, text } = readLine(line);
    const [found] = model.predict(text, 1);
    return labels.map((label) => [label, found?.[0] ?? '']);
  });
  return accuracyByLevel(pairs, sections);
}

async function train(run, parameters, { set, lines, test, description, heldOut }) {
  const given = Object.fromEntries(
    Object.keys(parameters).map((name) => [name, environment[name] || parameters[name]]),
  );
  await run.log({
    params: given,
    tags: {
      'training.set': set,
      ...(description.hash === undefined ? {} : { 'training.set.hash': description.hash }),
      'training.lines': lines.length,
      'test.lines': test.length,
    },
  });
  say(
    `learns from ${lines.length} lines, tests on ${test.length}${heldOut ? ', every tenth of the set, as it has none of its own' : ''}`,
  );
  // fastText's own mean loss up to there; it tells it now and then, and never at the very end.
  const losses = [];
  let latest;
  const tellLoss = (step, value) => {
    losses.push({ key: 'train_loss', value, step });
    say(`epoch ${step} of ${parameters.EPOCHS}, loss ${value.toFixed(4)}`);
  };
  const bytes = await trainModel({
    lines,
    parameters,
    progress: (share, loss) => {
      const epoch = Math.floor(share * parameters.EPOCHS);
      latest = loss;
      if (epoch > (losses.at(-1)?.step ?? 0) && epoch < parameters.EPOCHS) tellLoss(epoch, loss);
    },
  });
  if (latest !== undefined) tellLoss(parameters.EPOCHS, latest);
  say(`trained: ${(bytes.length / 2 ** 20).toFixed(1)} MiB`);
  const sections = sectionsOf(environment.NOMENCLATURE || description.nomenclature?.id);
  const accuracy = test.length === 0 ? [] : await evaluate(await openModel(bytes), test, sections);
  const levels = accuracy.flatMap((value, index) =>
    value === undefined ? [] : [{ key: `accuracy_level_${index + 1}`, value, step: parameters.EPOCHS }],
  );
  for (const { key, value } of levels) say(`${key} ${value.toFixed(4)}`);
  await run.log({ metrics: [...losses, ...levels] });
  const examples = [...test, ...lines].slice(0, mostExamples).map((line) => readLine(line).text);
  const files = modelFiles({
    bytes,
    run: run.id,
    artifacts: run.artifacts,
    examples,
    preparation: description.draft?.profile,
    nomenclature: description.nomenclature?.id,
    set,
    made: Date.now(),
  });
  for (const [name, content] of Object.entries(files)) await run.keep(`model/${name}`, content);
  const flavors = { python_function: { loader_module: 'mlflow.pyfunc.model' } };
  const history = [
    { run_id: run.id, artifact_path: 'model', utc_time_created: new Date().toISOString(), flavors },
  ];
  await run.log({ tags: { 'mlflow.log-model.history': JSON.stringify(history) } });
}

let run;
const interrupted = async () => {
  say('told to end');
  await run?.end('KILLED').catch(() => undefined);
  process.exit(143);
};
process.once('SIGTERM', interrupted);
process.once('SIGINT', interrupted);

try {
  const parameters = readParameters(environment);
  const set = await readSet();
  run = await openRun(environment, `fasttext dim ${parameters.DIM} lr ${parameters.LR}`);
  say(`run ${run.id}`);
  await train(run, parameters, set);
  await run.end('FINISHED');
  say('done');
} catch (error) {
  console.error(error instanceof BadInput ? error.message : error);
  await run?.end('FAILED').catch(() => undefined);
  process.exitCode = 1;
}
