/** The names that Argo Workflows gives to nodes and pods. Source: `NodeID` and `util/pod_name.go` of Argo Workflows 3.7. */

/** FNV-1a, 32 bits, over the UTF-8 bytes of a text (http://www.isthe.com/chongo/tech/comp/fnv/). */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** The id of a node: that of the first one is the workflow's name, the others end with the hash of their name. */
export function nodeId(workflow: string, name: string): string {
  return name === workflow ? workflow : `${workflow}-${fnv1a32(name)}`;
}

const longestPrefix = 242;

/** The name of a node's pod (version 2): workflow, template, hash; a workflow of one pod has a pod of its own name. */
export function podName(workflow: string, name: string, template: string): string {
  if (name === workflow) return workflow;
  const prefix = template === '' ? workflow : `${workflow}-${template}`;
  return `${prefix.slice(0, longestPrefix)}-${fnv1a32(name)}`;
}

/** What is shown of a node within its boundary: `train(0:DIM:50)` of `grid-x.train(0:DIM:50)` and of `grid-x[0].train(0:DIM:50)`. */
export function displayName(name: string, boundary: string | undefined): string {
  if (boundary === undefined) return name;
  const rest = name.startsWith(boundary) ? name.slice(boundary.length) : name;
  return rest.replace(/^(\[\d+\])?\./, '');
}
