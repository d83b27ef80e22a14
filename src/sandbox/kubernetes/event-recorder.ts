/** Events about objects: repeated ones are counted up instead of listed again, as the real recorders do. */
import type { KubernetesObject, ObjectStore } from './model.ts';
import { at, numberOf, textOf } from './shape.ts';

type Recorded = Parameters<ObjectStore['recordEvent']>[1];

/** How long an event is kept (the API server's default `--event-ttl`). */
const lifetimeMs = 3_600_000;

/** Seconds, as in `2026-11-20T09:57:32Z`. */
export function timestamp(date = new Date()): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Microseconds, as in `2026-11-20T09:57:32.711000Z`. */
function microTimestamp(date = new Date()): string {
  return date.toISOString().replace('Z', '000Z');
}

let lastSuffix = 0n;

/** Nanoseconds in hexadecimal, as the real recorders name events: sorted by name they are in order, and no two are alike. */
function timeSuffix(): string {
  const now = BigInt(Date.now()) * 1_000_000n;
  lastSuffix = now > lastSuffix ? now : lastSuffix + 1n;
  return lastSuffix.toString(16);
}

/** Records events in a store. */
export function createEventRecorder(store: Pick<ObjectStore, 'create' | 'modify' | 'list' | 'delete'>): {
  record(about: KubernetesObject, event: Recorded): void;
} {
  const names = new Map<string, string>();
  let lastCleaning = Date.now();

  const clean = () => {
    if (Date.now() - lastCleaning < 60_000) return;
    lastCleaning = Date.now();
    for (const event of store.list('events')) {
      const seen = Date.parse(lastSeen(event));
      if (Date.now() - seen > lifetimeMs)
        store.delete('events', event.metadata.namespace, event.metadata.name);
    }
    // A name that no longer leads to an event only costs memory: the next recording makes a new one.
    if (names.size > 10_000) names.clear();
  };

  const record = (about: KubernetesObject, event: Recorded) => {
    clean();
    const namespace = about.metadata.namespace ?? 'default';
    const identity = [
      about.metadata.uid,
      event.type,
      event.reason,
      event.message,
      event.component,
      event.fieldPath,
    ];
    const key = JSON.stringify(identity);
    const name = names.get(key);
    const again =
      name !== undefined && store.modify('events', namespace, name, (draft) => countUp(draft)) !== undefined;
    if (again) return;
    const created = store.create({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${about.metadata.name}.${timeSuffix()}`, namespace },
      ...newEvent(about, event),
    });
    names.set(key, created.metadata.name);
  };
  return { record };
}

/** When an event was last seen, whichever of its four ways of saying so it uses. */
export function lastSeen(event: KubernetesObject): string {
  return (
    textOf(at(event, 'series', 'lastObservedTime')) ??
    textOf(event['lastTimestamp']) ??
    textOf(event['eventTime']) ??
    event.metadata.creationTimestamp
  );
}

function newEvent(about: KubernetesObject, event: Recorded): Record<string, unknown> {
  const now = new Date();
  const host = textOf(at(about, 'spec', 'nodeName'));
  // The scheduler uses the newer events API: one precise time, no count, no source.
  const newer = event.component === 'default-scheduler';
  return {
    involvedObject: {
      kind: about.kind,
      ...(about.metadata.namespace ? { namespace: about.metadata.namespace } : {}),
      name: about.metadata.name,
      uid: about.metadata.uid,
      apiVersion: about.apiVersion,
      resourceVersion: about.metadata.resourceVersion,
      ...(event.fieldPath === undefined ? {} : { fieldPath: event.fieldPath }),
    },
    reason: event.reason,
    message: event.message,
    source: newer
      ? {}
      : { component: event.component, ...(event.component === 'kubelet' && host ? { host } : {}) },
    firstTimestamp: newer ? null : timestamp(now),
    lastTimestamp: newer ? null : timestamp(now),
    ...(newer ? {} : { count: 1 }),
    type: event.type,
    eventTime: newer ? microTimestamp(now) : null,
    ...(newer ? { action: event.reason === 'Scheduled' ? 'Binding' : 'Scheduling' } : {}),
    reportingComponent: event.component,
    reportingInstance: newer ? 'default-scheduler-sandbox' : (host ?? ''),
  };
}

function countUp(draft: KubernetesObject): void {
  if (draft['eventTime'] === null || draft['eventTime'] === undefined) {
    draft['count'] = (numberOf(draft['count']) ?? 1) + 1;
    draft['lastTimestamp'] = timestamp();
    return;
  }
  const count = numberOf(at(draft, 'series', 'count')) ?? 1;
  draft['series'] = { count: count + 1, lastObservedTime: microTimestamp() };
}
