/** What a pod tells about its node. Source: `assessNodeStatus` and `applyExecutionControl` of Argo Workflows 3.7. */
import { at, fieldsOf, listOf, numberOf, textOf, type Fields } from '../kubernetes/shape.ts';
import type { KubernetesObject } from '../kubernetes/model.ts';
import { parseQuantity } from '../kubernetes/quantity.ts';
import { labels } from './labels.ts';
import { isFulfilled, isUnsuccessful, type NodeStatus } from './node-status.ts';
import { isOnExit, lookAgain, markNode, mayRun, type Operation } from './operation.ts';
import { isResultWanted } from './results.ts';
import { templateOfNode } from './templates.ts';

/** A pod that vanished is waited for so long before its node is an error, in milliseconds. */
const vanished = 10_000;

/** Brings all nodes up to date with their pods, and ends what may not go on. */
export function followPods(operation: Operation): void {
  for (const node of operation.nodes.values()) {
    if (node.type !== 'Pod') continue;
    const pod = operation.hands.podOf(node.id);
    if (pod === undefined) followLost(operation, node);
    else {
      followPod(operation, node, pod);
      control(operation, node, pod);
    }
  }
  for (const node of operation.nodes.values()) endWithoutPod(operation, node);
}

function followLost(operation: Operation, node: NodeStatus): void {
  if (node.phase !== 'Running') return;
  const age = operation.now.getTime() - Date.parse(node.startedAt ?? '');
  if (age <= vanished) lookAgain(operation, vanished - age + 1);
  else markNode(operation, node, 'Error', 'pod deleted');
}

function mainState(pod: KubernetesObject): Fields {
  const status = listOf(at(pod, 'status', 'containerStatuses')).find(({ name }) => name === 'main');
  return fieldsOf(status?.['state']);
}

function followPod(operation: Operation, node: NodeStatus, pod: KubernetesObject): void {
  const podPhase = at(pod, 'status', 'phase') ?? 'Pending';
  const hostName = textOf(at(pod, 'spec', 'nodeName'));
  if (hostName !== undefined) node.hostNodeName = hostName;
  const isOver = podPhase === 'Failed' || podPhase === 'Succeeded';
  if (isFulfilled(node) && (!isOver || node.outputs?.exitCode !== undefined)) return;
  if (podPhase === 'Pending') {
    markNode(operation, node, 'Pending', pendingReason(pod));
  } else if (podPhase === 'Running') {
    markNode(operation, node, 'Running', node.phase === 'Pending' ? '' : undefined);
  } else {
    end(operation, node, pod, podPhase === 'Succeeded');
  }
}

function end(operation: Operation, node: NodeStatus, pod: KubernetesObject, succeeded: boolean): void {
  const template = templateOfNode(operation, node);
  const around = node.boundaryID === undefined ? undefined : operation.nodes.get(node.boundaryID);
  const own = at(template, 'archiveLocation', 'archiveLogs') ?? operation.specification['archiveLogs'];
  const wanted = {
    log: own !== false,
    result: isResultWanted(around && templateOfNode(operation, around), node.displayName),
  };
  const collected = operation.hands.collected(pod, wanted);
  // What it printed is being put away: the node ends with that.
  if (collected === undefined) return;
  const terminated = fieldsOf(mainState(pod)['terminated']);
  const exitCode = numberOf(terminated['exitCode']);
  node.outputs = {
    ...node.outputs,
    ...(exitCode === undefined ? {} : { exitCode: String(exitCode) }),
    ...(collected.key === undefined
      ? {}
      : { artifacts: [{ name: 'main-logs', s3: { key: collected.key } }] }),
    ...(collected.result === undefined ? {} : { result: collected.result }),
  };
  if (isFulfilled(node) && isUnsuccessful(node) && succeeded) return;
  if (succeeded) markNode(operation, node, 'Succeeded', node.message === undefined ? undefined : '');
  else markNode(operation, node, 'Failed', failedReason(pod, terminated));
  node.finishedAt = textOf(terminated['finishedAt']) ?? node.finishedAt;
  node.resourcesDuration = durationOf(pod, terminated);
}

