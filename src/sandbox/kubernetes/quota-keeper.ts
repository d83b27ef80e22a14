/** Running totals of what each namespace uses, kept with every change, so that admission never has to count. */
import type { KubernetesObject, ResourceType } from './model.ts';
import { addQuantities } from './quantity.ts';
import { checkQuota, quotaStatus, usageOf, type Usage } from './quota.ts';
import { sameJson } from './shape.ts';

interface QuotaKeeper {
  /** Counts a change: `before` leaves, `after` comes. */
  count(
    resource: ResourceType,
    before: KubernetesObject | undefined,
    after: KubernetesObject | undefined,
  ): void;
  /** Throws 403 when a quota of the namespace forbids the object. */
  check(
    quotas: KubernetesObject[],
    resource: ResourceType,
    object: KubernetesObject,
    before?: KubernetesObject,
  ): void;
  /** The status that a quota should have now, or undefined when it already has it. */
  staleStatus(quota: KubernetesObject): unknown;
}

/** Starts with nothing counted. */
export function createQuotaKeeper(): QuotaKeeper {
  const byNamespace = new Map<string, Usage>();
  const totalOf = (namespace: string): Usage => {
    let total = byNamespace.get(namespace);
    if (total === undefined) byNamespace.set(namespace, (total = new Map()));
    return total;
  };
  const apply = (resource: ResourceType, object: KubernetesObject | undefined, sign: 1 | -1) => {
    const namespace = object?.metadata.namespace;
    if (object === undefined || namespace === undefined) return;
    const total = totalOf(namespace);
    for (const [key, amount] of usageOf(resource, object)) {
      const signed = { value: sign * amount.value, format: amount.format };
      const before = total.get(key);
      total.set(key, before ? addQuantities(before, signed) : signed);
    }
  };
  return {
    count: (resource, before, after) => {
      apply(resource, before, -1);
      apply(resource, after, 1);
    },
    check: (quotas, resource, object, before) => {
      const used = totalOf(object.metadata.namespace ?? '');
      const already: Usage = before ? usageOf(resource, before) : new Map();
      for (const quota of quotas) checkQuota(quota, resource, object, used, already);
    },
    staleStatus: (quota) => {
      const status = quotaStatus(quota, totalOf(quota.metadata.namespace ?? ''));
      return sameJson(quota['status'], status) ? undefined : status;
    },
  };
}
