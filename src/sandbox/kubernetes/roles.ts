/** The cluster roles that every cluster has (Kubernetes "Default roles and role bindings"), as far as the sandbox serves their resources. */
import type { NewObject } from './model.ts';

const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const rbac = 'rbac.authorization.k8s.io';
// What the aggregated roles of Argo Workflows add to `view` and `edit`.
const argo = 'argoproj.io';
const argoKinds = 'clusterworkflowtemplates cronworkflows workflows workflowtemplates';

interface RoleRule {
  apiGroups?: string[];
  resources?: string[];
  nonResourceURLs?: string[];
  verbs: string[];
}

function rule(apiGroup: string, resources: string, verbs: string[]): RoleRule {
  return { apiGroups: [apiGroup], resources: resources.split(' '), verbs };
}

const viewRules: RoleRule[] = [
  rule(
    '',
    'configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status',
    read,
  ),
  rule(
    '',
    'bindings events limitranges namespaces namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status',
    read,
  ),
  rule('discovery.k8s.io', 'endpointslices', read),
  rule(
    'apps',
    'controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status',
    read,
  ),
  rule('autoscaling', 'horizontalpodautoscalers horizontalpodautoscalers/status', read),
  rule('batch', 'cronjobs cronjobs/status jobs jobs/status', read),
  rule('networking.k8s.io', 'ingresses ingresses/status networkpolicies', read),
  rule('policy', 'poddisruptionbudgets poddisruptionbudgets/status', read),
  rule(argo, argoKinds, read),
];

const editRules: RoleRule[] = [
  rule('', 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy', read),
  rule('', 'pods pods/attach pods/exec pods/portforward pods/proxy', write),
  rule('', 'pods/eviction serviceaccounts/token', ['create']),
  rule(
    '',
    'configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy',
    write,
  ),
  rule(
    'apps',
    'daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale',
    write,
  ),
  rule('autoscaling', 'horizontalpodautoscalers', write),
  rule('batch', 'cronjobs jobs', write),
  rule('networking.k8s.io', 'ingresses networkpolicies', write),
  rule('policy', 'poddisruptionbudgets', write),
  rule('coordination.k8s.io', 'leases', [...read, ...write]),
  rule(argo, argoKinds, write),
];

const adminRules: RoleRule[] = [rule(rbac, 'rolebindings roles', [...read, ...write])];

function clusterRole(name: string, rules: RoleRule[]): NewObject {
  const labels = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
  return { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name, labels }, rules };
}

function toGroup(name: string, group: string): NewObject {
  return {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
    subjects: [{ apiGroup: rbac, kind: 'Group', name: group }],
  };
}

const openPaths = ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*', '/version', '/version/'];

/** The roles and bindings to make in a new cluster. */
export const defaultRoles: readonly NewObject[] = [
  clusterRole('view', viewRules),
  clusterRole('edit', [...viewRules, ...editRules]),
  clusterRole('admin', [...viewRules, ...editRules, ...adminRules]),
  clusterRole('cluster-admin', [rule('*', '*', ['*']), { nonResourceURLs: ['*'], verbs: ['*'] }]),
  clusterRole('system:discovery', [{ nonResourceURLs: openPaths, verbs: ['get'] }]),
  clusterRole('system:basic-user', [
    rule('authorization.k8s.io', 'selfsubjectaccessreviews selfsubjectrulesreviews', ['create']),
    rule('authentication.k8s.io', 'selfsubjectreviews', ['create']),
  ]),
  toGroup('cluster-admin', 'system:masters'),
  toGroup('system:discovery', 'system:authenticated'),
  toGroup('system:basic-user', 'system:authenticated'),
];
