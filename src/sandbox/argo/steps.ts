/** `steps`: groups one after the other, the steps of a group side by side. Source: `steps.go` of Argo Workflows 3.7. */
import { fieldsOf, isFields, textOf, type Fields } from '../kubernetes/shape.ts';
import { nameOf } from './depends.ts';
import type { Execution, Prepared } from './execution.ts';
import { holds } from './expressions.ts';
import { expandItems } from './items.ts';
import { nodeId } from './node-names.ts';
import { isFulfilled, isUnsuccessful, type NodeStatus } from './node-status.ts';
import { addChild, beginNode, markNode, nodeNamed, outboundNodes, type Operation } from './operation.ts';
import { addResults, templateOutputs } from './results.ts';
import { replaceIn } from './substitution.ts';

type Results = Record<string, string>;

/** Executes a template of steps. @throws Error */
export function executeSteps(operation: Operation, prepared: Prepared): NodeStatus {
  const { name, template, holder, context, boundary, flag } = prepared;
  const node =
    nodeNamed(operation, name) ??
    beginNode(operation, name, {
      type: 'Steps',
      phase: 'Running',
      holder,
      templateScope: context.scope,
      boundary,
      template,
      ...(flag === undefined ? {} : { flag }),
    });
  const groups = (Array.isArray(template['steps']) ? template['steps'] : []) as unknown[];
  const results: Results = {};
  let before: NodeStatus | undefined;
  for (const [index, steps] of groups.entries()) {
    const group = beginGroup(operation, prepared, node, index, before);
    const list = (Array.isArray(steps) ? steps : [steps]).filter(isFields);
    executeGroup(operation, prepared, node, group, list, results);
    if (!isFulfilled(group)) return node;
    before = group;
    if (isUnsuccessful(group)) {
      node.outboundNodes = outboundOf(operation, group);
      return markNode(operation, node, 'Failed', group.message ?? '');
    }
    for (const step of list)
      addResults(operation, results, `steps.${nameOf(step)}`, `${group.name}.${nameOf(step)}`, node.id);
  }
  if (before !== undefined) node.outboundNodes = outboundOf(operation, before);
  const outputs = templateOutputs(template, results);
  if (outputs !== undefined) node.outputs = outputs;
  return markNode(operation, node, 'Succeeded');
}

function outboundOf(operation: Operation, group: NodeStatus): string[] {
  return (group.children ?? []).flatMap((child) => outboundNodes(operation, child));
}

function beginGroup(
  operation: Operation,
  { name, context }: Prepared,
  node: NodeStatus,
  index: number,
  before: NodeStatus | undefined,
): NodeStatus {
  const groupName = `${name}[${index}]`;
  const known = nodeNamed(operation, groupName);
  const group =
    known ??
    beginNode(operation, groupName, {
      type: 'StepGroup',
      phase: 'Running',
      holder: {},
      templateScope: context.scope,
      boundary: node.id,
      flag: {},
    });
  const ends = before === undefined ? [] : outboundOf(operation, before);
  const parents =
    before === undefined ? [node] : ends.length === 0 ? [before] : ends.map((id) => operation.nodes.get(id));
  for (const parent of parents) if (parent !== undefined) addChild(parent, group.id);
  return group;
}

function executeGroup(
  operation: Operation,
  prepared: Prepared,
  node: NodeStatus,
  group: NodeStatus,
  steps: readonly Fields[],
  results: Results,
): void {
  if (isFulfilled(group)) return;
  const goesOn = new Map<string, Fields>();
  try {
    const scope = { ...operation.scope, ...results };
    for (const step of steps.flatMap((each) => expandItems(replaceIn(each, scope), scope))) {
      const name = `${group.name}.${nameOf(step)}`;
      goesOn.set(nodeId(operation.name, name), fieldsOf(step['continueOn']));
      const execution = {
        name,
        holder: step,
        context: prepared.inner,
        boundary: node.id,
        onExit: prepared.onExit,
      };
      if (!holds(step['when'])) {
        if (nodeNamed(operation, name) === undefined)
          beginNode(operation, name, {
            type: 'Skipped',
            phase: 'Skipped',
            holder: step,
            templateScope: prepared.inner.scope,
            boundary: node.id,
            flag: {},
            message: `when '${textOf(step['when']) ?? ''}' evaluated false`,
          });
        addChild(group, nodeId(operation.name, name));
        continue;
      }
      const { node: child } = runStep(operation, group, execution);
      if (child !== undefined) addChild(group, child.id);
      else return;
    }
  } catch (error) {
    markNode(operation, group, 'Error', error instanceof Error ? error.message : String(error));
    return;
  }
  const children = (group.children ?? []).flatMap((id) => operation.nodes.get(id) ?? []);
  if (children.some((child) => !isFulfilled(child))) return;
  const bad = children.find(
    (child) =>
      isUnsuccessful(child) && goesOn.get(child.id)?.[child.phase === 'Failed' ? 'failed' : 'error'] !== true,
  );
  if (bad === undefined) markNode(operation, group, 'Succeeded');
  else markNode(operation, group, 'Failed', `child '${bad.id}' failed`);
}

function runStep(operation: Operation, group: NodeStatus, execution: Execution) {
  try {
    return operation.execute(operation, execution);
  } catch (error) {
    addChild(group, nodeId(operation.name, execution.name));
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`step group deemed errored due to child ${execution.name} error: ${why}`, {
      cause: error,
    });
  }
}
