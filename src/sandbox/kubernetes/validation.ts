/** Checks of an object before it is stored, in the words of Kubernetes 1.35 (apimachinery and core validation). */
import type { KubernetesObject, ResourceType } from './model.ts';
import { matchesSelector } from './selectors.ts';
import { at, fieldsOf, isFields, listOf, sameJson, textOf } from './shape.ts';
import { invalid } from './status.ts';

interface Cause {
  field: string;
  reason: string;
  message: string;
}

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label1123 = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const label1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const words = {
  subdomain:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
  label1123:
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
  label1035:
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
};

function invalidValue(field: string, value: unknown, why: string): Cause {
  return { field, reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}` };
}

function required(field: string, why = ''): Cause {
  return { field, reason: 'FieldValueRequired', message: `Required value${why === '' ? '' : `: ${why}`}` };
}

function nameCauses(resource: ResourceType, name: string): Cause[] {
  if (name === '') return [required('metadata.name', 'name or generateName is required')];
  if (resource.group === 'rbac.authorization.k8s.io') {
    return /[/%]|^\.\.?$/.test(name)
      ? [invalidValue('metadata.name', name, "may not contain '/' or '%'")]
      : [];
  }
  if (resource.plural === 'services') {
    return label1035.test(name) && name.length <= 63
      ? []
      : [invalidValue('metadata.name', name, words.label1035)];
  }
  if (resource.plural === 'namespaces') {
    return label1123.test(name) && name.length <= 63
      ? []
      : [invalidValue('metadata.name', name, words.label1123)];
  }
  if (name.length > 253) return [invalidValue('metadata.name', name, 'must be no more than 253 characters')];
  return subdomain.test(name) ? [] : [invalidValue('metadata.name', name, words.subdomain)];
}

function containerCauses(spec: unknown, path: string): Cause[] {
  const containers = listOf(at(spec, 'containers'));
  if (containers.length === 0) return [required(`${path}.containers`)];
  return containers.flatMap((container, index) => [
    ...(textOf(container['name']) ? [] : [required(`${path}.containers[${index}].name`)]),
    ...(textOf(container['image']) ? [] : [required(`${path}.containers[${index}].image`)]),
  ]);
}

function workloadCauses(object: KubernetesObject): Cause[] {
  const spec = fieldsOf(object['spec']);
  const labels = fieldsOf(at(spec, 'template', 'metadata', 'labels'));
  const causes: Cause[] = [];
  if (!isFields(spec['selector'])) causes.push(required('spec.selector'));
  else if (!matchesSelector(spec['selector'], labels as Record<string, string>)) {
    causes.push(
      invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`'),
    );
  }
  return [...causes, ...containerCauses(at(spec, 'template', 'spec'), 'spec.template.spec')];
}

function kindCauses(resource: ResourceType, object: KubernetesObject): Cause[] {
  switch (resource.plural) {
    case 'pods':
      return containerCauses(object['spec'], 'spec');
    case 'statefulsets':
    case 'deployments':
    case 'replicasets':
    case 'daemonsets':
      return workloadCauses(object);
    case 'jobs':
      return containerCauses(at(object['spec'], 'template', 'spec'), 'spec.template.spec');
    case 'services':
      return at(object['spec'], 'type') !== 'ExternalName' &&
        at(object['spec'], 'clusterIP') !== 'None' &&
        listOf(at(object['spec'], 'ports')).length === 0
        ? [required('spec.ports')]
        : [];
    case 'persistentvolumeclaims':
      return at(object['spec'], 'resources', 'requests', 'storage') === undefined
        ? [required('spec.resources[storage]')]
        : [];
    case 'secrets':
    case 'configmaps':
      return Object.keys({ ...fieldsOf(object['data']), ...fieldsOf(object['binaryData']) })
        .filter((key) => !/^[-._a-zA-Z0-9]{1,253}$/.test(key))
        .map((key) =>
          invalidValue(
            `data[${key}]`,
            key,
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
          ),
        );
    default:
      return [];
  }
}

