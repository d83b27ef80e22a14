/** The addresses of the Onyxia API and what answers at each. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Catalog } from '../charts/repository.ts';
import type { VerifiedToken } from '../identity/verify.ts';
import type { NodeAgent, ObjectStore } from '../kubernetes/model.ts';
import { catalogsAnswer, chartVersion, chartVersions, packageOf } from './catalogs.ts';
import { streamEvents } from './events.ts';
import type { Helm } from './helm.ts';
import {
  findRelease,
  install,
  installRequest,
  schemaOf,
  setSuspended,
  uninstall,
  uninstallAll,
} from './install.ts';
import { onboard, readQuota } from './onboarding.ts';
import { changeOwnership } from './ownership.ts';
import { chooseProject, projectsOf, type Project } from './projects.ts';
import { configurationOf, prefixes, regionOf, type Addresses, type RegionState } from './region.ts';
import { accessDenied, answer, answerText, internalError, Refusal } from './respond.ts';
import type { SchemaRegistry } from './schemas.ts';
import { appOf, appsOf } from './services.ts';

export interface Platform {
  readonly addresses: Addresses;
  readonly region: RegionState;
  readonly started: Date;
  readonly catalogs: readonly Catalog[];
  readonly registry: SchemaRegistry;
  readonly store: ObjectStore;
  readonly helm: Helm;
  readonly node: NodeAgent;
  readonly log: (message: string) => void;
  /** False while the cluster is made unreachable. */
  clusterAnswers(): boolean;
}

export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly parameters: readonly string[];
  readonly person: VerifiedToken;
  readonly platform: Platform;
  /** The parsed JSON body; undefined without one. */
  readonly body: unknown;
}

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Path below `/api`; `{x}` takes one segment. */
  readonly path: string;
  readonly open?: true;
  /** Answers with JSON; `handled` when the answer was already sent. */
  readonly run: (call: Call) => unknown;
}

const handled = Symbol('handled');

function projectOf({ request, person }: Call): Project {
  const header = request.headers['onyxia-project'];
  return chooseProject(person, Array.isArray(header) ? header[0] : header);
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Refusal(400, 'problem', { title: 'Bad Request', detail: 'Failed to read request' });
}

function prepare(call: Call, project: Project): void {
  const { platform, person } = call;
  const quota =
    platform.region.variants.has('no-quota') || project.group !== undefined
      ? undefined
      : platform.region.quota;
  const subject =
    project.group === undefined
      ? { kind: 'User' as const, name: person.name }
      : { kind: 'Group' as const, name: project.group };
  onboard(platform.store, project.namespace, subject, quota);
}

function cluster(platform: Platform): ObjectStore {
  if (!platform.clusterAnswers()) throw internalError();
  return platform.store;
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString('utf8');
}

async function logs(call: Call): Promise<symbol> {
  const { platform, url } = call;
  const { namespace } = projectOf(call);
  const pod = cluster(platform).get('pods', namespace, url.searchParams.get('taskId') ?? '');
  const container = (pod?.['spec'] as { containers?: { name: string }[] } | undefined)?.containers?.[0]?.name;
  if (!pod || container === undefined) throw internalError();
  const options = { container, follow: false, previous: false, timestamps: false };
  const text = await platform.node.logs(pod, options, AbortSignal.timeout(30_000)).then(textOf, () => {
    throw internalError();
  });
  answerText(call.request, call.response, text);
  return handled;
}

function onboarding(call: Call): undefined {
  const { group } = read(z.object({ group: z.string().nullish() }), call.body ?? {});
  const { person, platform } = call;
  if (group === null || group === undefined) return prepare(call, projectsOf(person)[0]!) as undefined;
  if (!person.groups.includes(group)) throw accessDenied();
  // The real API forgets here that a group's name is shortened: `projet-nace` gets the namespace `projet-projet-nace`.
  const namespace = prefixes.group + group;
  onboard(cluster(platform), namespace, { kind: 'Group', name: group }, undefined);
  return undefined;
}

function quota(call: Call): unknown {
  const project = projectOf(call);
  if (project.group !== undefined || call.platform.region.variants.has('no-quota')) throw accessDenied();
  const found = readQuota(cluster(call.platform), project.namespace);
  if (!found) throw internalError();
  return found;
}

function launch(call: Call): Promise<unknown> {
  const project = projectOf(call);
  const request = read(installRequest, call.body);
  const { platform } = call;
  cluster(platform);
  prepare(call, project);
  return install(platform, request, project.namespace, call.person.name);
}

