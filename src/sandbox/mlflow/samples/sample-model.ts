/** The registered model that the sandbox has from the start: trained here, by fastText, on the sandbox's own texts. */
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { findCall } from '../calls.ts';
import type { Raw } from '../fields.ts';
import type { MlflowServer } from '../server.ts';
import { accuracies } from './levels.ts';
import { environmentFiles, inputExample, modelDescription, modelSettings } from './model-files.ts';
import { sampleExamples, type Example } from './sample-examples.ts';
import type { Trained } from './train-sample.ts';
import { trainedOnce } from './trained-once.ts';

/** Its name in the registry. */
export const sampleModelName = 'codification-naf';
const experimentName = 'codification-naf';

/** By trial: a few seconds, for texts as few and as short as these. */
const parameters = {
  DIM: '24',
  WS: '5',
  LR: '2',
  EPOCHS: '20',
  WORDNGRAMS: '1',
  MINN: '3',
  MAXN: '4',
  MINCOUNT: '1',
  BUCKET: '20000',
  LOSS: 'softmax',
};

/** One call of the API, without HTTP: faults that lie before the server do not touch it. */
type Caller = (method: string, address: string, raw: Raw) => unknown;

const at = (value: unknown, ...names: string[]): string => {
  let here = value;
  for (const name of names) here = (here as Raw | undefined)?.[name];
  return String(here);
};

const keyed = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

function metricsOf({ course, answers }: Trained, held: readonly Example[], time: number) {
  const last = Number(parameters.EPOCHS);
  const losses = course.map(({ epoch, loss }) => ({
    key: 'loss',
    value: loss,
    step: epoch,
    timestamp: time,
  }));
  const rates = accuracies(
    answers,
    held.map(({ code }) => code),
  );
  const accuracy = rates.map((value, index) => ({
    key: `accuracy_level_${index + 1}`,
    value,
    step: last,
    timestamp: time,
  }));
  return [...losses, ...accuracy];
}

async function* once(bytes: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(bytes));
}

const experimentOf = ({ context: { database } }: MlflowServer): string | undefined => {
  const found = database.prepare('SELECT id FROM experiments WHERE name = ?').get(experimentName);
  return found === undefined ? undefined : String(found['id']);
};

/** The experiment, which is there already when an earlier start was cut short. */
const openExperiment = (server: MlflowServer, call: Caller): string =>
  experimentOf(server) ?? at(call('POST', 'experiments/create', { name: experimentName }), 'experiment_id');

/** Whether it was made in an earlier life of the sandbox, whatever became of it since. */
const isMade = (server: MlflowServer): boolean =>
  server.context.database
    .prepare(`SELECT 1 FROM runs WHERE experiment = ? AND status = 'FINISHED'`)
    .get(experimentOf(server) ?? null) !== undefined;

/** Logs the run with its model and registers it. */
async function register(
  { server, call, program }: { server: MlflowServer; call: Caller; program: string },
  trained: Trained,
  examples: readonly Example[],
  held: readonly Example[],
  model: string,
  times: { readonly begun: number; readonly ended: number },
): Promise<void> {
  const experiment = openExperiment(server, call);
  const tags = {
    'mlflow.user': 'sandbox',
    'mlflow.source.name': 'sandbox/fasttext:1',
    'mlflow.source.type': 'JOB',
  };
  const run = at(
    call('POST', 'runs/create', {
      experiment_id: experiment,
      run_name: 'fasttext-naf2008',
      user_id: 'sandbox',
      start_time: times.begun,
      tags: keyed({ ...tags, nomenclature: 'NAF2008' }),
    }),
    'run',
    'info',
    'run_id',
  );
  call('POST', 'runs/log-batch', {
    run_id: run,
    params: keyed({
      ...parameters,
      training_examples: `${examples.length}`,
      test_examples: `${held.length}`,
    }),
    metrics: metricsOf(trained, held, times.ended),
  });
  const logged = call('POST', 'logged-models', {
    experiment_id: experiment,
    name: 'model',
    source_run_id: run,
    params: keyed(parameters),
    tags: keyed(tags),
  });
  const id = at(logged, 'model', 'info', 'model_id');
  const location = at(logged, 'model', 'info', 'artifact_uri');
  const root = location.replace('mlflow-artifacts:/', '');
  const { size } = await stat(model);
  const files: Readonly<Record<string, string>> = {
    ...environmentFiles,
    MLmodel: modelDescription({ model: id, run, location, bytes: size, at: new Date(times.ended) }),
    'artifacts/config.yaml': modelSettings,
    'input_example.json': inputExample(held.slice(0, 5)),
    'fasttext_model.py': await readFile(path.join(path.dirname(program), 'fasttext_model.py'), 'utf8'),
  };
  for (const [name, content] of Object.entries(files))
    await server.artifacts.write(`${root}/${name}`, once(content));
  await server.artifacts.write(`${root}/artifacts/model.bin`, createReadStream(model));
  call('PATCH', `logged-models/${id}`, { status: 'LOGGED_MODEL_READY' });
  call('POST', 'runs/outputs', { run_id: run, models: [{ model_id: id, step: 0 }] });
  call('POST', 'runs/update', { run_id: run, status: 'FINISHED', end_time: times.ended });
  call('POST', 'registered-models/create', {
    name: sampleModelName,
    description: 'Codes activities in NAF rév. 2; trained on the sandbox’s own texts.',
  });
  call('POST', 'model-versions/create', {
    name: sampleModelName,
    source: `models:/${id}`,
    model_id: id,
    run_id: run,
    tags: keyed({ nomenclature: 'NAF2008' }),
  });
  call('POST', 'registered-models/alias', { name: sampleModelName, alias: 'champion', version: '1' });
}

/**
 * Trains and registers the sample model in the background, once in the life of a sandbox. Returns the way to stop, which ends a training that still runs; the next start begins it anew.
 */
export function addSampleModel(options: {
  readonly mlflow: MlflowServer;
  /** The folder of the program that trains. */
  readonly programs: string;
  readonly log: (message: string) => void;
}): () => Promise<void> {
  const { mlflow: server, programs, log } = options;
  const ending = new AbortController();
  const call: Caller = (method, address, raw) => {
    const { handler, path: names } = findCall(method, address);
    return handler(server.context, raw, names);
  };
  const work = async () => {
    const folder = path.join(os.tmpdir(), `sandbox-sample-model-${process.pid}-${server.port}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const model = path.join(folder, 'model.bin');
      const program = path.join(programs, 'train-sample.mjs');
      const { examples, held } = sampleExamples();
      const begun = server.context.now();
      const settings = modelSettings;
      const { signal } = ending;
      const trained = await trainedOnce(
        { program, target: model, examples, held, parameters, settings, signal },
        process.env['SARDONYX_SANDBOX_CACHE'],
      );
      const times = { begun, ended: server.context.now() };
      await register({ server, call, program }, trained, examples, held, model, times);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  const done = isMade(server)
    ? Promise.resolve()
    : work().catch((error: unknown) => {
        if (!ending.signal.aborted) log(`the sample model could not be made: ${String(error)}`);
      });
  return async () => {
    ending.abort();
    await done;
  };
}
