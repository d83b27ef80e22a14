/** What controllers want to know of a pod. */
import type { KubernetesObject } from '../kubernetes/model.ts';
import { at, listOf } from '../kubernetes/shape.ts';

/** Whether a pod is ready to serve. */
export function isReady(pod: KubernetesObject): boolean {
  return listOf(at(pod, 'status', 'conditions')).some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
}

/** Whether all of a pod's containers ended for good. */
export function isFinished(pod: KubernetesObject): boolean {
  return ['Succeeded', 'Failed'].includes(String(at(pod, 'status', 'phase')));
}

/** Whether a pod is on its way out. */
export function isLeaving(pod: KubernetesObject): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** Whether a pod counts for its owner: neither finished nor on its way out. */
export function isActive(pod: KubernetesObject): boolean {
  return !isFinished(pod) && !isLeaving(pod);
}
