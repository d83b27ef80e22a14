/** What the API server fills in when an object is written (Kubernetes 1.35 API reference). */
import { fillPod, fillPodSpec } from './pod-defaults.ts';
import { at, fieldsOf, isFields, listOf, textOf, type Fields } from './shape.ts';

function fill(target: Fields, values: Fields): void {
  for (const key in values) target[key] ??= values[key];
}

function part(object: Fields, name: string): Fields {
  const value = fieldsOf(object[name]);
  object[name] = value;
  return value;
}

function fillTemplate(spec: Fields, restartPolicy = true): void {
  const template = part(spec, 'template');
  template['metadata'] ??= {};
  fillPodSpec(part(template, 'spec'), { limitsAsRequests: false, restartPolicy });
}

type Filler = (object: Fields, context: { uid: string; nextAddress: () => string }) => void;

function fillService(object: Fields, { nextAddress }: { nextAddress: () => string }): void {
  const spec = part(object, 'spec');
  fill(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
  for (const port of listOf(spec['ports'])) fill(port, { protocol: 'TCP', targetPort: port['port'] });
  if (spec['type'] !== 'ExternalName') {
    if (typeof spec['clusterIP'] !== 'string' || spec['clusterIP'] === '') spec['clusterIP'] = nextAddress();
    spec['clusterIPs'] = [spec['clusterIP']];
    fill(spec, { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack', internalTrafficPolicy: 'Cluster' });
  }
  fill(part(object, 'status'), { loadBalancer: {} });
}

function fillSecret(object: Fields): void {
  const plain = fieldsOf(object['stringData']);
  if (Object.keys(plain).length > 0) {
    const data = part(object, 'data');
    for (const [key, value] of Object.entries(plain))
      data[key] = Buffer.from(String(value)).toString('base64');
  }
  delete object['stringData'];
  fill(object, { type: 'Opaque' });
}

function fillStatefulSet(object: Fields): void {
  const spec = part(object, 'spec');
  fill(spec, {
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    revisionHistoryLimit: 10,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
  });
  fillTemplate(spec);
  for (const claim of listOf(spec['volumeClaimTemplates'])) {
    fill(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } });
    fill(part(claim, 'spec'), { volumeMode: 'Filesystem' });
  }
  fill(part(object, 'status'), { replicas: 0, availableReplicas: 0 });
}

function fillDeployment(object: Fields): void {
  const spec = part(object, 'spec');
  fill(spec, {
    replicas: 1,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  });
  fillTemplate(spec);
  object['status'] ??= {};
}

function fillJob(object: Fields, { uid }: { uid: string }): void {
  const spec = part(object, 'spec');
  fill(spec, {
    parallelism: 1,
    completions: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: 'TerminatingOrFailed',
  });
  fillTemplate(spec, false);
  if (spec['manualSelector'] !== true && spec['selector'] === undefined) {
    const name = textOf(at(object, 'metadata', 'name')) ?? '';
    const labels = part(part(part(spec, 'template'), 'metadata'), 'labels');
    fill(labels, {
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': name,
      'controller-uid': uid,
      'job-name': name,
    });
    spec['selector'] = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
  }
  object['status'] ??= {};
}

function fillBinding(object: Fields): void {
  const role = part(object, 'roleRef');
  fill(role, { apiGroup: 'rbac.authorization.k8s.io' });
  for (const subject of listOf(object['subjects'])) {
    if (subject['kind'] !== 'ServiceAccount') fill(subject, { apiGroup: 'rbac.authorization.k8s.io' });
  }
}

const fillers: Record<string, Filler> = {
  pods: fillPod,
  services: fillService,
  secrets: fillSecret,
  statefulsets: fillStatefulSet,
  deployments: fillDeployment,
  replicasets: (object) => {
    const spec = part(object, 'spec');
    fill(spec, { replicas: 1 });
    fillTemplate(spec);
    fill(part(object, 'status'), { replicas: 0 });
  },
  replicationcontrollers: (object) => {
    const spec = part(object, 'spec');
    fill(spec, { replicas: 1, selector: at(spec, 'template', 'metadata', 'labels') });
    fillTemplate(spec);
    fill(part(object, 'status'), { replicas: 0 });
  },
  daemonsets: (object) => {
    const spec = part(object, 'spec');
    fill(spec, {
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      revisionHistoryLimit: 10,
    });
    fillTemplate(spec);
    fill(part(object, 'status'), {
      currentNumberScheduled: 0,
      numberMisscheduled: 0,
      desiredNumberScheduled: 0,
      numberReady: 0,
    });
  },
  jobs: fillJob,
  cronjobs: (object) => {
    const spec = part(object, 'spec');
    fill(spec, {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    });
    object['status'] ??= {};
  },
  persistentvolumeclaims: (object) => {
    fill(part(object, 'spec'), { storageClassName: 'standard', volumeMode: 'Filesystem' });
    fill(part(object, 'status'), { phase: 'Pending' });
  },
  persistentvolumes: (object) => {
    fill(part(object, 'spec'), { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' });
    fill(part(object, 'status'), { phase: 'Pending' });
  },
  storageclasses: (object) => {
    fill(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
  },
  ingresses: (object) => {
    fill(part(object, 'status'), { loadBalancer: {} });
  },
  networkpolicies: (object) => {
    const spec = part(object, 'spec');
    fill(spec, {
      podSelector: {},
      policyTypes: isFields(spec['egress']) ? ['Ingress', 'Egress'] : ['Ingress'],
    });
  },
  horizontalpodautoscalers: (object) => {
    fill(part(object, 'spec'), { minReplicas: 1 });
  },
  poddisruptionbudgets: (object) => {
    object['status'] ??= {};
  },
  resourcequotas: (object) => {
    part(object, 'spec');
    part(object, 'status');
  },
  rolebindings: fillBinding,
  clusterrolebindings: fillBinding,
  namespaces: (object) => {
    const metadata = part(object, 'metadata');
    part(metadata, 'labels')['kubernetes.io/metadata.name'] = metadata['name'];
    fill(part(object, 'spec'), { finalizers: ['kubernetes'] });
    fill(part(object, 'status'), { phase: 'Active' });
  },
};

/** Kinds whose `metadata.generation` counts the changes of their specification. */
export const countedKinds: ReadonlySet<string> = new Set([
  'pods',
  'replicationcontrollers',
  'statefulsets',
  'deployments',
  'replicasets',
  'daemonsets',
  'jobs',
  'cronjobs',
  'ingresses',
  'networkpolicies',
  'poddisruptionbudgets',
  'applications',
  'clusterworkflowtemplates',
  'cronworkflows',
  'workflows',
  'workflowtemplates',
]);

/** Fills the defaults of one kind in place. `uid` is the object's own, `nextAddress` hands out cluster addresses. */
export function fillDefaults(
  plural: string,
  object: Fields,
  context: { uid: string; nextAddress: () => string },
): void {
  fillers[plural]?.(object, context);
}
