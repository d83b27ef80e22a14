/** What the API server fills in of a pod's specification (Kubernetes API reference, core/v1 "default" notes). */
import { at, fieldsOf, isFields, listOf, textOf, type Fields } from './shape.ts';

function fill(target: Fields, values: Fields): void {
  for (const key in values) target[key] ??= values[key];
}

function fillProbe(probe: unknown): void {
  if (!isFields(probe)) return;
  fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  if (isFields(probe['httpGet'])) fill(probe['httpGet'], { path: '/', scheme: 'HTTP' });
}

function fillContainer(container: Fields): void {
  const image = textOf(container['image']) ?? '';
  const tag = /:([^/@:]+)$/.exec(image)?.[1];
  const floating = !image.includes('@') && (tag === undefined || tag === 'latest');
  fill(container, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: floating ? 'Always' : 'IfNotPresent',
  });
  for (const port of listOf(container['ports'])) fill(port, { protocol: 'TCP' });
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) fillProbe(container[probe]);
  for (const variable of listOf(container['env'])) {
    const field = at(variable, 'valueFrom', 'fieldRef');
    if (isFields(field)) fill(field, { apiVersion: 'v1' });
  }
  // A limit without a request is also the request.
  const limits = fieldsOf(at(container, 'resources', 'limits'));
  if (Object.keys(limits).length > 0) {
    const resources = fieldsOf(container['resources']);
    resources['requests'] = { ...limits, ...fieldsOf(resources['requests']) };
  }
}

function fillVolume(volume: Fields): void {
  const sources = Object.keys(volume).filter((key) => key !== 'name');
  if (sources.length === 0) volume['emptyDir'] = {};
  for (const kind of ['secret', 'configMap', 'projected', 'downwardAPI']) {
    const source = volume[kind];
    if (isFields(source)) fill(source, { defaultMode: 420 });
  }
}

/** Fills the specification of a pod or of a pod template in place. `restartPolicy` is left to jobs, which must name it. */
export function fillPodSpec(
  spec: Fields,
  options: { limitsAsRequests: boolean; restartPolicy: boolean },
): void {
  if (options.restartPolicy) fill(spec, { restartPolicy: 'Always' });
  fill(spec, {
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  for (const list of ['initContainers', 'containers']) {
    for (const container of listOf(spec[list])) {
      const requests = isFields(container['resources']) ? container['resources']['requests'] : undefined;
      fillContainer(container);
      // In a template the request stays unwritten: it is filled when a pod is made from it.
      if (!options.limitsAsRequests && isFields(container['resources'])) {
        if (requests === undefined) delete container['resources']['requests'];
        else container['resources']['requests'] = requests;
      }
    }
  }
  for (const volume of listOf(spec['volumes'])) fillVolume(volume);
}

const tolerations = ['not-ready', 'unreachable'].map((condition) => ({
  key: `node.kubernetes.io/${condition}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

/** Fills what only a pod itself has: service account, tolerations, and the quality-of-service class in its status. */
export function fillPod(pod: Fields): void {
  const spec = fieldsOf(pod['spec']);
  pod['spec'] = spec;
  fillPodSpec(spec, { limitsAsRequests: true, restartPolicy: true });
  const account = textOf(spec['serviceAccountName']) ?? textOf(spec['serviceAccount']) ?? 'default';
  fill(spec, { serviceAccountName: account, serviceAccount: account });
  fill(spec, {
    tolerations,
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  });
  const status = fieldsOf(pod['status']);
  fill(status, { phase: 'Pending', qosClass: qualityOfService(spec) });
  pod['status'] = status;
}

function qualityOfService(spec: Fields): string {
  const resources = [...listOf(spec['initContainers']), ...listOf(spec['containers'])].map((container) =>
    fieldsOf(container['resources']),
  );
  const named = (entry: Fields, side: string) => fieldsOf(entry[side]);
  if (
    resources.every(
      (entry) => Object.keys({ ...named(entry, 'requests'), ...named(entry, 'limits') }).length === 0,
    )
  ) {
    return 'BestEffort';
  }
  const guaranteed = resources.every((entry) =>
    ['cpu', 'memory'].every(
      (kind) =>
        named(entry, 'limits')[kind] !== undefined &&
        named(entry, 'limits')[kind] === named(entry, 'requests')[kind],
    ),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
