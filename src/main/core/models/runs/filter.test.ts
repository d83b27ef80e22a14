import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mlflowNames, openMlflow, rest, uniqueName, type TestMlflow } from '../testing/mlflow-servers.ts';
import { startLaptop, until, type TestLaptop } from '../testing/laptop.ts';

const filters = [
  '',
  'metrics.acc > 0.5',
  'metrics.acc > 0.5 and',
  'and metrics.acc > 0.5',
  'metrics.acc >= 0.5 and metrics.loss < 1',
  'metrics.acc != 0.5',
  'metric.acc = 0.5',
  'metrics.acc <= .5',
  'metrics.loss != 3',
  'metrics.loss > -1e3',
  'metrics."val/loss" > 0.1',
  'metrics.`val/loss` <= 0.1',
  "params.DIM = '180'",
  'params.DIM = "180"',
  "params.DIM != '180'",
  "parameters.DIM LIKE '1%'",
  "params.LOSS like 'OVA'",
  "params.LOSS ilike 'OVA'",
  "params.LOSS ILIKE '%O_%'",
  "tags.team = 'été'",
  "tags.team ILIKE 't_am'",
  'tags."mlflow.runName" = \'r3\'',
  "tags.mlflow.runName = 'r3'",
  'tags.team IS NULL',
  'tags.team IS NOT NULL',
  'params.LOSS is null and metrics.acc > 0',
  "attributes.status = 'FINISHED'",
  "status != 'RUNNING'",
  "attr.status LIKE 'F%'",
  "attributes.run_name = 'r3'",
  "run_name LIKE 'r1%'",
  'attributes.start_time > 1700000005000',
  'start_time <= 1700000005000 AND attributes.end_time > 0',
  'created > 1700000005000',
  "user_id = 'bob'",
  "attributes.artifact_uri LIKE '%artifacts'",
  "params.quote = 'it''s'",
  'params.quote = "it\'s"',
  "tags.percent = '50%'",
  "dataset.name = 'naf'",
  "dataset.digest LIKE 'ab%' and dataset.context = 'train'",
];
const faults = [
  'metrics.acc > 0.5 or metrics.loss < 1',
  "metrics.acc > 'a'",
  'params.DIM = 180',
  "params.DIM > '1'",
  'metrics.acc',
  "nothing.acc = '1'",
  "attributes.nothing = '1'",
  "params.DIM = '180",
  "status IN ('FINISHED')",
  'metrics.acc IS NULL',
  "metrics.acc LIKE '1'",
  'start_time > now',
  "(params.DIM = '180')",
  'metrics.acc <> 1',
];
const orders: [string, boolean][][] = [
  [],
  [['metrics.acc', true]],
  [['metrics.acc', false]],
  [['metrics.loss', true]],
  [
    ['params.LOSS', false],
    ['metrics.acc', true],
  ],
  [['tags.team', true]],
  [['attributes.status', false]],
  [['attributes.end_time', true]],
  [['attributes.run_name', false]],
  [['attributes.start_time', false]],
];