async function end(call: Call): Promise<unknown> {
  const project = projectOf(call);
  cluster(call.platform);
  if (call.url.searchParams.get('bulk') === 'true') {
    const own = project.group === undefined;
    return { success: await uninstallAll(call.platform, project.namespace, call.person.name, own) };
  }
  const path = (call.url.searchParams.get('path') ?? '').replace(/^\//, '');
  return { path, success: await uninstall(call.platform, project.namespace, path) };
}

const serviceId = z.object({ serviceID: z.string() });

function change(
  call: Call,
  schema: z.ZodType<{ serviceID: string; friendlyName?: string; share?: boolean }>,
): undefined {
  const { serviceID, ...fields } = read(schema, call.body);
  if (!changeOwnership(cluster(call.platform), projectOf(call).namespace, serviceID, fields))
    throw internalError();
  return undefined;
}

async function suspend(call: Call, suspended: boolean): Promise<undefined> {
  cluster(call.platform);
  await setSuspended(
    call.platform,
    projectOf(call).namespace,
    read(serviceId, call.body).serviceID,
    suspended,
  );
  return undefined;
}

function services(call: Call): unknown {
  const project = projectOf(call);
  // Without its cluster the real API says that there is nothing.
  if (!call.platform.clusterAnswers()) return { apps: [], groups: [] };
  return {
    apps: appsOf(call.platform.store, project.namespace, project.group && call.person.name),
    groups: [],
  };
}

function schemaByName({ platform, parameters }: Call): unknown {
  const found = platform.registry.get(parameters[0] ?? '');
  if (!found) throw new Refusal(404, 'problem', { title: 'Not Found' });
  return found;
}

const addressOf = ({ request }: Call) => (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');

/** Every address below `/api`. */
export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/public/configuration',
    open: true,
    run: ({ platform }) => configurationOf(platform.addresses, platform.region, platform.started),
  },
  {
    method: 'GET',
    path: '/public/regions',
    open: true,
    run: ({ platform }) => [regionOf(platform.addresses, platform.region)],
  },
  { method: 'GET', path: '/public/ip', open: true, run: (call) => ({ ip: addressOf(call) }) },
  { method: 'GET', path: '/public/healthcheck', open: true, run: () => undefined },
  {
    method: 'GET',
    path: '/public/catalogs',
    open: true,
    run: ({ platform }) => catalogsAnswer(platform.catalogs, platform.started),
  },
  {
    method: 'GET',
    path: '/public/schemas',
    open: true,
    run: ({ platform }) => Object.fromEntries(platform.registry),
  },
  { method: 'GET', path: '/public/schemas/{schemaName}', open: true, run: schemaByName },
  {
    method: 'GET',
    path: '/user/info',
    run: (call) => ({
      email: call.person.email,
      idep: call.person.name,
      nomComplet: call.person.fullName,
      ip: addressOf(call),
      groups: call.person.groups,
      roles: [],
      projects: projectsOf(call.person),
    }),
  },
  { method: 'GET', path: '/profile/schema', run: () => undefined },
  { method: 'POST', path: '/onboarding', run: onboarding },
  {
    method: 'GET',
    path: '/my-lab/catalogs',
    run: ({ platform }) => catalogsAnswer(platform.catalogs, platform.started),
  },
  {
    method: 'GET',
    path: '/my-lab/catalogs/{catalogId}/charts/{chartName}',
    run: ({ platform, parameters: [catalog = '', chart = ''] }) =>
      chartVersions(platform.catalogs, catalog, chart).map(packageOf),
  },
  {
    method: 'GET',
    path: '/my-lab/schemas/{catalogId}/charts/{chartName}/versions/{version}',
    run: ({ platform, parameters: [catalog = '', chart = '', version = ''] }) =>
      schemaOf(chartVersion(platform.catalogs, catalog, chart, version), platform.registry),
  },
  { method: 'GET', path: '/my-lab/services', run: services },
  {
    method: 'GET',
    path: '/my-lab/app',
    run: (call) => {
      const { namespace } = projectOf(call);
      const store = cluster(call.platform);
      return appOf(store, findRelease(store, namespace, call.url.searchParams.get('serviceId') ?? ''));
    },
  },
  { method: 'PUT', path: '/my-lab/app', run: launch },
  { method: 'DELETE', path: '/my-lab/app', run: end },
  {
    method: 'POST',
    path: '/my-lab/app/rename',
    run: (call) => change(call, serviceId.extend({ friendlyName: z.string() })),
  },
  {
    method: 'POST',
    path: '/my-lab/app/share',
    run: (call) => change(call, serviceId.extend({ share: z.boolean() })),
  },
  { method: 'POST', path: '/my-lab/app/suspend', run: (call) => suspend(call, true) },
  { method: 'POST', path: '/my-lab/app/resume', run: (call) => suspend(call, false) },
  { method: 'GET', path: '/my-lab/app/logs', run: logs },
  {
    method: 'GET',
    path: '/my-lab/events',
    run: (call) => {
      streamEvents(call.request, call.response, cluster(call.platform), projectOf(call).namespace);
      return handled;
    },
  },
  { method: 'GET', path: '/my-lab/quota', run: quota },
  {
    method: 'GET',
    path: '/v3/api-docs',
    open: true,
    run: () => ({
      openapi: '3.1.0',
      info: { title: 'Onyxia API of the sandbox', version: '0' },
      paths: describeRoutes(),
    }),
  },
];

function describeRoutes(): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path } of routes) {
    if (path !== '/v3/api-docs')
      (paths[path] ??= {})[method.toLowerCase()] = { responses: { 200: { description: 'OK' } } };
  }
  return paths;
}

/** Runs a route and sends what it returns. */
export async function runRoute(route: Route, call: Call): Promise<void> {
  const result = await route.run(call);
  if (result !== handled) answer(call.request, call.response, result);
}
