import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Service } from '../../../../shared/contract/services.ts';
import type { ManifestObject } from './manifest.ts';
import type { Claim, ClusterEvent, Controller, Pod } from './objects.ts';
import { readRelease } from './release.ts';
import type { Release } from './release.ts';
import { describeService } from './service-description.ts';
import { belongsTo, serviceStatus } from './service-state.ts';
import type { ServiceEvidence } from './service-state.ts';

const data = process.env['SARDONYX_DATA'];
const at = (text: string): number => Date.parse(text);
const NOW = at('2026-11-20T09:58:17Z');

function release(changes: Partial<Release> = {}): Release {
  return {
    name: 'ide-1',
    namespace: 'user-bob',
    revision: 1,
    status: 'deployed',
    description: 'Install complete',
    firstDeployed: at('2026-11-20T09:57:30Z'),
    lastDeployed: at('2026-11-20T09:57:30Z'),
    notes: '',
    chart: { name: 'ide', version: '1.2.0' },
    values: {},
    chartValues: { global: { suspend: false } },
    manifest: '',
    ...changes,
  };
}

const statefulSet = (replicas = 1): ManifestObject => ({
  kind: 'StatefulSet',
  name: 'ide-1',
  annotations: {},
  spec: { replicas },
});

function evidence(changes: Partial<ServiceEvidence> = {}): ServiceEvidence {
  return {
    release: release(),
    objects: [statefulSet()],
    pods: [],
    controllers: [],
    claims: [],
    events: [],
    expectsOnyxia: false,
    now: NOW,
    ...changes,
  };
}

const running: Pod = {
  metadata: { name: 'ide-1-0', uid: 'p1', creationTimestamp: '2026-11-20T09:57:31Z' },
  spec: {
    nodeName: 'lab',
    containers: [{ name: 'ide', resources: { requests: { cpu: '50m', memory: '64Mi' } } }],
  },
  status: {
    phase: 'Running',
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: 'True', lastTransitionTime: '2026-11-20T09:57:40Z' },
    ],
    containerStatuses: [
      {
        name: 'ide',
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: '2026-11-20T09:57:35Z' } },
      },
    ],
  },
};

function notReady(changes: Partial<NonNullable<Pod['status']>>): Pod {
  return {
    ...running,
    status: {
      ...running.status,
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'False' },
      ],
      ...changes,
    },
  };
}

