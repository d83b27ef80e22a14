/** The pod of a node. Source: Argo Workflows, workflow/util/pod_name.go. */

/** 32-bit FNV-1a of a text's UTF-8 bytes (draft-eastlake-fnv, 32 bits). */
function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Longest name of a Kubernetes object, less the hash and its hyphen. */
const longestPrefix = 253 - 11;

/**
 * The name of the pod that runs a node: in the second format `<workflow>-<template>-<hash of the node's name>`, cut before the hash, and
 * the workflow's own name for its only node; in the first one the node's id.
 */
export function podNameOf(
  workflow: string,
  node: { readonly id: string; readonly name: string; readonly template?: string | undefined },
  format: 'v1' | 'v2' = 'v2',
): string {
  if (format === 'v1') return node.id;
  if (node.name === workflow) return workflow;
  const prefix =
    node.template === undefined || node.template === '' ? workflow : `${workflow}-${node.template}`;
  return `${prefix.slice(0, longestPrefix)}-${fnv1a32(node.name)}`;
}
