/** The status of a node, as Argo Workflows 3.7 writes it into `status.nodes`, and the rules about its phase. */
import type { Fields } from '../kubernetes/shape.ts';

export type NodePhase = 'Pending' | 'Running' | 'Succeeded' | 'Skipped' | 'Failed' | 'Error' | 'Omitted';
export type NodeType = 'Pod' | 'Steps' | 'StepGroup' | 'DAG' | 'TaskGroup' | 'Retry' | 'Skipped' | 'Suspend';

export interface Parameter {
  readonly name: string;
  readonly value: string;
}

export interface NodeOutputs {
  exitCode?: string;
  result?: string;
  parameters?: Parameter[];
  artifacts?: { name: string; s3: { key: string } }[];
}

/** Times are RFC 3339; `finishedAt` is null until the end. */
export interface NodeStatus {
  id: string;
  name: string;
  displayName: string;
  type: NodeType;
  templateName?: string;
  templateRef?: Fields;
  templateScope: string;
  boundaryID?: string;
  phase: NodePhase;
  message?: string;
  startedAt: string | null;
  finishedAt: string | null;
  progress?: string;
  resourcesDuration?: { cpu: number; memory: number };
  inputs?: { parameters: Parameter[] };
  outputs?: NodeOutputs;
  children?: string[];
  outboundNodes?: string[];
  hostNodeName?: string;
  taskResultSynced?: boolean;
  nodeFlag?: { hooked?: true; retried?: true };
}

/** Whether a node is over, run or not. */
export function isFulfilled({ phase }: Pick<NodeStatus, 'phase'>): boolean {
  return phase !== 'Pending' && phase !== 'Running';
}

/** Whether a node ran to its end. */
export function isCompleted(node: Pick<NodeStatus, 'phase'>): boolean {
  return node.phase === 'Succeeded' || isUnsuccessful(node);
}

/** Whether a node failed, by its program or by its surroundings. */
export function isUnsuccessful({ phase }: Pick<NodeStatus, 'phase'>): boolean {
  return phase === 'Failed' || phase === 'Error';
}

/** The end of a node as its workflow's phase. */
export function workflowPhaseOf(phase: NodePhase): 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Error' {
  return phase === 'Skipped' || phase === 'Omitted' ? 'Succeeded' : phase;
}
