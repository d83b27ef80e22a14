/** Who may do what: role-based access control over the cluster's own roles and bindings (Kubernetes "Using RBAC"). */
import type { Person } from './authentication.ts';
import type { KubernetesObject, ObjectStore } from './model.ts';
import type { ApiRequest } from './request.ts';
import { at, listOf, textOf, textsOf } from './shape.ts';
import { StatusError } from './status.ts';

export interface Attributes {
  verb: string;
  group: string;
  /** With its subresource: `pods/log`. */
  resource: string;
  namespace: string | undefined;
  name: string | undefined;
}

export interface Rule {
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  resourceNames: string[];
  nonResourceURLs: string[];
}

type Store = Pick<ObjectStore, 'get' | 'list'>;

export interface Grant {
  rule: Rule;
  /** In the words of the real authorizer: which binding gives this. */
  reason: string;
}

function rulesOf(role: KubernetesObject | undefined): Rule[] {
  return listOf(role?.['rules']).map((rule) => ({
    verbs: textsOf(rule['verbs']),
    apiGroups: textsOf(rule['apiGroups']),
    resources: textsOf(rule['resources']),
    resourceNames: textsOf(rule['resourceNames']),
    nonResourceURLs: textsOf(rule['nonResourceURLs']),
  }));
}

function subjectOf(binding: KubernetesObject, person: Person): string | undefined {
  for (const subject of listOf(binding['subjects'])) {
    const name = textOf(subject['name']) ?? '';
    if (subject['kind'] === 'User' && name === person.name) return `User "${name}"`;
    if (subject['kind'] === 'Group' && person.groups.includes(name)) return `Group "${name}"`;
  }
  return undefined;
}

function grantsOf(binding: KubernetesObject, person: Person, store: Store): Grant[] {
  const subject = subjectOf(binding, person);
  if (subject === undefined) return [];
  const kind = textOf(at(binding, 'roleRef', 'kind')) ?? '';
  const roleName = textOf(at(binding, 'roleRef', 'name')) ?? '';
  const { namespace, name } = binding.metadata;
  const role =
    kind === 'Role'
      ? store.get('roles', namespace, roleName)
      : store.get('clusterroles', undefined, roleName);
  const where = namespace === undefined ? name : `${name}/${namespace}`;
  const reason = `RBAC: allowed by ${binding.kind} "${where}" of ${kind} "${roleName}" to ${subject}`;
  return rulesOf(role).map((rule) => ({ rule, reason }));
}

/** Everything that a person is granted: cluster-wide, and in a namespace when one is given. */
export function grantsFor(person: Person, namespace: string | undefined, store: Store): Grant[] {
  const bindings = [
    ...store.list('clusterrolebindings'),
    ...(namespace === undefined ? [] : store.list('rolebindings', namespace)),
  ];
  return bindings.flatMap((binding) => grantsOf(binding, person, store));
}

function covers(list: string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

function allowsResource(rule: Rule, { verb, group, resource, name }: Attributes): boolean {
  if (!covers(rule.verbs, verb) || !covers(rule.apiGroups, group)) return false;
  const subresource = resource.includes('/') ? `*/${resource.slice(resource.indexOf('/') + 1)}` : resource;
  if (!covers(rule.resources, resource) && !rule.resources.includes(subresource)) return false;
  return rule.resourceNames.length === 0 || (name !== undefined && rule.resourceNames.includes(name));
}

function allowsPath(rule: Rule, verb: string, path: string): boolean {
  if (!covers(rule.verbs, verb)) return false;
  return rule.nonResourceURLs.some((url) =>
    url.endsWith('*') ? path.startsWith(url.slice(0, -1)) : url === path,
  );
}

/** Why a person may do this, or undefined when they may not. */
export function mayAccess(person: Person, attributes: Attributes, store: Store): string | undefined {
  if (person.groups.includes('system:masters')) return 'member of system:masters';
  return grantsFor(person, attributes.namespace, store).find((grant) =>
    allowsResource(grant.rule, attributes),
  )?.reason;
}

/** Why a person may use an address that is no resource (`/version`), or undefined. */
export function mayVisit(person: Person, verb: string, path: string, store: Store): string | undefined {
  if (person.groups.includes('system:masters')) return 'member of system:masters';
  return grantsFor(person, undefined, store).find((grant) => allowsPath(grant.rule, verb, path))?.reason;
}

/** Throws 403 in the words of the real server when a person may not make this request. */
export function authorize(person: Person, call: ApiRequest, store: Store): void {
  const { plural, subresource, namespace, name, group, verb } = call;
  if (call.groupVersion === undefined || plural === undefined) {
    const httpVerb = call.method.toLowerCase();
    if (mayVisit(person, httpVerb, call.path, store) !== undefined) return;
    throw new StatusError(
      403,
      'Forbidden',
      `forbidden: User "${person.name}" cannot ${httpVerb} path "${call.path}"`,
      {},
    );
  }
  const resource = subresource === undefined ? plural : `${plural}/${subresource}`;
  const connecting = plural === 'pods' && ['exec', 'attach', 'portforward'].includes(subresource ?? '');
  // Since 1.35 a WebSocket, although a GET, needs the right to create as well.
  const verbs = connecting && verb === 'get' ? ['get', 'create'] : [verb];
  for (const needed of verbs) {
    if (mayAccess(person, { verb: needed, group, resource, namespace, name }, store) !== undefined) continue;
    const about = `${group === '' ? plural : `${plural}.${group}`}${name === undefined ? '' : ` "${name}"`}`;
    const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
    throw new StatusError(
      403,
      'Forbidden',
      `${about} is forbidden: User "${person.name}" cannot ${needed} resource "${resource}" in API group "${group}" ${where}`,
      { ...(name === undefined ? {} : { name }), ...(group === '' ? {} : { group }), kind: plural },
    );
  }
}
