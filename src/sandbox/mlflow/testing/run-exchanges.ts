import { at, type Teller } from './teller.ts';

/** Runs made, logged to and read. */
export async function runs({ tell, name }: Teller, experiment: string): Promise<string> {
  const create = (label: string, more: object) =>
    tell(label, 'POST', 'runs/create', { experiment_id: experiment, ...more });
  const first = at(
    await create('create run', {
      start_time: 1000,
      run_name: 'first',
      user_id: 'alice',
      tags: [{ key: 'mlflow.parentRunId', value: 'p' }],
    }),
    'run',
    'info',
    'run_id',
  );
  name(first, 'FIRST');
  const second = at(
    await create('create second', { start_time: '2000', run_name: 'second' }),
    'run',
    'info',
    'run_id',
  );
  name(second, 'SECOND');
  const third = at(
    await create('create third', { start_time: 3000, run_name: 'third' }),
    'run',
    'info',
    'run_id',
  );
  name(third, 'THIRD');
  await create('two names', { run_name: 'a', tags: [{ key: 'mlflow.runName', value: 'b' }] });
  await tell('create in no experiment', 'POST', 'runs/create', { run_name: 'q' });
  await create('time of words', { start_time: 'x' });
  await tell('create in none', 'POST', 'runs/create', { experiment_id: '987654321' });
  await tell('get no run', 'GET', 'runs/get?run_id=0123');
  await tell('get without id', 'GET', 'runs/get');
  await tell('post a get', 'POST', 'runs/get', {});

  const log = (label: string, call: string, body: object) =>
    tell(label, 'POST', `runs/${call}`, { run_id: first, ...body });
  await log('log metric', 'log-metric', { key: 'acc', value: 0.5, timestamp: 10, step: 1 });
  await log('log metric later', 'log-metric', { key: 'acc', value: 0.7, timestamp: '20', step: '2' });
  await log('log metric earlier', 'log-metric', { key: 'acc', value: 0.9, timestamp: 30, step: 0 });
  await log('log NaN', 'log-metric', { key: 'nan', value: 'NaN', timestamp: 10 });
  await log('log infinity', 'log-metric', { key: 'inf', value: '-Infinity', timestamp: 10 });
  await log('log words', 'log-metric', { key: 'acc', value: 'x', timestamp: 10 });
  await log('log without time', 'log-metric', { key: 'acc', value: 1 });
  await log('log a bad name', 'log-metric', { key: 'a;b', value: 1, timestamp: 1 });
  await log('log a path', 'log-metric', { key: '../a', value: 1, timestamp: 1 });
  await log('log parameter', 'log-parameter', { key: 'DIM', value: '180' });
  await log('log it again', 'log-parameter', { key: 'DIM', value: '180' });
  await log('log another value', 'log-parameter', { key: 'DIM', value: '50' });
  await log('log a long value', 'log-parameter', { key: 'long', value: 'x'.repeat(7000) });
  await log('log a long name', 'log-parameter', { key: 'x'.repeat(251), value: 'x' });
  await log('set tag', 'set-tag', { key: 'stage', value: 'candidate' });
  await log('set name by tag', 'set-tag', { key: 'mlflow.runName', value: 'renamed' });
  await log('delete tag', 'delete-tag', { key: 'stage' });
  await log('delete no tag', 'delete-tag', { key: 'stage' });
  const metrics = [0, 1, 2, 3, 4, 5, 6].map((step) => ({
    key: 'loss',
    value: step / 8,
    timestamp: step,
    step,
  }));
  await log('log batch', 'log-batch', {
    metrics,
    params: [{ key: 'LR', value: '0.2' }, { key: 'empty' }],
    tags: [{ key: 'a b/c', value: 'é' }],
  });
  await log('batch changes a parameter', 'log-batch', { params: [{ key: 'LR', value: '1' }] });
  await log('batch says twice', 'log-batch', {
    params: [
      { key: 'X', value: '1' },
      { key: 'X', value: '2' },
    ],
  });
  await log('batch too large', 'log-batch', {
    tags: Array.from({ length: 101 }, (_, index) => ({ key: `t${index}`, value: '' })),
  });
  await log('batch without key', 'log-batch', { metrics: [{ value: 1, timestamp: 1 }] });
  await log('batch with a bad key', 'log-batch', { params: [{ key: 'a*', value: '1' }] });
  await tell('batch of no name', 'POST', 'runs/log-batch', { run_id: 'x y' });
  await tell('batch of a bad run', 'POST', 'runs/log-batch', { run_id: 'nope' });
  await tell('second has more', 'POST', 'runs/log-batch', {
    run_id: second,
    metrics: [{ key: 'acc', value: 0.9, timestamp: 1, step: 0 }],
    params: [{ key: 'DIM', value: '50' }],
  });
  await log('log inputs', 'log-inputs', {
    datasets: [
      {
        tags: [{ key: 'mlflow.data.context', value: 'training' }],
        dataset: { name: 'set', digest: 'abc', source_type: 's3', source: '{}' },
      },
    ],
  });
  await tell('finish', 'POST', 'runs/update', { run_id: first, status: 'FINISHED', end_time: 5000 });
  await tell('rename run', 'POST', 'runs/update', { run_id: second, run_name: 'deuxième' });
  await tell('no metric', 'GET', `metrics/get-history?run_id=${first}&metric_key=nope`);
  await tell('history', 'GET', `metrics/get-history?run_id=${first}&metric_key=acc`);
  await tell('history in pages', 'GET', `metrics/get-history?run_id=${first}&metric_key=loss&max_results=3`);
  await tell(
    'next page',
    'GET',
    `metrics/get-history?run_id=${first}&metric_key=loss&max_results=3&page_token=eyJvZmZzZXQiOiAzfQ%3D%3D`,
  );
  await tell('a bad page', 'GET', `metrics/get-history?run_id=${first}&metric_key=loss&page_token=e30%3D`);
  await tell('no results', 'GET', `metrics/get-history?run_id=${first}&metric_key=loss&max_results=0`);
  const bulk = (more: string) => `metrics/get-history-bulk-interval?metric_key=loss&run_ids=${first}${more}`;
  await tell('courses', 'GET', bulk(`&run_ids=${second}`));
  for (const count of [1, 2, 3, 4, 5, 7])
    await tell(`thinned to ${count}`, 'GET', bulk(`&max_results=${count}`));
  await tell('thinned within', 'GET', bulk('&max_results=2&start_step=2&end_step=5'));
  await tell('half an interval', 'GET', bulk('&start_step=2'));
  await tell('turned interval', 'GET', bulk('&start_step=5&end_step=2'));
  await tell('too many points', 'GET', bulk('&max_results=2501'));
  await tell('courses of none', 'GET', 'metrics/get-history-bulk-interval?metric_key=loss&run_ids=0123');
  await tell('get run', 'GET', `runs/get?run_id=${first}`);
  await tell('delete run', 'POST', 'runs/delete', { run_id: third });
  await tell('log to deleted', 'POST', 'runs/log-parameter', { run_id: third, key: 'a', value: 'b' });
  await tell('artifacts of run', 'GET', `artifacts/list?run_id=${first}`);
  await tell('artifacts above', 'GET', `artifacts/list?run_id=${first}&path=../x`);
  return first;
}

