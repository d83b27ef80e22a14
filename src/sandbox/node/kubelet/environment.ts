/** The environment of a container's program. */
import path from 'node:path';
import type { KubernetesObject, ObjectStore } from '../../kubernetes/model.ts';
import { parseQuantity } from '../../kubernetes/quantity.ts';
import { at, textOf } from '../../kubernetes/shape.ts';
import type { ContainerPlan } from '../pod-spec.ts';
import { readEntries, readEntry, readPodField } from './configuration.ts';

/** What a program needs of the machine to run at all; nothing else of our own environment is handed on. */
const inherited = [
  'PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'ComSpec',
  'PATHEXT',
];

export interface EnvironmentOptions {
  readonly store: ObjectStore;
  readonly pod: KubernetesObject;
  readonly container: ContainerPlan;
  /** The pod's folder, which stands for `/` and is the home of its programs. */
  readonly root: string;
  /** Container port to the real port of this machine. */
  readonly ports: ReadonlyMap<number, number>;
}

/**
 * Builds the environment: the machine's few variables, `env` and `envFrom` of the container with `$(NAME)` resolved,
 * and last what the node says (HOME, SANDBOX_ROOT, PORT, SANDBOX_PORT_8888=41234, SANDBOX_MOUNT_WORK=/…/home/work).
 * @throws ConfigurationMissing when a Secret, ConfigMap or key is missing.
 */
export function buildEnvironment({
  store,
  pod,
  container,
  root,
  ports,
}: EnvironmentOptions): Record<string, string> {
  const namespace = pod.metadata.namespace ?? '';
  const environment: Record<string, string> = {};
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  environment['PATH'] = [path.dirname(process.execPath), environment['PATH']]
    .filter(Boolean)
    .join(path.delimiter);
  // Our own binary may be Electron, which is Node only when it is told so.
  if (process.versions['electron'] !== undefined) environment['ELECTRON_RUN_AS_NODE'] = '1';
  environment['HOSTNAME'] = pod.metadata.name;

  const own: Record<string, string> = {};
  for (const source of container.environmentFrom) {
    const entries =
      source['secretRef'] !== undefined
        ? readEntries(store, namespace, 'secret', source['secretRef'])
        : readEntries(store, namespace, 'configmap', source['configMapRef']);
    for (const [key, value] of entries ?? [])
      own[`${textOf(source['prefix']) ?? ''}${key}`] = value.toString();
  }
  for (const variable of container.environment) {
    const value = variableValue(store, pod, container, variable, own);
    if (value !== undefined) own[textOf(variable['name']) ?? ''] = value;
  }
  Object.assign(environment, own);

  environment['HOME'] = root;
  environment['SANDBOX_ROOT'] = root;
  for (const mount of container.mounts) {
    environment[`SANDBOX_MOUNT_${mount.volume.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`] = path.join(
      root,
      mount.path,
    );
  }
  const [first] = ports.values();
  if (first !== undefined) environment['PORT'] = String(first);
  for (const [port, real] of ports) environment[`SANDBOX_PORT_${port}`] = String(real);
  return environment;
}

function variableValue(
  store: ObjectStore,
  pod: KubernetesObject,
  container: ContainerPlan,
  variable: unknown,
  known: Record<string, string>,
): string | undefined {
  const namespace = pod.metadata.namespace ?? '';
  const from = at(variable, 'valueFrom');
  if (from === undefined || from === null) return expand(textOf(at(variable, 'value')) ?? '', known);
  const secret = at(from, 'secretKeyRef');
  if (secret !== undefined) return readEntry(store, namespace, 'secret', secret);
  const configMap = at(from, 'configMapKeyRef');
  if (configMap !== undefined) return readEntry(store, namespace, 'configmap', configMap);
  const resource = textOf(at(from, 'resourceFieldRef', 'resource'));
  if (resource !== undefined)
    return resourceField(container, resource, at(from, 'resourceFieldRef', 'divisor'));
  return readPodField(pod, textOf(at(from, 'fieldRef', 'fieldPath')) ?? '');
}

/** `limits.memory` and the like in units of the divisor, rounded up as the kubelet does. */
function resourceField(container: ContainerPlan, resource: string, divisor: unknown): string {
  const amount = parseQuantity(at(container.resources, ...resource.split('.')))?.value ?? 0;
  return String(Math.ceil(amount / (parseQuantity(divisor ?? '1')?.value || 1)));
}

/**
 * Puts the values of known variables for `$(NAME)`; `$$(NAME)` gives `$(NAME)`, an unknown name stays as it is.
 * Rule: https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function expand(text: string, known: Record<string, string>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (match, name: string | undefined) =>
    name === undefined ? '$' : (known[name] ?? match),
  );
}
