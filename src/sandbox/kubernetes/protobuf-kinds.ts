/** The messages that helm and kubectl send as protobuf, by field number (Kubernetes `generated.proto`, stable by its rules). */

type Scalar = 'text' | 'number' | 'boolean' | 'base64' | 'time' | 'quantity' | 'json' | 'number or text';
export type FieldType = Scalar | MessageType;
export interface MessageType {
  readonly [number: number]: readonly [name: string, type: FieldType, shape?: 'list' | 'map' | 'inline'];
}

const ownerReference: MessageType = {
  1: ['kind', 'text'],
  3: ['name', 'text'],
  4: ['uid', 'text'],
  5: ['apiVersion', 'text'],
  6: ['controller', 'boolean'],
  7: ['blockOwnerDeletion', 'boolean'],
};

const managedFields: MessageType = {
  1: ['manager', 'text'],
  2: ['operation', 'text'],
  3: ['apiVersion', 'text'],
  4: ['time', 'time'],
  6: ['fieldsType', 'text'],
  7: ['fieldsV1', 'json'],
  8: ['subresource', 'text'],
};

const metadata: MessageType = {
  1: ['name', 'text'],
  2: ['generateName', 'text'],
  3: ['namespace', 'text'],
  5: ['uid', 'text'],
  6: ['resourceVersion', 'text'],
  7: ['generation', 'number'],
  8: ['creationTimestamp', 'time'],
  9: ['deletionTimestamp', 'time'],
  10: ['deletionGracePeriodSeconds', 'number'],
  11: ['labels', 'text', 'map'],
  12: ['annotations', 'text', 'map'],
  13: ['ownerReferences', ownerReference, 'list'],
  14: ['finalizers', 'text', 'list'],
  17: ['managedFields', managedFields, 'list'],
};

const labelSelector: MessageType = {
  1: ['matchLabels', 'text', 'map'],
  2: [
    'matchExpressions',
    { 1: ['key', 'text'], 2: ['operator', 'text'], 3: ['values', 'text', 'list'] },
    'list',
  ],
};

const localReference: MessageType = { 1: ['name', 'text'] };
const keySelector: MessageType = {
  1: ['name', localReference, 'inline'],
  2: ['key', 'text'],
  3: ['optional', 'boolean'],
};

const container: MessageType = {
  1: ['name', 'text'],
  2: ['image', 'text'],
  3: ['command', 'text', 'list'],
  4: ['args', 'text', 'list'],
  5: ['workingDir', 'text'],
  6: [
    'ports',
    {
      1: ['name', 'text'],
      2: ['hostPort', 'number'],
      3: ['containerPort', 'number'],
      4: ['protocol', 'text'],
    },
    'list',
  ],
  7: [
    'env',
    {
      1: ['name', 'text'],
      2: ['value', 'text'],
      3: [
        'valueFrom',
        {
          1: ['fieldRef', { 1: ['apiVersion', 'text'], 2: ['fieldPath', 'text'] }],
          3: ['configMapKeyRef', keySelector],
          4: ['secretKeyRef', keySelector],
        },
      ],
    },
    'list',
  ],
  8: ['resources', { 1: ['limits', 'quantity', 'map'], 2: ['requests', 'quantity', 'map'] }],
  9: [
    'volumeMounts',
    { 1: ['name', 'text'], 2: ['readOnly', 'boolean'], 3: ['mountPath', 'text'], 4: ['subPath', 'text'] },
    'list',
  ],
  13: ['terminationMessagePath', 'text'],
  14: ['imagePullPolicy', 'text'],
};

const podSpec: MessageType = {
  2: ['containers', container, 'list'],
  3: ['restartPolicy', 'text'],
  4: ['terminationGracePeriodSeconds', 'number'],
  5: ['activeDeadlineSeconds', 'number'],
  6: ['dnsPolicy', 'text'],
  7: ['nodeSelector', 'text', 'map'],
  8: ['serviceAccountName', 'text'],
  10: ['nodeName', 'text'],
  15: ['imagePullSecrets', localReference, 'list'],
  19: ['schedulerName', 'text'],
  20: ['initContainers', container, 'list'],
};

