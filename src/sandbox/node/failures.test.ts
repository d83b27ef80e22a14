import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewObject } from '../kubernetes/model.ts';
import { at, fieldsOf, listOf, type Fields } from '../kubernetes/shape.ts';
import {
  containerStatus,
  namespace,
  podOf,
  quickPace,
  startCluster,
  statefulSetOf,
  textFrom,
  type TestCluster,
} from './testing/cluster.ts';

const data = process.env['SARDONYX_DATA'];
const recorded = (name: string): Fields =>
  fieldsOf(
    fieldsOf(JSON.parse(readFileSync(path.join(data ?? '', 'kubernetes-api', 'failures.json'), 'utf8')))[
      name
    ],
  );
const small = {
  resources: { requests: { cpu: '50m', memory: '32Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
};

let cluster: TestCluster;
beforeAll(async () => {
  // A second's settling, so that a state between two others is seen as the recordings show it.
  cluster = await startCluster({ pace: { ...quickPace, backOffFirst: 600, settle: 100 } });
});
afterAll(() => cluster.stop());

/** Makes what differs from run to run equal: ids, addresses, names of images, namespaces and nodes, lengths of back-offs. */
function normal(text: unknown, name: string): string {
  return String(text)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<uid>')
    .replaceAll(/10\.1[01]\.\d+\.\d+/g, '<address>')
    .replaceAll(/user-(bob|alice)/g, '<namespace>')
    .replaceAll(/to (lab|sandbox)$/g, 'to <node>')
    .replaceAll(/(lab|sandbox)\/[a-z-]+:1/g, '<image>')
    .replaceAll(/\/v2\/[a-z/-]+manifests/g, '/v2/<image>/manifests')
    .replaceAll(/([a-z0-9-]+\.)?docker\.io/g, '<registry>')
    .replaceAll(/back-off \S+ restarting/g, 'back-off <delay> restarting')
    .replaceAll(name, '<name>');
}

interface Shape {
  phase: unknown;
  conditions: Fields[];
  events: string[];
}

function shapeOf(name: string, status: unknown, events: readonly Fields[]): Shape {
  return {
    phase: at(status, 'phase'),
    conditions: listOf(at(status, 'conditions')).map(({ lastTransitionTime: _time, ...condition }) => ({
      ...condition,
      observedGeneration: 1,
      ...(condition['message'] === undefined ? {} : { message: normal(condition['message'], name) }),
    })),
    events: events
      .map((event) =>
        [
          event['type'],
          event['reason'],
          normal(event['message'], name),
          at(event, 'involvedObject', 'kind'),
          at(event, 'involvedObject', 'fieldPath') ?? '',
          at(event, 'source', 'component') ?? '',
        ].join(' | '),
      )
      .sort(),
  };
}

/** A container's state without what differs from run to run, but with every field named. */
function stateOf(state: unknown, name: string): Fields {
  return Object.fromEntries(
    Object.entries(fieldsOf(state)).map(([kind, details]) => [
      kind,
      Object.fromEntries(
        Object.entries(fieldsOf(details)).map(([field, value]) => [
          field,
          /At$|ID$/.test(field) ? '<some>' : typeof value === 'string' ? normal(value, name) : value,
        ]),
      ),
    ]),
  );
}

const events = (name: string) => cluster.events(name);
const state = (name: string) => containerStatus(cluster.pod(name))['state'];
const reasons = (name: string) => new Set(events(name).map(({ reason }) => reason));

interface Case {
  name: string;
  object: NewObject;
  /** The moment that the recording shows. */
  shown: () => boolean;
}

const cases: Case[] = [
  {
    name: 'image-missing',
    object: podOf('image-missing', { image: 'lab/absent:1', ...small }),
    shown: () => at(state('image-missing'), 'waiting', 'reason') === 'ImagePullBackOff',
  },
  {
    name: 'crash-loop',
    object: podOf('crash-loop', { command: ['sh', '-c', 'echo boom; exit 2'], ...small }),
    shown: () =>
      containerStatus(cluster.pod('crash-loop'))['restartCount'] === 3 &&
      at(state('crash-loop'), 'terminated') !== undefined,
  },
  {
    name: 'out-of-memory',
    object: podOf('out-of-memory', { image: 'sandbox/hungry:1', ...small }),
    shown: () =>
      at(state('out-of-memory'), 'terminated', 'reason') === 'OOMKilled' &&
      reasons('out-of-memory').has('BackOff'),
  },
  {
    name: 'unschedulable',
    object: podOf('unschedulable', small, { nodeSelector: { gpu: 'true' } }),
    shown: () =>
      reasons('unschedulable').has('FailedScheduling') &&
      listOf(at(cluster.pod('unschedulable'), 'status', 'conditions')).length > 0,
  },
  {
    name: 'probe-failing',
    object: podOf(
      'probe-failing',
      {
        command: ['sh', '-c', "trap '' TERM; while :; do sleep 0.1; done"],
        startupProbe: { httpGet: { path: '/nope', port: 9999 }, periodSeconds: 1, failureThreshold: 1 },
        ...small,
      },
      { terminationGracePeriodSeconds: 0 },
    ),
    shown: () => at(state('probe-failing'), 'waiting', 'reason') === 'CrashLoopBackOff',
  },
  {
    name: 'config-missing',
    object: podOf('config-missing', { envFrom: [{ secretRef: { name: 'absent' } }], ...small }),
    shown: () => at(state('config-missing'), 'waiting', 'reason') === 'CreateContainerConfigError',
  },
  {
    name: 'volume-pending',
    object: podOf('volume-pending', small, {
      volumes: [{ name: 'work', persistentVolumeClaim: { claimName: 'volume-pending' } }],
    }),
    shown: () =>
      reasons('volume-pending').has('FailedScheduling') &&
      reasons('volume-pending').has('ProvisioningFailed') &&
      listOf(at(cluster.pod('volume-pending'), 'status', 'conditions')).length > 0,
  },
];

describe('services that do not start look as they do on a real cluster', () => {
  beforeAll(() => {
    const { store } = cluster;
    store.create({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'volume-pending', namespace },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'absent',
        resources: { requests: { storage: '1Gi' } },
      },
    });
  });

  for (const { name, object, shown } of cases) {
    test.skipIf(!data)(
      `${name} has the conditions, the state and the events of the recording (needs SARDONYX_DATA)`,
      async () => {
        cluster.store.create(object);
        const pod = await cluster.until(name, () => shown() && cluster.pod(name));
        const expected = recorded(name);
        const status = at(expected, 'pod', 'status');
        expect(shapeOf(name, at(pod, 'status'), events(name))).toEqual(
          shapeOf(name, status, listOf(expected['events'])),
        );
        const wanted = containerStatus({ status } as never);
        const got = containerStatus(pod);
        expect(stateOf(got['state'], name)).toEqual(stateOf(wanted['state'], name));
        expect(stateOf(got['lastState'], name)).toEqual(stateOf(wanted['lastState'], name));
        const omitted = new Set([
          'state',
          'lastState',
          'volumeMounts',
          'image',
          'imageID',
          'containerID',
          'restartCount',
        ]);
        const rest = (given: Fields) =>
          Object.fromEntries(Object.entries(given).filter(([field]) => !omitted.has(field)));
        expect(rest(got)).toEqual(rest(wanted));
      },
    );
  }

  for (const [name, resources] of [
    ['over-quota', { requests: { cpu: '8', memory: '8Gi' }, limits: { cpu: '8', memory: '20Gi' } }],
    ['no-resources', {}],
  ] as const) {
    test.skipIf(!data)(
      `${name} has the status and the event of the recording (needs SARDONYX_DATA)`,
      async () => {
        const { store } = cluster;
        const quota = 'quota-project';
        if (store.get('namespaces', undefined, quota) === undefined) {
          store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: quota } });
          store.create({
            apiVersion: 'v1',
            kind: 'ResourceQuota',
            metadata: { name: 'onyxia-quota', namespace: quota },
            spec: {
              hard: {
                'requests.cpu': '4',
                'requests.memory': '4Gi',
                'limits.cpu': '20',
                'limits.memory': '12Gi',
              },
            },
          });
        }
        const set = statefulSetOf(name, { resources });
        store.create({ ...set, metadata: { ...set.metadata, namespace: quota } });
        const told = () =>
          store
            .list('events', quota)
            .filter((event) => at(event, 'involvedObject', 'name') === name)
            .map(fieldsOf);
        await cluster.until('refused more than once', () =>
          told().some((event) => Number(event['count']) > 2),
        );
        const expected = recorded(name);
        const comparable = (text: unknown) =>
          String(text).replace(/used: [^ ]+, limited/, 'used: <some>, limited');
        const event = (given: Fields | undefined) => [
          given?.['type'],
          given?.['reason'],
          comparable(given?.['message']),
          at(given, 'source', 'component'),
        ];
        expect(event(told()[0])).toEqual(event(listOf(expected['events'])[0]));
        const status = fieldsOf(store.get('statefulsets', quota, name)?.['status']);
        const wanted = fieldsOf(at(expected, 'statefulSet', 'status'));
        const fields = (given: Fields) => ({
          ...given,
          currentRevision: '<revision>',
          updateRevision: '<revision>',
        });
        expect(fields(status)).toEqual(fields(wanted));
      },
    );
  }
});

