/** 10,000 runs with 50 metrics each in the local store, from canned pages and from a real MLflow, beside MLflow itself. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { findMlflow, searchAll, startMlflow } from './models-mlflow.ts';
import type { RunsRun } from './models-runs-process.ts';
import { allColumns, askedWhole, firstColumns, metricCount, p95 } from './models-runs-questions.ts';
import { median, type Figure } from './report.ts';

const runs = 5;
const count = 10_000;
/** The real server takes seconds for a page. */
const realQuestions = 20;
const run = promisify(execFile);
const missing = 'MLflow for Python is neither on this machine nor in a lab (SARDONYX_LAB)';

type Searched = Awaited<ReturnType<typeof searchAll>>;

/** One process reads all runs. @param isCanned runs can be started there */
async function loadOnce(url: string, experiment: string, isCanned: boolean): Promise<RunsRun> {
  const program = path.join(import.meta.dirname, 'models-runs-process.ts');
  const words = [program, url, experiment, String(count), ...(isCanned ? [`${url}/start`] : [])];
  const { stdout } = await run(process.execPath, words, { timeout: 600_000 });
  return JSON.parse(stdout) as RunsRun;
}

/** Canned pages by a process of its own. */
async function withCanned<T>(work: (url: string) => Promise<T>): Promise<T> {
  const program = path.join(import.meta.dirname, 'models-runs-server.ts');
  const server = spawn(process.execPath, [program, String(count), String(metricCount)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  try {
    const [url] = (await once(createInterface(server.stdout), 'line')) as [string];
    return await work(url);
  } finally {
    server.stdin.end();
    await ended;
  }
}

/** All figures: medians of five over canned pages; one load over the real server, and then the same questions to both. */
export async function runsFigures(): Promise<Figure[]> {
  const python = findMlflow();
  const own: RunsRun[] = [];
  const others: Searched[] = [];
  // In turns, so that a busy moment meets both; each time the same runs, before some are started.
  for (let turn = 0; turn < runs; turn += 1)
    await withCanned(async (url) => {
      if (python) others.push(await searchAll(python, url, '1', count));
      own.push(await loadOnce(url, '1', true));
    });
  return [...cannedFigures(own, others), ...(python === undefined ? [] : await overMlflow(python))];
}

const middle = (own: readonly RunsRun[], value: (one: RunsRun) => number | undefined) =>
  Math.round(median(own.map((one) => value(one) ?? Number.NaN)));

function cannedFigures(own: readonly RunsRun[], others: readonly Searched[]): Figure[] {
  const figure = (
    what: string,
    value: (one: RunsRun) => number | undefined,
    over: Partial<Figure>,
  ): Figure => ({
    what,
    value: middle(own, value),
    unit: 'ms',
    direction: 'below',
    peer: null,
    ...over,
  });
  const client = (value: (one: Searched) => number) =>
    others.length > 0
      ? { peer: { name: 'mlflow.search_runs', value: Math.round(median(others.map(value))) } }
      : { reason: missing };
  const server = { reason: 'canned pages know no filter' };
  const held = { budget: 50, reason: 'its process does nothing else' };
  const all = `${count.toLocaleString('en')} runs x ${metricCount} metrics`;
  return [
    figure(`${all}: first 500 rows, canned pages`, ({ first }) => first, {
      reason: 'mlflow.search_runs gives nothing before all',
    }),
    figure(
      `${all}: all in the local store, canned pages`,
      ({ all: time }) => time,
      client((one) => one.all),
    ),
    figure('later look: 20 runs started since', ({ refresh }) => refresh, {
      reason: "MLflow's page and its client keep nothing: they read anew",
    }),
    figure(`500 rows filtered and sorted, ${firstColumns.length} columns, p95`, ({ few }) => few, server),
    figure(`500 rows filtered and sorted, ${allColumns.length} columns, p95`, ({ whole }) => whole, server),
    figure("longest hold of the core's loop while they load", ({ heldLoading }) => heldLoading, held),
    figure(
      `the same while 500 rows of ${firstColumns.length} columns are asked`,
      ({ heldFew }) => heldFew,
      held,
    ),
    figure(
      `the same while 500 rows of ${allColumns.length} columns are asked`,
      ({ heldAll }) => heldAll,
      held,
    ),
    figure(`${all}: most memory of the whole process`, ({ memory }) => memory, {
      unit: 'MiB',
      ...client((one) => one.memory),
    }),
  ];
}

/** The same runs in a real MLflow: one load by each, then the same questions to the local store and to the server itself. */
async function overMlflow(python: string): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-mlflow-'));
  try {
    await using server = await withCanned((url) => startMlflow(python, folder, url));
    const { url, experiment } = server;
    const other = await searchAll(python, url, experiment, count);
    const own = await loadOnce(url, experiment, false);
    const times = await server.answers(askedWhole.slice(0, realQuestions));
    const figure = (what: string, value: number, name: string, beside: number): Figure => ({
      what,
      value: Math.round(value),
      unit: 'ms',
      direction: 'below',
      peer: { name, value: Math.round(beside) },
    });
    const whole = `500 rows of ${allColumns.length} columns, filtered and sorted`;
    const page = `MLflow, runs/search of 500, ${realQuestions} questions`;
    return [
      figure(
        'the same runs out of MLflow on SQLite, all (one run)',
        own.all,
        'mlflow.search_runs',
        other.all,
      ),
      figure(`${whole}, out of MLflow: p50`, own.wholeMiddle, page, median(times)),
      figure(`${whole}, out of MLflow: p95`, own.whole, page, p95(times)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