/** Runs searched for by every kind of filter and order. */
export async function runSearches({ tell }: Teller, experiment: string): Promise<void> {
  const search = (label: string, body: object) =>
    tell(label, 'POST', 'runs/search', { experiment_ids: [experiment], ...body });
  const filters = [
    'metrics.acc > 0.8',
    'metrics.acc >= 0.7 and params.DIM = "180"',
    'metrics.`acc` < 1',
    'metrics.nan != 3',
    'metrics.nan > -1',
    'metrics.nope = 1',
    `params.DIM != '180'`,
    `params.DIM LIKE '18%'`,
    `tags."mlflow.parentRunId" = 'p'`,
    'tags.mlflow.runName = "deuxième"',
    `attributes.status = 'FINISHED'`,
    `status ILIKE 'fin%'`,
    `run_name LIKE 're%'`,
    `run_name LIKE 'RE%'`,
    `attributes.run_name ILIKE 'RE%'`,
    'attributes.start_time > 1000',
    `start_time <= 2000 AND user_id = 'alice'`,
    `run_id IN ('nope', 'never')`,
    `run_id NOT IN ('nope')`,
    `params.LR IS NULL`,
    `tags.\`a b/c\` IS NOT NULL`,
    `dataset.name = 'set'`,
    `datasets.context = 'training'`,
    `metrics.acc > 'x'`,
    'params.DIM = 180',
    'params.DIM > "1"',
    `metrics.acc LIKE 1`,
    'metrics.acc > 0.5 OR metrics.acc < 0.1',
    `nope.a = 'b'`,
    `a = 'b'`,
    `status = FINISHED`,
    `status IN ('FINISHED')`,
    `metrics.acc IS NULL`,
    `start_time > 'x'`,
    'nonsense',
    'metrics.acc > 0.1; metrics.acc < 1',
  ];
  for (const filter of filters)
    await search(`filter ${filter}`, { filter, order_by: ['attributes.start_time'] });
  const orders = [
    ['metrics.acc DESC'],
    ['metrics.acc ASC'],
    ['metrics.nan'],
    ['params.DIM'],
    ['params.`LR` desc'],
    ['tags."mlflow.runName" DESC'],
    ['attributes.end_time'],
    ['attributes.end_time DESC', 'run_id'],
    ['metrics.acc', 'metrics.acc'],
    ['metrics.acc UP'],
    ['nope.a'],
    ['metrics.acc DESC NULLS'],
  ];
  for (const order of orders) await search(`order ${order.join(', ')}`, { order_by: order });
  await search('pages', { max_results: 1, order_by: ['start_time'] });
  await search('second page', {
    max_results: 1,
    order_by: ['start_time'],
    page_token: 'eyJvZmZzZXQiOiAxfQ==',
  });
  await search('a bad token', { page_token: 'x' });
  await search('deleted', { run_view_type: 'DELETED_ONLY' });
  await search('all', { run_view_type: 'ALL', order_by: ['start_time'] });
  await search('too many', { max_results: 50_001 });
  await search('none at all', { max_results: 0 });
  await tell('in no experiment', 'POST', 'runs/search', {});
  await tell('in a text', 'POST', 'runs/search', { experiment_ids: experiment });
}
