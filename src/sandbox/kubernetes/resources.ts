/** The kinds that the sandbox's API serves. Names, short names and categories are those of Kubernetes 1.35. */
import type { ResourceType } from './model.ts';

type Row = [
  groupVersion: string,
  plural: string,
  singular: string,
  kind: string,
  shortNames: string,
  subresources: string,
  categories?: string,
];

const namespacedRows: Row[] = [
  ['v1', 'configmaps', 'configmap', 'ConfigMap', 'cm', ''],
  ['v1', 'endpoints', 'endpoints', 'Endpoints', 'ep', ''],
  ['v1', 'events', 'event', 'Event', 'ev', ''],
  ['v1', 'limitranges', 'limitrange', 'LimitRange', 'limits', ''],
  ['v1', 'persistentvolumeclaims', 'persistentvolumeclaim', 'PersistentVolumeClaim', 'pvc', 'status'],
  ['v1', 'pods', 'pod', 'Pod', 'po', 'attach exec log portforward status', 'all'],
  [
    'v1',
    'replicationcontrollers',
    'replicationcontroller',
    'ReplicationController',
    'rc',
    'scale status',
    'all',
  ],
  ['v1', 'resourcequotas', 'resourcequota', 'ResourceQuota', 'quota', 'status'],
  ['v1', 'secrets', 'secret', 'Secret', '', ''],
  ['v1', 'serviceaccounts', 'serviceaccount', 'ServiceAccount', 'sa', ''],
  ['v1', 'services', 'service', 'Service', 'svc', 'status', 'all'],
  ['apps/v1', 'controllerrevisions', 'controllerrevision', 'ControllerRevision', '', ''],
  ['apps/v1', 'daemonsets', 'daemonset', 'DaemonSet', 'ds', 'status', 'all'],
  ['apps/v1', 'deployments', 'deployment', 'Deployment', 'deploy', 'scale status', 'all'],
  ['apps/v1', 'replicasets', 'replicaset', 'ReplicaSet', 'rs', 'scale status', 'all'],
  ['apps/v1', 'statefulsets', 'statefulset', 'StatefulSet', 'sts', 'scale status', 'all'],
  ['events.k8s.io/v1', 'events', 'event', 'Event', 'ev', ''],
  [
    'autoscaling/v2',
    'horizontalpodautoscalers',
    'horizontalpodautoscaler',
    'HorizontalPodAutoscaler',
    'hpa',
    'status',
    'all',
  ],
  ['batch/v1', 'cronjobs', 'cronjob', 'CronJob', 'cj', 'status', 'all'],
  ['batch/v1', 'jobs', 'job', 'Job', '', 'status', 'all'],
  ['coordination.k8s.io/v1', 'leases', 'lease', 'Lease', '', ''],
  ['discovery.k8s.io/v1', 'endpointslices', 'endpointslice', 'EndpointSlice', '', ''],
  ['networking.k8s.io/v1', 'ingresses', 'ingress', 'Ingress', 'ing', 'status'],
  ['networking.k8s.io/v1', 'networkpolicies', 'networkpolicy', 'NetworkPolicy', 'netpol', ''],
  ['policy/v1', 'poddisruptionbudgets', 'poddisruptionbudget', 'PodDisruptionBudget', 'pdb', 'status'],
  ['rbac.authorization.k8s.io/v1', 'rolebindings', 'rolebinding', 'RoleBinding', '', ''],
  ['rbac.authorization.k8s.io/v1', 'roles', 'role', 'Role', '', ''],
  // Custom ones, by the minimal definitions of Argo Workflows 3.7: no status of its own. Argo CD's has none either.
  ['argoproj.io/v1alpha1', 'applications', 'application', 'Application', 'app apps', ''],
  ['argoproj.io/v1alpha1', 'cronworkflows', 'cronworkflow', 'CronWorkflow', 'cwf cronwf', ''],
  ['argoproj.io/v1alpha1', 'workflows', 'workflow', 'Workflow', 'wf', ''],
  ['argoproj.io/v1alpha1', 'workflowtemplates', 'workflowtemplate', 'WorkflowTemplate', 'wftmpl', ''],
];

