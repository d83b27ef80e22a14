/** What a training can be started from: the app's own workflow, and the templates of namespace and cluster. */
import type { z } from 'zod';
import type { TemplateParameter, TrainingTemplate } from '../../../../shared/contract/training/start.ts';
import type { Combination } from '../../../../shared/training/grid.ts';
import type { ArgoClient } from '../../platform/argo/argo-client.ts';
import { gridParameterOf } from '../../platform/argo/grid-parameter.ts';
import type { Parameter, TemplateObject } from '../../platform/argo/resources.ts';
import { ownGridParameter } from './own-workflow.ts';

type Template = z.infer<typeof TrainingTemplate>;

/** Annotations in which templates describe themselves. Source: Argo Workflows, "Title and Description" (3.4.4). */
const titleOf = 'workflows.argoproj.io/title';
const descriptionOf = 'workflows.argoproj.io/description';

/** The name of the app's own workflow. */
export const ownTemplate: Template = {
  name: 'sardonyx',
  scope: 'app',
  parameters: [],
  gridParameter: ownGridParameter,
};

/** A template as a person sees it; what holds the combinations is not among its parameters. Pure. */
export function readTemplate({ metadata, spec }: TemplateObject, scope: 'namespace' | 'cluster'): Template {
  const gridParameter = gridParameterOf(spec);
  const annotations = metadata?.annotations ?? {};
  return {
    name: metadata?.name ?? '',
    scope,
    ...(annotations[titleOf] !== undefined && { title: annotations[titleOf] }),
    ...(annotations[descriptionOf] !== undefined && { description: annotations[descriptionOf] }),
    parameters: (spec?.arguments?.parameters ?? [])
      .filter(({ name }) => name !== undefined && name !== gridParameter)
      .map(readParameter),
    ...(gridParameter !== undefined && { gridParameter }),
  };
}

/**
 * Values that the template itself gives for an item: those of the first of its own list. A task that names a hyper-parameter which an item
 * lacks would fail. Pure.
 */
export function itemDefaults({ spec }: TemplateObject): Combination {
  const name = gridParameterOf(spec);
  const list = spec?.arguments?.parameters?.find((one) => one.name === name)?.value;
  try {
    const items: unknown = JSON.parse(typeof list === 'string' ? list : '[]');
    const first: unknown = Array.isArray(items) ? items[0] : undefined;
    if (typeof first !== 'object' || first === null) return {};
    return Object.fromEntries(Object.entries(first).map(([key, value]) => [key, String(value)]));
  } catch {
    return {};
  }
}

function readParameter(parameter: Parameter): z.infer<typeof TemplateParameter> {
  const value = parameter.value ?? parameter.default;
  return {
    name: parameter.name ?? '',
    ...(value !== undefined && { value: String(value) }),
    ...(parameter.enum && { choices: [...parameter.enum] }),
    ...(parameter.description !== undefined && { description: parameter.description }),
  };
}

/** All of them, the app's own first; those of the cluster only where the person may see them. @throws Failure */
export async function readTemplates(argo: ArgoClient, signal?: AbortSignal): Promise<Template[]> {
  const [own, shared] = await Promise.all([
    argo.templates('namespace', signal),
    argo.templates('cluster', signal).catch((): TemplateObject[] => []),
  ]);
  return [
    ownTemplate,
    ...own.map((one) => readTemplate(one, 'namespace')),
    ...shared.map((one) => readTemplate(one, 'cluster')),
  ];
}
