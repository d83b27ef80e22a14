/** The columns of each kind as the server prints them for `kubectl get` (names and order of Kubernetes 1.35). */
import { age, humanDuration } from './duration.ts';
import { lastSeen } from './event-recorder.ts';
import type { KubernetesObject } from './model.ts';
import { summarizePod } from './pod-columns.ts';
import { at, fieldsOf, listOf, numberOf, textOf, textsOf } from './shape.ts';

interface Column {
  name: string;
  type: 'string' | 'integer';
  format: '' | 'name';
  description: string;
  /** 0 is always shown, 1 with `-o wide`. */
  priority: 0 | 1;
  cell: (object: KubernetesObject) => string | number;
}

type Cell = Column['cell'];

const none = '<none>';
const at0 = (object: KubernetesObject, ...path: string[]): string => textOf(at(object, ...path)) ?? '';
const count = (object: KubernetesObject, ...path: string[]): number => numberOf(at(object, ...path)) ?? 0;
const orNone = (text: string | undefined): string => (text ? text : none);

function column(name: string, description: string, cell: Cell, priority: 0 | 1 = 0): Column {
  return { name, type: 'string', format: '', description, priority, cell };
}
function number(name: string, description: string, cell: Cell): Column {
  return { name, type: 'integer', format: '', description, priority: 0, cell };
}
function wide(name: string, description: string, cell: Cell): Column {
  return column(name, description, cell, 1);
}

const nameColumn: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'The name, unique within a namespace.',
  priority: 0,
  cell: (object) => object.metadata.name,
};
const ageColumn = column('Age', 'The time since the object was made.', (object) =>
  age(object.metadata.creationTimestamp),
);

function labelsText(selector: unknown): string {
  const entries = Object.entries(fieldsOf(selector)).map(([key, value]) => `${key}=${String(value)}`);
  return orNone(entries.sort().join(','));
}

const containersOf = (object: KubernetesObject) =>
  listOf(at(object, 'spec', 'template', 'spec', 'containers'));
const templateColumns: Column[] = [
  wide('Containers', 'Names of each container in the template.', (object) =>
    containersOf(object)
      .map((container) => textOf(container['name']) ?? '')
      .join(','),
  ),
  wide('Images', 'Images referenced by each container in the template.', (object) =>
    containersOf(object)
      .map((container) => textOf(container['image']) ?? '')
      .join(','),
  ),
];
const selectorColumn = wide('Selector', 'Label selector of the pods.', (object) =>
  labelsText(at(object, 'spec', 'selector', 'matchLabels') ?? at(object, 'spec', 'selector')),
);

function ports(object: KubernetesObject): string {
  const list = listOf(at(object, 'spec', 'ports')).map((port) => {
    const node = numberOf(port['nodePort']);
    return `${String(port['port'])}${node ? `:${node}` : ''}/${textOf(port['protocol']) ?? 'TCP'}`;
  });
  return orNone(list.join(','));
}

function accessModes(modes: unknown): string {
  const short: Record<string, string> = {
    ReadWriteOnce: 'RWO',
    ReadOnlyMany: 'ROX',
    ReadWriteMany: 'RWX',
    ReadWriteOncePod: 'RWOP',
  };
  return textsOf(modes)
    .map((mode) => short[mode] ?? mode)
    .join(',');
}

function quotaText(object: KubernetesObject, side: 'request' | 'limit'): string {
  const hard = fieldsOf(at(object, 'status', 'hard') ?? at(object, 'spec', 'hard'));
  return Object.keys(hard)
    .filter((key) => key.startsWith('limits.') === (side === 'limit'))
    .sort()
    .map((key) => `${key}: ${at0(object, 'status', 'used', key) || '0'}/${String(hard[key])}`)
    .join(', ');
}

function jobStatus(object: KubernetesObject): string {
  const holds = (type: string) =>
    listOf(at(object, 'status', 'conditions')).some(
      (entry) => entry['type'] === type && entry['status'] === 'True',
    );
  if (holds('Complete')) return 'Complete';
  if (holds('Failed')) return 'Failed';
  if (object.metadata.deletionTimestamp !== undefined) return 'Terminating';
  return holds('Suspended') ? 'Suspended' : 'Running';
}