function pendingReason(pod: KubernetesObject): string {
  const waiting = fieldsOf(mainState(pod)['waiting']);
  const reason = textOf(waiting['reason']);
  const message = textOf(waiting['message']);
  if (reason !== undefined) return message === undefined || message === '' ? reason : `${reason}: ${message}`;
  const unscheduled = listOf(at(pod, 'status', 'conditions')).find(
    (each) => each['reason'] === 'Unschedulable',
  );
  return unscheduled === undefined ? '' : `Unschedulable: ${textOf(unscheduled['message']) ?? ''}`;
}

function failedReason(pod: KubernetesObject, terminated: Fields): string {
  const told = textOf(at(pod, 'status', 'message'));
  if (told !== undefined && told !== '') return told;
  if (terminated['exitCode'] === undefined)
    return `can't find failed message for pod ${pod.metadata.name} namespace ${pod.metadata.namespace ?? ''}`;
  const message = textOf(terminated['message']);
  return `main: ${textOf(terminated['reason']) ?? 'Error'} (exit code ${String(terminated['exitCode'])})${message ? `: ${message}` : ''}`;
}

/** Processor seconds, and seconds of 100 MiB, by the pod's requests. */
function durationOf(pod: KubernetesObject, terminated: Fields): { cpu: number; memory: number } {
  const seconds =
    (Date.parse(String(terminated['finishedAt'])) - Date.parse(String(terminated['startedAt']))) / 1000 || 0;
  const requests = at(listOf(at(pod, 'spec', 'containers'))[0], 'resources', 'requests');
  const amount = (name: string) => parseQuantity(at(requests, name))?.value ?? 0;
  return {
    cpu: Math.floor(seconds * amount('cpu')),
    memory: Math.floor((seconds * amount('memory')) / (100 * 2 ** 20)),
  };
}

/** Ends a pod when the workflow stops or is late, or when it runs longer than its template allows. */
function control(operation: Operation, node: NodeStatus, pod: KubernetesObject): void {
  const phase = at(pod, 'status', 'phase');
  if (isFulfilled(node) || phase === 'Succeeded' || phase === 'Failed') return;
  const onExit = pod.metadata.labels?.[labels.onExit] === 'true';
  const stop = (message: string) => {
    operation.hands.endPod(pod);
    markNode(operation, node, 'Failed', message);
  };
  if (!mayRun(operation, onExit)) {
    stop(`workflow shutdown with strategy:  ${operation.shutdown}`);
    return;
  }
  if (operation.deadline !== undefined && !onExit && operation.now.getTime() > operation.deadline) {
    stop('Step exceeded its deadline');
    return;
  }
  const seconds = numberOf(at(pod, 'spec', 'activeDeadlineSeconds'));
  const since = textOf(at(pod, 'status', 'startTime'));
  if (seconds === undefined || since === undefined) return;
  const left = Date.parse(since) + seconds * 1000 - operation.now.getTime();
  if (left > 0) lookAgain(operation, left);
  else stop('Pod was active on the node longer than the specified deadline');
}

function endWithoutPod(operation: Operation, node: NodeStatus): void {
  if (isFulfilled(node)) return;
  const onExit = isOnExit(operation, node);
  const isHeld = node.type === 'Suspend' && node.phase === 'Running';
  if (!mayRun(operation, onExit) && isHeld) {
    markNode(operation, node, 'Failed', `Stopped with strategy '${operation.shutdown}'`);
    return;
  }
  const late = operation.deadline !== undefined && operation.now.getTime() > operation.deadline;
  if (late && !onExit && (isHeld || node.phase === 'Pending'))
    markNode(operation, node, 'Failed', 'Step exceeded its deadline');
}
