/** What the parts of the sandbox's cluster say to each other: its objects, their store, and the node that runs pods. */
import type { Duplex, Readable, Writable } from 'node:stream';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: {
    apiVersion: string;
    kind: string;
    name: string;
    uid: string;
    controller?: boolean;
    blockOwnerDeletion?: boolean;
  }[];
  finalizers?: string[];
  managedFields?: Json[];
  generateName?: string;
}

/** A Kubernetes object as JSON; `spec`, `status`, `data` and the rest are read through narrow functions. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** One kind as the API serves it, for example `{ group: 'apps', version: 'v1', plural: 'statefulsets', kind: 'StatefulSet', namespaced: true }`. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly subresources: readonly string[];
  readonly categories?: readonly string[];
}

export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: ResourceType;
  readonly object: KubernetesObject;
}

/** What a controller may hand in: the store fills uid, resourceVersion, creationTimestamp and the rest. */
export type NewObject = Omit<KubernetesObject, 'metadata'> & {
  apiVersion: string;
  kind: string;
  metadata: Partial<ObjectMeta>;
};

/**
 * The cluster's objects. Every returned object is a frozen or private copy: change it by `update`.
 * Failures are thrown as StatusError (kubernetes/status.ts) with the code the real API would answer.
 */
export interface ObjectStore {
  get(plural: string, namespace: string | undefined, name: string): KubernetesObject | undefined;
  list(plural: string, namespace?: string): KubernetesObject[];
  /** Creates after admission (quota for pods and volume claims included: a refusal is a StatusError 403 "exceeded quota: ..."). */
  create(object: NewObject): KubernetesObject;
  /** Replaces spec (bumps generation when it changed) or, with `subresource: 'status'`, the status alone. */
  update(object: KubernetesObject, options?: { subresource?: 'status' }): KubernetesObject;
  /** Reads, changes and writes again on conflict; undefined when the object is gone. */
  modify(
    plural: string,
    namespace: string | undefined,
    name: string,
    change: (draft: KubernetesObject) => void,
    options?: { subresource?: 'status' },
  ): KubernetesObject | undefined;
  /** Deletes; a pod with a grace period first gets a deletionTimestamp (MODIFIED) and is removed by the node with `gracePeriodSeconds: 0`. Dependents go by owner references. */
  delete(
    plural: string,
    namespace: string | undefined,
    name: string,
    options?: { gracePeriodSeconds?: number; uid?: string },
  ): void;
  /** Calls back after every change, in order. Returns a way to stop. */
  watch(listener: (event: StoreEvent) => void): () => void;
  /** Records an event about an object, counted up when the same reason and message come again (as the real event recorder does). */
  recordEvent(
    about: KubernetesObject,
    event: {
      type: 'Normal' | 'Warning';
      reason: string;
      message: string;
      component: string;
      fieldPath?: string;
    },
  ): void;
}

export interface ExecStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Columns and rows, each time the terminal changes size. */
  onResize(listener: (size: { columns: number; rows: number }) => void): void;
}

/** The machine that runs pods: what the API server asks of it for logs, exec, attach and forwards. */
export interface NodeAgent {
  /** Log text of a container, following until the signal when asked. Throws StatusError 400 when it has not started ("container \"x\" in pod \"y\" is waiting to start: ContainerCreating"), or 400 'previous terminated container "x" in pod "y" not found'. */
  logs(
    pod: KubernetesObject,
    options: {
      container: string;
      follow: boolean;
      previous: boolean;
      tailLines?: number;
      sinceTime?: string;
      sinceSeconds?: number;
      limitBytes?: number;
      timestamps: boolean;
    },
    signal: AbortSignal,
  ): Promise<Readable>;
  /** Runs a command in a container; resolves with its exit code. Throws StatusError when the container does not run. */
  exec(
    pod: KubernetesObject,
    options: { container: string; command: string[]; tty: boolean },
    streams: ExecStreams,
    signal: AbortSignal,
  ): Promise<number>;
  /** Connects to a port of a running pod; rejects with the kubelet's words when nothing listens there. */
  connect(pod: KubernetesObject, port: number): Promise<Duplex>;
}
