/** Writing to Deployments and Applications: tried first, and only over what was looked at. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { applicationsPath, type ArgoApplication } from '../../platform/argo-cd/application.ts';
import type { KubernetesClient } from '../../platform/kubernetes/client.ts';
import type { KubernetesObject } from '../../platform/kubernetes/objects.ts';
import { deploymentPath, type Workload } from '../applications/workload.ts';

type PatchKind = 'strategic-merge-patch' | 'merge-patch' | 'json-patch';

/** @throws Failure `serving-changed-meanwhile` where somebody else changed it since */
async function overUnchanged<T>({ metadata }: KubernetesObject, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    // A JSON patch whose `test` fails is no conflict to the API server but an invalid request.
    const isTested =
      isFailure(error) && /test.*resourceVersion|resourceVersion.*test/i.test(error.data.words ?? '');
    if (!isFailure(error) || (error.code !== 'conflict' && !isTested)) throw error;
    throw failure('conflict', `${metadata?.name} was changed meanwhile`, {
      reason: 'serving-changed-meanwhile',
      values: { name: metadata?.name ?? '' },
      ...(error.data.words !== undefined && { words: error.data.words }),
    });
  }
}

/** The patch with the version that it is made for: the server refuses it over any other. */
const bound = ({ metadata }: KubernetesObject, patch: object): object => {
  const version = metadata?.resourceVersion;
  if (Array.isArray(patch))
    return [{ op: 'test', path: '/metadata/resourceVersion', value: version }, ...(patch as unknown[])];
  const own = (patch as { metadata?: object }).metadata;
  return { ...patch, metadata: { ...own, resourceVersion: version } };
};

interface Write {
  readonly path: string;
  readonly object: KubernetesObject;
  readonly patch: object;
  readonly kind: PatchKind;
}

/** All of them are tried before the first is written, so that a refusal leaves nothing half done. */
async function patchAll(client: KubernetesClient, writes: readonly Write[]): Promise<void> {
  for (const query of [{ dryRun: 'All' }, {}])
    for (const { path, object, patch, kind } of writes) {
      const options = { body: bound(object, patch), contentType: `application/${kind}+json`, query };
      await overUnchanged(object, () => client.request('PATCH', path, options));
    }
}

/** Patches Deployments, after the server has tried it (dry run). @throws Failure `serving-changed-meanwhile`, the server's refusals */
export async function patchDeployments(
  client: KubernetesClient,
  patches: readonly { readonly deployment: Workload; readonly patch: object }[],
  kind: PatchKind = 'strategic-merge-patch',
): Promise<void> {
  const writes = patches.map(({ deployment, patch }) => {
    const { name = '', namespace = '' } = deployment.metadata ?? {};
    return { path: deploymentPath(namespace, name), object: deployment, patch, kind };
  });
  await patchAll(client, writes);
}

/** The same for an Application in the Kubernetes API. */
export async function patchApplication(
  client: KubernetesClient,
  application: ArgoApplication,
  patch: object,
): Promise<void> {
  const { name = '', namespace = '' } = application.metadata ?? {};
  const path = applicationsPath(namespace, name);
  await patchAll(client, [{ path, object: application, patch, kind: 'merge-patch' }]);
}

/** Attempts over what changes all the time: controllers write their status beside people. */
const attempts = 4;

/** Does it again with what is there now, where it was changed between reading and writing. */
export async function overLatest(work: () => Promise<void>): Promise<void> {
  for (let left = attempts - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      const isOvertaken = isFailure(error) && error.data.reason === 'serving-changed-meanwhile';
      if (!isOvertaken || left === 0) throw error;
    }
  }
}