test('a crashing service waits longer each time, and both its logs can be read', async () => {
  cluster.store.create(podOf('traceback', { image: 'sandbox/crash:1', resources: {} }));
  const delays = new Set<string>();
  const pod = await cluster.until('two different delays', () => {
    const delay = /^back-off (\S+) restarting/.exec(
      String(at(state('traceback'), 'waiting', 'message')),
    )?.[1];
    if (delay !== undefined) delays.add(delay);
    return delays.size > 1 && cluster.pod('traceback');
  });
  expect(Number(containerStatus(pod)['restartCount'])).toBeGreaterThan(1);
  for (const previous of [false, true]) {
    const log = await cluster.node.agent.logs(
      pod,
      { container: 'main', follow: false, previous, timestamps: false, tailLines: 1 },
      new AbortController().signal,
    );
    expect(await textFrom(log)).toBe(
      'RuntimeError: the settings file /etc/service/settings.yaml cannot be read\n',
    );
  }
});

test('a missing Secret of a volume is told as FailedMount, and the pod goes on when it comes', async () => {
  const object = podOf(
    'mounting',
    {
      command: ['sh', '-c', 'cat $SANDBOX_MOUNT_KEYS/key; sleep 100'],
      volumeMounts: [{ name: 'keys', mountPath: '/keys' }],
    },
    { volumes: [{ name: 'keys', secret: { secretName: 'late' } }] },
  );
  cluster.store.create(object);
  const message = 'MountVolume.SetUp failed for volume "keys" : secret "late" not found';
  await cluster.until('FailedMount', () =>
    events('mounting').some((event) => event['reason'] === 'FailedMount' && event['message'] === message),
  );
  expect(at(state('mounting'), 'waiting', 'reason')).toBe('ContainerCreating');
  cluster.store.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'late', namespace },
    data: { key: Buffer.from('value').toString('base64') },
  });
  await cluster.until('running', () => at(state('mounting'), 'running') !== undefined);
});

