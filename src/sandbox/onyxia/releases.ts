/** Reads releases out of the Secrets in which helm keeps them. */
import { gunzipSync } from 'node:zlib';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { KubernetesObject, ObjectStore } from '../kubernetes/model.ts';

const payload = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  version: z.number(),
  manifest: z.string().default(''),
  config: z.record(z.string(), z.unknown()).nullish(),
  info: z.looseObject({
    status: z.string(),
    notes: z.string().default(''),
    description: z.string().default(''),
    last_deployed: z.string(),
  }),
  chart: z.looseObject({
    metadata: z.looseObject({ name: z.string(), version: z.string(), appVersion: z.string().default('') }),
  }),
});

export type Release = z.infer<typeof payload>;

/** The release in a Secret of type helm.sh/release.v1: JSON, gzipped, in base64, in base64 again. Undefined when it cannot be read. */
function decodeRelease(secret: KubernetesObject): Release | undefined {
  const data = (secret['data'] as Record<string, string> | undefined)?.['release'];
  if (data === undefined) return undefined;
  try {
    const compressed = Buffer.from(Buffer.from(data, 'base64').toString('latin1'), 'base64');
    return payload.parse(
      JSON.parse(gunzipSync(compressed, { maxOutputLength: 50 * 1024 * 1024 }).toString('utf8')),
    );
  } catch {
    return undefined;
  }
}

/** The newest revision of every release of a namespace, by name; what is uninstalled is not there. */
export function listReleases(store: ObjectStore, namespace: string): Release[] {
  const newest = new Map<string, { version: number; secret: KubernetesObject }>();
  for (const secret of store.list('secrets', namespace)) {
    const labels = secret.metadata.labels ?? {};
    if (secret['type'] !== 'helm.sh/release.v1' || labels['owner'] !== 'helm') continue;
    const name = labels['name'] ?? '';
    const version = Number(labels['version']);
    if (version > (newest.get(name)?.version ?? 0)) newest.set(name, { version, secret });
  }
  return [...newest.values()]
    .map(({ secret }) => decodeRelease(secret))
    .filter((release) => release !== undefined && release.info.status !== 'uninstalled')
    .map((release) => release as Release)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** The objects of a manifest, in helm's order; a document that is no object is left out. */
export function manifestObjects(manifest: string): KubernetesObject[] {
  return parseAllDocuments(manifest)
    .map((document) => document.toJS() as unknown)
    .filter(
      (value): value is KubernetesObject => typeof value === 'object' && value !== null && 'kind' in value,
    );
}

/** `2026-11-20T09:05:01.541996405Z` as helm prints it: `2026-11-20 09:05:01.541996405 +0000 UTC`. */
export function helmTime(time: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)$/.exec(time);
  if (!match) return time;
  const [, date = '', clock = '', zone = 'Z'] = match;
  return zone === 'Z'
    ? `${date} ${clock} +0000 UTC`
    : `${date} ${clock} ${zone.replace(':', '')} ${zone.replace(':', '')}`;
}
