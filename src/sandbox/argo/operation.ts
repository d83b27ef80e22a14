/** One look at a workflow: its nodes as they become, and the few ways in which they change. */
import { timestamp } from '../node/fields.ts';
import { at, fieldsOf, textOf, type Fields } from '../kubernetes/shape.ts';
import type { KubernetesObject, NewObject } from '../kubernetes/model.ts';
import type { Executed, Execution } from './execution.ts';
import { displayName, nodeId } from './node-names.ts';
import { isFulfilled, type NodePhase, type NodeStatus, type NodeType } from './node-status.ts';
import type { TemplateContext } from './templates.ts';

/** What an operation does in the cluster. */
export interface Hands {
  /** The pod of a node. */
  podOf(id: string): KubernetesObject | undefined;
  /** @throws StatusError as the Kubernetes API refuses it */
  createPod(pod: NewObject): void;
  /** Asks the programs of a pod to end. */
  endPod(pod: KubernetesObject): void;
  /** What is kept of an ended pod: the key of its log, what it printed; undefined while that is not ready. */
  collected(
    pod: KubernetesObject,
    wanted: { log: boolean; result: boolean },
  ): { key?: string; result?: string } | undefined;
  /** A (cluster) workflow template; undefined when there is none. */
  template(name: string, clusterScope: boolean): KubernetesObject | undefined;
}

export interface Operation {
  readonly name: string;
  readonly namespace: string;
  readonly workflow: KubernetesObject;
  /** The specification that runs: with what a template gives, references to the whole replaced. */
  readonly specification: Fields;
  readonly context: TemplateContext;
  /** Values of `workflow.…`. */
  readonly scope: Record<string, string>;
  readonly nodes: Map<string, NodeStatus>;
  readonly hands: Hands;
  /** Executes what is within a template: tasks and steps come back to it. */
  readonly execute: (operation: Operation, execution: Execution) => Executed;
  readonly now: Date;
  /** When the workflow must be over, in milliseconds since the epoch. */
  readonly deadline: number | undefined;
  readonly shutdown: '' | 'Stop' | 'Terminate';
  /** Pods that wait or run now. */
  activePods: number;
  /** Milliseconds until the next look, where time decides. */
  again: number | undefined;
}

/** Sees to it that the workflow is looked at again after so many milliseconds at the latest. */
export function lookAgain(operation: Operation, milliseconds: number): void {
  operation.again = Math.min(operation.again ?? Infinity, Math.max(milliseconds, 1));
}

/** The node of a name. */
export function nodeNamed(operation: Operation, name: string): NodeStatus | undefined {
  return operation.nodes.get(nodeId(operation.name, name));
}

/** Whether pods may still be made: those of the exit handler also while the workflow stops. */
export function mayRun({ shutdown }: Operation, onExit: boolean): boolean {
  return shutdown === '' || (shutdown === 'Stop' && onExit);
}

interface Beginning {
  readonly type: NodeType;
  readonly phase: NodePhase;
  readonly holder: Fields;
  readonly templateScope: string;
  readonly boundary: string | undefined;
  readonly flag?: NodeStatus['nodeFlag'];
  readonly message?: string;
  /** The template with its values, of a node that runs something. */
  readonly template?: Fields;
}

/** Makes a node. `holder` is the task or step that names its template. */
export function beginNode(operation: Operation, name: string, beginning: Beginning): NodeStatus {
  const { type, phase, holder, templateScope, boundary, flag, message, template } = beginning;
  const now = timestamp(operation.now);
  const parameters = fieldsOf(template?.['inputs'])['parameters'];
  const templateName = textOf(holder['template']);
  const reference = holder['templateRef'];
  const node: NodeStatus = {
    id: nodeId(operation.name, name),
    name,
    displayName: displayName(name, boundary === undefined ? undefined : operation.nodes.get(boundary)?.name),
    type,
    ...(templateName === undefined ? {} : { templateName }),
    ...(reference === undefined ? {} : { templateRef: fieldsOf(reference) }),
    templateScope,
    ...(boundary === undefined ? {} : { boundaryID: boundary }),
    phase,
    ...(message === undefined ? {} : { message }),
    startedAt: now,
    finishedAt: isFulfilled({ phase }) ? now : null,
    ...(Array.isArray(parameters) && parameters.length > 0
      ? { inputs: { parameters: parameters as { name: string; value: string }[] } }
      : {}),
    ...(type === 'Pod' ? { taskResultSynced: false } : {}),
    ...(flag === undefined ? {} : { nodeFlag: flag }),
  };
  operation.nodes.set(node.id, node);
  return node;
}

/** Gives a node a phase and, where one is given, a message (empty: none). */
export function markNode(
  operation: Operation,
  node: NodeStatus,
  phase: NodePhase,
  message?: string,
): NodeStatus {
  node.phase = phase;
  if (message === '') delete node.message;
  else if (message !== undefined) node.message = message;
  if (isFulfilled(node)) {
    node.finishedAt ??= timestamp(operation.now);
    if (node.type === 'Pod') node.taskResultSynced = true;
  }
  return node;
}

/** Makes one node follow another. */
export function addChild(parent: NodeStatus, child: string): void {
  const children = (parent.children ??= []);
  if (!children.includes(child)) children.push(child);
}

/** The nodes after which what follows a node comes. */
export function outboundNodes(operation: Operation, id: string): string[] {
  const node = operation.nodes.get(id);
  if (node === undefined) return [];
  if (node.type === 'TaskGroup' && node.children?.length)
    return node.children.flatMap((child) => outboundNodes(operation, child));
  if (node.type === 'Retry') return (node.children ?? []).slice(-1);
  if (node.type === 'Steps' || node.type === 'DAG')
    return (node.outboundNodes ?? []).flatMap((each) => outboundNodes(operation, each));
  return [node.id];
}

/** Whether a node belongs to the exit handler. */
export function isOnExit(operation: Operation, node: NodeStatus): boolean {
  for (let current: NodeStatus | undefined = node; current !== undefined;) {
    if (current.nodeFlag?.hooked === true) return true;
    current = current.boundaryID === undefined ? undefined : operation.nodes.get(current.boundaryID);
  }
  return false;
}

/** The number of a field that may be a text, as `limit: "2"`. */
export function countIn(value: unknown, ...path: string[]): number | undefined {
  const found = at(value, ...path);
  const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
