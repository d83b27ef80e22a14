/** The steps of a workflow as they are shown. Pure. */
import type { WorkflowNode } from '../../../shared/contract/training/workflows.ts';

/** The runs: steps that are pods, in the order in which they began, those that wait last. */
export function runsOf(nodes: readonly WorkflowNode[]): WorkflowNode[] {
  return nodes
    .filter(({ type }) => type === 'Pod')
    .toSorted(
      (one, other) =>
        (one.startedAt ?? Number.POSITIVE_INFINITY) - (other.startedAt ?? Number.POSITIVE_INFINITY) ||
        one.name.localeCompare(other.name, 'en', { numeric: true }),
    );
}

/** Parameters that differ between runs: the others say nothing of a single one. The run in MLflow is no value. */
export function differingParameters(runs: readonly WorkflowNode[]): string[] {
  const names = [...new Set(runs.flatMap(({ parameters }) => Object.keys(parameters)))];
  return names
    .filter((name) => name !== 'RUN')
    .filter((name) => new Set(runs.map(({ parameters }) => parameters[name])).size > 1)
    .toSorted();
}

export interface TreeRow {
  readonly node: WorkflowNode;
  readonly depth: number;
  readonly isOpenable: boolean;
}

/** The rows of the tree from its root, those below a closed step left out; every step once, also where two lead to it. */
export function treeRows(
  nodes: readonly WorkflowNode[],
  root: string | undefined,
  closed: ReadonlySet<string>,
): TreeRow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const rows: TreeRow[] = [];
  const seen = new Set<string>();
  const waiting = root === undefined ? [] : [{ id: root, depth: 0 }];
  while (waiting.length > 0) {
    const next = waiting.pop();
    const node = next && byId.get(next.id);
    if (!next || !node || seen.has(node.id)) continue;
    seen.add(node.id);
    const children = node.children.filter((id) => byId.has(id));
    rows.push({ node, depth: next.depth, isOpenable: children.length > 0 });
    if (closed.has(node.id)) continue;
    for (const id of children.toReversed()) waiting.push({ id, depth: next.depth + 1 });
  }
  return rows;
}