const clusterRows: Row[] = [
  [
    'argoproj.io/v1alpha1',
    'clusterworkflowtemplates',
    'clusterworkflowtemplate',
    'ClusterWorkflowTemplate',
    'clusterwftmpl cwft',
    '',
  ],
  ['v1', 'namespaces', 'namespace', 'Namespace', 'ns', 'status'],
  ['v1', 'nodes', 'node', 'Node', 'no', 'status'],
  ['v1', 'persistentvolumes', 'persistentvolume', 'PersistentVolume', 'pv', 'status'],
  ['networking.k8s.io/v1', 'ingressclasses', 'ingressclass', 'IngressClass', '', ''],
  ['rbac.authorization.k8s.io/v1', 'clusterrolebindings', 'clusterrolebinding', 'ClusterRoleBinding', '', ''],
  ['rbac.authorization.k8s.io/v1', 'clusterroles', 'clusterrole', 'ClusterRole', '', ''],
  ['storage.k8s.io/v1', 'storageclasses', 'storageclass', 'StorageClass', 'sc', ''],
];

function words(text: string | undefined): string[] {
  return text ? text.split(' ') : [];
}

function resourceOf(row: Row, namespaced: boolean): ResourceType {
  const [groupVersion, plural, singular, kind, shortNames, subresources, categories] = row;
  const slash = groupVersion.indexOf('/');
  return {
    group: slash === -1 ? '' : groupVersion.slice(0, slash),
    version: groupVersion.slice(slash + 1),
    plural,
    singular,
    kind,
    namespaced,
    shortNames: words(shortNames),
    subresources: words(subresources),
    ...(categories === undefined ? {} : { categories: words(categories) }),
  };
}

/** Every stored kind, in the order in which discovery lists them. */
export const resourceTypes: readonly ResourceType[] = [
  ...namespacedRows.map((row) => resourceOf(row, true)),
  ...clusterRows.map((row) => resourceOf(row, false)),
].sort((left, right) => (left.plural < right.plural ? -1 : left.plural > right.plural ? 1 : 0));

const byPlural = new Map<string, ResourceType>();
const byKind = new Map<string, ResourceType>();
const byAddress = new Map<string, ResourceType>();
for (const resource of resourceTypes) {
  const groupVersion = groupVersionOf(resource);
  byKind.set(`${groupVersion} ${resource.kind}`, resource);
  byAddress.set(`${groupVersion}/${resource.plural}`, resource);
  // Both event APIs show the same objects; the core one is how they are stored.
  if (!byPlural.has(resource.plural) || resource.group === '') byPlural.set(resource.plural, resource);
}

/** `v1` or `apps/v1`. */
export function groupVersionOf(resource: Pick<ResourceType, 'group' | 'version'>): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** Whether a kind comes from a custom resource definition: every object of it is taken as it is, and patches have no merge keys. */
export function isCustom(resource: Pick<ResourceType, 'group'>): boolean {
  return resource.group === 'argoproj.io';
}

/** The kind stored under a plural name, undefined when there is none. */
export function resourceByPlural(plural: string): ResourceType | undefined {
  return byPlural.get(plural);
}

/** The kind with this apiVersion and kind, undefined when it is not served. */
export function resourceByKind(apiVersion: string, kind: string): ResourceType | undefined {
  return byKind.get(`${apiVersion} ${kind}`);
}

/** The kind served at a group version (`v1`, `apps/v1`) under a plural name. */
export function resourceByAddress(groupVersion: string, plural: string): ResourceType | undefined {
  return byAddress.get(`${groupVersion}/${plural}`);
}

/** Kinds that are answered but never stored: reviews of who may do what. */
export const reviewTypes: readonly (Omit<ResourceType, 'singular' | 'shortNames' | 'subresources'> & {
  singular: string;
})[] = [
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    plural: 'selfsubjectreviews',
    singular: 'selfsubjectreview',
    kind: 'SelfSubjectReview',
    namespaced: false,
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'selfsubjectaccessreviews',
    singular: 'selfsubjectaccessreview',
    kind: 'SelfSubjectAccessReview',
    namespaced: false,
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'selfsubjectrulesreviews',
    singular: 'selfsubjectrulesreview',
    kind: 'SelfSubjectRulesReview',
    namespaced: false,
  },
];
