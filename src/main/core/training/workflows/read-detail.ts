/** One workflow as it is now, from wherever its nodes can be had. */
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { Workflow } from '../../../../shared/contract/training/workflows.ts';
import { isUnderWay, nodesOfPods, withHoldUps } from '../../platform/argo/pods-view.ts';
import type { WorkflowReading } from '../../platform/argo/read-workflow.ts';
import { isOver } from '../../platform/argo/workflow-state.ts';
import type { ArgoPlace } from '../argo-place.ts';
import { summaryOf } from '../marks.ts';
import { countPods, unitsOf } from './pod-counts.ts';

export interface DetailReading extends WorkflowReading {
  readonly nodes: NonNullable<WorkflowReading['nodes']>;
  readonly from: Workflow['from'];
}

/** Reads it: the status, where that was offloaded Argo's server, where there is none the pods. @throws Failure */
export async function readDetail(
  { argo, server }: ArgoPlace,
  name: string,
  signal?: AbortSignal,
): Promise<DetailReading> {
  const reading = await argo.workflow(name, signal);
  if (reading.nodes) {
    const pods = reading.nodes.some(isUnderWay) ? await argo.pods(name, signal).catch(() => []) : [];
    return { ...reading, nodes: withHoldUps(reading.nodes, pods), from: 'status' };
  }
  const asked = await server?.workflow(name, signal).catch((error: unknown) => {
    if (isFailure(error)) return undefined;
    throw error;
  });
  if (asked?.nodes) return { ...asked, nodes: asked.nodes, from: 'server' };
  return { ...reading, nodes: nodesOfPods(await argo.pods(name, signal)), from: 'pods' };
}

/** The same as the page sees it. Pure. */
export function detailOf(reading: DetailReading, asOf: number): Workflow {
  const { nodes, root, message, from, state, items } = reading;
  const all = isOver(state) ? unitsOf(nodes).length : items?.length;
  return {
    workflow: summaryOf(
      {
        name: reading.name,
        labels: reading.labels,
        annotations: reading.annotations,
        creationTimestamp: new Date(reading.createdAt).toISOString(),
      },
      reading,
    ),
    ...(message !== undefined && { message }),
    nodes: [...nodes],
    ...(root !== undefined && { root }),
    pods: countPods(nodes, all),
    from,
    connection: 'live',
    asOf,
  };
}
