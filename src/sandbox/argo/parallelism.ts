/** How much may run at once, and when a failure ends the rest. Source: `checkParallelism` of Argo Workflows 3.7. */
import type { Fields } from '../kubernetes/shape.ts';
import { isUnsuccessful, type NodeStatus } from './node-status.ts';
import { countIn, markNode, type Operation } from './operation.ts';
import { kindOf, templateOfNode } from './templates.ts';

const counted = new Set(['Pod', 'Steps', 'DAG']);
const failedFast = 'template has failed or errored children and failFast enabled';

function within(operation: Operation, boundary: string): NodeStatus[] {
  return [...operation.nodes.values()].filter(
    (node) => node.boundaryID === boundary && counted.has(node.type),
  );
}

function isGoingOn({ phase }: NodeStatus): boolean {
  return phase === 'Pending' || phase === 'Running';
}

/** Pods of a node that exist and are not over: those that wait for the quota do not count. */
function activePods(operation: Operation, boundary: string): number {
  return within(operation, boundary).filter(
    (node) => node.type === 'Pod' && isGoingOn(node) && operation.hands.podOf(node.id) !== undefined,
  ).length;
}

function lastStepGroup(operation: Operation, boundary: string): NodeStatus | undefined {
  return [...operation.nodes.values()].findLast(
    (node) => node.boundaryID === boundary && node.type === 'StepGroup' && isGoingOn(node),
  );
}

/** Whether a node whose template fails fast has failed children; once none of its pods runs, it fails. */
function failsFast(operation: Operation, template: Fields, node: NodeStatus): boolean {
  if (template['failFast'] !== true || !within(operation, node.id).some(isUnsuccessful)) return false;
  if (activePods(operation, node.id) === 0) {
    const group = kindOf(template) === 'steps' ? lastStepGroup(operation, node.id) : undefined;
    if (group !== undefined) markNode(operation, group, 'Failed', failedFast);
    markNode(operation, node, 'Failed', failedFast);
  }
  return true;
}

/** Whether a node may not go on or begin now, because the workflow, its template or what it is within has enough running. */
export function isFull(
  operation: Operation,
  template: Fields,
  node: NodeStatus | undefined,
  boundary: string | undefined,
): boolean {
  const limit = countIn(operation.specification, 'parallelism');
  if (limit !== undefined && operation.activePods >= limit) return true;
  if (node !== undefined && ['dag', 'steps'].includes(kindOf(template) ?? '')) {
    if (failsFast(operation, template, node)) return true;
    const own = countIn(template, 'parallelism');
    if (own !== undefined && activePods(operation, node.id) >= own) return true;
  }
  if (boundary === undefined || (node !== undefined && isGoingOn(node))) return false;
  const around = operation.nodes.get(boundary);
  if (around === undefined) return false;
  const outer = templateOfNode(operation, around) ?? {};
  if (failsFast(operation, outer, around)) return true;
  const most = countIn(outer, 'parallelism');
  return most !== undefined && within(operation, boundary).filter(isGoingOn).length >= most;
}
