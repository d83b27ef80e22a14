/** Small objects for tests. */
import { fieldsOf, textOf } from '../shape.ts';

/** A container that states what it needs. */
export function container(requests: Record<string, string>, limits: Record<string, string>) {
  return { name: 'm', image: 'lab/ide:1', resources: { requests, limits } };
}

/** A pod that fits the quota of the test cluster. */
export function pod(
  name: string,
  requests = { cpu: '50m', memory: '32Mi' },
  limits = { cpu: '100m', memory: '64Mi' },
) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: { containers: [container(requests, limits)] },
  };
}

/** A configuration map with one entry. */
export function configMap(name: string, labels: Record<string, string> = {}) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data: { a: 'b' } };
}

/** The name of an object of an answer. */
export const nameOf = (object: unknown) => textOf(fieldsOf(fieldsOf(object)['metadata'])['name']);
/** The version of an object or list of an answer. */
export const versionOf = (object: unknown) =>
  Number(fieldsOf(fieldsOf(object)['metadata'])['resourceVersion']);
