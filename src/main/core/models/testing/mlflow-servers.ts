/** MLflow for tests: the sandbox's, and the lab's where there is one. The same tests run over each. */
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface TestMlflow extends AsyncDisposable {
  readonly url: string;
}

const lab = process.env['SARDONYX_LAB'];

/** `describe.each(mlflowNames())('over %s', ...)`. */
export function mlflowNames(): ('sandbox' | 'MLflow')[] {
  return lab ? ['sandbox', 'MLflow'] : ['sandbox'];
}

/** Starts or reaches one; dispose of it at the end. */
export async function openMlflow(name: 'sandbox' | 'MLflow'): Promise<TestMlflow> {
  if (name === 'sandbox') return overSandbox();
  const facts = execFileSync(path.join(lab ?? '', 'lab'), ['facts'], { encoding: 'utf8' });
  const { url } = (JSON.parse(facts) as { mlflow: { url: string } }).mlflow;
  return { url, [Symbol.asyncDispose]: async () => {} };
}

async function overSandbox(): Promise<TestMlflow> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-models-sandbox-'));
  const program = path.join(import.meta.dirname, '../../../../sandbox/index.ts');
  const child = spawn(process.execPath, [program, '--folder', folder, '--with-parent'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
    ended.then(() => {
      throw new Error('The sandbox ended');
    }),
  ]);
  return {
    url: (JSON.parse(line) as { mlflow: { url: string } }).mlflow.url,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Another program that speaks to an MLflow server. @throws Error with the answer for 400 and more */
export async function rest(
  url: string,
  method: string,
  operation: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/api/2.0/mlflow/${operation}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

export const uniqueName = (what: string) => `${what}-${randomUUID()}`;

export interface SeededRun {
  readonly experiment: string;
  readonly experimentName: string;
  readonly run: string;
  forget(): Promise<void>;
}

/** A run with fifty steps of `loss` from 1 downwards, a model among its artifacts, as MLflow 2 logs one, and a table. */
export async function seedRun(url: string): Promise<SeededRun> {
  const experimentName = uniqueName('seeded');
  const made = await rest(url, 'POST', 'experiments/create', { name: experimentName });
  const experiment = String(made['experiment_id']);
  const created = await rest(url, 'POST', 'runs/create', {
    experiment_id: experiment,
    run_name: 'keyword',
    start_time: Date.now(),
    tags: [{ key: 'training.set', value: 's3://bucket/sets/1/train.txt' }],
  });
  const { info } = created['run'] as { info: { run_id: string; artifact_uri: string } };
  const metrics = Array.from({ length: 50 }, (_, step) => ({
    key: 'loss',
    value: Math.exp(-step / 20),
    timestamp: 1_000 + step,
    step,
  }));
  await rest(url, 'POST', 'runs/log-batch', { run_id: info.run_id, metrics });
  await rest(url, 'POST', 'runs/update', { run_id: info.run_id, status: 'FINISHED', end_time: Date.now() });
  const folder = info.artifact_uri.replace(/^mlflow-artifacts:\/*/, '');
  for (const [name, text] of Object.entries(seededFiles)) {
    const address = `${url}/api/2.0/mlflow-artifacts/artifacts/${folder}/${name}`;
    const response = await fetch(address, { method: 'PUT', body: text });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  }
  return {
    experiment,
    experimentName,
    run: info.run_id,
    forget: async () => void (await rest(url, 'POST', 'experiments/delete', { experiment_id: experiment })),
  };
}

export const seededFiles = {
  'examples.csv': 'text;code\nboulangerie;10.71C\n',
  'model/MLmodel': 'flavors:\n  python_function:\n    loader_module: mlflow.pyfunc.model\n',
  'model/python_model.pkl': '\u0080\u0004\u0000pickle',
} as const;
