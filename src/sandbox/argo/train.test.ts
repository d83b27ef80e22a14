import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listOf } from '../kubernetes/shape.ts';
import { startMlflow, type MlflowServer } from '../mlflow/server.ts';
import { createFaultGate } from '../faults.ts';
import { readServiceKeys } from '../s3/service-keys.ts';
import { startS3, type S3Server } from '../s3/server.ts';
import { activities } from '../samples/activities.ts';

const program = path.resolve('resources/sandbox/programs/train.mjs');
let folder = '';
let s3: S3Server;
let mlflow: MlflowServer;
let keys: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sandbox-train-'));
  const services = readServiceKeys(
    path.join(folder, 's3'),
    new Map([['user-alice', { name: 'alice', groups: [] }]]),
  );
  s3 = await startS3({
    folder: path.join(folder, 's3'),
    port: 0,
    verifyToken: async () => undefined,
    buckets: [
      { name: 'alice', owners: ['alice'] },
      { name: 'bob', owners: ['bob'] },
    ],
    serviceKeys: services.values(),
  });
  mlflow = await startMlflow({
    folder: path.join(folder, 'mlflow'),
    port: 0,
    credentials: { user: 'u', password: 'p' },
    faults: createFaultGate(),
    log: () => undefined,
  });
  const { accessKey = '', secret = '' } = services.get('user-alice') ?? {};
  keys = {
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_ENDPOINT_URL: s3.url,
    MLFLOW_TRACKING_URI: mlflow.url,
  };
  const lines = activities.map(({ code, text }) => `__label__${code.replace('.', '')} ${text}`);
  const put = (key: string, text: string) => s3.keep('alice', key, 'text/plain', Buffer.from(text));
  await put('sets/good/train.txt', lines.filter((_, index) => index % 5 !== 0).join('\n'));
  await put('sets/good/test.txt', lines.filter((_, index) => index % 5 === 0).join('\n'));
  await put(
    'sets/good/set.json',
    JSON.stringify({ hash: 'abc', nomenclature: { id: 'naf-rev2' }, draft: { profile: { kind: 'ape-v1' } } }),
  );
  await put('sets/alone/train.txt', lines.join('\n'));
  await put('sets/empty/train.txt', 'words without a label\n');
});
afterAll(async () => {
  await mlflow.stop();
  await s3.stop();
  await rm(folder, { recursive: true, force: true });
});

const quick = { DIM: '10', LR: '0.5', EPOCHS: '20', MINN: '3', MAXN: '4', BUCKET: '5000', LOSS: 'ova' };

function train(environment: Record<string, string>): Promise<{ code: number; log: string; failure: string }> {
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env['PATH'],
      ...keys,
      ...quick,
      TRAINING_SET: 's3://alice/sets/good/',
      ...environment,
    },
  });
  const told = { log: '', failure: '' };
  child.stdout.on('data', (chunk: Buffer) => (told.log += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (told.failure += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? -1, ...told })));
}

