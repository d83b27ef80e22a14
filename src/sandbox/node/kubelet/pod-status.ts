/** A pod's status, computed from the states of its containers alone. */
import type { KubernetesObject } from '../../kubernetes/model.ts';
import { at, fieldsOf, listOf, type Fields } from '../../kubernetes/shape.ts';
import { timestamp } from '../fields.ts';
import type { ContainerPlan, PodPlan } from '../pod-spec.ts';
import { fullImageName } from './images.ts';

export interface Terminated {
  readonly exitCode: number;
  readonly reason: string;
  readonly message?: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly containerID: string;
}

export interface ContainerState {
  waiting?: { reason: string; message?: string };
  running?: { startedAt: string };
  terminated?: Terminated;
}

/** What is known of one container; the runner writes it, the status is made of it. */
export interface ContainerFacts {
  state: ContainerState;
  lastState: ContainerState;
  restartCount: number;
  /** The startup probe passed, or there is none and the program runs. */
  started: boolean;
  ready: boolean;
  containerID: string | undefined;
  imageID: string;
}

export interface PodFacts {
  readonly startTime: string;
  readonly podAddress: string;
  readonly nodeAddress: string;
  readonly sandboxReady: boolean;
  readonly containers: ReadonlyMap<string, ContainerFacts>;
  readonly initialized: boolean;
}

/** The facts of a container that has not begun. */
export function waitingFacts(reason: 'ContainerCreating' | 'PodInitializing'): ContainerFacts {
  return {
    state: { waiting: { reason } },
    lastState: {},
    restartCount: 0,
    started: false,
    ready: false,
    containerID: undefined,
    imageID: '',
  };
}

/**
 * The status of a pod as the kubelet reports it: phase, five conditions in its order, and a status per container.
 * Times of conditions that did not change are kept from the status before.
 * Phases: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/
 */
export function podStatus(pod: KubernetesObject, plan: PodPlan, facts: PodFacts): Fields {
  const phase = podPhase(plan, facts);
  const generation = pod.metadata.generation ?? 1;
  const unready = plan.containers
    .filter(({ name }) => facts.containers.get(name)?.ready !== true)
    .map(({ name }) => name);
  const incomplete = plan.initContainers
    .filter((container) => !isInitialized(container, facts))
    .map(({ name }) => name);
  const over = phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : undefined;

  const readiness =
    unready.length === 0 && over === undefined
      ? { status: 'True' }
      : over !== undefined
        ? { status: 'False', reason: over }
        : {
            status: 'False',
            reason: 'ContainersNotReady',
            message: `containers with unready status: [${unready.join(' ')}]`,
          };
  const initialized =
    incomplete.length === 0
      ? { status: 'True', ...(over === 'PodCompleted' ? { reason: over } : {}) }
      : {
          status: 'False',
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${incomplete.join(' ')}]`,
        };
  const conditions = [
    {
      type: 'PodReadyToStartContainers',
      status: facts.sandboxReady && over === undefined ? 'True' : 'False',
    },
    { type: 'Initialized', ...initialized },
    { type: 'Ready', ...readiness },
    { type: 'ContainersReady', ...readiness },
    { type: 'PodScheduled', status: 'True' },
  ].map((condition) => withTimes(condition, generation, pod));

  return {
    observedGeneration: generation,
    phase,
    conditions,
    hostIP: facts.nodeAddress,
    hostIPs: [{ ip: facts.nodeAddress }],
    ...(facts.sandboxReady ? { podIP: facts.podAddress, podIPs: [{ ip: facts.podAddress }] } : {}),
    startTime: facts.startTime,
    ...(plan.initContainers.length > 0
      ? { initContainerStatuses: plan.initContainers.map((container) => containerStatus(container, facts)) }
      : {}),
    containerStatuses: plan.containers.map((container) => containerStatus(container, facts)),
    qosClass: at(pod, 'status', 'qosClass'),
  };
}

function podPhase(
  plan: PodPlan,
  { containers, initialized }: PodFacts,
): 'Pending' | 'Running' | 'Succeeded' | 'Failed' {
  const mayRestart = (exitCode: number) =>
    plan.restartPolicy === 'Always' || (plan.restartPolicy === 'OnFailure' && exitCode !== 0);
  const failedInit = plan.initContainers.some(({ name, sidecar }) => {
    const exit = containers.get(name)?.state.terminated;
    return !sidecar && exit !== undefined && exit.exitCode !== 0 && plan.restartPolicy === 'Never';
  });
  if (failedInit) return 'Failed';
  if (!initialized) return 'Pending';
  const all = plan.containers.map(({ name }) => containers.get(name) ?? waitingFacts('ContainerCreating'));
  if (all.every(({ state }) => state.terminated !== undefined && !mayRestart(state.terminated.exitCode))) {
    return all.every(({ state }) => state.terminated?.exitCode === 0) ? 'Succeeded' : 'Failed';
  }
  const begun = all.every(
    ({ state, lastState }) => state.running ?? state.terminated ?? lastState.terminated,
  );
  return begun ? 'Running' : 'Pending';
}

function isInitialized(container: ContainerPlan, { containers }: PodFacts): boolean {
  const known = containers.get(container.name);
  return container.sidecar ? known?.started === true : known?.state.terminated?.exitCode === 0;
}

function withTimes(
  condition: { type: string; status: string },
  generation: number,
  pod: KubernetesObject,
): Fields {
  const before = listOf(at(pod, 'status', 'conditions')).find((other) => other['type'] === condition.type);
  const since = before?.['status'] === condition.status ? before['lastTransitionTime'] : timestamp();
  const { type, status, ...rest } = condition;
  return {
    type,
    observedGeneration: generation,
    status,
    lastProbeTime: null,
    lastTransitionTime: since,
    ...rest,
  };
}

function containerStatus(container: ContainerPlan, { containers }: PodFacts): Fields {
  const known = containers.get(container.name) ?? waitingFacts('ContainerCreating');
  const begun = known.imageID !== '';
  const { limits, requests } = fieldsOf(container.resources);
  const given = {
    ...(limits === undefined ? {} : { limits }),
    ...(requests === undefined ? {} : { requests }),
  };
  return {
    name: container.name,
    state: known.state,
    lastState: known.lastState,
    ready: known.ready,
    restartCount: known.restartCount,
    image: begun ? fullImageName(container.image) : container.image,
    imageID: known.imageID,
    ...(known.containerID === undefined ? {} : { containerID: known.containerID }),
    started: known.started,
    ...(begun && requests !== undefined ? { allocatedResources: requests } : {}),
    ...(begun && Object.keys(given).length > 0 ? { resources: given } : {}),
    ...(container.mounts.length === 0
      ? {}
      : {
          volumeMounts: container.mounts.map((mount) => ({
            name: mount.volume,
            mountPath: mount.path,
            ...(mount.readOnly ? { readOnly: true, recursiveReadOnly: 'Disabled' } : {}),
          })),
        }),
  };
}
