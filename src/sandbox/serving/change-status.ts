/** How the status of an Application is written: it is a plain part of the object, as its definition has no subresource. */
import type { KubernetesObject, ObjectStore } from '../kubernetes/model.ts';
import { fieldsOf, sameJson, type Fields } from '../kubernetes/shape.ts';
import { timestamp } from '../node/fields.ts';

/** Changes the status (and, by `draft`, the rest), and notes the time where anything changed. */
export function changeStatus(
  store: ObjectStore,
  application: KubernetesObject,
  change: (status: Fields, draft: KubernetesObject) => void,
): void {
  const { name, namespace } = application.metadata;
  store.modify('applications', namespace, name, (draft) => {
    const before = structuredClone(draft['status']);
    const status = fieldsOf(draft['status']);
    draft['status'] = status;
    change(status, draft);
    if (!sameJson(before, status)) status['reconciledAt'] = timestamp();
  });
}
