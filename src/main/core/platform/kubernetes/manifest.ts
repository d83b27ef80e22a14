/** What a release's manifest says: its workloads, volumes, services and public addresses. */
import { parseDocument } from 'yaml';
import type { ServicePort } from './objects.ts';

export interface ManifestObject {
  readonly kind: string;
  readonly name: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;
export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const WANTED =
  /^kind:\s*["']?(StatefulSet|Deployment|DaemonSet|Service|Ingress|Route|VirtualService|PersistentVolumeClaim)["']?\s*$/m;
const DOCUMENT_LIMIT = 512 * 1024;

/**
 * The objects of a manifest whose kind matters here. Documents that are of another kind, too large or not YAML are passed
 * over: a manifest is text of a chart's author.
 */
export function manifestObjects(manifest: string): ManifestObject[] {
  const found: ManifestObject[] = [];
  for (const text of manifest.split(/^---.*$/m)) {
    if (text.length > DOCUMENT_LIMIT || !WANTED.test(text)) continue;
    try {
      const document = parseDocument(text, { logLevel: 'silent' });
      if (document.errors.length > 0) continue;
      const object = fields(document.toJS({ maxAliasCount: 50 }));
      const metadata = fields(object['metadata']);
      const { kind } = object;
      if (typeof kind === 'string' && typeof metadata['name'] === 'string') {
        found.push({
          kind,
          name: metadata['name'],
          annotations: fields(metadata['annotations']),
          spec: fields(object['spec']),
        });
      }
    } catch {
      continue;
    }
  }
  return found;
}

export interface PublicAddress {
  readonly url: string;
  /** The service and its port behind it, where the manifest tells. */
  readonly service?: string;
  readonly port?: number | string;
}

function ingressAddresses(object: ManifestObject): PublicAddress[] {
  return list(object.spec['rules']).flatMap((rule) => {
    const { host } = fields(rule);
    if (typeof host !== 'string' || host === '') return [];
    const paths = list(fields(fields(rule)['http'])['paths']).map(fields);
    return (paths.length === 0 ? [{}] : paths).map((one) => {
      const path = fields(one)['path'];
      const backend = fields(fields(fields(one)['backend'])['service']);
      const port = fields(backend['port']);
      const target = port['number'] ?? port['name'];
      return {
        url: `https://${host}${typeof path === 'string' && path !== '/' ? path : ''}`,
        ...(typeof backend['name'] === 'string' && { service: backend['name'] }),
        ...((typeof target === 'string' || typeof target === 'number') && { port: target }),
      };
    });
  });
}

/** The public addresses of a release: of its Ingresses, OpenShift Routes and Istio VirtualServices, each once, as https. */
export function publicAddresses(objects: readonly ManifestObject[]): PublicAddress[] {
  const all = objects.flatMap((object): PublicAddress[] => {
    if (object.kind === 'Ingress') return ingressAddresses(object);
    if (object.kind === 'Route' && typeof object.spec['host'] === 'string') {
      const service = fields(object.spec['to'])['name'];
      const port = fields(object.spec['port'])['targetPort'];
      return [
        {
          url: `https://${object.spec['host']}`,
          ...(typeof service === 'string' && { service }),
          ...((typeof port === 'string' || typeof port === 'number') && { port }),
        },
      ];
    }
    if (object.kind === 'VirtualService') {
      return list(object.spec['hosts']).flatMap((host) =>
        typeof host === 'string' && host.includes('.') ? [{ url: `https://${host}` }] : [],
      );
    }
    return [];
  });
  return all.filter((one, index) => all.findIndex((other) => other.url === one.url) === index);
}

/** The ports of the services of a release. */
export function servicePorts(
  objects: readonly ManifestObject[],
): { readonly service: string; readonly port: ServicePort }[] {
  return objects
    .filter((object) => object.kind === 'Service')
    .flatMap((object) =>
      list(object.spec['ports']).map((port) => ({ service: object.name, port: fields(port) as ServicePort })),
    );
}

/** Names of the workloads of a release and how many pods each wants. */
export function workloads(
  objects: readonly ManifestObject[],
): { readonly kind: string; readonly name: string; readonly replicas: number }[] {
  return objects
    .filter(
      (object) =>
        object.kind === 'StatefulSet' || object.kind === 'Deployment' || object.kind === 'DaemonSet',
    )
    .map((object) => ({
      kind: object.kind,
      name: object.name,
      replicas: typeof object.spec['replicas'] === 'number' ? object.spec['replicas'] : 1,
    }));
}

/** Volume claims that belong to the release and go with it (Helm keeps those annotated `helm.sh/resource-policy: keep`). */
export function ownedClaims(objects: readonly ManifestObject[]): string[] {
  return objects
    .filter(
      (object) =>
        object.kind === 'PersistentVolumeClaim' && object.annotations['helm.sh/resource-policy'] !== 'keep',
    )
    .map((object) => object.name);
}
