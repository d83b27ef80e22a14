/** `dag`: tasks that wait for each other. Source: `dag.go` of Argo Workflows 3.7. */
import { at, textOf, type Fields } from '../kubernetes/shape.ts';
import { ancestorsOf, dependenciesOf, dependsOf, leafTasks, nameOf, tasksOf } from './depends.ts';
import { dagPhase } from './dag-phase.ts';
import type { Prepared } from './execution.ts';
import { dependsHolds, holds } from './expressions.ts';
import { expandItems, isExpanded } from './items.ts';
import { isFulfilled, isUnsuccessful, type NodePhase, type NodeStatus } from './node-status.ts';
import { addChild, beginNode, markNode, nodeNamed, outboundNodes, type Operation } from './operation.ts';
import { addResults, templateOutputs } from './results.ts';
import { nodeId } from './node-names.ts';
import { replaceIn } from './substitution.ts';

interface Dag {
  readonly operation: Operation;
  readonly prepared: Prepared;
  readonly node: NodeStatus;
  readonly tasks: readonly Fields[];
  readonly visited: Set<string>;
}

/** Executes a template of tasks. @throws Error */
export function executeDag(operation: Operation, prepared: Prepared): NodeStatus {
  const { name, template, holder, context, boundary, flag } = prepared;
  const node =
    nodeNamed(operation, name) ??
    beginNode(operation, name, {
      type: 'DAG',
      phase: 'Running',
      holder,
      templateScope: context.scope,
      boundary,
      template,
      ...(flag === undefined ? {} : { flag }),
    });
  const tasks = tasksOf(template);
  const dag: Dag = { operation, prepared, node, tasks, visited: new Set() };
  const target = textOf(at(template, 'dag', 'target')) ?? '';
  const targets = target === '' ? leafTasks(tasks) : target.split(' ');
  for (const task of targets) executeTask(dag, task);
  const ids = targets.map((task) => nodeId(operation.name, `${name}.${task}`));
  const phase = dagPhase(operation, node, ids, {
    failFast: at(template, 'dag', 'failFast') !== false,
    goesOn: (id) =>
      at(
        tasks[tasks.findIndex((task) => nodeId(operation.name, `${name}.${nameOf(task)}`) === id)],
        'continueOn',
      ),
  });
  if (phase === 'Running') return node;
  node.outboundNodes = ids
    .filter((id) => operation.nodes.has(id))
    .flatMap((id) => outboundNodes(operation, id));
  if (phase === 'Succeeded') {
    const scope: Record<string, string> = {};
    for (const task of tasks) addTaskResults(dag, nameOf(task), scope);
    const outputs = templateOutputs(template, scope);
    if (outputs !== undefined) node.outputs = outputs;
  }
  return markNode(operation, node, phase);
}

function addTaskResults(
  { operation, prepared, node }: Dag,
  task: string,
  scope: Record<string, string>,
): void {
  addResults(operation, scope, `tasks.${task}`, `${prepared.name}.${task}`, node.id);
}

function executeTask(dag: Dag, taskName: string): void {
  const { operation, prepared, tasks } = dag;
  if (dag.visited.has(taskName)) return;
  dag.visited.add(taskName);
  const task = tasks.find((candidate) => nameOf(candidate) === taskName);
  if (task === undefined) return;
  const name = `${prepared.name}.${taskName}`;
  const known = nodeNamed(operation, name);
  if (known !== undefined && isFulfilled(known)) return;
  const dependencies = dependenciesOf(task, tasks);
  for (const each of dependencies) executeTask(dag, each);
  if (known === undefined) {
    const verdict = verdictOf(dag, task, dependencies);
    if (verdict === 'wait') return;
    if (verdict !== 'go') {
      skip(dag, task, name, dependencies, ...verdict);
      return;
    }
  }
  let expanded: Fields[];
  try {
    const results: Record<string, string> = {};
    for (const ancestor of ancestorsOf(taskName, tasks)) addTaskResults(dag, ancestor, results);
    const scope = { ...operation.scope, ...results };
    expanded = expandItems(replaceIn(task, scope), scope);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (known === undefined) skip(dag, task, name, dependencies, 'Error', message);
    else markNode(operation, known, 'Error', message);
    return;
  }
  executeExpanded(dag, task, name, dependencies, expanded);
}

