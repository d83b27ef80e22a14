/** The commands that do the same by hand. Pure. */
import { stringify } from 'yaml';
import type { KubernetesObject } from '../../platform/kubernetes/objects.ts';
import { quoteWord } from '../../platform/helm/equivalent.ts';
import { valuesOf, type WorkflowObject } from '../../platform/argo/resources.ts';

export interface ShownCommand {
  readonly program: 'argo' | 'kubectl';
  readonly text: string;
}

/** An object as a person reads and keeps it. */
export function yamlOf(object: unknown): string {
  return stringify(object, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** `kubectl create` with the object in a here-document. */
export function createCommand(namespace: string, object: KubernetesObject): ShownCommand {
  return {
    program: 'kubectl',
    text: `kubectl create --namespace ${quoteWord(namespace)} -f - <<'YAML'\n${yamlOf(object)}YAML`,
  };
}

/** How a workflow is started: from its template by `argo submit`, else as it stands by `kubectl create`. */
export function submitCommand(namespace: string, workflow: WorkflowObject): ShownCommand {
  const reference = workflow.spec?.workflowTemplateRef;
  if (reference?.name === undefined) return createCommand(namespace, workflow);
  const kind = reference.clusterScope ? 'clusterworkflowtemplate' : 'workflowtemplate';
  const parameters = Object.entries(valuesOf(workflow.spec?.arguments?.parameters));
  const words = [
    ...['argo', 'submit', '--namespace', namespace, '--from', `${kind}/${reference.name}`],
    ...['--name', workflow.metadata?.name ?? ''],
    ...parameters.flatMap(([name, value]) => ['--parameter', `${name}=${value}`]),
  ];
  return { program: 'argo', text: words.map(quoteWord).join(' ') };
}

/** `argo` with a verb (`stop`, `cron suspend`) for one object. */
export function argoCommand(verb: string, namespace: string, workflow: string): string {
  return ['argo', ...verb.split(' '), '--namespace', namespace, workflow].map(quoteWord).join(' ');
}
