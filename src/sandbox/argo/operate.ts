/** Moves a workflow on by one look. Source: `operate` of Argo Workflows 3.7. */
import type { KubernetesObject } from '../kubernetes/model.ts';
import { at, copyJson, fieldsOf, textOf, type Fields } from '../kubernetes/shape.ts';
import { timestamp } from '../node/fields.ts';
import { executeTemplate } from './execute.ts';
import type { Executed } from './execution.ts';
import { labels } from './labels.ts';
import { isFulfilled, isUnsuccessful, workflowPhaseOf, type NodeStatus } from './node-status.ts';
import { countIn, lookAgain, mayRun, nodeNamed, type Hands, type Operation } from './operation.ts';
import { followPods } from './pod-state.ts';
import { isFromTemplate, specificationOf, workflowScope } from './specification.ts';
import { readNodes, updateDurations, updateProgress, withCondition, withNodes } from './status.ts';
import { replaceIn } from './substitution.ts';
import { problemOf } from './validation.ts';

/** What the controller is set to. */
export interface Settings {
  /** What stands in `status.artifactRepositoryRef`: where logs are kept. */
  readonly repository: Fields;
}

export interface Operated {
  /** The workflow as it is to be stored. */
  readonly workflow: KubernetesObject;
  readonly nodes: ReadonlyMap<string, NodeStatus>;
  readonly specification: Fields;
  /** Milliseconds until the next look, where time decides. */
  readonly again: number | undefined;
}

type Phase = ReturnType<typeof workflowPhaseOf>;

/** Looks at a workflow that is not over: its pods, then its templates from the entrypoint down. */
export function operate(
  stored: KubernetesObject,
  hands: Hands,
  { repository }: Settings,
  now: Date,
): Operated {
  const workflow = copyJson(stored);
  const status: Fields = { ...fieldsOf(workflow['status']) };
  workflow['status'] = status;
  const mark = (phase: Phase, message: string | undefined) => markWorkflow(workflow, phase, message, now);
  const finish = (nodes: Map<string, NodeStatus>, specification: Fields, again?: number): Operated => {
    status['progress'] = updateProgress(nodes);
    const durations = updateDurations(nodes);
    if (durations !== undefined) status['resourcesDuration'] = durations;
    return { workflow: withNodes(workflow, nodes), nodes, specification, again };
  };
  const isNew = status['phase'] === undefined || status['phase'] === '';
  let specification: Fields;
  try {
    specification = specificationOf(workflow, hands);
  } catch (error) {
    // A template that is not there is an error of its own kind, not a wrong specification.
    mark('Error', error instanceof Error ? error.message : String(error));
    return finish(new Map(), {});
  }
  const nodes = readNodes(status);
  if (isFromTemplate(workflow)) status['storedWorkflowTemplateSpec'] = specification;
  const problem = isNew ? problemOf(workflow.metadata.name, specification, hands) : undefined;
  if (problem !== undefined) {
    mark('Failed', `invalid spec: ${problem}`);
    return finish(nodes, specification);
  }
  if (isNew) {
    applyMetadata(workflow, specification);
    status['artifactRepositoryRef'] = repository;
    status['artifactGCStatus'] = { notSpecified: true };
    workflow.metadata.annotations = { ...workflow.metadata.annotations, [labels.podNameFormat]: 'v2' };
    mark('Running', undefined);
  }
  const operation = operationOf(workflow, specification, nodes, hands, now);
  if (!isNew) {
    followPods(operation);
    const running = [...nodes.values()].some((node) => node.type === 'Pod' && node.phase === 'Running');
    status['conditions'] = withCondition(status['conditions'], 'PodRunning', running ? 'True' : 'False');
  }
  if (operation.deadline !== undefined) lookAgain(operation, operation.deadline - now.getTime() + 1);
  if (operation.specification['suspend'] !== true) {
    operation.activePods = [...nodes.values()].filter(
      (node) => node.type === 'Pod' && !isFulfilled(node) && hands.podOf(node.id) !== undefined,
    ).length;
    run(operation, mark);
  }
  return finish(nodes, specification, operation.again);
}