test('an image that may never be pulled, and one whose program is not installed, say so', async () => {
  cluster.store.create(podOf('never', { image: 'lab/absent:1', imagePullPolicy: 'Never' }));
  await cluster.until(
    'ErrImageNeverPull',
    () => at(state('never'), 'waiting', 'reason') === 'ErrImageNeverPull',
  );
  expect(events('never').map(({ message }) => message)).toContain(
    'Container image "lab/absent:1" is not present with pull policy of Never',
  );
});

test('more than the node has is Unschedulable, and goes on when another pod makes room', async () => {
  const { store } = cluster;
  const asking = (cpu: string) => ({ command: ['sleep', '100'], resources: { requests: { cpu } } });
  store.create(podOf('first', asking('6'), { terminationGracePeriodSeconds: 0 }));
  await cluster.until('first runs', () => at(state('first'), 'running') !== undefined);
  store.create(podOf('second', asking('6')));
  store.create(podOf('giant', asking('64')));
  store.create(
    podOf('learner', { command: ['sleep', '100'], resources: { limits: { 'nvidia.com/gpu': '1' } } }),
  );
  const why = (name: string) =>
    cluster.until(
      `${name} refused`,
      () => events(name).find(({ reason }) => reason === 'FailedScheduling')?.['message'],
    );
  expect(await why('second')).toBe(
    '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
  );
  expect(await why('giant')).toContain(
    '1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
  );
  expect(await why('learner')).toContain('1 Insufficient nvidia.com/gpu.');
  store.delete('pods', namespace, 'first');
  await cluster.until('second runs', () => at(state('second'), 'running') !== undefined);
});

