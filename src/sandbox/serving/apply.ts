/** What a manifest makes of the object in the cluster, as `kubectl apply` reckons it. Pure. */
import type { KubernetesObject, NewObject } from '../kubernetes/model.ts';
import { strategicMerge } from '../kubernetes/patch.ts';
import { copyJson, fieldsOf, isFields, textOf, type Fields } from '../kubernetes/shape.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
/** By which Argo CD finds what belongs to an application (`resource.customizations`, tracking by annotation). */
export const trackingKey = 'argocd.argoproj.io/tracking-id';

/** `name:group/Kind:namespace/name`. */
export function trackingId(application: string, { apiVersion, kind, metadata }: NewObject): string {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  return `${application}:${group}/${kind}:${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}

/** The manifest as it is applied: with the mark of its application. */
export function tracked(application: string, manifest: NewObject): NewObject {
  const annotations = {
    ...manifest.metadata.annotations,
    [trackingKey]: trackingId(application, manifest),
  };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

/**
 * The object after the manifest was applied: what the manifest says holds, what an earlier one said and this one does not is
 * gone, what others added stays. Source: Kubernetes, "Declarative management of objects", merge by three ways.
 */
export function applied(live: KubernetesObject, manifest: NewObject): KubernetesObject {
  const before = parsed(textOf(live.metadata.annotations?.[lastApplied]));
  const patch = before === undefined ? manifest : withRemovals(before, manifest);
  return strategicMerge(live, patch) as KubernetesObject;
}

/** With the manifest itself noted, for the next time. */
export function withNote<Object extends NewObject>(object: Object, manifest: NewObject): Object {
  const annotations = { ...object.metadata.annotations, [lastApplied]: JSON.stringify(manifest) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function parsed(text: string | undefined): Fields | undefined {
  try {
    return text === undefined ? undefined : fieldsOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The manifest as a patch that also removes what is in `before` alone. */
function withRemovals(before: unknown, now: unknown): unknown {
  if (!isFields(before) || !isFields(now)) return withRemovedEntries(before, now);
  const patch: Fields = {};
  for (const field of Object.keys(before)) if (!(field in now)) patch[field] = null;
  for (const [field, value] of Object.entries(now)) patch[field] = withRemovals(before[field], value);
  return patch;
}

/** Lists whose entries have names merge by them; an entry that is gone is deleted by its name. */
function withRemovedEntries(before: unknown, now: unknown): unknown {
  if (!Array.isArray(before) || !Array.isArray(now)) return copyJson(now);
  const named = [...before, ...now].every((entry) => isFields(entry) && typeof entry['name'] === 'string');
  if (!named) return copyJson(now);
  const earlier = before.filter(isFields);
  const later = now.filter(isFields);
  const find = (list: readonly Fields[], { name }: Fields) => list.find((entry) => entry['name'] === name);
  return [
    ...later.map((entry) => withRemovals(find(earlier, entry), entry)),
    ...earlier
      .filter((entry) => find(later, entry) === undefined)
      .map(({ name }) => ({ name, $patch: 'delete' })),
  ];
}
