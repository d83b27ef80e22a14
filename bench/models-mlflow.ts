/** The peers of the table of runs: a real MLflow server on a database of its own, and MLflow's client for Python. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Question } from './models-runs-questions.ts';

const run = promisify(execFile);
const program = path.join(import.meta.dirname, 'models-mlflow.py');
const env = {
  ...process.env,
  MLFLOW_DISABLE_TELEMETRY: 'true',
  DO_NOT_TRACK: 'true',
  GIT_PYTHON_REFRESH: 'quiet',
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
};

/** A Python that has MLflow: on the PATH, or the lab's; undefined where there is none. */
export function findMlflow(): string | undefined {
  const lab = process.env['SARDONYX_LAB'];
  const script = lab && path.join(lab, 'services', 'services');
  const facts = script && existsSync(script) ? execFileSync(script, ['env'], { encoding: 'utf8' }) : '';
  const own = /^export LAB_MLFLOW_PYTHON=(.*)$/m.exec(facts)?.[1];
  return ['python3', ...(own ? [own] : [])].find((python) => {
    try {
      const found = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("mlflow") is None)';
      execFileSync(python, ['-c', found], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

/** Milliseconds and MiB of `mlflow.search_runs` over all runs, by a process of its own; its start does not count. */
export async function searchAll(
  python: string,
  url: string,
  experiment: string,
  count: number,
): Promise<{ readonly all: number; readonly memory: number }> {
  const { stdout } = await run(python, [program, 'search', url, experiment, String(count)], { env });
  return JSON.parse(stdout) as { all: number; memory: number };
}

export interface MlflowServer extends AsyncDisposable {
  readonly url: string;
  readonly experiment: string;
  /** Milliseconds of each question for 500 whole runs, as MLflow's own page asks. */
  answers(asked: readonly Question[]): Promise<number[]>;
}

/** Starts one in a folder, with the runs of another server. */
export async function startMlflow(python: string, folder: string, from: string): Promise<MlflowServer> {
  const file = path.join(folder, 'mlflow.db');
  const experiment = (await run(python, [program, 'fill', file, from], { env })).stdout.trim();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const words = ['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
  const places = ['--backend-store-uri', `sqlite:///${file}`, '--artifacts-destination', folder];
  // A group of its own: the server starts others.
  const child = spawn(python, [...words, ...places], { env, stdio: 'ignore', detached: true });
  const ended = once(child, 'exit');
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  try {
    await answering(`${url}/health`, () => child.exitCode !== null);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    experiment,
    async answers(asked) {
      const times: number[] = [];
      for (const { filter, column } of asked) {
        const began = performance.now();
        const answer = await fetch(`${url}/api/2.0/mlflow/runs/search`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            experiment_ids: [experiment],
            filter,
            order_by: [`${column} DESC`],
            max_results: 500,
          }),
        });
        const { runs } = (await answer.json()) as { readonly runs?: readonly unknown[] };
        if (runs?.length !== 500) throw new Error(`${filter}: ${runs?.length} runs came`);
        times.push(performance.now() - began);
      }
      return times;
    },
    [Symbol.asyncDispose]: stop,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answering(address: string, isOver: () => boolean): Promise<void> {
  for (let waited = 0; waited < 120 && !isOver(); waited += 1) {
    if ((await fetch(address).catch(() => undefined))?.ok) return;
    await pause(1000);
  }
  throw new Error(`${address} does not answer`);
}
