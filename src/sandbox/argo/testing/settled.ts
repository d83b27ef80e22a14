/** What must be the same of a workflow wherever it ran. */
import type { KubernetesObject } from '../../kubernetes/model.ts';
import { fieldsOf, isFields, type Fields } from '../../kubernetes/shape.ts';

/** What differs from run to run, or from machine to machine. */
const changing = new Set([
  'startedAt',
  'finishedAt',
  'hostNodeName',
  'resourcesDuration',
  'artifactRepositoryRef',
]);

/** The status with the workflow's name as WORKFLOW, identifiers of nodes as their names, and times as whether they are there. */
export function settledStatus(workflow: KubernetesObject): Fields {
  const { name, namespace = '' } = workflow.metadata;
  const status = fieldsOf(workflow['status']);
  const names = new Map(
    Object.entries(fieldsOf(status['nodes'])).map(([id, node]) => [id, String(fieldsOf(node)['name'])]),
  );
  const text = (value: string): string => {
    let settled = value.replaceAll(`${namespace}/${name}`, 'NAMESPACE/WORKFLOW');
    for (const [id, known] of names)
      if (id !== name)
        settled = settled.replaceAll(id, `<${known}>`).replaceAll(id.slice(name.length), `-<${known}>`);
    return settled.replaceAll(name, 'WORKFLOW');
  };
  const settle = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(settle);
    if (!isFields(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== 'taskResultsCompletionStatus')
        .map(([key, entry]): [string, unknown] => [
          text(key),
          changing.has(key) ? Boolean(entry) : settle(entry),
        ])
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    );
  };
  return fieldsOf(settle(status));
}