const podTemplate: MessageType = { 1: ['metadata', metadata], 2: ['spec', podSpec] };
const policyRule: MessageType = {
  1: ['verbs', 'text', 'list'],
  2: ['apiGroups', 'text', 'list'],
  3: ['resources', 'text', 'list'],
  4: ['resourceNames', 'text', 'list'],
  5: ['nonResourceURLs', 'text', 'list'],
};
const role: MessageType = { 1: ['metadata', metadata], 2: ['rules', policyRule, 'list'] };
const binding: MessageType = {
  1: ['metadata', metadata],
  2: [
    'subjects',
    { 1: ['kind', 'text'], 2: ['apiGroup', 'text'], 3: ['name', 'text'], 4: ['namespace', 'text'] },
    'list',
  ],
  3: ['roleRef', { 1: ['apiGroup', 'text'], 2: ['kind', 'text'], 3: ['name', 'text'] }],
};

const access: MessageType = {
  1: ['namespace', 'text'],
  2: ['verb', 'text'],
  3: ['group', 'text'],
  4: ['version', 'text'],
  5: ['resource', 'text'],
  6: ['subresource', 'text'],
  7: ['name', 'text'],
};

/** Top-level messages by kind. */
export const kinds: Record<string, MessageType> = {
  Secret: {
    1: ['metadata', metadata],
    2: ['data', 'base64', 'map'],
    3: ['type', 'text'],
    4: ['stringData', 'text', 'map'],
    5: ['immutable', 'boolean'],
  },
  ConfigMap: {
    1: ['metadata', metadata],
    2: ['data', 'text', 'map'],
    3: ['binaryData', 'base64', 'map'],
    4: ['immutable', 'boolean'],
  },
  Namespace: { 1: ['metadata', metadata], 2: ['spec', { 1: ['finalizers', 'text', 'list'] }] },
  ServiceAccount: { 1: ['metadata', metadata], 3: ['imagePullSecrets', localReference, 'list'] },
  ResourceQuota: {
    1: ['metadata', metadata],
    2: ['spec', { 1: ['hard', 'quantity', 'map'], 2: ['scopes', 'text', 'list'] }],
  },
  Service: {
    1: ['metadata', metadata],
    2: [
      'spec',
      {
        1: [
          'ports',
          {
            1: ['name', 'text'],
            2: ['protocol', 'text'],
            3: ['port', 'number'],
            4: ['targetPort', 'number or text'],
            5: ['nodePort', 'number'],
          },
          'list',
        ],
        2: ['selector', 'text', 'map'],
        3: ['clusterIP', 'text'],
        4: ['type', 'text'],
        7: ['sessionAffinity', 'text'],
        10: ['externalName', 'text'],
      },
    ],
  },
  Deployment: {
    1: ['metadata', metadata],
    2: [
      'spec',
      {
        1: ['replicas', 'number'],
        2: ['selector', labelSelector],
        3: ['template', podTemplate],
        5: ['minReadySeconds', 'number'],
        6: ['revisionHistoryLimit', 'number'],
      },
    ],
  },
  Job: {
    1: ['metadata', metadata],
    2: [
      'spec',
      {
        1: ['parallelism', 'number'],
        2: ['completions', 'number'],
        3: ['activeDeadlineSeconds', 'number'],
        4: ['selector', labelSelector],
        5: ['manualSelector', 'boolean'],
        6: ['template', podTemplate],
        7: ['backoffLimit', 'number'],
        8: ['ttlSecondsAfterFinished', 'number'],
      },
    ],
  },
  Role: role,
  ClusterRole: role,
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  DeleteOptions: {
    1: ['gracePeriodSeconds', 'number'],
    2: ['preconditions', { 1: ['uid', 'text'], 2: ['resourceVersion', 'text'] }],
    3: ['orphanDependents', 'boolean'],
    4: ['propagationPolicy', 'text'],
    5: ['dryRun', 'text', 'list'],
  },
  SelfSubjectAccessReview: {
    1: ['metadata', metadata],
    2: [
      'spec',
      {
        1: ['resourceAttributes', access],
        2: ['nonResourceAttributes', { 1: ['path', 'text'], 2: ['verb', 'text'] }],
      },
    ],
  },
  SelfSubjectRulesReview: { 1: ['metadata', metadata], 2: ['spec', { 1: ['namespace', 'text'] }] },
  SelfSubjectReview: { 1: ['metadata', metadata] },
};
