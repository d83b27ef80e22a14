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

/** The last part of a node's name: `grid-x.train(0:LR:0.1)` is shown as `train(0:LR:0.1)`. */
function shownName(name: string): string {
  const bracket = name.indexOf('(');
  const head = bracket < 0 ? name : name.slice(0, bracket);
  return name.slice(head.lastIndexOf('.') + 1);
}
