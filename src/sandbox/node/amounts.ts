/** What pods ask of a node. */
import { parseQuantity } from '../kubernetes/quantity.ts';
import { at, fieldsOf, listOf } from '../kubernetes/shape.ts';

/** Resource name to amount, for example `{ cpu: 0.5, memory: 268435456 }` (cores, bytes, pieces). */
export type Amounts = Record<string, number>;

/** Adds two sets of amounts. */
export function addAmounts(left: Amounts, right: Amounts): Amounts {
  const sum: Amounts = { ...left };
  for (const [name, amount] of Object.entries(right)) sum[name] = (sum[name] ?? 0) + amount;
  return sum;
}

/** Reads a map of quantities; what is no quantity counts as nothing. */
export function readAmounts(quantities: unknown): Amounts {
  return Object.fromEntries(
    Object.entries(fieldsOf(quantities)).map(([name, value]) => [name, parseQuantity(value)?.value ?? 0]),
  );
}

/**
 * What a pod asks of a node: the sum over its containers, or the largest init container where that is more.
 * A limit without a request counts as the request, as the API server defaults it.
 * Rule: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function podRequests(podSpec: unknown): Amounts {
  let sum: Amounts = {};
  for (const container of listOf(at(podSpec, 'containers')))
    sum = addAmounts(sum, containerRequests(container));
  for (const container of listOf(at(podSpec, 'initContainers'))) {
    for (const [name, amount] of Object.entries(containerRequests(container)))
      sum[name] = Math.max(sum[name] ?? 0, amount);
  }
  return sum;
}

function containerRequests(container: unknown): Amounts {
  return {
    ...readAmounts(at(container, 'resources', 'limits')),
    ...readAmounts(at(container, 'resources', 'requests')),
  };
}
