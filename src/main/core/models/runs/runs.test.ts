import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  fillRuns,
  startStandIn,
  type StandIn,
  type StandInRun,
} from '../../platform/mlflow/testing/stand-in.ts';
import { startLaptop, until, type TestLaptop } from '../testing/laptop.ts';

const server = 'platform';
const experiments = ['1'];
const { signal } = new AbortController();

let mlflow: StandIn;
let laptop: TestLaptop;
beforeEach(async () => {
  mlflow = await startStandIn();
  laptop = await startLaptop(mlflow.url);
});
afterEach(async () => {
  await laptop[Symbol.asyncDispose]();
  await mlflow[Symbol.asyncDispose]();
});

const watch =
  (on = laptop) =>
  (over: AbortSignal) =>
    on.runs.handlers.watchRuns({ server, experiments }, { signal: over });
const isLive = ({ state }: { state: string }) => state === 'live';
const rows = (
  rest: { filter?: string; columns?: string[]; offset?: number; limit?: number } = {},
  on = laptop,
) =>
  on.runs.handlers.runRows(
    { server, experiments, filter: '', order: [], columns: [], offset: 0, limit: 20, ...rest },
    { signal },
  );
const searches = () => mlflow.heard.filter(({ path }) => path.endsWith('runs/search'));

test('all runs come in pages, and answers to questions while they come', async () => {
  fillRuns(mlflow, 2_300, 30);
  let seen = 0;
  const counted: number[] = [];
  const last = await until(watch(), ({ state, loaded }) => {
    if (loaded > seen && state === 'loading') counted.push(loaded);
    seen = loaded;
    return state === 'live';
  });
  expect(last).toMatchObject({ loaded: 2_300, generation: 5 });
  expect(counted.length).toBeGreaterThan(1);
  expect(searches()).toHaveLength(5);
  const page = await rows({
    filter: "metrics.m3 > 0.5 and params.LOSS = 'ova'",
    columns: ['metrics.m3', 'params.LOSS'],
  });
  expect(page.rows).toHaveLength(20);
  expect(page.rows.every(({ values }) => Number(values['metrics.m3']) > 0.5)).toBe(true);
  expect(page.rows[0]?.values['params.LOSS']).toBe('ova');
});

test('a later look asks for what is new, what runs and what ran, not for everything', async () => {
  fillRuns(mlflow, 600, 3);
  const first = mlflow.runs.get('r000001');
  if (first) first.status = 'RUNNING';
  await until(watch(), isLive);
  mlflow.heard.length = 0;
  if (first) first.status = 'FAILED';
  mlflow.runs.set('new', {
    ...mlflow.runs.get('r000002'),
    id: 'new',
    startedAt: 1_800_000_000_000,
  } as StandInRun);
  mlflow.runs.delete('r000599');
  await laptop.stop();
  laptop = await laptop.again();
  await until(watch(), isLive);
  expect(searches().map(({ body }) => (JSON.parse(body) as { filter: string }).filter)).toEqual([
    expect.stringMatching(/^attributes.start_time >= \d+$/),
    "attributes.status = 'RUNNING'",
    "attributes.status = 'SCHEDULED'",
    "attributes.run_id IN ('r000001')",
  ]);
  expect((await rows({ filter: "status = 'FAILED'" })).rows.map(({ id }) => id)).toEqual(['r000001']);
  expect((await rows()).rows[0]?.id).toBe('new');
});

test('a run that was deleted goes with the next look at everything', async () => {
  fillRuns(mlflow, 30, 2);
  await until(watch(), isLive);
  await laptop.stop();
  mlflow.runs.delete('r000007');
  // As if the last look at everything were long ago.
  const { DatabaseSync } = await import('node:sqlite');
  const { globSync } = await import('node:fs');
  const [file = ''] = globSync(`${laptop.context.folder}/models/servers/*/runs.sqlite`);
  const database = new DatabaseSync(file);
  database.exec('UPDATE experiment SET complete_at = 1');
  database.close();
  laptop = await laptop.again();
  await until(watch(), isLive);
  expect((await rows()).total).toBe(29);
});

