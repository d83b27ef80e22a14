/** The status word of a pod as kubectl shows it (kubernetes `printersinternal.printPod`). */
import { age } from './duration.ts';
import type { KubernetesObject } from './model.ts';
import { at, listOf, numberOf, textOf, type Fields } from './shape.ts';

interface PodSummary {
  ready: string;
  status: string;
  restarts: string;
}

/** Ready containers, status word and restarts of a pod. */
export function summarizePod(pod: KubernetesObject): PodSummary {
  const containers = listOf(at(pod, 'spec', 'containers'));
  const statuses = listOf(at(pod, 'status', 'containerStatuses'));
  const initial = listOf(at(pod, 'status', 'initContainerStatuses'));
  const phase = textOf(at(pod, 'status', 'phase')) ?? 'Unknown';
  let status = textOf(at(pod, 'status', 'reason')) ?? phase;

  const starting = initStatus(initial, listOf(at(pod, 'spec', 'initContainers')).length);
  let restarts = initial.reduce((sum, container) => sum + (numberOf(container['restartCount']) ?? 0), 0);
  let lastRestart = latest(initial);
  let ready = 0;
  if (starting !== undefined) {
    status = starting;
  } else {
    restarts = 0;
    lastRestart = latest(statuses);
    let running = false;
    for (const container of [...statuses].reverse()) {
      restarts += numberOf(container['restartCount']) ?? 0;
      const waiting = textOf(at(container, 'state', 'waiting', 'reason'));
      const terminated = at(container, 'state', 'terminated');
      if (waiting) status = waiting;
      else if (terminated !== undefined) status = terminatedWord(terminated);
      else if (container['ready'] === true && at(container, 'state', 'running') !== undefined) {
        running = true;
        ready += 1;
      }
    }
    if (status === 'Completed' && running) status = isReady(pod) ? 'Running' : 'NotReady';
  }
  if (pod.metadata.deletionTimestamp !== undefined && phase !== 'Succeeded' && phase !== 'Failed') {
    status = 'Terminating';
  }
  return {
    ready: `${ready}/${containers.length}`,
    status,
    restarts: restarts > 0 && lastRestart ? `${restarts} (${age(lastRestart)} ago)` : String(restarts),
  };
}

function initStatus(statuses: Fields[], count: number): string | undefined {
  for (const [index, container] of statuses.entries()) {
    const terminated = at(container, 'state', 'terminated');
    if (numberOf(at(terminated, 'exitCode')) === 0) continue;
    if (terminated !== undefined) return `Init:${terminatedWord(terminated)}`;
    const waiting = textOf(at(container, 'state', 'waiting', 'reason'));
    if (waiting && waiting !== 'PodInitializing') return `Init:${waiting}`;
    return `Init:${index}/${count}`;
  }
  return undefined;
}

function terminatedWord(terminated: unknown): string {
  const reason = textOf(at(terminated, 'reason'));
  if (reason) return reason;
  const signal = numberOf(at(terminated, 'signal'));
  return signal ? `Signal:${signal}` : `ExitCode:${numberOf(at(terminated, 'exitCode')) ?? 0}`;
}

function latest(statuses: Fields[]): string | undefined {
  return statuses
    .map((container) => textOf(at(container, 'lastState', 'terminated', 'finishedAt')))
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
}

function isReady(pod: KubernetesObject): boolean {
  return listOf(at(pod, 'status', 'conditions')).some(
    (condition) => condition['type'] === 'Ready' && condition['status'] === 'True',
  );
}
