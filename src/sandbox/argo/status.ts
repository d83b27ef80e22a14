/** The status of a workflow: its nodes packed when they are many, its progress, its conditions. Source: `packer`, `progress` and `markWorkflowPhase` of Argo Workflows 3.7. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { KubernetesObject } from '../kubernetes/model.ts';
import { fieldsOf, listOf, textOf, type Fields } from '../kubernetes/shape.ts';
import { isFulfilled, type NodeStatus } from './node-status.ts';

/** Beyond so many bytes of JSON for the whole workflow its nodes are packed (`MAX_WORKFLOW_SIZE`). */
const largestWorkflow = 1024 * 1024;

/** The nodes of a status, unpacked, in a map that may be changed. */
export function readNodes(status: unknown): Map<string, NodeStatus> {
  const { nodes, compressedNodes } = fieldsOf(status);
  const packed = textOf(compressedNodes);
  const all: unknown =
    packed === undefined || packed === ''
      ? nodes
      : JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8'));
  return new Map(Object.entries(structuredClone(fieldsOf(all))) as [string, NodeStatus][]);
}

/** The workflow with these nodes: as they are, or packed (gzip, base64) when the whole would be too large. */
export function withNodes(
  workflow: KubernetesObject,
  nodes: ReadonlyMap<string, NodeStatus>,
): KubernetesObject {
  const { nodes: _nodes, compressedNodes: _packed, ...status } = fieldsOf(workflow['status']);
  const plain = {
    ...workflow,
    status: { ...status, ...(nodes.size === 0 ? {} : { nodes: Object.fromEntries(nodes) }) },
  };
  if (Buffer.byteLength(JSON.stringify(plain)) <= largestWorkflow) return plain;
  const compressedNodes = gzipSync(JSON.stringify(Object.fromEntries(nodes))).toString('base64');
  return { ...workflow, status: { ...status, compressedNodes } };
}

/** Writes the progress of every node and gives that of the whole: pods and suspensions that are done, of those that there are. */
export function updateProgress(nodes: ReadonlyMap<string, NodeStatus>): string {
  let done = 0;
  let all = 0;
  const counts = (node: NodeStatus) => node.type === 'Pod' || node.type === 'Suspend';
  for (const node of nodes.values()) {
    if (!counts(node)) continue;
    node.progress = node.phase === 'Succeeded' ? '1/1' : '0/1';
    all += 1;
    if (node.phase === 'Succeeded') done += 1;
  }
  for (const node of nodes.values()) {
    if (counts(node)) continue;
    const counted = nodesBelow(nodes, node).filter(counts);
    const ended = counted.filter(({ phase }) => phase === 'Succeeded');
    if (counted.length > 0) node.progress = `${ended.length}/${counted.length}`;
  }
  return `${done}/${all}`;
}

/** Every node that comes after a node, once. */
export function nodesBelow(nodes: ReadonlyMap<string, NodeStatus>, root: NodeStatus): NodeStatus[] {
  const found = new Map<string, NodeStatus>();
  const open = [...(root.children ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes.get(id);
    if (node === undefined || found.has(id)) continue;
    found.set(id, node);
    open.push(...(node.children ?? []));
  }
  return [...found.values()];
}

/** Writes what the pods of every finished node used, and gives the sum of all; undefined when no pod was used. */
export function updateDurations(
  nodes: ReadonlyMap<string, NodeStatus>,
): { cpu: number; memory: number } | undefined {
  const sumOf = (used: NodeStatus[]) => {
    const each = used.flatMap(({ type, resourcesDuration }) =>
      type === 'Pod' ? (resourcesDuration ?? []) : [],
    );
    if (each.length === 0) return undefined;
    return each.reduce((sum, { cpu, memory }) => ({ cpu: sum.cpu + cpu, memory: sum.memory + memory }));
  };
  for (const node of nodes.values()) {
    if (node.type === 'Pod' || !isFulfilled(node)) continue;
    const sum = sumOf(nodesBelow(nodes, node));
    if (sum !== undefined) node.resourcesDuration = sum;
  }
  return sumOf([...nodes.values()]);
}

/** Conditions with one of them set; a type is there once. */
export function withCondition(conditions: unknown, type: string, status: 'True' | 'False'): Fields[] {
  return [...listOf(conditions).filter((condition) => condition['type'] !== type), { type, status }];
}