describe.skipIf(!data)('the failing services that a real cluster reported (needs SARDONYX_DATA)', () => {
  interface Recorded {
    pod?: Pod;
    statefulSet?: Controller;
    persistentVolumeClaim?: Claim;
    events: ClusterEvent[];
  }
  const recorded = data
    ? (JSON.parse(readFileSync(path.join(data, 'kubernetes-api/failures.json'), 'utf8')) as Record<
        string,
        Recorded
      >)
    : {};
  const judge = (name: string): ReturnType<typeof serviceStatus> => {
    const one = recorded[name];
    if (!one) throw new Error(`${name} is not recorded`);
    return serviceStatus(
      evidence({
        pods: one.pod ? [one.pod] : [],
        controllers: one.statefulSet ? [{ kind: 'StatefulSet', ...one.statefulSet }] : [],
        claims: one.persistentVolumeClaim ? [one.persistentVolumeClaim] : [],
        // All the namespace's events: those of the other services must not matter.
        events: Object.values(recorded).flatMap((other) => other.events),
      }),
    );
  };

  test.each([
    [
      'image-missing',
      'image-pull',
      { image: 'lab/absent:1', container: 'main' },
      /failed to resolve reference/,
    ],
    [
      'crash-loop',
      'crash-loop',
      { exitCode: 2, restarts: 3, container: 'main', pod: 'crash-loop' },
      undefined,
    ],
    ['out-of-memory', 'out-of-memory', { limit: '64Mi', restarts: 3, container: 'main' }, undefined],
    [
      'unschedulable',
      'unschedulable',
      { missing: 'node-selector', cpu: 0.05, memory: 32 * 1024 ** 2 },
      /didn't match Pod's node affinity/,
    ],
    ['probe-failing', 'probe', { probe: 'startup', container: 'main', restarts: 3 }, /connection refused/],
    [
      'config-missing',
      'configuration',
      { missing: 'secret "absent"', container: 'main' },
      /secret "absent" not found/,
    ],
    [
      'volume-pending',
      'volume',
      { claim: 'volume-pending', storageClass: 'absent', size: '1Gi' },
      /storageclass.storage.k8s.io "absent" not found/,
    ],
    [
      'over-quota',
      'quota',
      {
        quota: 'onyxia-quota',
        resource: 'requests.cpu',
        needs: '8',
        free: '3650m',
        used: '350m',
        hard: '4',
        more: 2,
      },
      /^pods "over-quota-0" is forbidden: exceeded quota/,
    ],
    [
      'no-resources',
      'refused',
      { quota: 'onyxia-quota', missing: 'limits.cpu, limits.memory, requests.cpu, requests.memory' },
      /must specify limits.cpu/,
    ],
  ])('%s has failed for the reason %s', (name, kind, values, words) => {
    const status = judge(name);
    expect(status.state).toBe('failed');
    expect(status.reason).toMatchObject({ kind, values });
    expect(status.since).toBeGreaterThan(at('2026-11-20T09:57:00Z'));
    if (words) expect(status.reason?.words).toMatch(words);
  });

  interface Cluster {
    secrets: { name: string; release?: unknown }[];
    events: { type: string; reason: string; kind: string; name: string; message: string }[];
  }
  const cluster = data
    ? (JSON.parse(readFileSync(path.join(data, 'onyxia-api/70-cluster.json'), 'utf8')) as Cluster)
    : { secrets: [], events: [] };
  const deployed = (name: string, revision = 1): Release =>
    readRelease(
      cluster.secrets.find((one) => one.name === `sh.helm.release.v1.${name}.v${revision}`)?.release,
    );
  // This recording holds neither uids nor times: names and an instant within the last minutes stand for them.
  const events: ClusterEvent[] = cluster.events.map(({ kind, name, ...rest }) => ({
    ...rest,
    lastTimestamp: '2026-11-20T09:06:00Z',
    involvedObject: { kind, name },
  }));
  const afterwards = at('2026-11-20T09:07:00Z');
  const judgeCluster = (name: string, controller: Controller): ReturnType<typeof serviceStatus> =>
    serviceStatus(
      evidence({
        release: deployed(name),
        objects: [],
        controllers: [controller],
        events,
        expectsOnyxia: false,
        now: afterwards,
      }),
    );

  test('an install that Kubernetes refused is a ghost with the words of the API', () => {
    const status = serviceStatus(
      evidence({ release: deployed('ghost'), objects: [], expectsOnyxia: true, now: afterwards }),
    );
    expect(status).toMatchObject({ state: 'ghost', reason: { kind: 'install-failed' } });
    expect(status.reason?.words).toMatch(/spec.ports\[0\].port: Invalid value: 99999999/);
  });

  test('a StatefulSet beyond the quota names the quota and the processors it lacks', () => {
    const status = judgeCluster('greedy', {
      kind: 'StatefulSet',
      metadata: { name: 'greedy-jupyter-python' },
    });
    expect(status).toMatchObject({
      state: 'failed',
      reason: { kind: 'quota', values: { resource: 'requests.cpu', needs: '20' } },
    });
  });

  test('a Deployment whose ReplicaSet must name limits says which', () => {
    const status = judgeCluster('mlflow-1', { kind: 'Deployment', metadata: { name: 'mlflow-1' } });
    expect(status).toMatchObject({
      state: 'failed',
      reason: { kind: 'refused', values: { quota: 'onyxia-quota' } },
    });
    expect(status.reason?.values['missing']).toMatch(/^limits.cpu, limits.memory/);
  });

  test('a claim that was made does not hide the pod that was refused', () => {
    const status = judgeCluster('postgresql-1', { kind: 'StatefulSet', metadata: { name: 'postgresql-1' } });
    expect(status).toMatchObject({
      state: 'failed',
      reason: { kind: 'refused', values: { missing: 'limits.cpu, limits.memory' } },
    });
  });
});

