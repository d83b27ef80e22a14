/** What the parts of the kubelet share. */
import type { KubernetesObject, ObjectStore } from '../../kubernetes/model.ts';
import type { ImageSource } from './images.ts';
import type { MemoryGuard } from './memory.ts';

/** How long the kubelet waits, in milliseconds. */
export interface Pace {
  /** Before the second restart of a container that ends by itself; doubled each time up to `backOffMost`. The first restart is at once. */
  readonly backOffFirst: number;
  readonly backOffMost: number;
  /** Between an end or a failed pull and the sign that the next try is put off. */
  readonly settle: number;
  /** Between tries after a missing Secret, ConfigMap or volume. */
  readonly retry: number;
  /** Between the end of the last container of a deleted pod and the removal of the pod. */
  readonly leave: number;
}

/**
 * The pace of the real kubelet: 10 s, 20 s, 40 s … 300 s (https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy).
 * It looks once a second which containers ended (`genericPlegRelistPeriod`); a pod leaves about a second after them (measured, 1.35).
 */
export const realPace: Pace = {
  backOffFirst: 10_000,
  backOffMost: 300_000,
  settle: 1000,
  retry: 10_000,
  leave: 1000,
};

export interface KubeletContext {
  readonly store: ObjectStore;
  readonly images: ImageSource;
  readonly memory: MemoryGuard;
  readonly pace: Pace;
  readonly nodeAddress: string;
  /** The folder that holds one folder a pod, named by its uid. */
  readonly podsFolder: string;
  /** The folder of a bound claim; undefined while it is not bound. */
  claimFolder(namespace: string, name: string): string | undefined;
  log(message: string): void;
}

/** Records an event about a pod, or about one of its containers. */
export function recordPodEvent(
  context: KubeletContext,
  pod: KubernetesObject,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  fieldPath?: string,
): void {
  context.store.recordEvent(pod, {
    type,
    reason,
    message,
    component: 'kubelet',
    ...(fieldPath === undefined ? {} : { fieldPath }),
  });
}
