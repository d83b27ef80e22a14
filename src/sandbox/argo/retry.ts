/** Retrying and resubmitting a workflow. Source: `FormulateRetryWorkflow` and `FormulateResubmitWorkflow` of Argo Workflows 3.7. */
import type { KubernetesObject, NewObject } from '../kubernetes/model.ts';
import { at, copyJson, fieldsOf, listOf, type Fields } from '../kubernetes/shape.ts';
import { timestamp } from '../node/fields.ts';
import { labels } from './labels.ts';
import { podName } from './node-names.ts';
import { isUnsuccessful, type NodeStatus } from './node-status.ts';
import { nodesBelow, readNodes, withCondition, withNodes } from './status.ts';

/** A refusal with a code of gRPC: 3 for what was asked wrongly, 13 for what went wrong inside. */
export class ArgoRefusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Changes values of a workflow's parameters: `name=value` each. @throws ArgoRefusal */
function overrideParameters(spec: Fields, parameters: readonly string[]): Fields {
  const known = listOf(at(spec, 'arguments', 'parameters'));
  const given = parameters.map((text) => {
    const equals = text.indexOf('=');
    if (equals === -1)
      throw new ArgoRefusal(3, `expected parameter of the form: NAME=VALUE. Received: ${text}`);
    return { name: text.slice(0, equals), value: text.slice(equals + 1) };
  });
  const names = new Set(given.map(({ name }) => name));
  const rest = known.filter(({ name }) => !names.has(String(name)));
  return { ...spec, arguments: { ...fieldsOf(spec['arguments']), parameters: [...given, ...rest] } };
}

const groups = new Set(['DAG', 'Steps', 'StepGroup', 'TaskGroup', 'Retry']);

/** The nodes that run again: failed ones with all that came after them, what was left out, and the exit handler. */
function nodesToDelete(nodes: ReadonlyMap<string, NodeStatus>, workflow: string): Set<string> {
  const gone = new Set<string>();
  for (const node of nodes.values()) {
    if (node.phase === 'Omitted' || node.name.startsWith(`${workflow}.onExit`)) gone.add(node.id);
    if (!isUnsuccessful(node) || groups.has(node.type)) continue;
    const isTry = node.nodeFlag?.retried === true;
    const parent = isTry
      ? [...nodes.values()].find(({ children }) => children?.includes(node.id))
      : undefined;
    // What a later success came from stays, as a first try before a second one.
    if (nodesBelow(nodes, parent ?? node).some(({ phase }) => phase === 'Succeeded')) continue;
    for (const { id } of [node, ...nodesBelow(nodes, node)]) gone.add(id);
  }
  return gone;
}

/** The retried workflow, and the names of the pods to delete. @throws ArgoRefusal where there is nothing to retry */
export function retried(
  workflow: KubernetesObject,
  parameters: readonly string[],
  now: Date,
): { workflow: KubernetesObject; pods: string[] } {
  const { name } = workflow.metadata;
  const phase = at(workflow, 'status', 'phase');
  if (phase === 'Succeeded')
    throw new ArgoRefusal(
      3,
      'To retry a succeeded workflow, set the options restartSuccessful and nodeFieldSelector',
    );
  if (phase !== 'Failed' && phase !== 'Error')
    throw new ArgoRefusal(3, `Cannot retry a workflow in phase ${typeof phase === 'string' ? phase : ''}`);
  const draft = copyJson(workflow);
  const nodes = readNodes(workflow['status']);
  const gone = nodesToDelete(nodes, name);
  const pods = [...gone].flatMap((id) => {
    const node = nodes.get(id);
    return node?.type === 'Pod' ? [podName(name, node.name, node.templateName ?? '')] : [];
  });
  for (const node of nodes.values()) {
    if (gone.has(node.id)) continue;
    const after = groups.has(node.type) ? nodesBelow(nodes, node) : [];
    if (isUnsuccessful(node) || after.some(({ id }) => gone.has(id))) {
      if (groups.has(node.type))
        Object.assign(node, { phase: 'Running', startedAt: timestamp(now), finishedAt: null });
      delete node.message;
    }
    if (node.children !== undefined) node.children = node.children.filter((id) => !gone.has(id));
    if (node.outboundNodes !== undefined)
      node.outboundNodes = node.outboundNodes.filter((id) => !gone.has(id));
  }
  for (const id of gone) nodes.delete(id);
  const { shutdown: _shutdown, ...spec } = fieldsOf(draft['spec']);
  draft['spec'] = parameters.length === 0 ? spec : overrideParameters(spec, parameters);
  const { message: _message, ...status } = fieldsOf(draft['status']);
  draft['status'] = {
    ...status,
    phase: 'Running',
    startedAt: timestamp(now),
    finishedAt: null,
    conditions: withCondition(status['conditions'], 'Completed', 'False'),
  };
  const { [labels.completed]: _completed, ...kept } = draft.metadata.labels ?? {};
  draft.metadata.labels = { ...kept, [labels.phase]: 'Running' };
  return { workflow: withNodes(draft, nodes), pods };
}

const leftOut: ReadonlySet<string> = new Set([
  labels.creator,
  labels.creatorName,
  'workflows.argoproj.io/creator-email',
  labels.phase,
  labels.completed,
]);

/** A new workflow of the same specification. @throws ArgoRefusal for parameters that cannot be read */
export function resubmitted(workflow: KubernetesObject, parameters: readonly string[]): NewObject {
  const { metadata } = workflow;
  const { shutdown: _shutdown, ...spec } = fieldsOf(workflow['spec']);
  const kept = Object.entries(metadata.labels ?? {}).filter(([name]) => !leftOut.has(name));
  return {
    apiVersion: workflow.apiVersion,
    kind: workflow.kind,
    metadata: {
      generateName: metadata.generateName ?? `${metadata.name}-`,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      labels: { ...Object.fromEntries(kept), [labels.resubmittedFrom]: metadata.name },
      annotations: { ...metadata.annotations },
      ...(metadata.ownerReferences === undefined ? {} : { ownerReferences: metadata.ownerReferences }),
    },
    spec: parameters.length === 0 ? spec : overrideParameters(spec, parameters),
  };
}
