/** Label and field selectors of list and watch, and the selectors inside objects. */
import type { KubernetesObject } from './model.ts';
import { at, fieldsOf, listOf, textOf, textsOf } from './shape.ts';
import { badRequest } from './status.ts';

export type Predicate = (object: KubernetesObject) => boolean;
type Labels = Record<string, unknown>;

const everything: Predicate = () => true;

/**
 * Reads a label selector such as `a=b,c!=d,e in (f,g),!h,i`.
 * Throws 400 when it cannot be read. Grammar: k8s.io/apimachinery `labels.Parse`.
 */
export function labelSelector(text: string | undefined): Predicate {
  if (text === undefined || text.trim() === '') return everything;
  const requirements = splitOutsideParentheses(text).map((part) => labelRequirement(part, text));
  return (object) => {
    const labels: Labels = object.metadata.labels ?? {};
    return requirements.every((holds) => holds(labels));
  };
}

function splitOutsideParentheses(text: string): string[] {
  return text.split(/,(?![^(]*\))/).map((part) => part.trim());
}

function labelRequirement(part: string, whole: string): (labels: Labels) => boolean {
  const setBased = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(part);
  if (setBased) {
    const [, key = '', operator, list = ''] = setBased;
    const values = new Set(list.split(',').map((value) => value.trim()));
    if (operator === 'in') return (labels) => typeof labels[key] === 'string' && values.has(labels[key]);
    return (labels) => !(typeof labels[key] === 'string' && values.has(labels[key]));
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(part);
  if (equality) {
    const [, key = '', operator, value = ''] = equality;
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  const absent = /^!\s*([^\s=!(),]+)$/.exec(part);
  if (absent) return (labels) => labels[absent[1] ?? ''] === undefined;
  const present = /^[^\s=!(),]+$/.exec(part);
  if (present) return (labels) => labels[part] !== undefined;
  throw badRequest(`unable to parse requirement: found '${part}' in '${whole}'`);
}

const selectableFields: Record<string, readonly string[]> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'regarding.kind',
    'regarding.namespace',
    'regarding.name',
    'regarding.uid',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
  namespaces: ['status.phase'],
  jobs: ['status.successful'],
  nodes: ['spec.unschedulable'],
  replicasets: ['status.replicas'],
};

/**
 * Reads a field selector such as `status.phase!=Running,metadata.name=x` for one kind.
 * Throws 400 for a field that this kind cannot be selected by.
 */
export function fieldSelector(text: string | undefined, plural: string): Predicate {
  if (text === undefined || text.trim() === '') return everything;
  const requirements = text.split(',').map((part) => {
    const match = /^\s*([^=!]+?)\s*(==|=|!=)\s*(.*?)\s*$/.exec(part);
    if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
    const [, field = '', operator, value = ''] = match;
    const allowed = ['metadata.name', 'metadata.namespace', ...(selectableFields[plural] ?? [])];
    if (!allowed.includes(field)) throw badRequest(`field label not supported: ${field}`);
    const path = pathOf(field);
    return (object: KubernetesObject) => {
      const found = at(object, ...path);
      const same = (found === undefined || found === null ? '' : String(found)) === value;
      return operator === '!=' ? !same : same;
    };
  });
  return (object) => requirements.every((holds) => holds(object));
}

function pathOf(field: string): string[] {
  if (field === 'source') return ['source', 'component'];
  return field.replace(/^regarding\./, 'involvedObject.').split('.');
}

/** Whether labels fit a LabelSelector object (`matchLabels`, `matchExpressions`). An empty selector fits everything. */
export function matchesSelector(selector: unknown, labels: Record<string, string> | undefined): boolean {
  const own: Labels = labels ?? {};
  for (const [key, value] of Object.entries(fieldsOf(at(selector, 'matchLabels')))) {
    if (own[key] !== value) return false;
  }
  return listOf(at(selector, 'matchExpressions')).every((expression) => {
    const value = own[textOf(expression['key']) ?? ''];
    const values = textsOf(expression['values']);
    if (expression['operator'] === 'Exists') return value !== undefined;
    if (expression['operator'] === 'DoesNotExist') return value === undefined;
    const listed = typeof value === 'string' && values.includes(value);
    return expression['operator'] === 'In' ? listed : !listed;
  });
}
