import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at } from '../kubernetes/shape.ts';
import { namespace } from '../node/testing/cluster.ts';
import { outcome, shell, startArgoCluster, type ArgoCluster } from './testing/cluster.ts';

let cluster: ArgoCluster;
beforeEach(async () => {
  cluster = await startArgoCluster();
});
afterEach(() => cluster.stop());

const grid = (items: unknown, more: object = {}, train: object = {}) => ({
  entrypoint: 'main',
  arguments: { parameters: [{ name: 'grid', value: JSON.stringify(items) }] },
  templates: [
    {
      name: 'main',
      dag: {
        failFast: false,
        tasks: [
          {
            name: 'train',
            template: 'train',
            withParam: '{{workflow.parameters.grid}}',
            arguments: { parameters: [{ name: 'DIM', value: '{{item.DIM}}' }] },
          },
        ],
      },
    },
    shell('train', 'echo "trains with {{inputs.parameters.DIM}}"; exit {{inputs.parameters.DIM}}', {
      inputs: { parameters: [{ name: 'DIM' }] },
      ...train,
    }),
  ],
  ...more,
});

const shown = (name: string) =>
  Object.fromEntries(
    cluster
      .nodes(name)
      .map(({ displayName, type, phase, message }) => [
        displayName,
        [type, phase, ...(message === undefined ? [] : [message])].join(' '),
      ]),
  );

describe('a grid', () => {
  test('runs a pod for each item, named by its keys in alphabetical order', async () => {
    cluster.submit(
      grid([
        { LR: 0.1, DIM: 0 },
        { DIM: '0', LR: '(0.2)' },
      ]),
    );
    const workflow = await cluster.over('grid');
    expect(outcome(workflow)).toEqual({ phase: 'Succeeded' });
    expect(shown('grid')).toEqual({
      grid: 'DAG Succeeded',
      train: 'TaskGroup Succeeded',
      'train(0:DIM:0,LR:0.1)': 'Pod Succeeded',
      'train(1:DIM:0,LR:0.2)': 'Pod Succeeded',
    });
    expect(at(workflow, 'status', 'progress')).toBe('2/2');
    expect(workflow.metadata.labels).toMatchObject({
      'workflows.argoproj.io/phase': 'Succeeded',
      'workflows.argoproj.io/completed': 'true',
    });
    expect(at(workflow, 'status', 'conditions')).toEqual([
      { type: 'PodRunning', status: 'False' },
      { type: 'Completed', status: 'True' },
    ]);
  });

  test('keeps the log of each pod, and tells where', async () => {
    cluster.submit(grid([{ DIM: 0 }]));
    await cluster.over('grid');
    const node = cluster.nodes('grid').find(({ type }) => type === 'Pod');
    const key = node?.outputs?.artifacts?.[0]?.s3.key ?? '';
    expect(key).toBe(`${namespace}/grid/grid-train-${node?.id.slice('grid-'.length)}/main.log`);
    expect(cluster.logs.get(key)).toBe('trains with 0\n');
    expect(node).toMatchObject({
      outputs: { exitCode: '0' },
      progress: '1/1',
      inputs: { parameters: [{ name: 'DIM', value: '0' }] },
      templateScope: 'local/grid',
      boundaryID: 'grid',
    });
  });

  test('goes on after a failure, tries again and fails as a whole', async () => {
    cluster.submit(
      grid([{ DIM: 3 }, { DIM: 0 }], {}, { retryStrategy: { limit: '1', retryPolicy: 'Always' } }),
    );
    const workflow = await cluster.over('grid');
    expect(outcome(workflow)).toEqual({ phase: 'Failed' });
    expect(shown('grid')).toEqual({
      grid: 'DAG Failed',
      train: 'TaskGroup Failed',
      'train(0:DIM:3)': 'Retry Failed No more retries left',
      'train(0:DIM:3)(0)': 'Pod Failed main: Error (exit code 3)',
      'train(0:DIM:3)(1)': 'Pod Failed main: Error (exit code 3)',
      'train(1:DIM:0)': 'Retry Succeeded',
      'train(1:DIM:0)(0)': 'Pod Succeeded',
    });
  });

  test('runs no more pods at once than it may', async () => {
    cluster.submit(grid([{ DIM: 0 }, { DIM: 0 }, { DIM: 0 }], { parallelism: 1 }));
    let most = 0;
    const unwatch = cluster.store.watch(() => {
      const running = cluster.store
        .list('pods', namespace)
        .filter((pod) => ['Pending', 'Running', undefined].includes(at(pod, 'status', 'phase') as string));
      most = Math.max(most, running.length);
    });
    await cluster.over('grid');
    unwatch();
    expect(most).toBe(1);
    expect(cluster.store.list('pods', namespace)).toHaveLength(3);
  });

  test('stands still before a full quota, which ended pods fill, and says so', async () => {
    cluster.store.create({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'onyxia-quota', namespace },
      spec: { hard: { 'count/pods': '1' } },
    });
    cluster.submit(grid([{ DIM: 0 }, { DIM: 0 }]));
    const waiting = await cluster.until('a pod that the quota refuses', () =>
      cluster.nodes('grid').find(({ message }) => message?.includes('exceeded quota')),
    );
    expect(waiting.phase).toBe('Pending');
    expect(waiting.message).toMatch(
      /^pods "grid-train-\d+" is forbidden: exceeded quota: onyxia-quota, requested: count\/pods=1, used: count\/pods=1, limited: count\/pods=1$/,
    );
    expect(outcome(cluster.workflow('grid'))).toEqual({ phase: 'Running' });
  });
});