test('a slow service is unready and told as Unhealthy until its startup probe passes', async () => {
  const probe = { httpGet: { path: '/', port: 'main' }, periodSeconds: 1, failureThreshold: 30 };
  cluster.store.create(
    podOf('slow', {
      image: 'sandbox/slow:1',
      env: [{ name: 'SLOW_START_SECONDS', value: '1.5' }],
      ports: [{ name: 'main', containerPort: 8080 }],
      startupProbe: probe,
    }),
  );
  await cluster.until('Unhealthy', () =>
    events('slow').some(
      ({ reason, message }) =>
        reason === 'Unhealthy' &&
        /^Startup probe failed: Get "http:\/\/10\.11\.\d+\.\d+:8080\/": dial tcp 10\.11\.\d+\.\d+:8080: connect: connection refused$/.test(
          String(message),
        ),
    ),
  );
  expect(containerStatus(cluster.pod('slow'))).toMatchObject({ ready: false, started: false });
  await cluster.until('started', () => containerStatus(cluster.pod('slow'))['ready'] === true);
  expect(containerStatus(cluster.pod('slow'))).toMatchObject({ restartCount: 0, started: true });
});

test('a service that answers its liveness probe with an error is restarted', async () => {
  const script =
    "require('http').createServer((q, r) => { r.statusCode = 500; r.end(); }).listen(process.env.PORT, '127.0.0.1')";
  cluster.store.create(
    podOf('sick', {
      command: [process.execPath, '-e', script],
      ports: [{ containerPort: 8080 }],
      livenessProbe: {
        httpGet: { port: 8080 },
        initialDelaySeconds: 1,
        periodSeconds: 1,
        failureThreshold: 1,
      },
    }),
  );
  await cluster.until('restarted', () => Number(containerStatus(cluster.pod('sick'))['restartCount']) > 0);
  const told = events('sick').map(({ reason, message }) => `${String(reason)}: ${String(message)}`);
  expect(told).toContain('Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 500');
  expect(told).toContain('Killing: Container main failed liveness probe, will be restarted');
});

test('a command that is not there ends in StartError and a crash loop', async () => {
  cluster.store.create(podOf('missing-command', { command: ['no-such-program'] }));
  await cluster.until(
    'CrashLoopBackOff',
    () => at(state('missing-command'), 'waiting', 'reason') === 'CrashLoopBackOff',
  );
  expect(at(containerStatus(cluster.pod('missing-command')), 'lastState', 'terminated')).toMatchObject({
    exitCode: 128,
    reason: 'StartError',
    message: expect.stringContaining('exec: "no-such-program": executable file not found in $PATH') as string,
  });
});
