/** The specification that a workflow runs: its own, or that of the template it refers to with what it overrides. Source: `JoinWorkflowSpec` of Argo Workflows 3.7. */
import type { KubernetesObject } from '../kubernetes/model.ts';
import { at, fieldsOf, listOf, textOf, type Fields } from '../kubernetes/shape.ts';
import { textMapOf } from '../node/fields.ts';
import type { Hands } from './operation.ts';
import { textOfValue } from './substitution.ts';

/** Whether a workflow takes its specification from a template. */
export function isFromTemplate(workflow: KubernetesObject): boolean {
  return at(workflow, 'spec', 'workflowTemplateRef') !== undefined;
}

function byName(own: unknown, given: unknown): Fields[] {
  const names = new Set(listOf(own).map(({ name }) => name));
  return [...listOf(own), ...listOf(given).filter(({ name }) => !names.has(name))];
}

/** Parameters of the workflow over those of its template: a value replaces, what the template adds (choices, words) stays. */
function mergeParameters(own: unknown, given: unknown): Fields[] {
  const known = new Map(listOf(given).map((parameter) => [parameter['name'], parameter]));
  return byName(own, given).map((parameter) => ({ ...known.get(parameter['name']), ...parameter }));
}

/**
 * The specification to run. One that came from a template is kept in `status.storedWorkflowTemplateSpec`, so that a change of the
 * template does not reach what runs; `shutdown` and `suspend` are always the workflow's own. @throws Error in the words of Argo
 */
export function specificationOf(workflow: KubernetesObject, hands: Pick<Hands, 'template'>): Fields {
  const own = fieldsOf(workflow['spec']);
  if (!isFromTemplate(workflow)) return own;
  const { shutdown, suspend } = own;
  const current = {
    ...(shutdown === undefined ? {} : { shutdown }),
    ...(suspend === undefined ? {} : { suspend }),
  };
  const stored = at(workflow, 'status', 'storedWorkflowTemplateSpec');
  if (stored !== undefined) {
    const { shutdown: _shutdown, suspend: _suspend, ...rest } = fieldsOf(stored);
    // A retry may change the values of parameters.
    const parameters = mergeParameters(
      at(own, 'arguments', 'parameters'),
      at(rest, 'arguments', 'parameters'),
    );
    return { ...rest, ...current, arguments: { ...fieldsOf(rest['arguments']), parameters } };
  }
  const name = textOf(at(own, 'workflowTemplateRef', 'name')) ?? '';
  const clusterScope = at(own, 'workflowTemplateRef', 'clusterScope') === true;
  const template = hands.template(name, clusterScope);
  if (template === undefined)
    throw new Error(
      `${clusterScope ? 'clusterworkflowtemplates' : 'workflowtemplates'}.argoproj.io "${name}" not found`,
    );
  const given = fieldsOf(template['spec']);
  return {
    ...given,
    ...own,
    arguments: {
      ...fieldsOf(given['arguments']),
      ...fieldsOf(own['arguments']),
      parameters: mergeParameters(at(own, 'arguments', 'parameters'), at(given, 'arguments', 'parameters')),
    },
    templates: byName(own['templates'], given['templates']),
    volumes: byName(own['volumes'], given['volumes']),
  };
}

/** The values of `workflow.…`. @throws Error when a parameter has none */
export function workflowScope(workflow: KubernetesObject, specification: Fields): Record<string, string> {
  const { name, namespace = '', uid, creationTimestamp, labels, annotations } = workflow.metadata;
  const parameters = listOf(at(specification, 'arguments', 'parameters'));
  const status = fieldsOf(workflow['status']);
  const started = Date.parse(textOf(status['startedAt']) ?? '');
  const scope: Record<string, string> = {
    'workflow.name': name,
    'workflow.namespace': namespace,
    'workflow.uid': uid,
    'workflow.mainEntrypoint': textOf(specification['entrypoint']) ?? '',
    'workflow.serviceAccountName': textOf(specification['serviceAccountName']) ?? 'workflow',
    'workflow.creationTimestamp': creationTimestamp,
    'workflow.creationTimestamp.s': String(Math.floor(Date.parse(creationTimestamp) / 1000)),
    'workflow.creationTimestamp.RFC3339': creationTimestamp,
    'workflow.status': textOf(status['phase']) ?? '',
    'workflow.duration': (Number.isFinite(started) ? (Date.now() - started) / 1000 : 0).toFixed(6),
    'workflow.parameters': JSON.stringify(parameters),
    'workflow.parameters.json': JSON.stringify(parameters),
  };
  const scheduled = annotations?.['workflows.argoproj.io/scheduled-time'];
  if (scheduled !== undefined) scope['workflow.scheduledTime'] = scheduled;
  for (const [key, value] of Object.entries(textMapOf(labels))) scope[`workflow.labels.${key}`] = value;
  for (const [key, value] of Object.entries(textMapOf(annotations)))
    scope[`workflow.annotations.${key}`] = value;
  for (const parameter of parameters) {
    const value = textOfValue(parameter['value']);
    const key = textOf(parameter['name']) ?? '';
    if (value === undefined)
      throw new Error(`either value or valueFrom must be specified in order to set global parameter ${key}`);
    scope[`workflow.parameters.${key}`] = value;
  }
  return scope;
}
