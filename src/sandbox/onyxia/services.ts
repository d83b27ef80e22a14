/** A running release in the words of the Onyxia API ("app"), read from helm's Secrets and the cluster's objects. */
import type { KubernetesObject, ObjectStore } from '../kubernetes/model.ts';
import { readOwnership } from './ownership.ts';
import { helmTime, listReleases, manifestObjects, type Release } from './releases.ts';

const workloads: Record<string, string> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
};

type Fields = Record<string, unknown>;
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const list = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fields) : []);

/** Values flattened to dotted names and texts; arrays are dropped, as the real API drops them. */
function flattenValues(values: unknown, prefix = ''): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [key, value] of Object.entries(fields(values))) {
    const name = prefix + key;
    if (Array.isArray(value)) continue;
    if (typeof value === 'object' && value !== null) Object.assign(flat, flattenValues(value, `${name}.`));
    else if (value !== null && value !== undefined) flat[name] = String(value);
  }
  return flat;
}

/**
 * Addresses of the Ingresses of a manifest (not of the cluster). The real API always says https; the sandbox's
 * ingress speaks http, so its addresses do too. The port is the region's `expose.ingressPort`.
 */
function urlsOf(objects: readonly KubernetesObject[]): string[] {
  return objects
    .filter((object) => object.kind === 'Ingress')
    .flatMap((ingress) =>
      list(fields(ingress['spec'])['rules']).flatMap((rule) =>
        list(fields(rule['http'])['paths']).map(
          (each) => `http://${String(rule['host'])}${String(each['path'] ?? '/')}`,
        ),
      ),
    );
}

function taskOf(pod: KubernetesObject): Fields {
  const status = fields(pod['status']);
  const containers = list(status['containerStatuses']);
  const waiting = [...containers, ...list(status['initContainerStatuses'])]
    .map((container) => fields(fields(container['state'])['waiting'])['reason'])
    .find((reason) => typeof reason === 'string');
  const names = list(fields(pod['spec'])['containers']).map((container) => container['name']);
  return {
    id: pod.metadata.name,
    status: { status: status['phase'] ?? 'Pending', ...(waiting === undefined ? {} : { reason: waiting }) },
    containers: names.map((name) => ({
      name,
      ready: containers.find((container) => container['name'] === name)?.['ready'] === true,
    })),
  };
}

function controllersOf(
  store: ObjectStore,
  namespace: string,
  objects: readonly KubernetesObject[],
): Fields[] {
  return objects.flatMap((declared) => {
    const plural = workloads[declared.kind];
    const live = plural === undefined ? undefined : store.get(plural, namespace, declared.metadata.name);
    if (!live) return [];
    const status = fields(live['status']);
    const daemon = live.kind === 'DaemonSet';
    const desired = Number(
      (daemon ? status['desiredNumberScheduled'] : fields(live['spec'])['replicas']) ?? 0,
    );
    const ready = Number((daemon ? status['numberReady'] : status['readyReplicas']) ?? 0);
    return [
      { healthy: ready >= desired, name: live.metadata.name, kind: live.kind, details: { desired, ready } },
    ];
  });
}

/** One release as `GET /my-lab/app` tells it. */
export function appOf(store: ObjectStore, release: Release): Fields {
  const { namespace, name } = release;
  const objects = manifestObjects(release.manifest);
  const env = flattenValues(release.config);
  const ownership = readOwnership(store, namespace, name);
  const chart = `${release.chart.metadata.name}-${release.chart.metadata.version}`;
  const pods = store
    .list('pods', namespace)
    .filter((pod) => pod.metadata.labels?.['app.kubernetes.io/instance'] === name);
  return {
    id: name,
    name,
    instances: 1,
    cpus: 0,
    mem: 0,
    status: release.info.status,
    urls: urlsOf(objects),
    env,
    tasks: pods.map(taskOf),
    subtitle: chart,
    postInstallInstructions: release.info.notes,
    namespace,
    revision: String(release.version),
    updated: helmTime(release.info.last_deployed),
    appVersion: release.chart.metadata.appVersion,
    chart,
    startedAt: Math.floor(Date.parse(release.info.last_deployed) / 1000) * 1000,
    suspendable: 'global.suspend' in env,
    suspended: env['global.suspend'] === 'true',
    ...(ownership
      ? { catalogId: ownership.catalog, owner: ownership.owner, friendlyName: ownership.friendlyName }
      : {}),
    share: ownership?.share ?? false,
    controllers: controllersOf(store, namespace, objects),
  };
}

/** The apps of a namespace; in a group's project only what is shared or the person's own. */
export function appsOf(store: ObjectStore, namespace: string, onlyFor: string | undefined): Fields[] {
  return listReleases(store, namespace)
    .map((release) => appOf(store, release))
    .filter((app) => onlyFor === undefined || app['share'] === true || app['owner'] === onlyFor);
}

/** The releases whose name contains the text, which is how the real API looks for one (`helm list --filter`). */
export function releasesLike(store: ObjectStore, namespace: string, text: string): Release[] {
  return listReleases(store, namespace).filter((release) => release.name.includes(text));
}