/** Whether a task may begin, must wait, or is left out (with phase and message). */
function verdictOf(
  { operation, prepared, tasks }: Dag,
  task: Fields,
  dependencies: readonly string[],
): 'go' | 'wait' | [NodePhase, string] {
  const nodes = new Map(dependencies.map((each) => [each, nodeNamed(operation, `${prepared.name}.${each}`)]));
  if ([...nodes.values()].some((node) => node === undefined || !isFulfilled(node))) return 'wait';
  const depends = dependsOf(task, tasks);
  if (depends === '') return 'go';
  try {
    return dependsHolds(depends, (name, outcome) => hasOutcome(operation, nodes.get(name), outcome))
      ? 'go'
      : ['Omitted', 'omitted: depends condition not met'];
  } catch (error) {
    return ['Error', error instanceof Error ? error.message : String(error)];
  }
}

function hasOutcome(operation: Operation, node: NodeStatus | undefined, outcome: string): boolean {
  if (node === undefined) return false;
  const children = node.type === 'TaskGroup' ? (node.children ?? []) : [];
  const phases = children.map((id) => operation.nodes.get(id)?.phase);
  if (outcome === 'AnySucceeded') return phases.includes('Succeeded');
  if (outcome === 'AllFailed') return phases.length > 0 && phases.every((phase) => phase === 'Failed');
  return node.phase === (outcome === 'Errored' ? 'Error' : outcome);
}

function skip(
  dag: Dag,
  task: Fields,
  name: string,
  dependencies: readonly string[],
  phase: NodePhase,
  message: string,
): void {
  const { operation, prepared, node } = dag;
  beginNode(operation, name, {
    type: 'Skipped',
    phase,
    holder: task,
    templateScope: prepared.inner.scope,
    boundary: node.id,
    flag: {},
    message,
  });
  connect(dag, name, dependencies);
}

/** Makes a task follow what it waited for, or the whole when it waited for nothing. */
function connect({ operation, prepared, node }: Dag, name: string, dependencies: readonly string[]): void {
  const parents = dependencies.flatMap((each) =>
    outboundNodes(operation, nodeId(operation.name, `${prepared.name}.${each}`)),
  );
  for (const id of dependencies.length === 0 ? [node.id] : parents) {
    const parent = operation.nodes.get(id);
    if (parent !== undefined) addChild(parent, nodeId(operation.name, name));
  }
}

function executeExpanded(
  dag: Dag,
  task: Fields,
  name: string,
  dependencies: readonly string[],
  expanded: readonly Fields[],
): void {
  const { operation, prepared, node } = dag;
  let group: NodeStatus | undefined;
  if (isExpanded(task)) {
    if (expanded.length === 0) {
      skip(dag, task, name, dependencies, 'Skipped', 'Skipped, empty params');
      return;
    }
    group = nodeNamed(operation, name);
    if (group === undefined) {
      group = beginNode(operation, name, {
        type: 'TaskGroup',
        phase: 'Running',
        holder: task,
        templateScope: prepared.inner.scope,
        boundary: node.id,
        flag: {},
      });
      connect(dag, name, dependencies);
    }
  }
  for (const each of expanded) {
    if (!executeOne(dag, each, group, dependencies)) return;
  }
  if (group === undefined) return;
  const children = expanded.map((each) => nodeNamed(operation, `${prepared.name}.${nameOf(each)}`));
  if (children.some((child) => child === undefined || !isFulfilled(child))) return;
  const bad = children.findLast((child) => child !== undefined && isUnsuccessful(child));
  markNode(operation, group, bad?.phase ?? 'Succeeded');
}

/** Executes one task of a list; false when the others must wait. */
function executeOne(
  dag: Dag,
  task: Fields,
  group: NodeStatus | undefined,
  dependencies: readonly string[],
): boolean {
  const { operation, prepared, node } = dag;
  const name = `${prepared.name}.${nameOf(task)}`;
  const follow = () => {
    if (group === undefined) connect(dag, name, dependencies);
    else addChild(group, nodeId(operation.name, name));
  };
  try {
    const isNew = nodeNamed(operation, name) === undefined;
    if (isNew) follow();
    if (isNew && !holds(task['when'])) {
      beginNode(operation, name, {
        type: 'Skipped',
        phase: 'Skipped',
        holder: task,
        templateScope: prepared.inner.scope,
        boundary: node.id,
        flag: {},
        message: `when '${textOf(task['when']) ?? ''}' evaluated false`,
      });
      return true;
    }
    const { node: child } = operation.execute(operation, {
      name,
      holder: task,
      context: prepared.inner,
      boundary: node.id,
      onExit: prepared.onExit,
    });
    // Where enough runs already there is no node yet, although the one before knows its child.
    return child !== undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const made = nodeNamed(operation, name);
    if (made !== undefined) markNode(operation, made, 'Error', `task '${name}' errored: ${why}`);
    return false;
  }
}
