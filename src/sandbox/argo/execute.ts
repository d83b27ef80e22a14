/** Executes templates: each look at a workflow goes down its tree and moves on what can be moved on. Source: `executeTemplate` of Argo Workflows 3.7. */
import { textOf, type Fields } from '../kubernetes/shape.ts';
import { executeDag } from './dag.ts';
import { parseDuration } from './durations.ts';
import type { Executed, Execution, Prepared } from './execution.ts';
import { podName } from './node-names.ts';
import { isFulfilled, isUnsuccessful, type NodeStatus } from './node-status.ts';
import { beginNode, lookAgain, markNode, nodeNamed, type Operation } from './operation.ts';
import { isFull } from './parallelism.ts';
import { executePod } from './pod.ts';
import { nextTry } from './retries.ts';
import { executeSteps } from './steps.ts';
import { findTemplate, kindOf, retryStrategyOf, withArguments } from './templates.ts';

/** Executes a template. @throws Error when it cannot be found or filled: the node then tells why */
export function executeTemplate(operation: Operation, execution: Execution): Executed {
  const known = nodeNamed(operation, execution.name);
  let prepared: Prepared;
  try {
    prepared = prepare(operation, execution);
  } catch (error) {
    fail(operation, execution, known, error);
    throw error;
  }
  if (known !== undefined && isFulfilled(known)) return { node: known, full: false };
  if (isFull(operation, prepared.template, known, execution.boundary)) return { node: known, full: true };
  const strategy = retryStrategyOf(operation, prepared.template);
  try {
    if (strategy === undefined) return { node: executeKind(operation, prepared), full: false };
    return { node: executeWithRetries(operation, prepared, strategy), full: false };
  } catch (error) {
    fail(operation, execution, nodeNamed(operation, execution.name), error);
    throw error;
  }
}

function prepare(operation: Operation, execution: Execution): Prepared {
  const { template, context: inner } = findTemplate(execution.holder, execution.context, operation.hands);
  const local: Record<string, string> = {
    'node.name': execution.name,
    'pod.name': podName(operation.name, execution.name, textOf(template['name']) ?? ''),
  };
  // Of a template with retries each try has a pod and a number of its own.
  if (retryStrategyOf(operation, template) !== undefined) delete local['pod.name'];
  return {
    ...execution,
    template: withArguments(template, execution.holder['arguments'], operation.scope, local),
    inner,
    local,
  };
}

function fail(
  operation: Operation,
  execution: Execution,
  node: NodeStatus | undefined,
  error: unknown,
): void {
  const message = error instanceof Error ? error.message : String(error);
  if (node !== undefined) {
    markNode(operation, node, 'Error', message);
    return;
  }
  beginNode(operation, execution.name, {
    type: 'Skipped',
    phase: 'Error',
    holder: execution.holder,
    templateScope: execution.context.scope,
    boundary: execution.boundary,
    message,
    ...(execution.flag === undefined ? {} : { flag: execution.flag }),
  });
}

function executeKind(operation: Operation, prepared: Prepared): NodeStatus {
  switch (kindOf(prepared.template)) {
    case 'container':
    case 'script':
      return executePod(operation, prepared);
    case 'dag':
      return executeDag(operation, prepared);
    case 'steps':
      return executeSteps(operation, prepared);
    case 'suspend':
      return executeSuspend(operation, prepared);
    case undefined:
      throw new Error(
        `Template '${textOf(prepared.template['name']) ?? ''}' missing specification, or of a kind that this platform does not run`,
      );
  }
}

function executeWithRetries(operation: Operation, prepared: Prepared, strategy: Fields): NodeStatus {
  const parent =
    nodeNamed(operation, prepared.name) ??
    beginNode(operation, prepared.name, {
      type: 'Retry',
      phase: 'Running',
      holder: prepared.holder,
      templateScope: prepared.context.scope,
      boundary: prepared.boundary,
      template: prepared.template,
      ...(prepared.flag === undefined ? {} : { flag: prepared.flag }),
    });
  const attempt = nextTry(operation, prepared, parent, strategy);
  if (attempt === undefined) return parent;
  let node: NodeStatus;
  try {
    node = executeKind(operation, attempt);
  } catch (error) {
    const made = nodeNamed(operation, attempt.name);
    fail(operation, attempt, made, error);
    const policy = textOf(strategy['retryPolicy']) ?? 'OnFailure';
    if (policy !== 'Always' && policy !== 'OnError') throw error;
    return parent;
  }
  // A try that is over by now decides about the next one at once.
  if (isFulfilled(node) && !isFulfilled(parent)) {
    const next = nextTry(operation, prepared, parent, strategy);
    if (next !== undefined && isUnsuccessful(node)) executeKind(operation, next);
  }
  return parent;
}

function executeSuspend(operation: Operation, prepared: Prepared): NodeStatus {
  const node =
    nodeNamed(operation, prepared.name) ??
    beginNode(operation, prepared.name, {
      type: 'Suspend',
      phase: 'Pending',
      holder: prepared.holder,
      templateScope: prepared.context.scope,
      boundary: prepared.boundary,
      template: prepared.template,
      ...(prepared.flag === undefined ? {} : { flag: prepared.flag }),
    });
  const { suspend } = prepared.template;
  const text =
    typeof suspend === 'object' && suspend !== null && 'duration' in suspend ? suspend.duration : undefined;
  if (text !== undefined && text !== '') {
    const duration = parseDuration(String(text));
    if (duration === undefined) throw new Error(`time: invalid duration "${String(text)}"`);
    const left = Date.parse(node.startedAt ?? '') + duration - operation.now.getTime();
    if (left <= 0) return markNode(operation, node, 'Succeeded');
    lookAgain(operation, left);
  }
  return markNode(operation, node, 'Running');
}
