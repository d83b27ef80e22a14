/** How far the runs of a workflow are. Pure. */
import type { z } from 'zod';
import type { Workflow, WorkflowNode } from '../../../../shared/contract/training/workflows.ts';

type Node = z.infer<typeof WorkflowNode>;
type Counts = Workflow['pods'];

const kinds: Readonly<Record<Node['state'], keyof Omit<Counts, 'all'>>> = {
  pending: 'waiting',
  'waiting-for-quota': 'waiting',
  running: 'running',
  succeeded: 'done',
  skipped: 'done',
  omitted: 'done',
  failed: 'failed',
  error: 'failed',
};

/** The nodes that are one run each: pods, or what tries a pod again, which then stands for all its attempts. */
export function unitsOf(nodes: readonly Node[]): Node[] {
  const retried = new Set(nodes.filter(({ type }) => type === 'Retry').flatMap(({ children }) => children));
  return nodes.filter(({ id, type }) => type === 'Retry' || (type === 'Pod' && !retried.has(id)));
}

/** @param all combinations of the grid, where it is one; nodes that have not begun are not in the status */
export function countPods(nodes: readonly Node[], all: number | undefined): Counts {
  const units = unitsOf(nodes);
  const counts = { done: 0, failed: 0, running: 0, waiting: 0 };
  for (const { state } of units) counts[kinds[state]] += 1;
  return { ...counts, ...(all !== undefined && { all: Math.max(all, units.length) }) };
}
