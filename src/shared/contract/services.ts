/** Running services: their exact state and reason, logs, opening, pausing, deleting. */
import { z } from 'zod';
import { FailureData, Values } from './errors.ts';
import { mutation, query, stream } from './operation.ts';

/** Why a service is not ready. Each has its sentence and advice below `reasons` in the translations, filled with the values. */
export const ReasonKind = z.enum([
  'quota',
  'image-pull',
  'unschedulable',
  'out-of-memory',
  'crash-loop',
  'volume',
  'probe',
  'configuration',
  'refused',
  'install-failed',
  'evicted',
  'node-lost',
  'pulling',
  'waiting-for-volume',
  'scheduling',
  'starting-program',
  'initialising',
  'uninstalling',
  'no-pods',
  'unknown',
]);
export type ReasonKind = z.infer<typeof ReasonKind>;

export const Reason = z.object({
  kind: ReasonKind,
  values: Values,
  /** The cluster's own words. */
  words: z.string().optional(),
  since: z.number().optional(),
});
export type Reason = z.infer<typeof Reason>;

export const ServiceState = z.enum(['ready', 'starting', 'paused', 'pausing', 'failed', 'stopping', 'ghost']);
export type ServiceState = z.infer<typeof ServiceState>;

export const ContainerSummary = z.object({
  name: z.string(),
  ready: z.boolean(),
  restarts: z.int(),
  state: z.string(),
  hasPrevious: z.boolean(),
});

export const PodSummary = z.object({
  name: z.string(),
  phase: z.string(),
  ready: z.boolean(),
  containers: z.array(ContainerSummary),
});

export const Service = z.object({
  /** Name of the Helm release. */
  id: z.string(),
  name: z.string(),
  chart: z.string(),
  chartVersion: z.string(),
  catalogId: z.string().optional(),
  icon: z.string().optional(),
  owner: z.string().optional(),
  mine: z.boolean(),
  shared: z.boolean(),
  state: ServiceState,
  reason: Reason.optional(),
  /** When the present state began, in milliseconds since 1970. */
  since: z.number(),
  startedAt: z.number(),
  revision: z.int(),
  pods: z.array(PodSummary),
  /** Sums of the requests of its pods: cores and bytes. */
  cpu: z.number().optional(),
  memory: z.number().optional(),
  addresses: z.array(z.string()),
  canOpen: z.boolean(),
  canPause: z.boolean(),
  hasPassword: z.boolean(),
  /** Claims that go when it is deleted. */
  volumes: z.array(z.object({ name: z.string(), size: z.string() })),
});
export type Service = z.infer<typeof Service>;

export const QuotaLine = z.object({
  name: z.string(),
  used: z.number(),
  hard: z.number(),
  unit: z.enum(['cores', 'bytes', 'count']),
});

export const Services = z.object({
  project: z.string(),
  services: z.array(Service),
  quota: z.array(QuotaLine),
  /** `watch`: live from Kubernetes. `poll`: from the Onyxia API; `problem` says what is missing. `stored`: nothing answers. */
  source: z.enum(['watch', 'poll', 'stored']),
  connection: z.enum(['live', 'reconnecting', 'offline', 'loading']),
  asOf: z.number().optional(),
  problem: FailureData.optional(),
});
export type Services = z.infer<typeof Services>;

export const ServiceEvent = z.object({
  id: z.string(),
  type: z.enum(['Normal', 'Warning']),
  reason: z.string(),
  message: z.string(),
  about: z.string(),
  at: z.number(),
  count: z.int(),
});
export type ServiceEvent = z.infer<typeof ServiceEvent>;

export const ServiceId = z.object({ id: z.string() });

export const LogLines = z.object({
  lines: z.array(z.object({ at: z.number().optional(), text: z.string() })),
  /** `following`: more will come. `ended`: the container stopped. `reconnecting`: the connection was lost. */
  state: z.enum(['following', 'ended', 'reconnecting']),
});

/** A service opened inside the app: a stable local address that heals itself. */
export const Opened = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['starting', 'ready', 'healing', 'stopped']),
  reason: Reason.optional(),
  problem: FailureData.optional(),
  since: z.number(),
  /** `view`: Electron shows it. `frame`: the browser frames it. `tab`: a browser tab of its own. */
  way: z.enum(['view', 'frame', 'tab']),
  /** Origin at which the service is reachable on this laptop while it is open. */
  origin: z.string(),
  /** Grows each time what runs behind the address was replaced: a page that died should load again. */
  generation: z.int(),
});
export type Opened = z.infer<typeof Opened>;

export const services = {
  /** The whole state first, then again after each change. */
  list: stream(z.object({}), Services),
  events: stream(ServiceId, z.array(ServiceEvent)),
  logs: stream(
    ServiceId.extend({
      pod: z.string(),
      container: z.string().optional(),
      previous: z.boolean().default(false),
      lines: z.int().positive().max(10_000).default(1_000),
    }),
    LogLines,
  ),
  notes: query(ServiceId, z.object({ text: z.string() })),
  /** The values that were given, secrets replaced by placeholders, and what was installed, as YAML. */
  values: query(ServiceId, z.object({ yaml: z.string() })),
  manifest: query(ServiceId, z.object({ yaml: z.string() })),
  history: query(
    ServiceId,
    z.array(
      z.object({
        revision: z.int(),
        at: z.number(),
        status: z.string(),
        chart: z.string(),
        description: z.string(),
      }),
    ),
  ),
  /** The password in the clear, on purpose. */
  password: mutation(ServiceId, z.object({ password: z.string() })),
  /** Installs what the form holds. */
  launch: mutation(z.object({ formId: z.string() }), z.object({ id: z.string() })),
  /** Opens a service inside the app; the address carries a ticket that is good once. */
  open: mutation(ServiceId, z.object({ address: z.string(), way: z.enum(['view', 'frame', 'tab']) })),
  /** Opens its public address in the system browser. */
  openAddress: mutation(ServiceId.extend({ address: z.url() }), z.object({})),
  closeOpened: mutation(ServiceId, z.object({})),
  opened: stream(z.object({}), z.array(Opened)),
  pause: mutation(ServiceId, z.object({})),
  resume: mutation(ServiceId, z.object({})),
  rename: mutation(ServiceId.extend({ name: z.string().min(1) }), z.object({})),
  share: mutation(ServiceId.extend({ share: z.boolean() }), z.object({})),
  remove: mutation(ServiceId, z.object({})),
};
