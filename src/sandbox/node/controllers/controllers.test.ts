import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KubernetesObject, NewObject } from '../../kubernetes/model.ts';
import { at, fieldsOf, listOf, type Fields } from '../../kubernetes/shape.ts';
import {
  containerStatus,
  namespace,
  ready,
  serving,
  startCluster,
  statefulSetOf,
  textFrom,
  type TestCluster,
} from '../testing/cluster.ts';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.stop());

const sleeping = { command: ['sleep', '1000'] };
const podsOf = (label: string) =>
  cluster.store.list('pods', namespace).filter(({ metadata }) => metadata.labels?.['app'] === label);
const status = (plural: string, name: string) =>
  fieldsOf(cluster.store.get(plural, namespace, name)?.['status']);
const messages = (name: string) =>
  cluster.events(name).map(({ reason, message }) => `${String(reason)}: ${String(message)}`);

function workload(kind: string, name: string, spec: Fields, container: Fields = sleeping): NewObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'main', image: 'sandbox/program:1', ...container }],
        },
      },
      ...spec,
    },
  };
}

function job(name: string, script: string, spec: Fields = {}): NewObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: {
      template: {
        metadata: { labels: { app: name } },
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', image: 'sandbox/program:1', command: ['sh', '-c', script] }],
        },
      },
      ...spec,
    },
  };
}

test('a StatefulSet brings its pods up one after the other and takes them down from the highest', async () => {
  const { store } = cluster;
  const seen: string[] = [];
  const unwatch = store.watch(({ type, resource, object }) => {
    if (resource.plural === 'pods' && object.metadata.labels?.['app'] === 'ordered' && type !== 'MODIFIED')
      seen.push(`${type} ${object.metadata.name}`);
  });
  store.create(statefulSetOf('ordered', sleeping, { replicas: 3 }, { terminationGracePeriodSeconds: 0 }));
  await cluster.until('three ready', () => status('statefulsets', 'ordered')['readyReplicas'] === 3);
  store.modify(
    'statefulsets',
    namespace,
    'ordered',
    (draft) => void (fieldsOf(draft['spec'])['replicas'] = 0),
  );
  await cluster.until('suspended', () => status('statefulsets', 'ordered')['replicas'] === 0);
  unwatch();
  expect(seen).toEqual([
    'ADDED ordered-0',
    'ADDED ordered-1',
    'ADDED ordered-2',
    'DELETED ordered-2',
    'DELETED ordered-1',
    'DELETED ordered-0',
  ]);
  expect(messages('ordered')).toContain(
    'SuccessfulDelete: Delete Pod ordered-0 in StatefulSet ordered successful',
  );
});

test('a StatefulSet whose template changes replaces its pod by one of the new revision', async () => {
  const { store } = cluster;
  store.create(statefulSetOf('rolling', sleeping, {}, { terminationGracePeriodSeconds: 0 }));
  await cluster.until('ready', () => ready(cluster.pod('rolling-0')));
  const first = cluster.pod('rolling-0')!;
  store.modify('statefulsets', namespace, 'rolling', (draft) => {
    fieldsOf(at(draft, 'spec', 'template', 'metadata'))['annotations'] = { 'checksum/secret': 'other' };
  });
  const rolled = await cluster.until('rolled', () => {
    const now = status('statefulsets', 'rolling');
    return (
      now['updatedReplicas'] === 1 &&
      now['readyReplicas'] === 1 &&
      now['currentRevision'] === now['updateRevision'] &&
      now
    );
  });
  const second = cluster.pod('rolling-0')!;
  expect(second.metadata.uid).not.toBe(first.metadata.uid);
  expect(second.metadata.annotations).toEqual({ 'checksum/secret': 'other' });
  expect(second.metadata.labels?.['controller-revision-hash']).toBe(rolled['updateRevision']);
  const revisions = store
    .list('controllerrevisions', namespace)
    .filter(({ metadata }) => metadata.name.startsWith('rolling-'));
  expect(revisions.map(({ revision }) => revision)).toEqual([1, 2]);
});

test('a StatefulSet that goes takes its pods along, but leaves the claims of its template', async () => {
  const { store } = cluster;
  store.create(
    statefulSetOf(
      'leaving',
      sleeping,
      {
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      },
      { terminationGracePeriodSeconds: 0 },
    ),
  );
  await cluster.until('ready', () => ready(cluster.pod('leaving-0')));
  store.delete('statefulsets', namespace, 'leaving');
  await cluster.until('pod gone', () => cluster.pod('leaving-0') === undefined);
  expect(at(store.get('persistentvolumeclaims', namespace, 'data-leaving-0'), 'status', 'phase')).toBe(
    'Bound',
  );
});

