/** How many pods a namespace may still have. */
import type { KubernetesClient } from '../../platform/kubernetes/client.ts';
import { listAll } from '../../platform/kubernetes/list.ts';
import type { KubernetesObject } from '../../platform/kubernetes/objects.ts';
import { parseQuantity } from '../../platform/kubernetes/quantity.ts';

interface ResourceQuota extends KubernetesObject {
  readonly status?: {
    readonly hard?: Readonly<Record<string, string>>;
    readonly used?: Readonly<Record<string, string>>;
  };
}

export interface PodQuota {
  /** Pods in all. */
  readonly most: number;
  readonly left: number;
}

/** Both names count: `count/pods` has finished pods too, `pods` has not. Source: Kubernetes, Resource Quotas. */
const names = ['count/pods', 'pods'];

/** The tightest quota on pods; undefined where there is none. Pure. */
export function podQuotaOf(quotas: readonly ResourceQuota[]): PodQuota | undefined {
  const all = quotas.flatMap(({ status }) =>
    names.flatMap((name): PodQuota[] => {
      const most = parseQuantity(status?.hard?.[name]);
      const used = parseQuantity(status?.used?.[name]) ?? 0;
      return most === undefined ? [] : [{ most, left: Math.max(0, most - used) }];
    }),
  );
  const least = (of: (quota: PodQuota) => number) => Math.min(...all.map(of));
  return all.length === 0 ? undefined : { most: least(({ most }) => most), left: least(({ left }) => left) };
}

/** Asks for it; undefined where one may not look. */
export async function podQuota(client: KubernetesClient, namespace: string): Promise<PodQuota | undefined> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/resourcequotas`;
  return podQuotaOf(await listAll<ResourceQuota>(client, { path }).catch(() => []));
}
