import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isExecutorLine } from './executor-lines.ts';
import { nodesOfStatus, readNode } from './node-status.ts';
import { podNameOf } from './pod-name.ts';
import { nodesOfPods, withHoldUps } from './pods-view.ts';
import { createReadingThread } from './workflow-thread.ts';
import { readWorkflow } from './read-workflow.ts';
import { stateOf, stateOfMetadata } from './workflow-state.ts';

const nodes = { 'grid-1': { id: 'grid-1', name: 'grid', type: 'DAG', phase: 'Running' } };

describe('the nodes of a status', () => {
  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
    ['brotli', brotliCompressSync],
  ])('are read where it is compressed by %s', (_, compress) => {
    const compressedNodes = Buffer.from(compress(Buffer.from(JSON.stringify(nodes)))).toString('base64');
    expect(nodesOfStatus({ compressedNodes })).toEqual(nodes);
  });

  test('are not known where they were offloaded, and none before it began', () => {
    expect(nodesOfStatus({ offloadNodeStatusVersion: 'fnv:1' })).toBeUndefined();
    expect(nodesOfStatus(undefined)).toEqual({});
  });

  test.each([
    ['no compression', Buffer.from('nothing of the kind')],
    ['a cut one', gzipSync(JSON.stringify(nodes)).subarray(0, 30)],
    ['no JSON', gzipSync('<html>')],
    ['a bomb', gzipSync(Buffer.alloc(65 * 1024 ** 2))],
  ])('of %s are refused in words', (_, bytes) => {
    expect(() => nodesOfStatus({ compressedNodes: bytes.toString('base64') })).toThrow(
      expect.objectContaining({
        data: expect.objectContaining({ reason: 'workflow-status-unreadable' }) as unknown,
      }),
    );
  });

  test('wait for a quota where Kubernetes said so', () => {
    const message = 'pods "x" is forbidden: exceeded quota: onyxia-quota, requested: count/pods=1';
    expect(readNode('n', { phase: 'Pending', message }, undefined).state).toBe('waiting-for-quota');
    expect(readNode('n', { phase: 'Pending', message: 'ErrImagePull' }, undefined).state).toBe('pending');
    expect(readNode('n', { phase: 'Failed', outputs: { exitCode: '137' } }, undefined)).toMatchObject({
      state: 'failed',
      exitCode: '137',
    });
  });
});

describe('the state of a workflow', () => {
  test.each([
    [
      'stopped',
      { spec: { shutdown: 'Stop' }, status: { phase: 'Failed', message: "Stopped with strategy 'Stop'" } },
    ],
    ['failed', { status: { phase: 'Failed', message: 'child failed' } }],
    ['suspended', { spec: { suspend: true }, status: { phase: 'Running' } }],
    ['stopping', { spec: { shutdown: 'Terminate' }, status: { phase: 'Running' } }],
    ['running', { spec: { suspend: null }, status: { phase: 'Running' } }],
    ['succeeded', { status: { phase: 'Succeeded' } }],
    ['pending', {}],
  ] as const)('is %s', (state, object) => {
    expect(stateOf(object)).toBe(state);
  });

  test('is read from metadata as far as labels tell', () => {
    const phase = 'workflows.argoproj.io/phase';
    const action = 'workflows.argoproj.io/action';
    expect(stateOfMetadata({ [phase]: 'Running', [action]: 'Suspend' })).toBe('suspended');
    expect(stateOfMetadata({ [phase]: 'Failed', [action]: 'Terminate' })).toBe('stopped');
    expect(stateOfMetadata({ [phase]: 'Error' })).toBe('error');
    expect(stateOfMetadata({})).toBe('pending');
  });
});

test('a pod is called by the hash of its node', () => {
  const node = { id: 'grid-6cgqq-1644855867', name: 'grid-6cgqq', template: 'train' };
  expect(podNameOf('grid-6cgqq', node)).toBe('grid-6cgqq');
  const item = { ...node, name: 'grid-6cgqq[0].train(0:LR:0.1)' };
  expect(podNameOf('grid-6cgqq', item)).toMatch(/^grid-6cgqq-train-\d+$/);
  expect(podNameOf('grid-6cgqq', item, 'v1')).toBe(node.id);
  expect(podNameOf('w'.repeat(250), item)).toHaveLength(
    242 + 1 + (podNameOf('w', item).split('-').at(-1) ?? '').length,
  );
});

