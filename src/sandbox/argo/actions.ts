/** What Argo's server does to a workflow that Kubernetes alone does not. Source: `workflow_server.go` of Argo Workflows 3.7. */
import type { KubernetesObject, ObjectStore } from '../kubernetes/model.ts';
import { at, copyJson, fieldsOf, type Fields } from '../kubernetes/shape.ts';
import { StatusError } from '../kubernetes/status.ts';
import { timestamp } from '../node/fields.ts';
import { labels } from './labels.ts';
import { ArgoRefusal, resubmitted, retried } from './retry.ts';
import { readNodes, withNodes } from './status.ts';

export type Action = 'retry' | 'resubmit' | 'suspend' | 'resume' | 'stop' | 'terminate';

/** The rights that an action needs: verbs on workflows. */
export const actionVerbs: Readonly<Record<Action, readonly string[]>> = {
  retry: ['get', 'update'],
  resubmit: ['get', 'create'],
  suspend: ['get', 'patch'],
  resume: ['get', 'update'],
  stop: ['get', 'patch'],
  terminate: ['get', 'patch'],
};

function isOver(workflow: KubernetesObject): boolean {
  return workflow.metadata.labels?.[labels.completed] === 'true';
}

/** Runs an action for a person; the workflow as it is afterwards. @throws ArgoRefusal, StatusError */
export function act(
  store: ObjectStore,
  workflow: KubernetesObject,
  action: Action,
  parameters: readonly string[],
  person: string,
): KubernetesObject {
  const { namespace, name } = workflow.metadata;
  const change = (write: (draft: KubernetesObject) => void): KubernetesObject => {
    const stored = store.modify('workflows', namespace, name, (draft) => {
      write(draft);
      draft.metadata.labels = {
        ...draft.metadata.labels,
        [labels.action]: actionName(action),
        [labels.actor]: labelValue(person),
      };
    });
    if (stored === undefined)
      throw new StatusError(404, 'NotFound', `workflows.argoproj.io "${name}" not found`);
    return stored;
  };
  const setSpec = (fields: Fields) =>
    change((draft) => (draft['spec'] = { ...fieldsOf(draft['spec']), ...fields }));
  switch (action) {
    case 'retry': {
      const { workflow: again, pods } = retried(workflow, parameters, new Date());
      for (const pod of pods)
        if (store.get('pods', namespace, pod) !== undefined)
          store.delete('pods', namespace, pod, { gracePeriodSeconds: 0 });
      return store.update(again);
    }
    case 'resubmit': {
      const made = resubmitted(workflow, parameters);
      const creator = { [labels.creator]: labelValue(person), [labels.creatorName]: labelValue(person) };
      return store.create({
        ...made,
        metadata: { ...made.metadata, labels: { ...made.metadata.labels, ...creator } },
      });
    }
    case 'suspend':
      if (isOver(workflow))
        throw new ArgoRefusal(13, 'timed out waiting for the condition: cannot suspend completed workflows');
      return setSpec({ suspend: true });
    case 'resume':
      return change(resume);
    case 'stop':
    case 'terminate':
      if (isOver(workflow))
        throw new ArgoRefusal(
          13,
          `cannot shutdown a completed workflow: workflow: "${name}", namespace: "${namespace ?? ''}"`,
        );
      return setSpec({ shutdown: action === 'stop' ? 'Stop' : 'Terminate' });
  }
}

function actionName(action: Action): string {
  return action.charAt(0).toUpperCase() + action.slice(1);
}

/** A name as a label may hold it (`creator.go`): other letters become hyphens. */
function labelValue(text: string): string {
  return text
    .replaceAll('@', '.at.')
    .replaceAll(/[^-A-Za-z0-9_.]/g, '-')
    .slice(0, 63)
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}

/** Lets a suspended workflow go on, and every template of it that waits for a person. */
function resume(draft: KubernetesObject): void {
  const { suspend: _suspend, ...spec } = fieldsOf(draft['spec']);
  draft['spec'] = spec;
  const nodes = readNodes(draft['status']);
  for (const node of nodes.values()) {
    if (node.type !== 'Suspend' || node.phase !== 'Running') continue;
    Object.assign(node, { phase: 'Succeeded', finishedAt: timestamp() });
  }
  if (nodes.size > 0) draft['status'] = withNodes(copyJson(draft), nodes)['status'];
}

/** The workflow as the server answers it: with its nodes, also when they are kept packed. */
export function unpacked(workflow: KubernetesObject): KubernetesObject {
  if (at(workflow, 'status', 'compressedNodes') === undefined) return workflow;
  const { compressedNodes: _packed, ...status } = fieldsOf(workflow['status']);
  return { ...workflow, status: { ...status, nodes: Object.fromEntries(readNodes(workflow['status'])) } };
}
