/** How a service stands by what the Onyxia API tells, where Kubernetes itself cannot be asked. */
import type { z } from 'zod';
import type { Reason, Service, ServiceState } from '../../../shared/contract/services.ts';
import type { App } from '../platform/onyxia/types.ts';

type ServiceValue = z.infer<typeof Service>;

/** The newest warning about one of a service's objects. */
export interface Warning {
  readonly about: string;
  readonly reason: string;
  readonly message: string;
  readonly at: number;
}

/** Warnings older than this say nothing of the present. */
const fresh = 10 * 60_000;

/**
 * The state of a service of the API. It reports `deployed` for much that will never start (quota, missing image,
 * unbound volume), so the reason comes from the namespace's events.
 */
export function onyxiaState(
  app: App,
  warnings: readonly Warning[],
  now: number,
): { state: ServiceState; reason?: Reason } {
  const desired = app.controllers.reduce((sum, { details }) => sum + (details?.desired ?? 0), 0);
  const running = app.tasks.length;
  if (app.status === 'failed')
    return { state: 'failed', reason: reason('install-failed', warningOf(app, warnings, now)) };
  if (app.suspended || (desired === 0 && app.suspendable))
    return { state: running > 0 ? 'pausing' : 'paused' };
  if (app.status === 'uninstalling')
    return { state: 'stopping', reason: { kind: 'uninstalling', values: {} } };
  const containers = app.tasks.flatMap((task) => task.containers);
  if (containers.length > 0 && containers.every(({ ready }) => ready)) return { state: 'ready' };
  const warning = warningOf(app, warnings, now);
  const found = warning && classify(warning);
  if (found) return { state: 'failed', reason: found };
  return { state: 'starting', reason: reason(running === 0 ? 'scheduling' : 'starting-program', warning) };
}

/** A service of the API as the screens know it. */
export function onyxiaService(
  app: App,
  warnings: readonly Warning[],
  person: string,
  now: number,
): ServiceValue {
  const [chart, version] = splitChart(app.chart ?? '');
  const state = onyxiaState(app, warnings, now);
  const startedAt = app.startedAt ?? now;
  return {
    id: app.id,
    name: app.friendlyName ?? app.name ?? app.id,
    chart,
    chartVersion: version,
    ...(app.catalogId === undefined ? {} : { catalogId: app.catalogId }),
    ...(app.owner === undefined ? {} : { owner: app.owner }),
    mine: app.owner === undefined || app.owner === person,
    shared: app.share ?? false,
    ...state,
    since: startedAt,
    startedAt,
    revision: Number(app.revision ?? 1) || 1,
    pods: app.tasks.map((task) => ({
      name: task.id,
      phase: task.status?.status ?? 'Unknown',
      ready: task.containers.length > 0 && task.containers.every(({ ready }) => ready === true),
      containers: task.containers.map((container) => ({
        name: container.name,
        ready: container.ready ?? false,
        restarts: 0,
        state: task.status?.reason ?? task.status?.status ?? '',
        hasPrevious: false,
      })),
    })),
    addresses: app.urls,
    canOpen: false,
    canPause: app.suspendable ?? false,
    hasPassword: /password|mot de passe/i.test(app.postInstallInstructions ?? ''),
    volumes: [],
  };
}

/** A chart's name and version out of Onyxia's `name-1.2.3`. */
export function splitChart(text: string): [name: string, version: string] {
  const match = /^(.*?)-(\d+\.\d+\.\d+.*)$/.exec(text);
  return match ? [match[1] ?? text, match[2] ?? ''] : [text, ''];
}

function warningOf(app: App, warnings: readonly Warning[], now: number): Warning | undefined {
  return warnings
    .filter(({ about, at }) => about.startsWith(app.id) && now - at < fresh)
    .toSorted((a, b) => b.at - a.at)[0];
}

const reason = (kind: Reason['kind'], warning: Warning | undefined): Reason => ({
  kind,
  values: {},
  ...(warning ? { words: warning.message, since: warning.at } : {}),
});

function classify(warning: Warning): Reason | undefined {
  const { reason: why, message } = warning;
  if (/exceeded quota/.test(message)) return reason('quota', warning);
  if (/pull|image/i.test(why) || /ErrImagePull|ImagePullBackOff|failed to pull/i.test(message))
    return reason('image-pull', warning);
  if (why === 'FailedScheduling' && /persistentvolumeclaim/i.test(message)) return reason('volume', warning);
  if (why === 'FailedScheduling') return reason('unschedulable', warning);
  if (why === 'FailedMount' || why === 'FailedAttachVolume') return reason('volume', warning);
  if (/OOM/i.test(why)) return reason('out-of-memory', warning);
  if (why === 'BackOff') return reason('crash-loop', warning);
  if (why === 'FailedCreate') return reason('refused', warning);
  return undefined;
}