const grid = JSON.stringify([
  { LR: 0.1, RUN: 'run-a' },
  { LR: '0.2', RUN: 'run-b' },
]);
const workflow = {
  metadata: { name: 'grid', uid: 'u' },
  spec: {
    arguments: { parameters: [{ name: 'grid', value: grid }] },
    templates: [{ dag: { tasks: [{ withParam: '{{workflow.parameters.grid}}' }] } }],
  },
  status: {
    phase: 'Running',
    artifactRepositoryRef: { artifactRepository: { s3: { bucket: 'argo-artifacts' } } },
    nodes: {
      a: {
        ...{ id: 'a', name: 'grid.train(1:LR:0.2,RUN:run-b)', displayName: 'train(1:LR:0.2,RUN:run-b)' },
        ...{ type: 'Pod', phase: 'Succeeded' },
        outputs: { exitCode: '0', artifacts: [{ name: 'main-logs', s3: { key: 'ns/grid/pod/main.log' } }] },
      },
    },
  },
};

test('a workflow tells which node trains which run, and where its log is kept', () => {
  const reading = readWorkflow(workflow);
  expect(reading.items).toEqual([
    { LR: '0.1', RUN: 'run-a' },
    { LR: '0.2', RUN: 'run-b' },
  ]);
  expect(reading.nodes?.[0]).toMatchObject({ run: 'run-b', state: 'succeeded' });
  expect(reading.logs).toEqual({ a: { bucket: 'argo-artifacts', key: 'ns/grid/pod/main.log' } });
});

test('the reading thread reads thousands of nodes while the core goes on', async () => {
  const thread = createReadingThread();
  const many = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, index) => [
      `n${index}`,
      { id: `n${index}`, name: `grid.train(${index})`, type: 'Pod', phase: 'Running' },
    ]),
  );
  const bytes = Uint8Array.from(Buffer.from(JSON.stringify({ ...workflow, status: { nodes: many } })));
  expect((await thread.read(bytes)).nodes).toHaveLength(5_000);
  await expect(thread.read(Uint8Array.from(Buffer.from('<html>')))).rejects.toMatchObject({
    code: 'unsupported',
  });
  await thread.close();
});

test('pods alone tell the nodes too', () => {
  const pod = {
    metadata: {
      name: 'grid-train-1',
      annotations: {
        'workflows.argoproj.io/node-id': 'grid-1',
        'workflows.argoproj.io/node-name': 'grid.train(0:LR:0.1)',
      },
    },
    status: {
      phase: 'Failed',
      containerStatuses: [{ name: 'main', state: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }],
    },
  };
  expect(nodesOfPods([pod])).toEqual([
    expect.objectContaining({
      ...{ id: 'grid-1', name: 'train(0:LR:0.1)', state: 'failed', exitCode: '137', message: 'OOMKilled' },
    }),
  ]);
});

test('a run whose pod cannot start waits, and says for what', () => {
  const run = (id: string, state: 'running' | 'succeeded') => ({
    ...{ id, state, name: id, type: 'Pod', children: [], parameters: {} },
  });
  const pod = (id: string, reason: string) => ({
    metadata: { annotations: { 'workflows.argoproj.io/node-id': id } },
    status: {
      containerStatuses: [
        {
          ...{ name: 'main', ready: false, restartCount: 0, image: 'x', imageID: '' },
          state: { waiting: { reason, message: "couldn't find key accessKey in Secret" } },
        },
      ],
    },
  });
  const [held, usual, over] = withHoldUps(
    [run('a', 'running'), run('b', 'running'), run('c', 'succeeded')],
    [pod('a', 'CreateContainerConfigError'), pod('b', 'ContainerCreating'), pod('c', 'ErrImagePull')],
  );
  expect(held).toMatchObject({
    state: 'pending',
    message: "CreateContainerConfigError: couldn't find key accessKey in Secret",
  });
  expect(usual).toEqual(run('b', 'running'));
  expect(over).toEqual(run('c', 'succeeded'));
});

test('lines of the executor are told from those of the program', () => {
  expect(isExecutorLine('time="2026-11-20T20:52:00.000Z" level=info msg="capturing logs" argo=true')).toBe(
    true,
  );
  expect(isExecutorLine('time="x" level=info msg="mine"')).toBe(false);
});