test('a claim that is deleted while a pod uses it stays until the pod is gone', async () => {
  const { store } = cluster;
  store.create({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'used', namespace },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
  store.create(
    statefulSetOf(
      'user',
      sleeping,
      {},
      {
        terminationGracePeriodSeconds: 0,
        volumes: [{ name: 'work', persistentVolumeClaim: { claimName: 'used' } }],
      },
    ),
  );
  await cluster.until('ready', () => ready(cluster.pod('user-0')));
  store.delete('persistentvolumeclaims', namespace, 'used');
  expect(store.get('persistentvolumeclaims', namespace, 'used')?.metadata.deletionTimestamp).toBeDefined();
  store.delete('statefulsets', namespace, 'user');
  await cluster.until(
    'claim gone',
    () => store.get('persistentvolumeclaims', namespace, 'used') === undefined,
  );
  expect(cluster.pod('user-0')).toBeUndefined();
});

test('a Deployment rolls from one ReplicaSet to the next without ever having no ready pod', async () => {
  const { store } = cluster;
  store.create(workload('Deployment', 'web', { replicas: 1 }, serving('one')));
  await cluster.until('available', () => status('deployments', 'web')['availableReplicas'] === 1);
  const conditions = () =>
    listOf(status('deployments', 'web')['conditions']).map(
      ({ type, status: holds, reason }) => `${String(type)} ${String(holds)} ${String(reason)}`,
    );
  expect(conditions()).toEqual([
    'Available True MinimumReplicasAvailable',
    'Progressing True NewReplicaSetAvailable',
  ]);
  let least = Infinity;
  const unwatch = store.watch(({ resource }) => {
    if (resource.plural === 'pods')
      least = Math.min(
        least,
        podsOf('web').filter((pod) => ready(pod) && pod.metadata.deletionTimestamp === undefined).length,
      );
  });
  store.modify(
    'deployments',
    namespace,
    'web',
    (draft) =>
      void (fieldsOf(listOf(at(draft, 'spec', 'template', 'spec', 'containers'))[0])['env'] = [
        { name: 'VERSION', value: '2' },
      ]),
  );
  await cluster.until(
    'rolled',
    () =>
      status('deployments', 'web')['observedGeneration'] ===
        store.get('deployments', namespace, 'web')?.metadata.generation &&
      status('deployments', 'web')['updatedReplicas'] === 1 &&
      podsOf('web').length === 1 &&
      status('deployments', 'web')['replicas'] === 1,
  );
  unwatch();
  expect(least).toBe(1);
  const sets = store
    .list('replicasets', namespace)
    .filter(({ metadata }) => metadata.labels?.['app'] === 'web');
  expect(
    sets.map((set) => [
      set.metadata.annotations?.['deployment.kubernetes.io/revision'],
      at(set, 'spec', 'replicas'),
    ]),
  ).toEqual([
    ['1', 0],
    ['2', 1],
  ]);
  const [pod] = podsOf('web');
  expect(pod?.metadata.name).toBe(
    `web-${pod?.metadata.labels?.['pod-template-hash']}-${pod?.metadata.name.slice(-5)}`,
  );
  expect(messages('web')).toContain(
    `ScalingReplicaSet: Scaled up replica set ${sets[0]!.metadata.name} from 0 to 1`,
  );
  store.delete('deployments', namespace, 'web');
  await cluster.until('all gone', () => podsOf('web').length === 0);
});

test('a Deployment that recreates ends the old pod before the new one begins', async () => {
  const { store } = cluster;
  const slowToLeave = workload(
    'Deployment',
    'single',
    { strategy: { type: 'Recreate' } },
    { command: ['sh', '-c', "trap 'sleep 0.3; exit 0' TERM; while :; do sleep 0.05; done"] },
  );
  fieldsOf(at(slowToLeave, 'spec', 'template', 'spec'))['terminationGracePeriodSeconds'] = 5;
  store.create(slowToLeave);
  await cluster.until('available', () => status('deployments', 'single')['availableReplicas'] === 1);
  let most = 0;
  const unwatch = store.watch(() => void (most = Math.max(most, podsOf('single').length)));
  store.modify(
    'deployments',
    namespace,
    'single',
    (draft) =>
      void (fieldsOf(listOf(at(draft, 'spec', 'template', 'spec', 'containers'))[0])['command'] = [
        'sleep',
        '999',
      ]),
  );
  await cluster.until('recreated', () => {
    const [pod] = podsOf('single');
    return pod !== undefined && JSON.stringify(pod['spec']).includes('"999"') && ready(pod);
  });
  unwatch();
  expect(most).toBe(1);
});

test('a ReplicaSet that the quota refuses says so, and goes on when there is room again', async () => {
  const { store } = cluster;
  const project = 'tight';
  store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: project } });
  store.create({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'quota', namespace: project },
    spec: { hard: { pods: '0' } },
  });
  const deployment = workload('Deployment', 'refused', {});
  store.create({ ...deployment, metadata: { ...deployment.metadata, namespace: project } });
  await cluster.until('ReplicaFailure', () =>
    listOf(at(store.get('deployments', project, 'refused'), 'status', 'conditions')).some(
      ({ type, status: holds, reason }) =>
        type === 'ReplicaFailure' && holds === 'True' && reason === 'FailedCreate',
    ),
  );
  const event = store.list('events', project).find(({ reason }) => reason === 'FailedCreate');
  expect(event?.['message']).toMatch(
    /^Error creating: pods "refused-[a-z0-9]+-[a-z0-9]{5}" is forbidden: exceeded quota: quota, requested: pods=1, used: pods=0, limited: pods=0$/,
  );
  store.modify('resourcequotas', project, 'quota', (draft) => void (draft['spec'] = { hard: { pods: '1' } }));
  await cluster.until(
    'available',
    () => at(store.get('deployments', project, 'refused'), 'status', 'availableReplicas') === 1,
  );
});

