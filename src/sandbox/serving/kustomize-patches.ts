/** Patches of a kustomization, and those that `spec.source.kustomize.patches` adds. Pure. */
import { parse } from 'yaml';
import { jsonPatch, strategicMerge } from '../kubernetes/patch.ts';
import { at, fieldsOf, isFields, textOf, type Fields } from '../kubernetes/shape.ts';

/**
 * Applies each patch to what its target names (kind, name), or without one to what the patch itself names. A list is a
 * JSON patch (RFC 6902), an object a strategic merge. Source: Kustomize, "patches".
 * @throws Error where nothing is meant
 */
export function withPatches(manifests: readonly unknown[], patches: readonly Fields[]): unknown[] {
  return patches.reduce<unknown[]>(
    (all, entry) => {
      const patch = parse(textOf(entry['patch']) ?? '') as unknown;
      const target = fieldsOf(entry['target']);
      const meant = (manifest: unknown) => isMeant(manifest, target, patch);
      if (!all.some(meant))
        throw new Error(`unable to find patch target "${textOf(target['name']) ?? ''}" in \`resources\``);
      return all.map((manifest) => (meant(manifest) ? patched(manifest, patch) : manifest));
    },
    [...manifests],
  );
}

function isMeant(manifest: unknown, target: Fields, patch: unknown): boolean {
  const kind = target['kind'] ?? at(patch, 'kind');
  const name = target['name'] ?? at(patch, 'metadata', 'name');
  return (
    (kind === undefined || kind === at(manifest, 'kind')) &&
    (name === undefined || name === at(manifest, 'metadata', 'name'))
  );
}

function patched(manifest: unknown, patch: unknown): unknown {
  if (Array.isArray(patch)) return jsonPatch(manifest, patch);
  if (!isFields(patch)) return manifest;
  // The name in a patch with a target says nothing.
  const { metadata, ...rest } = patch;
  const { name: _name, ...others } = fieldsOf(metadata);
  return strategicMerge(manifest, { ...rest, metadata: others });
}