test('without the server everything that was seen is there', async () => {
  fillRuns(mlflow, 40, 4);
  const nan = mlflow.runs.get('r000003');
  if (nan) Object.assign(nan.metrics, { m0: 'NaN', m1: 'Infinity', m2: 3 });
  await until(watch(), isLive);
  await until((over) => laptop.runs.handlers.experiments({ server }, { signal: over }), isLive);
  await laptop.stop();
  await mlflow[Symbol.asyncDispose]();
  laptop = await laptop.again();
  const view = await until(watch(), ({ state }) => state === 'stored');
  expect(view).toMatchObject({ loaded: 40, asOf: expect.any(Number), problem: { code: 'unreachable' } });
  const known = await until(
    (over) => laptop.runs.handlers.experiments({ server }, { signal: over }),
    ({ state }) => state === 'stored',
  );
  expect(known.experiments).toMatchObject([{ id: '1', name: 'many', runs: 40 }]);
  expect(await laptop.runs.handlers.run({ server, run: 'r000003' }, { signal })).toMatchObject({
    name: 'run r000003',
    experimentName: 'many',
    status: 'finished',
    metrics: [
      { key: 'm2', value: 3 },
      { key: 'm3', value: expect.any(Number) },
    ],
    notFinite: [
      { key: 'm0', value: 'NaN' },
      { key: 'm1', value: 'Infinity' },
    ],
  });
  expect(
    await laptop.runs.handlers.runsById({ server, runs: ['r000001', 'r000002'] }, { signal }),
  ).toHaveLength(2);
  const row = (await rows({ filter: "run_name = 'run r000003'", columns: ['metrics.m0', 'metrics.m1'] }))
    .rows[0];
  expect(row?.values).toEqual({ 'metrics.m0': 'NaN', 'metrics.m1': 'Infinity' });
  await expect(
    laptop.runs.handlers.tagRun({ server, run: 'r000003', key: 'a', value: 'b' }, { signal }),
  ).rejects.toMatchObject({ code: 'unreachable' });
});

test('columns say in how many runs they are, and their range', async () => {
  fillRuns(mlflow, 20, 1);
  await until(watch(), isLive);
  const columns = await laptop.runs.handlers.runColumns({ server, experiments }, { signal });
  expect(columns.find(({ column }) => column === 'metrics.m0')).toMatchObject({
    kind: 'metric',
    runs: 20,
    least: 0,
  });
  expect(columns.find(({ column }) => column === 'params.LOSS')).toMatchObject({
    kind: 'param',
    runs: 20,
    distinct: 2,
  });
  expect(columns.map(({ column }) => column)).toContain('tags.mlflow.user');
});

test('a note is written to the server and is in the rows at once', async () => {
  fillRuns(mlflow, 3, 1);
  await until(watch(), isLive);
  await laptop.runs.handlers.noteRun({ server, run: 'r000001', text: 'Too **slow**' }, { signal });
  expect((await laptop.runs.handlers.run({ server, run: 'r000001' }, { signal })).note).toBe('Too **slow**');
  expect((await rows({ filter: "tags.mlflow.note.content LIKE '%slow%'" })).total).toBe(1);
  expect(laptop.lines().at(-1)).toMatch(/^curl -X POST .*runs\/set-tag$/);
});

describe('what a server may do wrong', () => {
  test.each([
    [
      'a page instead of JSON',
      { status: 200, text: '<!doctype html><title>Sign in</title>' },
      'mlflow-strange',
    ],
    [
      'a failure of its own',
      { status: 500, text: '{"error_code":"INTERNAL_ERROR","message":"x"}' },
      'mlflow-failed',
    ],
    ['too much work', { status: 503, text: 'later' }, 'mlflow-busy'],
  ])('%s leaves what was seen, with the reason', async (_, answer, reason) => {
    fillRuns(mlflow, 5, 1);
    await until(watch(), isLive);
    mlflow.fault = ({ path }) => (path.endsWith('runs/search') ? answer : undefined);
    await laptop.stop();
    laptop = await laptop.again();
    const view = await until(watch(), ({ state }) => state === 'stored');
    expect(view).toMatchObject({ loaded: 5, problem: { reason } });
    expect(laptop.reported).toEqual([]);
  });

  test('a cut connection in the middle of a load goes on from the beginning', async () => {
    fillRuns(mlflow, 700, 1);
    mlflow.fault = ({ path, body }) =>
      path.endsWith('runs/search') && body.includes('"page_token":"500"')
        ? { status: 200, text: ' '.repeat(5_000), cut: true }
        : undefined;
    const view = await until(watch(), ({ state }) => state === 'stored');
    expect(view).toMatchObject({ loaded: 500, problem: { code: 'unreachable' } });
    mlflow.fault = undefined;
    expect(await until(watch(), isLive)).toMatchObject({ loaded: 700 });
  });

  test('where copies are forbidden nothing lies on the disk', async () => {
    fillRuns(mlflow, 5, 1);
    await laptop.stop();
    laptop = await laptop.again({ forbidsLocalCopies: true });
    await until(watch(), isLive);
    expect((await rows()).total).toBe(5);
    const { readdirSync } = await import('node:fs');
    expect(readdirSync(laptop.context.folder)).toEqual([]);
    expect(await laptop.context.store.kept('models/seen/')).toEqual([]);
  });
});

test('a filter that cannot be read says where', async () => {
  await expect(rows({ filter: "metrics.acc > 0.5 or params.DIM = '1'" })).rejects.toMatchObject({
    data: { reason: 'run-filter', values: { position: 18, near: 'or' } },
  });
});
