/** Core events seen through the newer events API (`events.k8s.io/v1`): the same objects under other field names. */
import type { KubernetesObject, ResourceType } from './model.ts';
import { freezeDeep } from './shape.ts';

const views = new WeakMap<KubernetesObject, KubernetesObject>();

/** The object as a resource shows it: itself, except for events asked of `events.k8s.io`. */
export function viewOf(object: KubernetesObject, resource: ResourceType): KubernetesObject {
  if (resource.group !== 'events.k8s.io') return object;
  const kept = views.get(object);
  if (kept !== undefined) return kept;
  const view: KubernetesObject = freezeDeep({
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: object.metadata,
    eventTime: object['eventTime'] ?? null,
    ...(object['series'] === undefined ? {} : { series: object['series'] }),
    reportingController: object['reportingComponent'],
    reportingInstance: object['reportingInstance'],
    ...(object['action'] === undefined ? {} : { action: object['action'] }),
    reason: object['reason'],
    regarding: object['involvedObject'],
    note: object['message'],
    type: object['type'],
    deprecatedSource: object['source'],
    deprecatedFirstTimestamp: object['firstTimestamp'] ?? null,
    deprecatedLastTimestamp: object['lastTimestamp'] ?? null,
    ...(object['count'] === undefined ? {} : { deprecatedCount: object['count'] }),
  });
  views.set(object, view);
  return view;
}

/** The core event for one written through the newer API; other objects unchanged. */
export function storedFormOf(
  object: Record<string, unknown>,
  resource: ResourceType,
): Record<string, unknown> {
  if (resource.group !== 'events.k8s.io') return object;
  const { regarding, note, reportingController, deprecatedSource, deprecatedCount, ...rest } = object;
  const { deprecatedFirstTimestamp, deprecatedLastTimestamp, ...others } = rest;
  return {
    ...others,
    apiVersion: 'v1',
    involvedObject: regarding,
    message: note,
    reportingComponent: reportingController,
    source: deprecatedSource ?? {},
    firstTimestamp: deprecatedFirstTimestamp ?? null,
    lastTimestamp: deprecatedLastTimestamp ?? null,
    ...(deprecatedCount === undefined ? {} : { count: deprecatedCount }),
  };
}