function jobDuration(object: KubernetesObject): string {
  const start = textOf(at(object, 'status', 'startTime'));
  if (start === undefined) return '';
  const end = textOf(at(object, 'status', 'completionTime'));
  return humanDuration((end ? Date.parse(end) : Date.now()) - Date.parse(start));
}

function nodeAddress(object: KubernetesObject, type: string): string {
  const found = listOf(at(object, 'status', 'addresses')).find((address) => address['type'] === type);
  return orNone(textOf(found?.['address']));
}

function nodeStatus(object: KubernetesObject): string {
  const ready = listOf(at(object, 'status', 'conditions')).find((entry) => entry['type'] === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready['status'] === 'True' ? 'Ready' : 'NotReady';
  return at(object, 'spec', 'unschedulable') === true ? `${word},SchedulingDisabled` : word;
}

const workload = 'How many pods of this workload are';
const createdAt = column('Created At', 'When it was made.', (object) => object.metadata.creationTimestamp);
const roleOf = column('Role', 'The role that is given.', (object) => {
  return `${at0(object, 'roleRef', 'kind')}/${at0(object, 'roleRef', 'name')}`;
});

const columnsOf: Record<string, Column[]> = {
  pods: [
    nameColumn,
    column('Ready', 'How many containers are ready for traffic.', (pod) => summarizePod(pod).ready),
    column('Status', 'The aggregate status of the containers.', (pod) => summarizePod(pod).status),
    column(
      'Restarts',
      'How often containers were restarted, and when last.',
      (pod) => summarizePod(pod).restarts,
    ),
    ageColumn,
    wide('IP', 'Address of the pod.', (pod) => orNone(at0(pod, 'status', 'podIP'))),
    wide('Node', 'The node that runs the pod.', (pod) => orNone(at0(pod, 'spec', 'nodeName'))),
    wide('Nominated Node', 'The node where room is being made.', (pod) =>
      orNone(at0(pod, 'status', 'nominatedNodeName')),
    ),
    wide('Readiness Gates', 'Conditions that count for readiness.', () => none),
  ],
  services: [
    nameColumn,
    column('Type', 'How the service is exposed.', (service) => at0(service, 'spec', 'type')),
    column('Cluster-IP', 'Address inside the cluster.', (service) =>
      orNone(at0(service, 'spec', 'clusterIP')),
    ),
    column('External-IP', 'Address outside the cluster.', (service) =>
      orNone(at0(service, 'spec', 'externalName')),
    ),
    column('Port(s)', 'Ports that are exposed.', ports),
    ageColumn,
    selectorColumn,
  ],
  statefulsets: [
    nameColumn,
    column('Ready', `${workload} ready.`, (set) => {
      return `${count(set, 'status', 'readyReplicas')}/${count(set, 'spec', 'replicas')}`;
    }),
    ageColumn,
    ...templateColumns,
  ],
  deployments: [
    nameColumn,
    column('Ready', `${workload} ready.`, (deployment) => {
      return `${count(deployment, 'status', 'readyReplicas')}/${count(deployment, 'spec', 'replicas')}`;
    }),
    column('Up-to-date', `${workload} of the newest template.`, (deployment) =>
      String(count(deployment, 'status', 'updatedReplicas')),
    ),
    column('Available', `${workload} available.`, (deployment) =>
      String(count(deployment, 'status', 'availableReplicas')),
    ),
    ageColumn,
    ...templateColumns,
    selectorColumn,
  ],
  replicasets: replicaColumns(),
  replicationcontrollers: replicaColumns(),
  daemonsets: [
    nameColumn,
    number('Desired', `${workload} wanted.`, (set) => count(set, 'status', 'desiredNumberScheduled')),
    number('Current', `${workload} running.`, (set) => count(set, 'status', 'currentNumberScheduled')),
    number('Ready', `${workload} ready.`, (set) => count(set, 'status', 'numberReady')),
    number('Up-to-date', `${workload} of the newest template.`, (set) =>
      count(set, 'status', 'updatedNumberScheduled'),
    ),
    number('Available', `${workload} available.`, (set) => count(set, 'status', 'numberAvailable')),
    column('Node Selector', 'Labels of the nodes that run it.', (set) =>
      labelsText(at(set, 'spec', 'template', 'spec', 'nodeSelector')),
    ),
    ageColumn,
    ...templateColumns,
    selectorColumn,
  ],
  events: [
    column('Last Seen', 'The time since this was last seen.', (event) => age(lastSeen(event))),
    column('Type', 'Normal or Warning.', (event) => at0(event, 'type')),
    column('Reason', 'The machine word for what happened.', (event) => at0(event, 'reason')),
    column('Object', 'What it is about.', (event) => {
      const kind = at0(event, 'involvedObject', 'kind').toLowerCase();
      return `${kind}/${at0(event, 'involvedObject', 'name')}`;
    }),
    wide('Subobject', 'The part of it.', (event) => at0(event, 'involvedObject', 'fieldPath')),
    wide('Source', 'Who reported it.', (event) => {
      const component = at0(event, 'source', 'component') || at0(event, 'reportingComponent');
      const host = at0(event, 'source', 'host');
      return host === '' ? component : `${component}, ${host}`;
    }),
    column('Message', 'What happened.', (event) => at0(event, 'message').trim()),
    wide('First Seen', 'The time since this was first seen.', (event) =>
      age(event['firstTimestamp'] ?? event['eventTime']),
    ),
    wide('Count', 'How often it was seen.', (event) => {
      return String(numberOf(at(event, 'series', 'count')) ?? numberOf(event['count']) ?? 1);
    }),
    wide('Name', 'The name of the event.', (event) => event.metadata.name),
  ],
  secrets: [
    nameColumn,
    column('Type', 'What the secret holds.', (secret) => at0(secret, 'type')),
    number('Data', 'How many entries.', (secret) => Object.keys(fieldsOf(secret['data'])).length),
    ageColumn,
  ],
  configmaps: [
    nameColumn,
    number('Data', 'How many entries.', (map) => {
      return Object.keys({ ...fieldsOf(map['data']), ...fieldsOf(map['binaryData']) }).length;
    }),
    ageColumn,
  ],
  persistentvolumeclaims: [
    nameColumn,
    column('Status', 'Whether a volume is bound.', (claim) => {
      return claim.metadata.deletionTimestamp === undefined ? at0(claim, 'status', 'phase') : 'Terminating';
    }),
    column('Volume', 'The bound volume.', (claim) => at0(claim, 'spec', 'volumeName')),
    column('Capacity', 'Size of the bound volume.', (claim) => at0(claim, 'status', 'capacity', 'storage')),
    column('Access Modes', 'How it may be mounted.', (claim) =>
      accessModes(at(claim, 'status', 'accessModes')),
    ),
    column('StorageClass', 'The kind of storage.', (claim) => at0(claim, 'spec', 'storageClassName')),
    column('VolumeAttributesClass', 'Class of changeable attributes.', (claim) => {
      return at0(claim, 'spec', 'volumeAttributesClassName') || '<unset>';
    }),
    ageColumn,
    wide('VolumeMode', 'File system or block device.', (claim) => at0(claim, 'spec', 'volumeMode')),
  ],
  persistentvolumes: [
    nameColumn,
    column('Capacity', 'Size of the volume.', (volume) => at0(volume, 'spec', 'capacity', 'storage')),
    column('Access Modes', 'How it may be mounted.', (volume) =>
      accessModes(at(volume, 'spec', 'accessModes')),
    ),
    column('Reclaim Policy', 'What happens when it is released.', (volume) =>
      at0(volume, 'spec', 'persistentVolumeReclaimPolicy'),
    ),
    column('Status', 'Whether it is bound.', (volume) => at0(volume, 'status', 'phase')),
    column('Claim', 'The claim that holds it.', (volume) => {
      const name = at0(volume, 'spec', 'claimRef', 'name');
      return name === '' ? '' : `${at0(volume, 'spec', 'claimRef', 'namespace')}/${name}`;
    }),
    column('StorageClass', 'The kind of storage.', (volume) => at0(volume, 'spec', 'storageClassName')),
    column('VolumeAttributesClass', 'Class of changeable attributes.', () => '<unset>'),
    column('Reason', 'Why it is in this status.', (volume) => at0(volume, 'status', 'reason')),
    ageColumn,
    wide('VolumeMode', 'File system or block device.', (volume) => at0(volume, 'spec', 'volumeMode')),
  ],
  ingresses: [
    nameColumn,
    column('Class', 'Which controller serves it.', (ingress) =>
      orNone(at0(ingress, 'spec', 'ingressClassName')),
    ),
    column('Hosts', 'Host names that it answers.', (ingress) => {
      const hosts = listOf(at(ingress, 'spec', 'rules')).map((rule) => textOf(rule['host']) ?? '*');
      return hosts.length > 0 ? hosts.join(',') : '*';
    }),
    column('Address', 'Where it is reached.', (ingress) => {
      return listOf(at(ingress, 'status', 'loadBalancer', 'ingress'))
        .map((entry) => textOf(entry['ip']) ?? textOf(entry['hostname']) ?? '')
        .join(',');
    }),
    column('Ports', 'Ports of the hosts.', (ingress) =>
      listOf(at(ingress, 'spec', 'tls')).length > 0 ? '80, 443' : '80',
    ),
    ageColumn,
  ],
  namespaces: [
    nameColumn,
    column('Status', 'Active or Terminating.', (space) => at0(space, 'status', 'phase')),
    ageColumn,
  ],
  nodes: [
    nameColumn,
    column('Status', 'Whether it takes pods.', nodeStatus),
    column('Roles', 'What it is for.', (node) => {
      const roles = Object.keys(node.metadata.labels ?? {})
        .filter((label) => label.startsWith('node-role.kubernetes.io/'))
        .map((label) => label.slice('node-role.kubernetes.io/'.length));
      return orNone(roles.sort().join(','));
    }),
    ageColumn,
    column('Version', 'Version of its kubelet.', (node) => at0(node, 'status', 'nodeInfo', 'kubeletVersion')),
    wide('Internal-IP', 'Address inside.', (node) => nodeAddress(node, 'InternalIP')),
    wide('External-IP', 'Address outside.', (node) => nodeAddress(node, 'ExternalIP')),
    wide('OS-Image', 'Operating system.', (node) => at0(node, 'status', 'nodeInfo', 'osImage')),
    wide('Kernel-Version', 'Kernel.', (node) => at0(node, 'status', 'nodeInfo', 'kernelVersion')),
    wide('Container-Runtime', 'What runs containers.', (node) =>
      at0(node, 'status', 'nodeInfo', 'containerRuntimeVersion'),
    ),
  ],
  resourcequotas: [
    nameColumn,
    column('Request', 'Used and allowed requests.', (quota) => quotaText(quota, 'request')),
    column('Limit', 'Used and allowed limits.', (quota) => quotaText(quota, 'limit')),
    ageColumn,
  ],
  jobs: [
    nameColumn,
    column('Status', 'How far it is.', jobStatus),
    column('Completions', 'Pods that succeeded, of those wanted.', (job) => {
      return `${count(job, 'status', 'succeeded')}/${count(job, 'spec', 'completions')}`;
    }),
    column('Duration', 'How long it ran.', jobDuration),
    ageColumn,
    ...templateColumns,
    selectorColumn,
  ],
  cronjobs: [
    nameColumn,
    column('Schedule', 'When it runs.', (job) => at0(job, 'spec', 'schedule')),
    column('Timezone', 'Time zone of the schedule.', (job) => orNone(at0(job, 'spec', 'timeZone'))),
    column('Suspend', 'Whether it is held.', (job) =>
      at(job, 'spec', 'suspend') === true ? 'True' : 'False',
    ),
    number('Active', 'Jobs that run.', (job) => listOf(at(job, 'status', 'active')).length),
    column('Last Schedule', 'The time since it last ran.', (job) => {
      const last = at(job, 'status', 'lastScheduleTime');
      return typeof last === 'string' ? age(last) : none;
    }),
    ageColumn,
  ],
  serviceaccounts: [
    nameColumn,
    number('Secrets', 'How many secrets.', (account) => listOf(account['secrets']).length),
    ageColumn,
  ],
  storageclasses: [
    nameColumn,
    column('Provisioner', 'Who makes the volumes.', (storage) => at0(storage, 'provisioner')),
    column('ReclaimPolicy', 'What happens when one is released.', (storage) => at0(storage, 'reclaimPolicy')),
    column('VolumeBindingMode', 'When one is made.', (storage) => at0(storage, 'volumeBindingMode')),
    column('AllowVolumeExpansion', 'Whether they can grow.', (storage) =>
      String(storage['allowVolumeExpansion'] === true),
    ),
    ageColumn,
  ],
  endpointslices: [
    nameColumn,
    column('AddressType', 'IPv4, IPv6 or names.', (slice) => at0(slice, 'addressType')),
    column('Ports', 'Ports of the endpoints.', (slice) =>
      orNone(
        listOf(slice['ports'])
          .map((port) => String(port['port']))
          .join(','),
      ),
    ),
    column('Endpoints', 'Addresses.', (slice) => {
      return orNone(
        listOf(slice['endpoints'])
          .flatMap((endpoint) => textsOf(endpoint['addresses']))
          .join(','),
      );
    }),
    ageColumn,
  ],
  endpoints: [
    nameColumn,
    column('Endpoints', 'Addresses and ports.', (endpoints) => {
      const list = listOf(endpoints['subsets']).flatMap((subset) =>
        listOf(subset['addresses']).flatMap((address) =>
          listOf(subset['ports']).map((port) => `${String(address['ip'])}:${String(port['port'])}`),
        ),
      );
      return orNone(list.join(','));
    }),
    ageColumn,
  ],
  networkpolicies: [
    nameColumn,
    column('Pod-Selector', 'Pods that it covers.', (policy) =>
      labelsText(at(policy, 'spec', 'podSelector', 'matchLabels')),
    ),
    ageColumn,
  ],
  poddisruptionbudgets: [
    nameColumn,
    column('Min Available', 'Pods that must stay.', (budget) =>
      String(at(budget, 'spec', 'minAvailable') ?? 'N/A'),
    ),
    column('Max Unavailable', 'Pods that may go.', (budget) =>
      String(at(budget, 'spec', 'maxUnavailable') ?? 'N/A'),
    ),
    number('Allowed Disruptions', 'Pods that may go now.', (budget) =>
      count(budget, 'status', 'disruptionsAllowed'),
    ),
    ageColumn,
  ],
  horizontalpodautoscalers: [
    nameColumn,
    column('Reference', 'What it scales.', (scaler) => {
      return `${at0(scaler, 'spec', 'scaleTargetRef', 'kind')}/${at0(scaler, 'spec', 'scaleTargetRef', 'name')}`;
    }),
    column('MinPods', 'Least pods.', (scaler) => String(at(scaler, 'spec', 'minReplicas') ?? '<unset>')),
    column('MaxPods', 'Most pods.', (scaler) => String(count(scaler, 'spec', 'maxReplicas'))),
    column('Replicas', 'Pods now.', (scaler) => String(count(scaler, 'status', 'currentReplicas'))),
    ageColumn,
  ],
  applications: [
    nameColumn,
    column('Sync Status', 'Whether what runs is what is wanted.', (application) =>
      at0(application, 'status', 'sync', 'status'),
    ),
    column('Health Status', 'How what runs is.', (application) =>
      at0(application, 'status', 'health', 'status'),
    ),
    wide('Revision', 'What was last compared.', (application) =>
      at0(application, 'status', 'sync', 'revision'),
    ),
  ],
  workflows: [
    nameColumn,
    column('Status', 'Status of the workflow', (workflow) => at0(workflow, 'status', 'phase')),
    column('Age', 'When the workflow was started', (workflow) => {
      const started = at0(workflow, 'status', 'startedAt');
      return started === '' ? '' : age(started);
    }),
    column('Message', 'Why the workflow is in this condition.', (workflow) =>
      at0(workflow, 'status', 'message'),
    ),
  ],
  roles: [nameColumn, createdAt],
  clusterroles: [nameColumn, createdAt],
  rolebindings: [nameColumn, roleOf, ageColumn],
  clusterrolebindings: [nameColumn, roleOf, ageColumn],
};

function replicaColumns(): Column[] {
  return [
    nameColumn,
    number('Desired', `${workload} wanted.`, (set) => count(set, 'spec', 'replicas')),
    number('Current', `${workload} running.`, (set) => count(set, 'status', 'replicas')),
    number('Ready', `${workload} ready.`, (set) => count(set, 'status', 'readyReplicas')),
    ageColumn,
    ...templateColumns,
    selectorColumn,
  ];
}

/** The columns of a kind; kinds without their own show name and creation time. */
export function columnsFor(plural: string): Column[] {
  return columnsOf[plural] ?? [nameColumn, ageColumn];
}
