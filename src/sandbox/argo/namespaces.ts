/** What a project needs to train: the account of its workflows, keys to its bucket, and a template to start from. */
import type { NewObject, ObjectStore } from '../kubernetes/model.ts';
import { sameJson } from '../kubernetes/shape.ts';
import type { ServiceKey } from '../s3/service-keys.ts';
import { trainTemplate } from './train-template.ts';
import { trainingSecret, workflowAccount, type TrainingPlace } from './training-place.ts';

function text(value: string): string {
  return Buffer.from(value).toString('base64');
}

function objectsOf(
  namespace: string,
  key: ServiceKey,
  place: TrainingPlace,
): [plural: string, object: NewObject][] {
  return [
    [
      'serviceaccounts',
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: workflowAccount, namespace } },
    ],
    [
      'secrets',
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: trainingSecret, namespace },
        type: 'Opaque',
        data: { accessKey: text(key.accessKey), secretKey: text(key.secret), endpoint: text(place.s3) },
      },
    ],
    ['workflowtemplates', trainTemplate(namespace, place)],
  ];
}

/** Prepares the namespaces of projects, also those that come later. Returns a way to stop. */
export function prepareNamespaces(store: ObjectStore, place: TrainingPlace): () => void {
  const prepare = (namespace: string) => {
    const key = place.keys.get(namespace);
    if (key === undefined) return;
    for (const [plural, object] of objectsOf(namespace, key, place)) {
      const known = store.get(plural, namespace, object.metadata.name ?? '');
      if (known === undefined) store.create(object);
      // Addresses may be others than the last time.
      else if (!sameJson({ ...known, ...object, metadata: known.metadata }, known))
        store.update({ ...known, ...object, metadata: known.metadata });
    }
  };
  for (const { metadata } of store.list('namespaces'))
    if (metadata.deletionTimestamp === undefined) prepare(metadata.name);
  return store.watch(({ type, resource, object }) => {
    if (type === 'ADDED' && resource.plural === 'namespaces') prepare(object.metadata.name);
  });
}
