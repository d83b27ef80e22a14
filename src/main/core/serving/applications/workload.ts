/** The parts of Deployments and what belongs to them that are read here; every field may be absent. */
import type { Condition, Container, KubernetesObject, Metadata } from '../../platform/kubernetes/objects.ts';

export interface Variable {
  readonly name?: string;
  readonly value?: string;
  /** Filled by the cluster: from a Secret, a ConfigMap, a field. */
  readonly valueFrom?: object;
}

export interface ServingContainer extends Container {
  readonly env?: readonly Variable[];
}

export interface PodTemplate {
  readonly metadata?: Metadata;
  readonly spec?: { readonly containers?: readonly ServingContainer[] };
}

/** A Deployment or one of its ReplicaSets. */
export interface Workload extends KubernetesObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly template?: PodTemplate;
  };
  readonly status?: {
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
  };
}

export interface ServiceObject extends KubernetesObject {
  readonly spec?: { readonly selector?: Readonly<Record<string, string>> | null };
}

/** Containers of its pods, without those that run before. */
export function containersOf({ spec }: Workload): readonly ServingContainer[] {
  return spec?.template?.spec?.containers ?? [];
}

/** The number of a rollout: annotation that the Deployment controller writes on Deployments and ReplicaSets. */
export function revisionOf({ metadata }: Workload): string | undefined {
  return metadata?.annotations?.['deployment.kubernetes.io/revision'];
}

/** Where Deployments of a namespace are in the Kubernetes API. */
export function deploymentPath(namespace: string, name: string): string {
  return `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}/deployments/${encodeURIComponent(name)}`;
}
