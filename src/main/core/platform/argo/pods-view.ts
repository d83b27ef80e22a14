/** A workflow's nodes from its pods alone, where its status is out of reach. Pure. */
import type { z } from 'zod';
import type { NodeState, WorkflowNode } from '../../../../shared/contract/training/workflows.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { timeOf } from './resources.ts';

type Node = z.infer<typeof WorkflowNode>;

const nodeId = 'workflows.argoproj.io/node-id';
const nodeName = 'workflows.argoproj.io/node-name';

const states: Readonly<Record<string, z.infer<typeof NodeState>>> = {
  Pending: 'pending',
  Running: 'running',
  Succeeded: 'succeeded',
  Failed: 'failed',
};

/** One node a pod, without children: how they hang together is not said there. */
export function nodesOfPods(pods: readonly Pod[]): Node[] {
  return pods.map((pod) => {
    const { annotations, name = '' } = pod.metadata ?? {};
    const main = pod.status?.containerStatuses?.find((one) => one.name === 'main');
    const ended = main?.state?.terminated;
    const startedAt = timeOf(pod.status?.startTime);
    const endedAt = timeOf(ended?.finishedAt);
    const message = ended?.reason === 'Completed' ? undefined : (ended?.message ?? ended?.reason);
    return {
      id: annotations?.[nodeId] ?? name,
      name: shownName(annotations?.[nodeName] ?? name),
      type: 'Pod',
      state: states[pod.status?.phase ?? ''] ?? 'pending',
      ...(message && { message }),
      ...(startedAt !== undefined && { startedAt }),
      ...(endedAt !== undefined && { endedAt }),
      children: [],
      parameters: {},
      ...(ended?.exitCode !== undefined && { exitCode: String(ended.exitCode) }),
    };
  });
}

/** Reasons of waiting that are the usual way to a start. */
const usual = new Set(['ContainerCreating', 'PodInitializing']);

/** Why a pod does not get going, in the cluster's words: an image, a missing key of a Secret, no place on a node. */
function holdUpOf({ status }: Pod): string | undefined {
  const waiting = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
    .map(({ state }) => state?.waiting)
    .find((one) => one?.reason !== undefined && !usual.has(one.reason));
  const unplaced = status?.conditions?.find((one) => one.type === 'PodScheduled' && one.status === 'False');
  const found = waiting ?? unplaced;
  return found && [found.reason, found.message].filter(Boolean).join(': ');
}

/** Nodes that are under way, with what their pods wait for: the status of the workflow alone says that they run. */
export function withHoldUps(nodes: readonly Node[], pods: readonly Pod[]): Node[] {
  const byNode = new Map(pods.map((pod) => [pod.metadata?.annotations?.[nodeId], holdUpOf(pod)]));
  return nodes.map((node) => {
    const message = isUnderWay(node) ? byNode.get(node.id) : undefined;
    return message === undefined ? node : { ...node, state: 'pending', message };
  });
}

/** Whether a pod of it may still be held up. */
export function isUnderWay({ type, state }: Pick<Node, 'type' | 'state'>): boolean {
  return type === 'Pod' && (state === 'running' || state === 'pending');
}

/** The last part of a node's name: `grid-x.train(0:LR:0.1)` is shown as `train(0:LR:0.1)`. */
function shownName(name: string): string {
  const bracket = name.indexOf('(');
  const head = bracket < 0 ? name : name.slice(0, bracket);
  return name.slice(head.lastIndexOf('.') + 1);
}