describe.each(mlflowNames())('runs of %s', (name) => {
  let mlflow: TestMlflow;
  let url: string;
  let experiment: string;
  let laptop: TestLaptop;
  let ids: string[];

  beforeAll(async () => {
    mlflow = await openMlflow(name);
    ({ url } = mlflow);
    const made = await rest(url, 'POST', 'experiments/create', { name: uniqueName('filters') });
    experiment = made['experiment_id'] as string;
    const metrics = (number: number) => [
      ...(number % 4 === 3 ? [] : [{ key: 'acc', value: number / 10 }]),
      ...(number % 3 === 0 ? [{ key: 'loss', value: number % 2 === 0 ? number : 'NaN' }] : []),
      { key: 'val/loss', value: number / 50 },
    ];
    const losses = ['ova', 'softmax', 'OVA', undefined];
    ids = [];
    for (let number = 0; number < 14; number += 1) {
      const { run } = await rest(url, 'POST', 'runs/create', {
        experiment_id: experiment,
        run_name: `r${number}`,
        user_id: number % 2 === 0 ? 'alice' : 'bob',
        start_time: 1_700_000_000_000 + number * 1_000 - (number % 5) * 3_000,
      });
      const id = (run as { info: { run_id: string } }).info.run_id;
      ids.push(id);
      const loss = losses[number % 4];
      await rest(url, 'POST', 'runs/log-batch', {
        run_id: id,
        metrics: metrics(number).map((one) => ({ ...one, timestamp: 1, step: 0 })),
        params: [
          { key: 'DIM', value: String([50, 180, 1000][number % 3]) },
          ...(loss === undefined ? [] : [{ key: 'LOSS', value: loss }]),
          { key: 'quote', value: number === 4 ? "it's" : "it''s" },
        ],
        tags: [
          ...(number % 3 === 1 ? [{ key: 'team', value: number === 4 ? 'été' : 'Team' }] : []),
          { key: 'percent', value: number === 2 ? '50%' : '50x' },
        ],
      });
      if (number % 2 === 0)
        await rest(url, 'POST', 'runs/log-inputs', {
          run_id: id,
          datasets: [
            {
              tags: [{ key: 'mlflow.data.context', value: number % 4 === 0 ? 'train' : 'test' }],
              dataset: {
                name: number < 6 ? 'naf' : 'other',
                digest: `ab${number}`,
                source_type: 's',
                source: 's',
              },
            },
          ],
        });
      if (number % 5 !== 0)
        await rest(url, 'POST', 'runs/update', {
          run_id: id,
          status: number % 5 === 1 ? 'FAILED' : 'FINISHED',
          end_time: 1_700_000_100_000 - number,
        });
    }
    laptop = await startLaptop(url);
    await until(
      (signal) =>
        laptop.runs.handlers.watchRuns({ server: 'platform', experiments: [experiment] }, { signal }),
      ({ state }) => state === 'live',
    );
  });
  afterAll(async () => {
    await laptop?.[Symbol.asyncDispose]();
    await rest(url, 'POST', 'experiments/delete', { experiment_id: experiment });
    await mlflow[Symbol.asyncDispose]();
  });

  const here = async (filter: string, order: [string, boolean][] = []) => {
    const { rows, total } = await laptop.runs.handlers.runRows(
      {
        server: 'platform',
        experiments: [experiment],
        filter,
        order: order.map(([column, descending]) => ({ column, descending })),
        columns: [],
        offset: 0,
        limit: 100,
      },
      { signal: new AbortController().signal },
    );
    expect(rows).toHaveLength(total);
    return rows.map(({ id }) => id);
  };
  const there = async (filter: string, order: [string, boolean][] = []) => {
    const { runs = [] } = (await rest(url, 'POST', 'runs/search', {
      experiment_ids: [experiment],
      filter,
      order_by: order.map(([column, descending]) => `${column} ${descending ? 'DESC' : 'ASC'}`),
    })) as { runs?: { info: { run_id: string } }[] };
    return runs.map(({ info }) => info.run_id);
  };

  test.each(filters)('are the same here and there for: %s', async (filter) => {
    expect(await here(filter)).toEqual(await there(filter));
  });

  test('of a list of ids are the same here and there', async () => {
    const some = `'${ids[2]}', '${ids[5]}'`;
    for (const filter of [`attributes.run_id IN (${some})`, `run_id NOT IN (${some})`])
      expect(await here(filter)).toEqual(await there(filter));
  });

  test('of a list of data sets are the same here and there', async () => {
    const filter = "dataset.name IN ('naf', 'nace')";
    expect(await here(filter)).toEqual(await there(filter));
  });

  test.each(faults)('are asked by neither with: %s', async (filter) => {
    await expect(there(filter)).rejects.toThrow(/400/);
    await expect(here(filter)).rejects.toMatchObject({
      data: { code: 'invalid-input', reason: 'run-filter', field: 'filter' },
    });
  });

  test.each(orders.map((order) => [JSON.stringify(order), order] as const))(
    'come in the same order here and there by %s',
    async (_, order) => {
      expect(await here('', order)).toEqual(await there('', order));
    },
  );

  test('are ordered by numbers where parameters are numbers', async () => {
    const { rows } = await laptop.runs.handlers.runRows(
      {
        server: 'platform',
        experiments: [experiment],
        filter: '',
        order: [{ column: 'params.DIM', descending: false }],
        columns: ['params.DIM', 'metrics.loss'],
        offset: 0,
        limit: 100,
      },
      { signal: new AbortController().signal },
    );
    const dims = rows.map(({ values }) => Number(values['params.DIM']));
    expect(dims).toEqual(dims.toSorted((one, other) => one - other));
    expect(new Set(rows.map(({ values }) => values['metrics.loss']))).toContain('NaN');
  });
});
