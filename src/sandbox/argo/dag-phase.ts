/** How a DAG as a whole is. Source: `assessDAGPhase` of Argo Workflows 3.7. */
import { fieldsOf } from '../kubernetes/shape.ts';
import { isCompleted, isFulfilled, isUnsuccessful, type NodePhase, type NodeStatus } from './node-status.ts';
import type { Operation } from './operation.ts';
import { triesOf } from './retries.ts';

interface Rules {
  /** The first failure decides. */
  readonly failFast: boolean;
  /** `continueOn` of the task of a node. */
  readonly goesOn: (id: string) => unknown;
}

/**
 * The phase of a DAG by its target tasks. A task that was left out has the phase of those before it, a failure before
 * a success, so that what a failure left out makes the whole fail.
 */
export function dagPhase(
  operation: Operation,
  node: NodeStatus,
  targets: readonly string[],
  { failFast, goesOn }: Rules,
): NodePhase {
  if (operation.shutdown !== '') return 'Failed';
  const found = new Map<string, NodePhase | undefined>(targets.map((id) => [id, undefined]));
  const seen = new Set<string>();
  const queue: [id: string, phase: NodePhase][] = (node.children ?? []).map((id) => [id, 'Succeeded']);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [id, before] = next;
    if (seen.has(`${id} ${before}`)) continue;
    seen.add(`${id} ${before}`);
    const current = operation.nodes.get(id);
    if (current === undefined || !isFulfilled(current)) return 'Running';
    const phase = isCompleted(current) ? current.phase : before;
    const known = found.get(id);
    if (found.has(id) && (known === undefined || !isUnsuccessful({ phase: known }))) found.set(id, phase);
    const tries = new Set(current.type === 'Retry' ? triesOf(operation, current).map((each) => each.id) : []);
    const after =
      current.type === 'Retry'
        ? [...tries].flatMap((each) => operation.nodes.get(each)?.children ?? [])
        : (current.children ?? []);
    for (const child of after) queue.push([child, phase]);
  }
  let result: NodePhase = 'Succeeded';
  for (const [id, phase] of found) {
    if (phase === undefined) {
      result = 'Running';
      if (!failFast) break;
    } else if (isUnsuccessful({ phase })) {
      if (fieldsOf(goesOn(id))[phase === 'Failed' ? 'failed' : 'error'] === true) continue;
      result = phase;
      if (failFast) break;
    }
  }
  return result;
}
