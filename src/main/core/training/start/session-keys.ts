/** Keys of the person's own session as a Secret that goes with the workflow. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { ArgoPlace } from '../argo-place.ts';

/** How the Secret of a workflow is called. Pure. */
export function secretNameOf(workflow: string): string {
  return `${workflow}-s3`;
}

const secretsPath = (namespace: string, name = '') =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets${name && `/${encodeURIComponent(name)}`}`;

async function keysOf({ context }: ArgoPlace): Promise<Record<string, string>> {
  const profile = context.homeProfile;
  const keys = profile === undefined ? undefined : await context.endpoint(profile).credentials();
  if (!keys)
    throw failure('unsupported', 'There are no keys of storage to pass on', { reason: 'training-no-keys' });
  const { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken } = keys;
  return { accessKey, secretKey, ...(sessionToken !== undefined && { sessionToken }) };
}

/** Makes the Secret of a workflow that is about to start. @throws Failure */
export async function makeSecret(place: ArgoPlace, workflow: string): Promise<void> {
  const { cluster, namespace } = place.argo;
  await cluster.request('POST', secretsPath(namespace), {
    body: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: secretNameOf(workflow), labels: { 'app.kubernetes.io/managed-by': 'sardonyx' } },
      stringData: await keysOf(place),
    },
  });
}

/** Puts the keys of this moment in it, before pods run again. @throws Failure */
export async function renewSecret(place: ArgoPlace, workflow: string): Promise<void> {
  const { cluster, namespace } = place.argo;
  await cluster.request('PATCH', secretsPath(namespace, secretNameOf(workflow)), {
    contentType: 'application/merge-patch+json',
    body: { stringData: await keysOf(place) },
  });
}

/** From now on it goes with the workflow (Kubernetes, "Owners and Dependents"). @throws Failure */
export async function bindSecret(
  { argo: { cluster, namespace } }: ArgoPlace,
  workflow: string,
  uid: string,
): Promise<void> {
  const owner = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', name: workflow, uid };
  await cluster.request('PATCH', secretsPath(namespace, secretNameOf(workflow)), {
    contentType: 'application/merge-patch+json',
    body: { metadata: { ownerReferences: [owner] } },
  });
}

/** Removes it; nothing happens where there is none. */
export async function removeSecret(
  { argo: { cluster, namespace } }: ArgoPlace,
  workflow: string,
): Promise<void> {
  await cluster.request('DELETE', secretsPath(namespace, secretNameOf(workflow))).catch(() => {});
}
