/** Objects as JSON text, kept with the (frozen) object, so that many watches and lists pay for it once. */
import type { KubernetesObject } from './model.ts';

const texts = new WeakMap<KubernetesObject, string>();

/** The object without `kind` and `apiVersion`, as lists of one kind show their items. The object must be frozen. */
export function itemText(object: KubernetesObject): string {
  const kept = texts.get(object);
  if (kept !== undefined) return kept;
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object;
  const text = JSON.stringify(rest);
  texts.set(object, text);
  return text;
}

/** The whole object with `kind` and `apiVersion` first, as the API answers it. The object must be frozen. */
export function objectText(object: KubernetesObject): string {
  const item = itemText(object);
  const head = `"kind":${JSON.stringify(object.kind)},"apiVersion":${JSON.stringify(object.apiVersion)}`;
  return `{${head},${item.slice(1)}`;
}
