import { expect, test } from 'vitest';
import type { KubernetesObject, NewObject } from '../kubernetes/model.ts';
import { sameJson } from '../kubernetes/shape.ts';
import { applied, tracked, trackingId, withNote } from './apply.ts';

const manifest = (env: object[], more: object = {}): NewObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'api', namespace: 'projet-nace' },
  spec: { ...more, template: { spec: { containers: [{ name: 'api', env }] } } },
});
const live = (object: NewObject) => object as KubernetesObject;

test('a manifest that says what is there changes nothing, also beside what others added', () => {
  const first = manifest([{ name: 'A', value: '1' }]);
  const there = live(withNote(first, first));
  const spec = there['spec'] as { template: object };
  const restarted = {
    ...there,
    spec: {
      ...spec,
      replicas: 3,
      template: { ...spec.template, metadata: { annotations: { restarted: 'now' } } },
    },
  };
  expect(sameJson(applied(restarted, first), restarted)).toBe(true);
});

test('what an earlier manifest said and this one does not is gone', () => {
  const first = manifest(
    [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ],
    { replicas: 2 },
  );
  const there = live(withNote(first, first));
  const result = applied(there, manifest([{ name: 'A', value: '3' }]));
  expect(result['spec']).toEqual({
    template: { spec: { containers: [{ name: 'api', env: [{ name: 'A', value: '3' }] }] } },
  });
});

test('what is applied bears the mark of its application', () => {
  const object = manifest([]);
  expect(trackingId('api', object)).toBe('api:apps/Deployment:projet-nace/api');
  expect(tracked('api', object).metadata.annotations).toEqual({
    'argocd.argoproj.io/tracking-id': 'api:apps/Deployment:projet-nace/api',
  });
});