/** Checks a new object. Throws 422 with every cause. */
export function checkNew(resource: ResourceType, object: KubernetesObject): void {
  const causes = [...nameCauses(resource, object.metadata.name), ...kindCauses(resource, object)];
  if (causes.length > 0) throw invalid(resource, object.metadata.name, causes);
}

const changeableOfStatefulSet = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function without(value: unknown, fields: readonly string[]): unknown {
  return Object.fromEntries(Object.entries(fieldsOf(value)).filter(([key]) => !fields.includes(key)));
}

function immutable(object: KubernetesObject, before: KubernetesObject, ...path: string[]): Cause[] {
  const value = at(object, ...path);
  return sameJson(value, at(before, ...path))
    ? []
    : [invalidValue(path.join('.'), value, 'field is immutable')];
}

function changeCauses(resource: ResourceType, object: KubernetesObject, before: KubernetesObject): Cause[] {
  const forbiddenChange = (message: string): Cause[] => [
    { field: 'spec', reason: 'FieldValueForbidden', message: `Forbidden: ${message}` },
  ];
  switch (resource.plural) {
    case 'statefulsets':
      return sameJson(
        without(object['spec'], changeableOfStatefulSet),
        without(before['spec'], changeableOfStatefulSet),
      )
        ? []
        : forbiddenChange(
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
          );
    case 'deployments':
    case 'replicasets':
    case 'daemonsets':
      return immutable(object, before, 'spec', 'selector');
    case 'jobs':
      return [
        ...immutable(object, before, 'spec', 'selector'),
        ...immutable(object, before, 'spec', 'template'),
      ];
    case 'persistentvolumeclaims': {
      const bound = at(before, 'spec', 'volumeName') === undefined ? ['volumeName'] : [];
      const free = ['resources', 'volumeAttributesClassName', ...bound];
      return sameJson(without(object['spec'], free), without(before['spec'], free))
        ? []
        : forbiddenChange(
            'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
          );
    }
    case 'secrets':
      return [...immutable(object, before, 'type'), ...immutableData(object, before)];
    case 'configmaps':
      return immutableData(object, before);
    case 'rolebindings':
    case 'clusterrolebindings':
      return sameJson(object['roleRef'], before['roleRef'])
        ? []
        : [invalidValue('roleRef', object['roleRef'], 'cannot change roleRef')];
    default:
      return [];
  }
}

function immutableData(object: KubernetesObject, before: KubernetesObject): Cause[] {
  if (before['immutable'] !== true || sameJson(object['data'], before['data'])) return [];
  return [
    {
      field: 'data',
      reason: 'FieldValueForbidden',
      message: 'Forbidden: field is immutable when `immutable` is set',
    },
  ];
}

/** Checks a change of a stored object. Throws 422 when a field that may not change does, or the new state is not allowed. */
export function checkChange(
  resource: ResourceType,
  object: KubernetesObject,
  before: KubernetesObject,
): void {
  const causes = [...changeCauses(resource, object, before), ...kindCauses(resource, object)];
  if (causes.length > 0) throw invalid(resource, object.metadata.name, causes);
}

/** Checks what a client may change of a pod: images, labels and little else. The sandbox's own scheduler is not bound by it. */
export function checkPodChange(
  resource: ResourceType,
  object: KubernetesObject,
  before: KubernetesObject,
): void {
  const comparable = (pod: KubernetesObject) => ({
    ...fieldsOf(
      without(pod['spec'], ['activeDeadlineSeconds', 'tolerations', 'containers', 'initContainers']),
    ),
    containers: listOf(at(pod['spec'], 'containers')).map((container) => without(container, ['image'])),
    initContainers: listOf(at(pod['spec'], 'initContainers')).map((container) =>
      without(container, ['image']),
    ),
  });
  if (sameJson(comparable(object), comparable(before))) return;
  throw invalid(resource, object.metadata.name, [
    {
      field: 'spec',
      reason: 'FieldValueForbidden',
      message:
        'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
    },
  ]);
}
