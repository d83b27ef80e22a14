/** The public addresses of a Deployment: of Ingresses that lead to a Service which selects its pods. Pure. */
import {
  fields,
  publicAddresses,
  type ManifestObject,
  type PublicAddress,
} from '../../platform/kubernetes/manifest.ts';
import type { Collections } from './collections.ts';
import type { Workload } from './workload.ts';

function selects(selector: Readonly<Record<string, string>> | null | undefined, workload: Workload): boolean {
  const labels = workload.spec?.template?.metadata?.labels ?? {};
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}

/** A host without a certificate of its own is reached over plain http. */
function schemed({ url }: PublicAddress, ingress: ManifestObject): string {
  const { hostname } = new URL(url);
  const hosts = Array.isArray(ingress.spec['tls']) ? ingress.spec['tls'].map(fields) : [];
  const isSecure = hosts.some((one) => {
    const names = Array.isArray(one['hosts']) ? (one['hosts'] as unknown[]) : [];
    return names.length === 0 || names.includes(hostname);
  });
  return isSecure ? url : url.replace(/^https:/, 'http:');
}

/** Each once, in the order of the Ingresses. */
export function addressesOf(workload: Workload, { services, ingresses }: Collections): string[] {
  const leading = new Set(
    services
      .filter(({ spec }) => selects(spec?.selector, workload))
      .map(({ metadata }) => metadata?.name ?? ''),
  );
  const found = ingresses.flatMap((one) => {
    const spec = fields((one as { readonly spec?: unknown }).spec);
    const ingress: ManifestObject = {
      kind: 'Ingress',
      name: one.metadata?.name ?? '',
      annotations: {},
      spec,
    };
    return publicAddresses([ingress])
      .filter(({ service }) => service !== undefined && leading.has(service))
      .filter(({ url }) => URL.canParse(url))
      .map((address) => schemed(address, ingress));
  });
  return [...new Set(found)];
}

/** Each address once, also where one has a slash at its end and the other has not. */
export function distinctAddresses(all: readonly string[]): string[] {
  const known = new Map<string, string>();
  for (const address of all) {
    const key = URL.canParse(address) ? new URL(address).href : address;
    if (!known.has(key)) known.set(key, address);
  }
  return [...known.values()];
}
