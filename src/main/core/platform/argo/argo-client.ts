/** Argo's objects by the Kubernetes API. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { KubernetesClient } from '../kubernetes/client.ts';
import { listAll } from '../kubernetes/list.ts';
import type { KubernetesObject, Pod } from '../kubernetes/objects.ts';
import type { WorkflowReading } from './read-workflow.ts';
import type { ReadingThread } from './workflow-thread.ts';
import {
  argoLabels,
  type CronWorkflowObject,
  type TemplateObject,
  type WorkflowObject,
} from './resources.ts';

/** Largest answer for one workflow: etcd holds 1.5 MiB of it, Argo's server adds what was offloaded. */
export const largestWorkflow = 64 * 1024 ** 2;

export type Plural = 'workflows' | 'cronworkflows' | 'workflowtemplates' | 'clusterworkflowtemplates';

export interface ArgoClient {
  readonly cluster: KubernetesClient;
  readonly namespace: string;
  /** Path of a collection, or of one object in it. */
  path(plural: Plural, name?: string): string;
  /** One workflow, read off the core's thread. @throws Failure `not-found` with `workflow-gone` */
  workflow(name: string, signal?: AbortSignal): Promise<WorkflowReading>;
  /** The same as it is, for its text and for what is made of it. @throws Failure as `workflow` */
  workflowObject(name: string, signal?: AbortSignal): Promise<WorkflowObject>;
  /** @throws Failure: the server's refusals, `conflict` where the name is taken */
  create(
    plural: Plural,
    manifest: KubernetesObject,
    options?: { readonly dryRun?: boolean; readonly signal?: AbortSignal },
  ): Promise<KubernetesObject>;
  /** JSON merge patch (RFC 7386). */
  patch(plural: Plural, name: string, change: unknown): Promise<void>;
  remove(plural: Plural, name: string): Promise<void>;
  /** Those that may be read: a person often may not see those of the cluster. */
  templates(scope: 'namespace' | 'cluster', signal?: AbortSignal): Promise<TemplateObject[]>;
  cronWorkflow(name: string): Promise<CronWorkflowObject>;
  /** Pods of a workflow. */
  pods(workflow: string, signal?: AbortSignal): Promise<Pod[]>;
}

const group = '/apis/argoproj.io/v1alpha1';

/** Makes the client of a namespace; it holds nothing of its own. */
export function createArgoClient(
  cluster: KubernetesClient,
  namespace: string,
  thread: ReadingThread,
): ArgoClient {
  const inNamespace = `namespaces/${encodeURIComponent(namespace)}`;
  const path: ArgoClient['path'] = (plural, name) => {
    const collection =
      plural === 'clusterworkflowtemplates' ? `${group}/${plural}` : `${group}/${inNamespace}/${plural}`;
    return name === undefined ? collection : `${collection}/${encodeURIComponent(name)}`;
  };

  return {
    cluster,
    namespace,
    path,
    workflow: (name, signal) =>
      gone(name, async () => {
        const body = await cluster.open('GET', path('workflows', name), {
          silence: 30_000,
          ...only({ signal }),
        });
        return thread.read(await wholeBytes(body, largestWorkflow));
      }),
    workflowObject: (name, signal) =>
      gone(
        name,
        async () =>
          (await cluster.request('GET', path('workflows', name), only({ signal }))) as WorkflowObject,
      ),
    create: async (plural, manifest, { dryRun, signal } = {}) =>
      (await cluster.request('POST', path(plural), {
        body: manifest,
        query: { dryRun: dryRun ? 'All' : undefined, fieldManager: 'sardonyx' },
        ...only({ signal }),
      })) as KubernetesObject,
    patch: async (plural, name, change) =>
      gone(name, async () => {
        await cluster.request('PATCH', path(plural, name), {
          body: change,
          contentType: 'application/merge-patch+json',
          query: { fieldManager: 'sardonyx' },
        });
      }),
    remove: async (plural, name) => {
      await cluster.request('DELETE', path(plural, name)).catch((error: unknown) => {
        if (!isFailure(error) || error.code !== 'not-found') throw error;
      });
    },
    templates: (scope, signal) =>
      listAll<TemplateObject>(cluster, {
        path: path(scope === 'cluster' ? 'clusterworkflowtemplates' : 'workflowtemplates'),
        signal,
      }),
    cronWorkflow: async (name) =>
      gone(
        name,
        async () => (await cluster.request('GET', path('cronworkflows', name))) as CronWorkflowObject,
      ),
    pods: (workflow, signal) =>
      listAll<Pod>(cluster, {
        path: `/api/v1/${inNamespace}/pods`,
        labelSelector: `${argoLabels.workflow}=${workflow}`,
        signal,
      }),
  };
}

const only = ({ signal }: { signal: AbortSignal | undefined }) => (signal ? { signal } : {});

/** Says which one is gone. */
async function gone<T>(name: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isFailure(error) || error.code !== 'not-found') throw error;
    throw failure('not-found', `There is no ${name} any more`, {
      reason: 'workflow-gone',
      values: { name },
      ...(error.data.words !== undefined && { words: error.data.words }),
    });
  }
}

/** All bytes of a body, in memory of their own that can be handed over. @throws Failure beyond the limit */
export async function wholeBytes(
  body: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > limit)
      throw failure('unsupported', `The answer is larger than ${limit} bytes`, {
        reason: 'answer-too-large',
      });
  }
  const whole = new Uint8Array(size);
  let place = 0;
  for (const chunk of chunks) {
    whole.set(chunk, place);
    place += chunk.byteLength;
  }
  return whole;
}
