import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../kubernetes/model.ts';
import type { Fields } from '../../kubernetes/shape.ts';
import { podRequests } from '../amounts.ts';
import { templateHash } from '../names.ts';
import { planDeployment } from './deployment.ts';
import { planJob } from './job.ts';
import { planStatefulSet } from './stateful-set.ts';

const template = { spec: { containers: [{ name: 'main', image: 'x' }] } };
const revision = (name: string) => `${name}-${templateHash(template)}`;

function object(
  kind: string,
  name: string,
  fields: Fields,
  labels: Record<string, string> = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      namespace: 'n',
      uid: name,
      resourceVersion: '1',
      creationTimestamp: '2026-11-20T10:00:00Z',
      labels,
    },
    ...fields,
  };
}
const pod = (name: string, ready: boolean, hash = revision('set')) =>
  object(
    'Pod',
    name,
    { status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] } },
    { 'controller-revision-hash': hash },
  );
const steps = (spec: Fields, pods: KubernetesObject[]) =>
  planStatefulSet(object('StatefulSet', 'set', { spec: { template, ...spec } }), pods).map(
    (step) => `${step.kind} ${step.pod.metadata.name}`,
  );

describe('the next steps of a StatefulSet', () => {
  test('a pod is made only when all before it are ready', () => {
    expect(steps({ replicas: 3 }, [pod('set-0', false)])).toEqual([]);
    expect(steps({ replicas: 3 }, [pod('set-0', true)])).toEqual(['create set-1']);
    expect(steps({ replicas: 3, podManagementPolicy: 'Parallel' }, [])).toEqual([
      'create set-0',
      'create set-1',
      'create set-2',
    ]);
  });

  test('a new template replaces the highest pod first, down to the partition', () => {
    const old = [pod('set-0', true, 'old'), pod('set-1', true, 'old')];
    expect(steps({ replicas: 2 }, old)).toEqual(['delete set-1']);
    expect(steps({ replicas: 2 }, [old[0]!, pod('set-1', true)])).toEqual(['delete set-0']);
    expect(
      steps({ replicas: 2, updateStrategy: { rollingUpdate: { partition: 1 } } }, [
        old[0]!,
        pod('set-1', true),
      ]),
    ).toEqual([]);
    expect(steps({ replicas: 2, updateStrategy: { type: 'OnDelete' } }, old)).toEqual([]);
  });

  test('a pod that never gets ready holds up the update, as on a real cluster', () => {
    expect(steps({ replicas: 1 }, [pod('set-0', false, 'old')])).toEqual([]);
  });

  test('numbers may start elsewhere', () => {
    expect(steps({ replicas: 1, ordinals: { start: 5 } }, [])).toEqual(['create set-5']);
  });
});

describe('the next sizes of the ReplicaSets of a Deployment', () => {
  const sets = (old: [size: number, available: number], young: [size: number, available: number]) =>
    [
      ['old', ...old],
      [revision('web'), ...young],
    ].map(([name, size, available]) =>
      object('ReplicaSet', String(name), {
        spec: { replicas: size },
        status: { replicas: size, availableReplicas: available },
      }),
    );
  const plan = (spec: Fields, given: KubernetesObject[], oldPods = 0) =>
    planDeployment(object('Deployment', 'web', { spec: { template, ...spec } }), given, oldPods).map(
      ({ set, replicas }) => [set.metadata.name === 'old' ? 'old' : 'new', replicas],
    );

  test('one more comes up before the old one goes down', () => {
    expect(plan({ replicas: 1 }, sets([1, 1], [0, 0]))).toEqual([['new', 1]]);
    expect(plan({ replicas: 1 }, sets([1, 1], [1, 0]))).toEqual([]);
    expect(plan({ replicas: 1 }, sets([1, 1], [1, 1]))).toEqual([['old', 0]]);
  });

  test('old pods that do not work make room at once', () => {
    expect(plan({ replicas: 1 }, sets([1, 0], [1, 0]))).toEqual([['old', 0]]);
  });

  test('Recreate waits until the last old pod is gone', () => {
    const recreate = { replicas: 1, strategy: { type: 'Recreate' } };
    expect(plan(recreate, sets([1, 1], [0, 0]), 1)).toEqual([['old', 0]]);
    expect(plan(recreate, sets([0, 0], [0, 0]), 1)).toEqual([]);
    expect(plan(recreate, sets([0, 0], [0, 0]), 0)).toEqual([['new', 1]]);
  });
});

describe('what a Job needs next', () => {
  const now = new Date('2026-11-20T10:00:30Z');
  const ended = (name: string, phase: string, at: string) =>
    object('Pod', name, {
      status: { phase, containerStatuses: [{ state: { terminated: { finishedAt: at } } }] },
    });
  const plan = (spec: Fields, pods: KubernetesObject[], status: Fields = {}) =>
    planJob(object('Job', 'job', { spec, status }), pods, now);

  test('a failed pod is replaced after ten seconds, a second one after twenty', () => {
    const first = ended('a', 'Failed', '2026-11-20T10:00:00Z');
    expect(plan({}, [first])).toMatchObject({ create: 1 });
    expect(plan({}, [first, ended('b', 'Failed', '2026-11-20T10:00:25Z')])).toMatchObject({
      create: 0,
      again: 15_000,
    });
  });

  test('several completions run side by side as far as allowed', () => {
    const done = ended('a', 'Succeeded', '2026-11-20T10:00:00Z');
    expect(plan({ completions: 4, parallelism: 2 }, [done])).toMatchObject({ create: 2 });
    expect(plan({ completions: 1 }, [done]).over).toMatchObject({ type: 'Complete' });
    expect(plan({ suspend: true }, [])).toMatchObject({ create: 0 });
  });

  test('a deadline ends it', () => {
    expect(plan({ activeDeadlineSeconds: 30 }, [], { startTime: '2026-11-20T10:00:00Z' }).over).toMatchObject(
      { reason: 'DeadlineExceeded' },
    );
  });
});

test('a pod asks for the sum of its containers, or for its largest init container', () => {
  const container = (cpu: string, memory: string) => ({ resources: { requests: { cpu, memory } } });
  expect(
    podRequests({
      containers: [container('250m', '1Gi'), container('1', '1Gi')],
      initContainers: [container('2', '1Mi')],
    }),
  ).toEqual({ cpu: 2, memory: 2 ** 31 });
});