function operationOf(
  workflow: KubernetesObject,
  specification: Fields,
  nodes: Map<string, NodeStatus>,
  hands: Hands,
  now: Date,
): Operation {
  const { name, namespace = '' } = workflow.metadata;
  const scope = workflowScope(workflow, specification);
  const seconds = countIn(specification, 'activeDeadlineSeconds');
  const started = textOf(at(workflow, 'status', 'startedAt'));
  const { templates = [], ...whole } = specification;
  const shutdown = textOf(specification['shutdown']);
  return {
    name,
    namespace,
    workflow,
    specification: replaceIn(whole, scope),
    context: { scope: `local/${name}`, templates: templates as Fields[] },
    scope,
    nodes,
    hands,
    execute: executeTemplate,
    now,
    deadline:
      seconds === undefined || started === undefined ? undefined : Date.parse(started) + seconds * 1000,
    shutdown: shutdown === 'Stop' || shutdown === 'Terminate' ? shutdown : '',
    activePods: 0,
    again: undefined,
  };
}

/** Labels and annotations that a specification gives to its workflow. */
function applyMetadata(workflow: KubernetesObject, specification: Fields): void {
  const { metadata } = workflow;
  for (const part of ['labels', 'annotations'] as const) {
    const given = at(specification, 'workflowMetadata', part);
    if (given !== undefined)
      metadata[part] = { ...metadata[part], ...(fieldsOf(given) as Record<string, string>) };
  }
}

type Mark = (phase: Phase, message: string | undefined) => void;

function run(operation: Operation, mark: Mark): void {
  const { specification, name } = operation;
  const execute = (nodeName: string, template: unknown, onExit: boolean): Executed =>
    executeTemplate(operation, {
      name: nodeName,
      holder: { template, arguments: onExit ? {} : specification['arguments'] },
      context: operation.context,
      boundary: undefined,
      onExit,
      ...(onExit ? { flag: { hooked: true } } : {}),
    });
  let entry: Executed;
  try {
    entry = execute(name, specification['entrypoint'], false);
  } catch (error) {
    mark(
      'Error',
      `error in entry template execution: ${error instanceof Error ? error.message : String(error)}`,
    );
    return;
  }
  if (entry.full || entry.node === undefined || !isFulfilled(entry.node)) return;
  const phase = workflowPhaseOf(entry.node.phase);
  operation.scope['workflow.status'] = phase;
  operation.scope['workflow.failures'] = JSON.stringify(failuresOf(operation));
  const exit = runExit(operation, execute, mark);
  if (exit === 'going-on') return;
  const stopped = operation.shutdown !== '' && isUnsuccessful(entry.node);
  if (phase === 'Succeeded' && exit !== undefined && isUnsuccessful(exit))
    mark(workflowPhaseOf(exit.phase), exit.message);
  else if (phase === 'Succeeded') mark('Succeeded', undefined);
  else mark(phase, stopped ? `Stopped with strategy '${operation.shutdown}'` : entry.node.message);
}

/** Runs the exit handler; its node once it is over, undefined when there is none. */
function runExit(
  operation: Operation,
  execute: (name: string, template: unknown, onExit: boolean) => Executed,
  mark: Mark,
): NodeStatus | 'going-on' | undefined {
  const template = textOf(operation.specification['onExit']) ?? '';
  const name = `${operation.name}.onExit`;
  if (template === '' || (nodeNamed(operation, name) === undefined && !mayRun(operation, true)))
    return undefined;
  try {
    const { node, full } = execute(name, template, true);
    return full || node === undefined || !isFulfilled(node) ? 'going-on' : node;
  } catch (error) {
    mark(
      'Error',
      `error in exit template execution : ${error instanceof Error ? error.message : String(error)}`,
    );
    return 'going-on';
  }
}

function failuresOf(operation: Operation): Fields[] {
  return [...operation.nodes.values()].filter(isUnsuccessful).map((node) => ({
    displayName: node.displayName,
    message: node.message ?? '',
    templateName: node.templateName ?? '',
    phase: node.phase,
    podName: '',
    finishedAt: node.finishedAt,
  }));
}

/** Gives a workflow its phase, with the labels and times that go with it. */
function markWorkflow(
  workflow: KubernetesObject,
  phase: Phase,
  message: string | undefined,
  now: Date,
): void {
  const status = fieldsOf(workflow['status']);
  const over = phase === 'Succeeded' || phase === 'Failed' || phase === 'Error';
  status['phase'] = phase;
  status['startedAt'] ??= timestamp(now);
  status['finishedAt'] = over ? timestamp(now) : null;
  if (message === undefined || message === '') delete status['message'];
  else status['message'] = message;
  workflow.metadata.labels = {
    ...workflow.metadata.labels,
    [labels.phase]: phase,
    [labels.completed]: String(over),
  };
  if (over) status['conditions'] = withCondition(status['conditions'], 'Completed', 'True');
}
