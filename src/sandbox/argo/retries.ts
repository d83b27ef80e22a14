/** Tries of a template with a retry strategy. Source: `processNodeRetries` of Argo Workflows 3.7. */
import { at, textOf, type Fields } from '../kubernetes/shape.ts';
import { parseDuration, spokenDuration } from './durations.ts';
import type { Prepared } from './execution.ts';
import { isFulfilled, isUnsuccessful, type NodeStatus } from './node-status.ts';
import { addChild, countIn, lookAgain, markNode, type Operation } from './operation.ts';
import { nodeId, podName } from './node-names.ts';
import { replaceIn } from './substitution.ts';

/** The tries of a retry node, in order. */
export function triesOf(operation: Operation, parent: NodeStatus): NodeStatus[] {
  return (parent.children ?? [])
    .flatMap((id) => operation.nodes.get(id) ?? [])
    .filter((node) => node.nodeFlag?.retried === true);
}

/** What is to be tried now: the try that is going on, or a new one; undefined when the node is over or waits. */
export function nextTry(
  operation: Operation,
  prepared: Prepared,
  parent: NodeStatus,
  strategy: Fields,
): Prepared | undefined {
  const tries = triesOf(operation, parent);
  const last = tries.at(-1);
  if (last !== undefined && !isFulfilled(last))
    return attempt(operation, prepared, tries.length - 1, tries.at(-2));
  if (last !== undefined && settle(operation, parent, tries, last, strategy)) return undefined;
  const next = attempt(operation, prepared, tries.length, last);
  addChild(parent, nodeId(operation.name, next.name));
  return next;
}

/** Ends the node or puts off its next try; false when that may begin. */
function settle(
  operation: Operation,
  parent: NodeStatus,
  tries: readonly NodeStatus[],
  last: NodeStatus,
  strategy: Fields,
): boolean {
  const end = (phase: NodeStatus['phase'], message?: string) => {
    if (last.outputs !== undefined) parent.outputs = structuredClone(last.outputs);
    markNode(operation, parent, phase, message);
    return true;
  };
  if (!isUnsuccessful(last)) return end('Succeeded', '');
  if (operation.shutdown !== '') return end(last.phase, `Stopped with strategy '${operation.shutdown}'`);
  if (operation.deadline !== undefined && operation.now.getTime() > operation.deadline) {
    const when = new Date(operation.deadline).toISOString().replace('T', ' ').slice(0, 19);
    return end(last.phase, `retry exceeded workflow deadline ${when} +0000 UTC`);
  }
  const limit = countIn(strategy, 'limit');
  const wait = backOff(operation, tries, last, strategy);
  if (typeof wait === 'string') return end(last.phase, wait);
  if (wait.left > 0 && limit !== undefined && tries.length <= limit) {
    lookAgain(operation, wait.left);
    markNode(operation, parent, parent.phase, `Backoff for ${spokenDuration(wait.whole)}`);
    return true;
  }
  if (wait.whole > 0) markNode(operation, parent, parent.phase, '');
  if (!isTriedAgain(strategy, last)) return end(last.phase, last.message ?? '');
  if (limit !== undefined && tries.length > limit) return end(last.phase, 'No more retries left');
  return false;
}

function isTriedAgain(strategy: Fields, { phase }: NodeStatus): boolean {
  const policy = textOf(strategy['retryPolicy']) ?? 'OnFailure';
  switch (policy) {
    case 'Always':
      return true;
    case 'OnFailure':
      return phase === 'Failed';
    case 'OnError':
      return phase === 'Error';
    case 'OnTransientError':
      return false;
    default:
      throw new Error(`${policy} is not a valid RetryPolicy`);
  }
}

/** How long the next try waits, in milliseconds: duration x factor^(tries - 1), at most `cap`; words when `maxDuration` ends it. */
function backOff(
  operation: Operation,
  tries: readonly NodeStatus[],
  last: NodeStatus,
  strategy: Fields,
): { left: number; whole: number } | string {
  if (at(strategy, 'backoff') === undefined) return { left: 0, whole: 0 };
  const read = (name: string) => {
    const text = textOf(at(strategy, 'backoff', name));
    if (text === undefined || text === '') return undefined;
    const duration = parseDuration(text);
    if (duration === undefined) throw new Error(`unable to parse ${text} as a duration`);
    return duration;
  };
  const base = read('duration');
  if (base === undefined) throw new Error('no base duration specified for retryStrategy');
  const factor = countIn(strategy, 'backoff', 'factor') ?? 0;
  const grown = factor > 0 ? base * factor ** (tries.length - 1) : base;
  const whole = Math.min(grown, read('cap') ?? Infinity);
  const until = Date.parse(last.finishedAt ?? '') + whole;
  const most = read('maxDuration');
  if (most !== undefined) {
    const end = Date.parse(tries[0]?.startedAt ?? '') + most;
    if (operation.now.getTime() > end) return 'Max duration limit exceeded';
    if (until > end) return 'Backoff would exceed max duration limit';
  }
  return { left: until - operation.now.getTime(), whole };
}

function attempt(
  { name: workflow }: Operation,
  prepared: Prepared,
  number: number,
  last: NodeStatus | undefined,
): Prepared {
  const name = `${prepared.name}(${number})`;
  const spent = Date.parse(last?.finishedAt ?? '') - Date.parse(last?.startedAt ?? '');
  const local = {
    ...prepared.local,
    'pod.name': podName(workflow, name, textOf(prepared.template['name']) ?? ''),
    retries: String(number),
    'lastRetry.exitCode': last?.outputs?.exitCode ?? '0',
    'lastRetry.status': last?.phase ?? '',
    'lastRetry.duration': String(Number.isFinite(spent) ? spent / 1000 : 0),
    'lastRetry.message': last?.message ?? '',
  };
  return {
    ...prepared,
    name,
    local,
    template: replaceIn(prepared.template, local),
    flag: { ...prepared.flag, retried: true },
  };
}