describe('states', () => {
  test('a ready pod makes a ready service since it became so', () => {
    expect(serviceStatus(evidence({ pods: [running] }))).toEqual({
      state: 'ready',
      since: at('2026-11-20T09:57:40Z'),
    });
  });

  test('no replicas wanted and none left is paused, with one left pausing', () => {
    const controllers: Controller[] = [
      { kind: 'StatefulSet', metadata: { name: 'ide-1' }, spec: { replicas: 0 } },
    ];
    expect(serviceStatus(evidence({ controllers })).state).toBe('paused');
    expect(serviceStatus(evidence({ controllers, pods: [running] })).state).toBe('pausing');
  });

  test('a chart that suspends without a workload is paused', () => {
    expect(
      serviceStatus(evidence({ objects: [], release: release({ values: { global: { suspend: true } } }) }))
        .state,
    ).toBe('paused');
  });

  test('an uninstalling release is stopping', () => {
    expect(
      serviceStatus(evidence({ release: release({ status: 'uninstalling' }), pods: [running] })).state,
    ).toBe('stopping');
  });

  test('a release without the Secret of Onyxia is a ghost, but not in its first minute', () => {
    const late = evidence({ pods: [running], expectsOnyxia: true, now: NOW + 60_000 });
    expect(serviceStatus(late).state).toBe('ghost');
    expect(serviceStatus({ ...late, now: at('2026-11-20T09:57:45Z') }).state).toBe('ready');
    expect(serviceStatus({ ...late, onyxia: { release: 'ide-1', share: false } }).state).toBe('ready');
  });

  test('an upgrade that was refused leaves a running service ready and says so', () => {
    const failedUpgrade = release({
      status: 'failed',
      revision: 2,
      description: 'Upgrade "ide-1" failed: no',
    });
    expect(serviceStatus(evidence({ release: failedUpgrade, pods: [running] }))).toMatchObject({
      state: 'ready',
      reason: { kind: 'install-failed', words: 'Upgrade "ide-1" failed: no' },
    });
  });

  test('an install whose helm died is starting at first and a ghost later', () => {
    const pending = release({ status: 'pending-install' });
    expect(serviceStatus(evidence({ release: pending })).state).toBe('starting');
    expect(serviceStatus(evidence({ release: pending, now: NOW + 20 * 60_000 })).state).toBe('ghost');
  });

  test('a chart without any workload is ready', () => {
    const status = serviceStatus(evidence({ objects: [] }));
    expect(status).toMatchObject({ state: 'ready' });
    expect(status.reason).toBeUndefined();
  });

  test('a controller that makes no pod and reports nothing has failed after two minutes', () => {
    expect(serviceStatus(evidence())).toMatchObject({ state: 'starting', reason: { kind: 'scheduling' } });
    expect(serviceStatus(evidence({ now: NOW + 5 * 60_000 }))).toMatchObject({
      state: 'failed',
      reason: { kind: 'no-pods' },
    });
  });
});