test('a Job runs to its end and says that it is complete', async () => {
  cluster.store.create(job('sum', 'echo $((6 * 7))'));
  await cluster.until('complete', () =>
    listOf(status('jobs', 'sum')['conditions']).some(
      ({ type, status: holds, reason }) =>
        type === 'Complete' && holds === 'True' && reason === 'CompletionsReached',
    ),
  );
  expect(status('jobs', 'sum')).toMatchObject({
    succeeded: 1,
    ready: 0,
    completionTime: expect.any(String) as string,
  });
  const [pod] = podsOf('sum');
  expect(pod?.metadata.labels).toMatchObject({ 'job-name': 'sum', 'batch.kubernetes.io/job-name': 'sum' });
  const log = await cluster.node.agent.logs(
    pod!,
    { container: 'main', follow: false, previous: false, timestamps: false },
    new AbortController().signal,
  );
  expect(await textFrom(log)).toBe('42\n');
  expect(messages('sum')).toContain('Completed: Job completed');
});

test('a Job that fails more often than it may is over with BackoffLimitExceeded', async () => {
  cluster.store.create(job('failing', 'exit 3', { backoffLimit: 0 }));
  await cluster.until('failed', () =>
    listOf(status('jobs', 'failing')['conditions']).some(
      ({ type, reason }) => type === 'Failed' && reason === 'BackoffLimitExceeded',
    ),
  );
  expect(status('jobs', 'failing')['failed']).toBe(1);
  expect(at(containerStatus(podsOf('failing')[0]), 'state', 'terminated')).toMatchObject({
    exitCode: 3,
    reason: 'Error',
  });
});

test('a DaemonSet has one pod on the one node', async () => {
  cluster.store.create(workload('DaemonSet', 'everywhere', {}));
  await cluster.until('ready', () => status('daemonsets', 'everywhere')['numberReady'] === 1);
  expect(status('daemonsets', 'everywhere')).toMatchObject({
    desiredNumberScheduled: 1,
    currentNumberScheduled: 1,
    numberAvailable: 1,
    updatedNumberScheduled: 1,
  });
});

test('a service has the address of its ready pods in Endpoints and EndpointSlices, and loses it with them', async () => {
  const { store } = cluster;
  store.create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'front', namespace },
    spec: { selector: { app: 'front' }, ports: [{ name: 'http', port: 80, targetPort: 'main' }] },
  });
  store.create(statefulSetOf('front', serving('x'), {}, { terminationGracePeriodSeconds: 0 }));
  const slice = () =>
    store
      .list('endpointslices', namespace)
      .find(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'front');
  const readyEndpoint = (object: KubernetesObject | undefined) =>
    listOf(object?.['endpoints']).find((endpoint) => at(endpoint, 'conditions', 'ready') === true);
  await cluster.until('endpoint', () => readyEndpoint(slice()) !== undefined);
  const address = at(cluster.pod('front-0'), 'status', 'podIP');
  expect(slice()).toMatchObject({
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8888, protocol: 'TCP' }],
  });
  expect(readyEndpoint(slice())?.['addresses']).toEqual([address]);
  expect(listOf(store.get('endpoints', namespace, 'front')?.['subsets'])[0]).toMatchObject({
    addresses: [{ ip: address }],
    ports: [{ name: 'http', port: 8888 }],
  });
  store.delete('statefulsets', namespace, 'front');
  await cluster.until('no endpoint', () => listOf(slice()?.['endpoints']).length === 0);
  store.delete('services', namespace, 'front');
  await cluster.until(
    'slice gone',
    () => slice() === undefined && store.get('endpoints', namespace, 'front') === undefined,
  );
});
