/** The scale subresource (autoscaling/v1 Scale) of workloads. */
import type { KubernetesObject } from './model.ts';
import { at, fieldsOf, numberOf, textOf, type Fields } from './shape.ts';
import { badRequest } from './status.ts';

/** A workload's scale: wanted and present replicas, and the selector of its pods. */
export function scaleOf(object: KubernetesObject): Fields {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const labels = fieldsOf(at(object, 'spec', 'selector', 'matchLabels') ?? at(object, 'spec', 'selector'));
  const selector = Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberOf(at(object, 'spec', 'replicas')) ?? 0 },
    status: { replicas: numberOf(at(object, 'status', 'replicas')) ?? 0, selector },
  };
}

/** The replicas a Scale asks for. Throws 400 when it names none or fewer than none. */
export function readScale(scale: Fields | undefined): number {
  const replicas = numberOf(at(scale, 'spec', 'replicas')) ?? 0;
  if (textOf(scale?.['kind']) !== 'Scale' || replicas < 0)
    throw badRequest('a Scale with spec.replicas of 0 or more is needed');
  return replicas;
}

/** The workload with another number of replicas. */
export function withScale(object: KubernetesObject, replicas: number): KubernetesObject {
  return { ...object, spec: { ...fieldsOf(object['spec']), replicas } };
}