describe('phases of a start', () => {
  const event = (reason: string, message: string, uid = 'p1'): ClusterEvent => ({
    type: 'Normal',
    reason,
    message,
    lastTimestamp: '2026-11-20T09:57:50Z',
    involvedObject: { kind: 'Pod', name: 'ide-1-0', uid },
  });
  const creating = notReady({
    phase: 'Pending',
    containerStatuses: [{ name: 'ide', image: 'a:1', state: { waiting: { reason: 'ContainerCreating' } } }],
  });

  test('an unplaced pod is being scheduled', () => {
    const pod: Pod = { metadata: running.metadata ?? {}, spec: {}, status: { phase: 'Pending' } };
    expect(serviceStatus(evidence({ pods: [pod] }))).toMatchObject({
      state: 'starting',
      reason: { kind: 'scheduling' },
    });
  });

  test('an image being pulled is named, with its beginning', () => {
    const status = serviceStatus(
      evidence({ pods: [creating], events: [event('Pulling', 'Pulling image "a:1"')] }),
    );
    expect(status).toMatchObject({
      state: 'starting',
      since: at('2026-11-20T09:57:50Z'),
      reason: { kind: 'pulling', values: { image: 'a:1' } },
    });
  });

  test('events of an earlier pod of the same name do not count', () => {
    const status = serviceStatus(
      evidence({ pods: [creating], events: [event('Pulling', 'Pulling image "a:1"', 'p0')] }),
    );
    expect(status.reason?.kind).toBe('initialising');
  });

  test('an unbound claim is waited for while nothing failed', () => {
    const pod: Pod = {
      metadata: running.metadata ?? {},
      spec: { volumes: [{ persistentVolumeClaim: { claimName: 'ide-1' } }] },
      status: {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
          },
        ],
      },
    };
    expect(serviceStatus(evidence({ pods: [pod] }))).toMatchObject({
      state: 'starting',
      reason: { kind: 'waiting-for-volume' },
    });
  });

  test('a container that runs but is not ready is starting its program', () => {
    const pod = notReady({
      containerStatuses: [
        {
          name: 'ide',
          ready: false,
          restartCount: 0,
          state: { running: { startedAt: '2026-11-20T09:58:00Z' } },
        },
      ],
    });
    expect(serviceStatus(evidence({ pods: [pod] }))).toMatchObject({
      state: 'starting',
      since: at('2026-11-20T09:58:00Z'),
      reason: { kind: 'starting-program' },
    });
  });

  test('an init container at work is initialising', () => {
    const pod = notReady({
      phase: 'Pending',
      initContainerStatuses: [{ name: 'prepare', state: { running: { startedAt: '2026-11-20T09:58:00Z' } } }],
    });
    expect(serviceStatus(evidence({ pods: [pod] }))).toMatchObject({
      state: 'starting',
      reason: { kind: 'initialising', values: { container: 'prepare' } },
    });
  });

  test('scarce processors and memory are named', () => {
    const pod: Pod = {
      ...running,
      spec: { containers: running.spec?.containers ?? [] },
      status: {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            message:
              '0/3 nodes are available: 1 Insufficient memory, 2 Insufficient nvidia.com/gpu, 1 node(s) had untolerated taint {a: b}.',
          },
        ],
      },
    };
    expect(serviceStatus(evidence({ pods: [pod] })).reason).toMatchObject({
      kind: 'unschedulable',
      values: { missing: 'memory, nvidia.com/gpu, taint' },
    });
  });

  test('a volume held by another node is a failure of the volume at once', () => {
    const words = 'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node';
    const status = serviceStatus(
      evidence({ pods: [creating], events: [event('FailedAttachVolume', words)] }),
    );
    expect(status).toMatchObject({ state: 'failed', reason: { kind: 'volume', words } });
  });

  test('a crash between two runs does not flicker to ready', () => {
    const pod: Pod = {
      ...running,
      status: {
        ...running.status,
        containerStatuses: [
          {
            name: 'ide',
            ready: true,
            restartCount: 4,
            state: { running: { startedAt: '2026-11-20T09:58:15Z' } },
            lastState: {
              terminated: {
                exitCode: 1,
                startedAt: '2026-11-20T09:58:10Z',
                finishedAt: '2026-11-20T09:58:11Z',
              },
            },
          },
        ],
      },
    };
    expect(serviceStatus(evidence({ pods: [pod] }))).toMatchObject({
      state: 'failed',
      reason: { kind: 'crash-loop' },
    });
    expect(serviceStatus(evidence({ pods: [pod], now: NOW + 60_000 })).state).toBe('ready');
  });

  test('an evicted pod that was replaced no longer counts', () => {
    const owner = [{ kind: 'ReplicaSet', name: 'r', uid: 'r' }];
    const evicted: Pod = {
      metadata: { name: 'old', uid: 'p0', creationTimestamp: '2026-11-20T09:00:00Z', ownerReferences: owner },
      status: { phase: 'Failed', reason: 'Evicted', message: 'low on memory' },
    };
    const successor: Pod = { ...running, metadata: { ...running.metadata, ownerReferences: owner } };
    expect(serviceStatus(evidence({ pods: [evicted] }))).toMatchObject({
      state: 'failed',
      reason: { kind: 'evicted', words: 'low on memory' },
    });
    expect(serviceStatus(evidence({ pods: [evicted, successor] })).state).toBe('ready');
  });

  test('a node that is lost is told', () => {
    const pod: Pod = {
      ...running,
      status: {
        phase: 'Running',
        conditions: [
          { type: 'PodScheduled', status: 'True' },
          { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' },
        ],
      },
    };
    expect(serviceStatus(evidence({ pods: [pod] })).reason).toMatchObject({
      kind: 'node-lost',
      values: { node: 'lab' },
    });
  });
});

