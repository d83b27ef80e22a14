/** What should run held against what runs, as `status` of an Application tells it. Pure but for reading the cluster. */
import type { KubernetesObject, NewObject, ObjectStore } from '../kubernetes/model.ts';
import { resourceByKind } from '../kubernetes/resources.ts';
import { at, listOf, sameJson, textOf } from '../kubernetes/shape.ts';
import { applied, tracked, trackingKey } from './apply.ts';
import { healthOf, worst, type Health, type HealthStatus } from './health.ts';
import { containersOf } from './images.ts';

/** Kinds that an application may consist of here. */
export const managedPlurals = ['configmaps', 'deployments', 'ingresses', 'secrets', 'services'] as const;

export interface Compared {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespace: string;
  readonly name: string;
  readonly status: 'Synced' | 'OutOfSync';
  readonly health: Health | undefined;
  /** What should be; undefined: nothing any more. */
  readonly manifest: NewObject | undefined;
  readonly live: KubernetesObject | undefined;
}

/** Every manifest, and everything in the cluster that bears the mark of the application. @throws Error for kinds it does not manage */
export function compare(
  store: ObjectStore,
  application: string,
  namespace: string,
  manifests: readonly NewObject[],
): Compared[] {
  const wanted = manifests.map((manifest) => comparedManifest(store, tracked(application, manifest)));
  const known = new Set(wanted.map(({ plural, name }) => `${plural}/${name}`));
  const left = managedPlurals.flatMap((plural) =>
    store
      .list(plural, namespace)
      .filter(({ metadata }) => metadata.annotations?.[trackingKey]?.startsWith(`${application}:`))
      .filter(({ metadata }) => !known.has(`${plural}/${metadata.name}`))
      .map((live): Compared => ({
        ...identity(live, plural),
        status: 'OutOfSync',
        health: healthOf(live),
        manifest: undefined,
        live,
      })),
  );
  return [...wanted, ...left];
}

function comparedManifest(store: ObjectStore, manifest: NewObject): Compared {
  const resource = resourceByKind(manifest.apiVersion, manifest.kind);
  if (!resource || !managedPlurals.some((plural) => plural === resource.plural))
    throw new Error(
      `resource ${manifest.apiVersion.includes('/') ? `${manifest.apiVersion.split('/')[0]}:` : ''}${manifest.kind} is not permitted in project`,
    );
  const live = store.get(resource.plural, manifest.metadata.namespace, manifest.metadata.name ?? '');
  const same = live !== undefined && sameJson(applied(live, manifest), live);
  return {
    ...identity(manifest, resource.plural),
    status: same ? 'Synced' : 'OutOfSync',
    health: live === undefined ? { status: 'Missing' } : healthOf(live),
    manifest,
    live,
  };
}

function identity({ apiVersion, kind, metadata }: NewObject | KubernetesObject, plural: string) {
  const slash = apiVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    plural,
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
  };
}

/** `status.resources`. */
export function resourcesStatus(all: readonly Compared[]): object[] {
  return all.map(({ group, version, kind, namespace, name, status, health, manifest }) => ({
    ...(group === '' ? {} : { group }),
    version,
    kind,
    namespace,
    name,
    status,
    ...(health === undefined ? {} : { health }),
    ...(manifest === undefined ? { requiresPruning: true } : {}),
  }));
}

/** The health of the whole, and why it is not healthy. What waits to be pruned does not count. */
export function wholeHealth(all: readonly Compared[]): { status: HealthStatus; message?: string } {
  const counted = all.flatMap(({ health, manifest }) => (health && manifest ? [health] : []));
  const status = worst(counted);
  const message = counted.find((health) => health.status === status)?.message;
  return { status, ...(message === undefined ? {} : { message }) };
}

/** `status.summary`: the images of what runs, and where it is reached. */
export function summaryOf(all: readonly Compared[]): { images?: string[]; externalURLs?: string[] } {
  const images = all.flatMap(({ live }) => containersOf(live).flatMap(({ image }) => textOf(image) ?? []));
  const hosts = all
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(({ live }) => listOf(at(live, 'spec', 'rules')).flatMap(({ host }) => textOf(host) ?? []));
  return {
    ...(images.length > 0 ? { images: [...new Set(images)].toSorted() } : {}),
    ...(hosts.length > 0 ? { externalURLs: hosts.map((host) => `http://${host}/`) } : {}),
  };
}
