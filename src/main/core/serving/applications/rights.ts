/** What the person may do, as the cluster itself says. */
import type { KubernetesClient } from '../../platform/kubernetes/client.ts';

export interface Access {
  readonly verb: 'list' | 'patch';
  readonly group: string;
  readonly resource: string;
  /** Absent: in all namespaces. */
  readonly namespace?: string | undefined;
}

/**
 * Whether the person may: a `SelfSubjectAccessReview` (authorization.k8s.io/v1), which everybody may create.
 * @throws Failure of the connection
 */
export async function mayDo(
  client: KubernetesClient,
  { verb, group, resource, namespace }: Access,
  signal?: AbortSignal,
): Promise<boolean> {
  const attributes = { verb, group, resource, ...(namespace !== undefined && { namespace }) };
  const answer = await client.request('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: attributes },
    },
    ...(signal && { signal }),
  });
  return (answer as { status?: { allowed?: boolean } } | undefined)?.status?.allowed === true;
}