const ask = async (method: string, call: string, body?: object): Promise<unknown> => {
  const response = await fetch(`${mlflow.url}/api/2.0/mlflow/${call}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return response.json();
};
const runOf = (log: string) => / run (\w+)/.exec(log)?.[1] ?? '';

describe('a training', () => {
  test('learns, measures itself on the held-out lines by level, and logs its model', async () => {
    const { code, log, failure } = await train({ MLFLOW_EXPERIMENT_NAME: 'grids' });
    expect({ code, failure }).toEqual({ code: 0, failure: '' });
    expect(log).toMatch(/epoch 20 of 20, loss [\d.]+/);
    const run = at(await ask('GET', `runs/get?run_id=${runOf(log)}`), 'run');
    expect(at(run, 'info', 'status')).toBe('FINISHED');
    const params = Object.fromEntries(
      listOf(at(run, 'data', 'params')).map(({ key, value }) => [key, value]),
    );
    expect(params).toMatchObject({ DIM: '10', LR: '0.5', LOSS: 'ova' });
    const metrics = Object.fromEntries(
      listOf(at(run, 'data', 'metrics')).map(({ key, value }) => [key, Number(value)]),
    );
    const levels = [1, 2, 3, 4, 5].map((level) => metrics[`accuracy_level_${level}`] ?? -1);
    for (const [index, value] of levels.entries()) {
      expect(value).toBeGreaterThanOrEqual(levels[index + 1] ?? 0);
      expect(value).toBeLessThanOrEqual(1);
    }
    const history = await ask('GET', `metrics/get-history?run_id=${runOf(log)}&metric_key=train_loss`);
    expect(listOf(at(history, 'metrics')).length).toBeGreaterThan(5);
    const file = async (name: string) =>
      fetch(`${mlflow.url}/get-artifact?run_uuid=${runOf(log)}&path=model/${name}`);
    expect(await (await file('MLmodel')).text()).toContain('path: artifacts/model.bin');
    expect(await (await file('artifacts/config.yaml')).text()).toContain('preprocessing: {"kind":"ape-v1"}');
    const bytes = Buffer.from(await (await file('artifacts/model.bin')).arrayBuffer());
    expect(bytes.readInt32LE(0)).toBe(793_712_314);
  });

  test('goes on with the run that it is given', async () => {
    const made = await ask('POST', 'runs/create', { experiment_id: '0', start_time: 1 });
    const id = String(at(made, 'run', 'info', 'run_id'));
    const { code, log } = await train({ MLFLOW_RUN_ID: id, TRAINING_SET: 's3://alice/sets/alone' });
    expect([code, runOf(log)]).toEqual([0, id]);
    expect(log).toContain('every tenth of the set');
    expect(at(await ask('GET', `runs/get?run_id=${id}`), 'run', 'info', 'status')).toBe('FINISHED');
  });
});

describe('bad input ends with a sentence', () => {
  test.each([
    ['no set', { TRAINING_SET: '' }, /^TRAINING_SET is missing/],
    [
      'a set that is not there',
      { TRAINING_SET: 's3://alice/sets/nope/' },
      /^There is no s3:\/\/alice\/sets\/nope\/train\.txt\./,
    ],
    ['a foreign bucket', { TRAINING_SET: 's3://bob/sets/' }, /^The object storage answered 403 for /],
    ['no address', { TRAINING_SET: 'somewhere' }, /is no address of the form s3:/],
    ['lines without labels', { TRAINING_SET: 's3://alice/sets/empty/' }, /^There is no line with a label/],
    ['a loss that there is not', { LOSS: 'hinge' }, /^LOSS is "hinge": it must be one of softmax, ova, hs\./],
    ['a half dimension', { DIM: '1.5' }, /^DIM is "1\.5": it must be a whole number from 1\./],
    ['a model that is too large', { DIM: '3000', BUCKET: '2000000' }, /MiB, and this program can use 1536/],
    ['no tracking server', { MLFLOW_TRACKING_URI: '' }, /^MLFLOW_TRACKING_URI is missing/],
    ['a run that there is not', { MLFLOW_RUN_ID: 'nope' }, /^MLflow answered 404 to runs\/get/],
  ])('%s', async (_, environment, sentence) => {
    const { code, failure } = await train(environment);
    expect(failure).toMatch(sentence);
    expect(code).toBe(1);
  });

  test('and the run is told as failed', async () => {
    const { code, log } = await train({ TRAINING_SET: 's3://alice/sets/empty/' });
    expect(code).toBe(1);
    expect(at(await ask('GET', `runs/get?run_id=${runOf(log)}`), 'run', 'info', 'status')).toBe('FAILED');
  });

  test('also where the tracking server answers pages', async () => {
    const pages = createServer((_, response) => response.writeHead(502).end('<html>Bad gateway</html>'));
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    const address = pages.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { failure } = await train({ MLFLOW_TRACKING_URI: `http://127.0.0.1:${port}` });
    pages.close();
    expect(failure).toMatch(/^MLflow answered 502 to experiments/);
  });
});
