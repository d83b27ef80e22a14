/** A pod's spec, read once into the shape that the kubelet works with. */
import type { KubernetesObject } from '../kubernetes/model.ts';
import { parseQuantity } from '../kubernetes/quantity.ts';
import { at, fieldsOf, listOf, textOf, textsOf, type Fields } from '../kubernetes/shape.ts';
import { numberOr } from './fields.ts';

export type ProbeKind = 'startup' | 'readiness' | 'liveness';

export interface ProbePlan {
  readonly action: Fields;
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
  readonly graceSeconds: number | undefined;
}

export interface ContainerPlan {
  readonly name: string;
  readonly image: string;
  readonly pullPolicy: string;
  readonly command: string[];
  readonly args: string[];
  readonly workingFolder: string | undefined;
  readonly environment: Fields[];
  readonly environmentFrom: Fields[];
  readonly ports: { name: string | undefined; port: number }[];
  readonly mounts: { volume: string; path: string; subPath: string; readOnly: boolean }[];
  readonly resources: Fields;
  readonly memoryLimit: number | undefined;
  readonly probes: Partial<Record<ProbeKind, ProbePlan>>;
  readonly stopHook: Fields | undefined;
  /** An init container that keeps running beside the others. */
  readonly sidecar: boolean;
}

export interface PodPlan {
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  readonly graceSeconds: number;
  readonly initContainers: ContainerPlan[];
  readonly containers: ContainerPlan[];
  readonly volumes: Fields[];
}

/** Reads a pod's spec with the defaults of the API (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/). */
export function readPod(pod: KubernetesObject): PodPlan {
  const spec = fieldsOf(pod['spec']);
  const policy = textOf(spec['restartPolicy']);
  return {
    restartPolicy: policy === 'OnFailure' || policy === 'Never' ? policy : 'Always',
    graceSeconds: numberOr(spec['terminationGracePeriodSeconds'], 30),
    initContainers: listOf(spec['initContainers']).map(readContainer),
    containers: listOf(spec['containers']).map(readContainer),
    volumes: listOf(spec['volumes']),
  };
}

function readContainer(container: Fields): ContainerPlan {
  const image = textOf(container['image']) ?? '';
  const limit = at(container, 'resources', 'limits', 'memory');
  const stopHook = at(container, 'lifecycle', 'preStop');
  return {
    name: textOf(container['name']) ?? '',
    image,
    pullPolicy:
      textOf(container['imagePullPolicy']) ?? (/:(?!latest$)[^/]+$/.test(image) ? 'IfNotPresent' : 'Always'),
    command: textsOf(container['command']),
    args: textsOf(container['args']),
    workingFolder: textOf(container['workingDir']),
    environment: listOf(container['env']),
    environmentFrom: listOf(container['envFrom']),
    ports: listOf(container['ports']).map((port) => ({
      name: textOf(port['name']),
      port: numberOr(port['containerPort'], 0),
    })),
    mounts: listOf(container['volumeMounts']).map((mount) => ({
      volume: textOf(mount['name']) ?? '',
      path: textOf(mount['mountPath']) ?? '/',
      subPath: textOf(mount['subPath']) ?? '',
      readOnly: mount['readOnly'] === true,
    })),
    resources: fieldsOf(container['resources']),
    memoryLimit: parseQuantity(limit)?.value,
    probes: readProbes(container),
    stopHook: stopHook === undefined ? undefined : fieldsOf(stopHook),
    sidecar: container['restartPolicy'] === 'Always',
  };
}

function readProbes(container: Fields): Partial<Record<ProbeKind, ProbePlan>> {
  const probes: Partial<Record<ProbeKind, ProbePlan>> = {};
  for (const kind of ['startup', 'readiness', 'liveness'] as const) {
    const given = container[`${kind}Probe`];
    if (given === undefined || given === null) continue;
    const probe = fieldsOf(given);
    const grace = probe['terminationGracePeriodSeconds'];
    probes[kind] = {
      action: probe,
      initialDelaySeconds: numberOr(probe['initialDelaySeconds'], 0),
      periodSeconds: Math.max(1, numberOr(probe['periodSeconds'], 10)),
      timeoutSeconds: Math.max(1, numberOr(probe['timeoutSeconds'], 1)),
      successThreshold: Math.max(1, numberOr(probe['successThreshold'], 1)),
      failureThreshold: Math.max(1, numberOr(probe['failureThreshold'], 3)),
      graceSeconds: grace === undefined ? undefined : numberOr(grace, 0),
    };
  }
  return probes;
}

/** The number of a container port given by number or by name; undefined when no port has that name. */
export function portNumber(container: Pick<ContainerPlan, 'ports'>, port: unknown): number | undefined {
  if (typeof port === 'number') return port;
  const named = container.ports.find((candidate) => candidate.name === port);
  return named?.port ?? (/^[0-9]+$/.test(String(port)) ? Number(port) : undefined);
}
