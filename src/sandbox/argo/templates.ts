/** Templates: where a task or step finds its own, and the values that it gets. Source: `templateresolution` and `ProcessArgs` of Argo Workflows 3.7. */
import { at, fieldsOf, listOf, textOf, type Fields } from '../kubernetes/shape.ts';
import type { NodeStatus } from './node-status.ts';
import type { Hands, Operation } from './operation.ts';
import { replaceIn, replaceText, textOfValue, type Scope } from './substitution.ts';

/** The templates among which a name is looked up. */
export interface TemplateContext {
  /** `local/WORKFLOW`, `namespaced/TEMPLATE` or `cluster/TEMPLATE`. */
  readonly scope: string;
  readonly templates: readonly Fields[];
}

/** The template that a task or step names, with the context of what it names in turn. @throws Error in the words of Argo */
export function findTemplate(
  holder: Fields,
  context: TemplateContext,
  hands: Pick<Hands, 'template'>,
): { template: Fields; context: TemplateContext } {
  if (holder['inline'] !== undefined) return { template: fieldsOf(holder['inline']), context };
  const reference = holder['templateRef'];
  if (reference === undefined) {
    const name = textOf(holder['template']) ?? '';
    const template = context.templates.find((candidate) => candidate['name'] === name);
    if (template === undefined) throw new Error(`template name '${name}' undefined`);
    return { template, context };
  }
  const name = textOf(at(reference, 'name')) ?? '';
  const wanted = textOf(at(reference, 'template')) ?? '';
  const clusterScope = at(reference, 'clusterScope') === true;
  const found = hands.template(name, clusterScope);
  const kind = clusterScope ? 'clusterworkflowtemplates' : 'workflowtemplates';
  if (found === undefined) throw new Error(`${kind}.argoproj.io "${name}" not found`);
  const templates = listOf(at(found, 'spec', 'templates'));
  const template = templates.find((candidate) => candidate['name'] === wanted);
  if (template === undefined) throw new Error(`template reference ${name}.${wanted} not found`);
  return { template, context: { scope: `${clusterScope ? 'cluster' : 'namespaced'}/${name}`, templates } };
}

/** The template of a node that there is already, as it was written; undefined when it is gone. */
export function templateOfNode(
  { context, hands }: Pick<Operation, 'context' | 'hands'>,
  node: Pick<NodeStatus, 'templateName' | 'templateRef' | 'templateScope'>,
): Fields | undefined {
  const [scope = '', ...name] = node.templateScope.split('/');
  const found = scope === 'local' ? undefined : hands.template(name.join('/'), scope === 'cluster');
  const around =
    found === undefined
      ? context
      : { scope: node.templateScope, templates: listOf(at(found, 'spec', 'templates')) };
  const holder = { template: node.templateName, templateRef: node.templateRef };
  try {
    return findTemplate(holder, around, hands).template;
  } catch {
    return undefined;
  }
}

/** A template with the values of a task's arguments and of `workflow.…`. @throws Error when one is missing */
export function withArguments(template: Fields, given: unknown, scope: Scope, local: Scope): Fields {
  const supplied = listOf(fieldsOf(given)['parameters']);
  const inputs = fieldsOf(template['inputs']);
  const parameters = listOf(inputs['parameters']).map((parameter) => {
    const name = textOf(parameter['name']) ?? '';
    const argument = supplied.find((candidate) => candidate['name'] === name);
    const value = [argument?.['value'], parameter['value'], parameter['default']]
      .map(textOfValue)
      .find((text) => text !== undefined);
    if (value === undefined) throw new Error(`inputs.parameters.${name} was not supplied`);
    return { ...parameter, name, value: replaceText(value, scope) };
  });
  const values: Record<string, string> = { ...scope, ...local };
  for (const { name, value } of parameters) values[`inputs.parameters.${name}`] = value;
  values['inputs.parameters'] = JSON.stringify(parameters);
  return {
    ...replaceIn(template, values),
    ...(parameters.length === 0 ? {} : { inputs: { ...inputs, parameters } }),
  };
}

/** The kinds of templates that run here, by the field that holds them. */
const kinds = ['container', 'script', 'steps', 'dag', 'suspend'] as const;
export type TemplateKind = (typeof kinds)[number];

/** What a template is; undefined for kinds that do not run here. */
export function kindOf(template: Fields): TemplateKind | undefined {
  return kinds.find((kind) => template[kind] !== undefined && template[kind] !== null);
}

/** The retry strategy of a template, or that of the whole workflow for what runs in a pod. */
export function retryStrategyOf(operation: Operation, template: Fields): Fields | undefined {
  const own = template['retryStrategy'] ?? operation.specification['retryStrategy'];
  return own === undefined || own === null ? undefined : fieldsOf(own);
}
