/** Resource quotas and limit ranges: what a namespace uses, and the words of a refusal (as recorded from Kubernetes 1.35). */
import type { KubernetesObject, ResourceType } from './model.ts';
import { addQuantities, formatQuantity, parseQuantity, type Quantity } from './quantity.ts';
import { at, fieldsOf, isFields, listOf, textOf, type Fields } from './shape.ts';
import { forbidden } from './status.ts';

export type Usage = Map<string, Quantity>;

const one: Quantity = { value: 1, format: 'decimal' };
const computeKeys = /^(requests|limits)\.|^(cpu|memory|ephemeral-storage)$/;

function add(usage: Usage, key: string, amount: Quantity | undefined): void {
  if (amount === undefined) return;
  const before = usage.get(key);
  usage.set(key, before ? addQuantities(before, amount) : amount);
}

/** What one object counts for, by the keys of a quota (`requests.cpu`, `count/pods`, ...). Finished pods count for nothing. */
export function usageOf(resource: ResourceType, object: KubernetesObject): Usage {
  const usage: Usage = new Map();
  const suffix = resource.group === '' ? '' : `.${resource.group}`;
  if (resource.plural !== 'pods') usage.set(`count/${resource.plural}${suffix}`, one);
  if (resource.plural === 'pods') addPod(usage, object);
  else if (resource.plural === 'persistentvolumeclaims') {
    usage.set('persistentvolumeclaims', one);
    const storage = parseQuantity(at(object['spec'], 'resources', 'requests', 'storage'));
    add(usage, 'requests.storage', storage);
    const storageClass = textOf(at(object['spec'], 'storageClassName'));
    if (storageClass) add(usage, `${storageClass}.storageclass.storage.k8s.io/requests.storage`, storage);
  } else if (suffix === '') usage.set(resource.plural, one);
  return usage;
}

function addPod(usage: Usage, pod: KubernetesObject): void {
  usage.set('count/pods', one);
  const phase = at(pod['status'], 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') return;
  usage.set('pods', one);
  for (const side of ['requests', 'limits'] as const) {
    const sum: Usage = new Map();
    for (const container of listOf(at(pod['spec'], 'containers')))
      addEach(sum, at(container, 'resources', side), add);
    // Init containers run one after the other, before the others: the largest counts.
    for (const container of listOf(at(pod['spec'], 'initContainers')))
      addEach(sum, at(container, 'resources', side), max);
    for (const [kind, amount] of sum) {
      usage.set(`${side}.${kind}`, amount);
      if (side === 'requests') usage.set(kind, amount);
    }
  }
}

function addEach(
  sum: Usage,
  amounts: unknown,
  combine: (sum: Usage, key: string, amount: Quantity | undefined) => void,
): void {
  for (const [kind, text] of Object.entries(fieldsOf(amounts))) combine(sum, kind, parseQuantity(text));
}

function max(usage: Usage, key: string, amount: Quantity | undefined): void {
  if (amount !== undefined && amount.value > (usage.get(key)?.value ?? 0)) usage.set(key, amount);
}

/** The `status` of a quota: its limits, and what is used of each. */
export function quotaStatus(quota: KubernetesObject, used: Usage): { hard: Fields; used: Fields } {
  const hard = fieldsOf(at(quota['spec'], 'hard'));
  const status: Fields = {};
  for (const [key, limit] of Object.entries(hard)) {
    const format = parseQuantity(limit)?.format ?? 'decimal';
    status[key] = formatQuantity(used.get(key) ?? { value: 0, format });
  }
  return { hard: { ...hard }, used: status };
}

/**
 * Checks one object against one quota. Throws 403 in the words of the real API when a limit would be exceeded,
 * or when the quota limits something that a container does not state.
 */
export function checkQuota(
  quota: KubernetesObject,
  resource: ResourceType,
  object: KubernetesObject,
  used: Usage,
  before: Usage,
): void {
  const hard = Object.entries(fieldsOf(at(quota['spec'], 'hard')));
  const wanted = usageOf(resource, object);
  if (resource.plural === 'pods') requireStated(quota, resource, object, hard);
  const exceeded = hard.flatMap(([key, limitText]) => {
    const limit = parseQuantity(limitText);
    const request = wanted.get(key);
    if (limit === undefined || request === undefined) return [];
    const delta = request.value - (before.get(key)?.value ?? 0);
    const now = used.get(key) ?? { value: 0, format: limit.format };
    if (delta <= 0 || now.value + delta <= limit.value) return [];
    return [{ key, delta: { value: delta, format: request.format }, now, limit }];
  });
  if (exceeded.length === 0) return;
  exceeded.sort((left, right) => (left.key < right.key ? -1 : 1));
  const list = (pick: (entry: (typeof exceeded)[number]) => Quantity) =>
    exceeded.map((entry) => `${entry.key}=${formatQuantity(pick(entry))}`).join(',');
  throw forbidden(
    resource,
    object.metadata.name,
    `exceeded quota: ${quota.metadata.name}, requested: ${list((entry) => entry.delta)}, ` +
      `used: ${list((entry) => entry.now)}, limited: ${list((entry) => entry.limit)}`,
  );
}

function requireStated(
  quota: KubernetesObject,
  resource: ResourceType,
  pod: KubernetesObject,
  hard: [string, unknown][],
): void {
  const missing = hard
    .map(([key]) => key)
    .filter((key) => computeKeys.test(key) && key !== 'requests.storage')
    .sort()
    .flatMap((key) => {
      const [side, kind] = key.includes('.') ? splitOnce(key) : ['requests', key];
      const names = [...listOf(at(pod['spec'], 'containers')), ...listOf(at(pod['spec'], 'initContainers'))]
        .filter((container) => at(container, 'resources', side, kind) === undefined)
        .map((container) => textOf(container['name']) ?? '');
      return names.length > 0 && !kind.includes('/') ? [`${key} for: ${names.join(',')}`] : [];
    });
  if (missing.length === 0) return;
  throw forbidden(
    resource,
    pod.metadata.name,
    `failed quota: ${quota.metadata.name}: must specify ${missing.join('; ')}`,
  );
}

function splitOnce(key: string): [string, string] {
  const dot = key.indexOf('.');
  return [key.slice(0, dot), key.slice(dot + 1)];
}

/** Fills a pod's requests and limits in place from the default values of the namespace's limit ranges. */
export function fillFromLimitRange(range: KubernetesObject, pod: Fields): void {
  for (const limit of listOf(at(range['spec'], 'limits'))) {
    if (limit['type'] !== 'Container') continue;
    for (const container of [
      ...listOf(at(pod['spec'], 'containers')),
      ...listOf(at(pod['spec'], 'initContainers')),
    ]) {
      const resources = isFields(container['resources']) ? container['resources'] : {};
      container['resources'] = resources;
      const limits = { ...fieldsOf(limit['default']), ...fieldsOf(resources['limits']) };
      const requests = { ...fieldsOf(limit['defaultRequest']), ...fieldsOf(resources['requests']) };
      if (Object.keys(limits).length > 0) resources['limits'] = limits;
      if (Object.keys(requests).length > 0) resources['requests'] = requests;
    }
  }
}
