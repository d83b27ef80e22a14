/** Endpoints and EndpointSlices: which pods stand behind a service. */
import type { KubernetesObject, NewObject, ObjectStore } from '../../kubernetes/model.ts';
import { at, fieldsOf, listOf, sameJson, textOf, type Fields } from '../../kubernetes/shape.ts';
import { hasLabels, textMapOf } from '../fields.ts';
import { randomEnding } from '../names.ts';
import { portNumber } from '../pod-spec.ts';
import { isFinished, isLeaving, isReady } from '../pod-state.ts';
import { readPod } from '../pod-spec.ts';
import { startController } from './loop.ts';

/** Starts the controller. Returns a way to stop. */
export function startEndpoints(store: ObjectStore, log: (message: string) => void): () => void {
  return startController({
    store,
    log,
    plural: 'services',
    reconcile: (service) => reconcile(store, service),
    related: ({ resource, object }) =>
      resource.plural !== 'pods'
        ? []
        : store
            .list('services', object.metadata.namespace)
            .filter((service) => hasLabels(selectorOf(service), object.metadata.labels))
            .map(({ metadata }) => ({ namespace: metadata.namespace, name: metadata.name })),
    // The slices go by their owner reference, Endpoints by name.
    removed({ metadata }) {
      if (store.get('endpoints', metadata.namespace, metadata.name) !== undefined)
        store.delete('endpoints', metadata.namespace, metadata.name);
    },
  });
}

export interface Backend {
  readonly pod: KubernetesObject;
  readonly address: string;
  readonly ready: boolean;
}

/** The pods behind a service that have an address, those that are ready first. */
export function backendsOf(store: ObjectStore, service: KubernetesObject): Backend[] {
  const anyway = at(service, 'spec', 'publishNotReadyAddresses') === true;
  return store
    .list('pods', service.metadata.namespace)
    .filter((pod) => hasLabels(selectorOf(service), pod.metadata.labels) && !isFinished(pod))
    .flatMap((pod) => {
      const address = textOf(at(pod, 'status', 'podIP'));
      return address === undefined
        ? []
        : [{ pod, address, ready: (anyway || isReady(pod)) && !isLeaving(pod) }];
    })
    .sort(
      (left, right) => Number(right.ready) - Number(left.ready) || left.address.localeCompare(right.address),
    );
}

/** The container port of a pod to which a port of a service leads; undefined when the pod has none of that name. */
export function targetPort(servicePort: Fields, pod: KubernetesObject): number | undefined {
  const target = servicePort['targetPort'] ?? servicePort['port'];
  const ports = readPod(pod).containers.flatMap((container) => container.ports);
  return portNumber({ ports }, target);
}

function reconcile(store: ObjectStore, service: KubernetesObject): undefined {
  if (Object.keys(selectorOf(service)).length === 0 || isLeaving(service)) return;
  const { name, namespace } = service.metadata;
  const backends = backendsOf(store, service);
  const labels = {
    ...textMapOf(service.metadata.labels),
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    'kubernetes.io/service-name': name,
  };
  const place = namespace === undefined ? {} : { namespace };

  const existing = store
    .list('endpointslices', namespace)
    .find(
      ({ metadata }) =>
        metadata.labels?.['kubernetes.io/service-name'] === name &&
        metadata.ownerReferences?.[0]?.uid === service.metadata.uid,
    );
  const slice = {
    addressType: 'IPv4',
    endpoints: backends.map(endpoint),
    ports: portsOf(service, backends).map(({ name: portName, port, protocol }) => ({
      name: portName ?? '',
      port,
      protocol,
    })),
  };
  const owner = [
    {
      apiVersion: 'v1',
      kind: 'Service',
      name,
      uid: service.metadata.uid,
      controller: true,
      blockOwnerDeletion: true,
    },
  ];
  put(store, 'endpointslices', existing, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    ...slice,
    metadata: {
      name: existing?.metadata.name ?? `${name}-${randomEnding()}`,
      generateName: `${name}-`,
      ...place,
      labels,
      ownerReferences: owner,
    },
  });

  const addresses = (ready: boolean) =>
    backends
      .filter((backend) => backend.ready === ready)
      .map(({ pod, address }) => ({
        ip: address,
        nodeName: at(pod, 'spec', 'nodeName'),
        targetRef: targetOf(pod),
      }));
  const subset = {
    ...(addresses(true).length > 0 ? { addresses: addresses(true) } : {}),
    ...(addresses(false).length > 0 ? { notReadyAddresses: addresses(false) } : {}),
    ports: portsOf(service, backends),
  };
  put(store, 'endpoints', store.get('endpoints', namespace, name), {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name, ...place, labels: textMapOf(service.metadata.labels) },
    ...(backends.length > 0 ? { subsets: [subset] } : {}),
  });
}

function put(
  store: ObjectStore,
  plural: string,
  existing: KubernetesObject | undefined,
  wanted: NewObject,
): void {
  if (existing === undefined) return void store.create(wanted);
  const { metadata: _new, ...fields } = wanted;
  const { metadata: _old, ...before } = existing;
  if (sameJson(fields, before)) return;
  store.modify(plural, existing.metadata.namespace, existing.metadata.name, (draft) => {
    for (const field of Object.keys(draft)) if (field !== 'metadata') delete draft[field];
    Object.assign(draft, fields);
  });
}

function endpoint({ pod, address, ready }: Backend): Fields {
  return {
    addresses: [address],
    conditions: { ready, serving: ready || (isReady(pod) && isLeaving(pod)), terminating: isLeaving(pod) },
    nodeName: at(pod, 'spec', 'nodeName'),
    targetRef: targetOf(pod),
  };
}

function targetOf({ metadata }: KubernetesObject): Fields {
  return { kind: 'Pod', namespace: metadata.namespace, name: metadata.name, uid: metadata.uid };
}

function portsOf(
  service: KubernetesObject,
  backends: readonly Backend[],
): { name?: string; port: number; protocol: string }[] {
  const [first] = backends;
  if (first === undefined) return [];
  return listOf(at(service, 'spec', 'ports')).flatMap((servicePort) => {
    const port = targetPort(servicePort, first.pod);
    const name = textOf(servicePort['name']);
    return port === undefined
      ? []
      : [
          {
            ...(name === undefined ? {} : { name }),
            port,
            protocol: textOf(servicePort['protocol']) ?? 'TCP',
          },
        ];
  });
}

function selectorOf(service: KubernetesObject): Record<string, string> {
  return textMapOf(fieldsOf(service['spec'])['selector']);
}