describe('refusals of the quota', () => {
  const controllers: Controller[] = [
    {
      kind: 'StatefulSet',
      metadata: { name: 'ide-1', uid: 's1' },
      spec: { replicas: 1 },
      status: { replicas: 0 },
    },
  ];
  const refusal = (seconds: number): ClusterEvent => ({
    reason: 'FailedCreate',
    message:
      'create Pod ide-1-0 in StatefulSet ide-1 failed error: pods "ide-1-0" is forbidden: exceeded quota: q, requested: requests.cpu=2, used: requests.cpu=3, limited: requests.cpu=4',
    lastTimestamp: new Date(at('2026-11-20T09:57:30Z') + seconds * 1000).toISOString(),
    involvedObject: { kind: 'StatefulSet', name: 'ide-1', uid: 's1' },
  });

  test('needs, used, limit and what is free are told', () => {
    expect(serviceStatus(evidence({ controllers, events: [refusal(5)] })).reason).toMatchObject({
      kind: 'quota',
      values: { needs: '2', free: '1', used: '3', hard: '4', more: 0 },
    });
  });

  test('one from before the last change of the release is stale', () => {
    expect(serviceStatus(evidence({ controllers, events: [refusal(-120)] })).state).toBe('starting');
  });

  test('one that a success followed is over', () => {
    const success: ClusterEvent = {
      ...refusal(6),
      reason: 'SuccessfulCreate',
      message: 'create Pod ide-1-0 in StatefulSet ide-1 successful',
    };
    expect(serviceStatus(evidence({ controllers, events: [refusal(5), success] })).state).toBe('starting');
  });

  test('one for which there is room by now is starting', () => {
    const quotas = [
      { metadata: { name: 'q' }, status: { hard: { 'requests.cpu': '4' }, used: { 'requests.cpu': '1' } } },
    ];
    expect(serviceStatus(evidence({ controllers, events: [refusal(5)], quotas })).state).toBe('starting');
  });

  test('one of another controller of that name does not count', () => {
    const other: ClusterEvent = {
      ...refusal(5),
      involvedObject: { kind: 'StatefulSet', name: 'ide-1', uid: 's0' },
    };
    expect(serviceStatus(evidence({ controllers, events: [other] })).state).toBe('starting');
  });
});

describe('the whole service', () => {
  test('fits the contract', () => {
    const service = describeService(
      evidence({
        pods: [running],
        onyxia: { release: 'ide-1', owner: 'bob', friendlyName: 'My IDE', catalogId: 'ide', share: true },
      }),
      'bob',
    );
    expect(Service.parse(service)).toMatchObject({
      id: 'ide-1',
      name: 'My IDE',
      mine: true,
      shared: true,
      cpu: 0.05,
      memory: 64 * 1024 ** 2,
      canPause: true,
      state: 'ready',
    });
  });

  test('pods belong by label or by owner, never by a part of the name', () => {
    const objects = [statefulSet()];
    expect(
      belongsTo({ name: 'ide-1' }, objects, { name: 'x', labels: { 'app.kubernetes.io/instance': 'ide-1' } }),
    ).toBe(true);
    expect(
      belongsTo({ name: 'ide-1' }, objects, {
        name: 'ide-1-0',
        ownerReferences: [{ kind: 'StatefulSet', name: 'ide-1' }],
      }),
    ).toBe(true);
    expect(
      belongsTo({ name: 'ide-1' }, objects, {
        name: 'ide-10-0',
        ownerReferences: [{ kind: 'StatefulSet', name: 'ide-10' }],
      }),
    ).toBe(false);
    expect(
      belongsTo({ name: 'ide-1' }, objects, {
        name: 'ide-1-0',
        labels: { 'app.kubernetes.io/instance': 'other' },
      }),
    ).toBe(false);
  });
});