describe('a workflow that is ended', () => {
  const sleeper = { entrypoint: 'main', templates: [shell('main', 'sleep 100')] };
  const running = () =>
    cluster.until('its pod runs', () => cluster.nodes('grid').some(({ phase }) => phase === 'Running'));
  const patch = (fields: object) =>
    cluster.store.modify('workflows', namespace, 'grid', (draft) => {
      draft['spec'] = { ...(draft['spec'] as object), ...fields };
    });

  test.each(['Stop', 'Terminate'])('by %s is failed with these words', async (shutdown) => {
    cluster.submit(sleeper);
    await running();
    patch({ shutdown });
    expect(outcome(await cluster.over('grid'))).toEqual({
      phase: 'Failed',
      message: `Stopped with strategy '${shutdown}'`,
    });
    expect(shown('grid')).toEqual({ grid: `Pod Failed workflow shutdown with strategy:  ${shutdown}` });
  });

  test('by its deadline is failed with the words of whoever was first, controller or kubelet', async () => {
    cluster.submit({ ...sleeper, activeDeadlineSeconds: 1 });
    const { phase, message } = outcome(await cluster.over('grid'));
    expect(phase).toBe('Failed');
    expect([
      'Step exceeded its deadline',
      'Pod was active on the node longer than the specified deadline',
    ]).toContain(message);
  });

  test('that is wrong has no nodes', async () => {
    cluster.submit({ entrypoint: 'nope', templates: [] });
    const workflow = await cluster.over('grid');
    expect(outcome(workflow)).toEqual({
      phase: 'Failed',
      message: "invalid spec: template name 'nope' undefined",
    });
    expect(at(workflow, 'status', 'nodes')).toBeUndefined();
  });

  test('runs its exit handler also when it was stopped', async () => {
    cluster.submit({
      ...sleeper,
      onExit: 'bye',
      templates: [...sleeper.templates, shell('bye', 'echo {{workflow.status}}')],
    });
    await running();
    patch({ shutdown: 'Stop' });
    await cluster.over('grid');
    expect(shown('grid')['grid.onExit']).toBe('Pod Succeeded');
    expect([...cluster.logs.values()]).toContain('Failed\n');
  });
});

test('what a script prints becomes the items of a later step, and a suspended one waits', async () => {
  cluster.submit({
    entrypoint: 'main',
    templates: [
      {
        name: 'main',
        steps: [
          [{ name: 'make', template: 'make' }],
          [
            {
              name: 'each',
              template: 'say',
              withParam: '{{steps.make.outputs.result}}',
              arguments: { parameters: [{ name: 'x', value: '{{item}}' }] },
            },
          ],
          [{ name: 'skipped', template: 'make', when: "'{{steps.make.status}}' == 'Failed'" }],
          [{ name: 'hold', template: 'hold' }],
        ],
      },
      { name: 'make', script: { image: 'sandbox/program:1', command: ['sh'], source: `echo '[3,"four"]'` } },
      { name: 'hold', suspend: {} },
      shell('say', 'echo {{inputs.parameters.x}}', { inputs: { parameters: [{ name: 'x' }] } }),
    ],
  });
  await cluster.until('it waits', () => shown('grid')['hold'] === 'Suspend Running');
  expect(shown('grid')).toMatchObject({
    '[0]': 'StepGroup Succeeded',
    'each(0:3)': 'Pod Succeeded',
    'each(1:four)': 'Pod Succeeded',
    skipped: "Skipped Skipped when ''Succeeded' == 'Failed'' evaluated false",
  });
  expect(cluster.nodes('grid').find(({ displayName }) => displayName === 'make')?.outputs).toMatchObject({
    result: '[3,"four"]',
  });
});
