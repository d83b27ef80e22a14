/** Every endpoint of the Onyxia API that a person uses. */
import { z } from 'zod';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Network } from '../../network/network.ts';
import { followEvents, type KubernetesEvent } from './events.ts';
import { createRequester, readJson, type Caller, type Requester } from './request.ts';
import { App, Catalog, Chart, Configuration, Quota, UserInfo } from './types.ts';

export interface Order {
  readonly catalogId: string;
  readonly packageName: string;
  readonly packageVersion: string;
  /** Release name. */
  readonly name: string;
  readonly friendlyName: string;
  readonly share: boolean;
  /** The full values. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface OnyxiaClient {
  readonly base: string;
  /** The same API, asked on behalf of a group's project; undefined for the personal one. */
  forProject(project: string | undefined): OnyxiaClient;
  configuration(options?: CallOptions): Promise<Configuration>;
  /** Our address as the API sees it. */
  ip(options?: CallOptions): Promise<string | undefined>;
  userInfo(options?: CallOptions): Promise<UserInfo>;
  /** JSON schema of the user profile; undefined where the instance has none. */
  profileSchema(options?: CallOptions): Promise<unknown>;
  /** Prepares the person's or the group's namespace. */
  onboard(group?: string, options?: CallOptions): Promise<void>;
  /** Catalogs; without a caller the public ones. Charts that cannot be read are left out. */
  catalogs(options?: CallOptions): Promise<{ catalog: Catalog; charts: Chart[] }[]>;
  chartVersions(catalogId: string, name: string, options?: CallOptions): Promise<Chart[]>;
  /** The resolved schema of one version; undefined where the chart has none. */
  schema(catalogId: string, name: string, version: string, options?: CallOptions): Promise<unknown>;
  /** The registry of schemas, by name. */
  schemas(options?: CallOptions): Promise<Record<string, unknown>>;
  services(options?: CallOptions): Promise<App[]>;
  /** @throws Failure `not-found`. */
  service(id: string, options?: CallOptions): Promise<App>;
  /**
   * Installs; `left-failed`: the API answered an error and left a failed release whose reason is in its Helm Secret only.
   * @throws Failure `conflict` (`name-in-use`), `invalid-input`, `forbidden`...
   */
  install(
    order: Order,
    options?: CallOptions,
  ): Promise<{ kind: 'installed' } | { kind: 'left-failed'; app: App }>;
  /** @returns whether there was something to delete. */
  remove(id: string, options?: CallOptions): Promise<boolean>;
  rename(id: string, friendlyName: string, options?: CallOptions): Promise<void>;
  share(id: string, share: boolean, options?: CallOptions): Promise<void>;
  suspend(id: string, options?: CallOptions): Promise<void>;
  resume(id: string, options?: CallOptions): Promise<void>;
  /** The whole log of a pod. */
  logs(id: string, pod: string, options?: CallOptions): Promise<string>;
  /** Undefined where the project has no quota. */
  quota(options?: CallOptions): Promise<Quota | undefined>;
  /** All events of the namespace so far, then each new one, until the signal fires or the server ends it (after 600 s). */
  events(options?: CallOptions): AsyncIterable<KubernetesEvent>;
}

/** The server waits for helm; the web app gives it as long. */
const installTimeout = 120_000;

/** @param options.base address of the API with its `/api`. */
export function createOnyxiaClient(options: {
  readonly base: string;
  readonly network: Network;
  readonly caller?: Caller | undefined;
  readonly region?: string | undefined;
  readonly project?: string | undefined;
}): OnyxiaClient {
  const { base, network, caller, region, project } = options;
  const headers = {
    ...(region && { 'ONYXIA-REGION': region }),
    ...(project && { 'ONYXIA-PROJECT': project }),
  };
  const asPerson = createRequester({ base, network, caller, headers });
  // What is public is asked without a token: it must answer before anybody has signed in.
  const asAnyone = createRequester({ base, network, headers });
  const request: Requester = (path, asked) => (path.startsWith('public/') ? asAnyone : asPerson)(path, asked);
  const segment = encodeURIComponent;

  async function read<T extends z.ZodType>(
    path: string,
    type: T,
    asked: CallOptions & { query?: Record<string, string> } = {},
  ): Promise<z.output<T>> {
    const value = await readJson(await request(path, asked), base);
    const parsed = type.safeParse(value);
    if (parsed.success) return parsed.data;
    const { host } = new URL(base);
    throw failure('unreachable', `${host} answers ${path} in a way we do not know`, {
      reason: 'not-an-onyxia',
      values: { host },
      words: z.prettifyError(parsed.error),
    });
  }
  async function act(
    method: 'POST' | 'PUT',
    path: string,
    body: unknown,
    asked: CallOptions = {},
  ): Promise<void> {
    const response = await request(path, { method, body, timeout: installTimeout, ...asked });
    await response.body?.cancel();
  }
  /** An absent service, an ambiguous name and a broken cluster are all 500: the list tells. */
  async function find(id: string, asked?: CallOptions): Promise<App | undefined> {
    try {
      const app = await read('my-lab/app', App, { query: { serviceId: id }, ...asked });
      if (app.id === id) return app;
    } catch (error) {
      if (!isFailure(error) || error.code !== 'internal') throw error;
    }
    return (await client.services(asked)).find((app) => app.id === id);
  }

  const client: OnyxiaClient = {
    base,
    forProject: (next) => createOnyxiaClient({ base, network, caller, region, project: next }),
    configuration: (asked) => read('public/configuration', Configuration, asked),
    ip: async (asked) => (await read('public/ip', z.object({ ip: z.string().optional() }), asked)).ip,
    userInfo: (asked) => read('user/info', UserInfo, asked),
    profileSchema: (asked) => read('profile/schema', z.unknown(), asked),
    onboard: (group, asked) => act('POST', 'onboarding', group === undefined ? {} : { group }, asked),
    async catalogs(asked) {
      const path = caller ? 'my-lab/catalogs' : 'public/catalogs';
      const { catalogs } = await read(path, z.object({ catalogs: z.array(z.unknown()) }), asked);
      return catalogs.flatMap((one) => {
        const catalog = Catalog.safeParse(one).data;
        if (!catalog) return [];
        const charts = Object.values(catalog.catalog?.latestPackages ?? {}).flatMap(
          (chart) => Chart.safeParse(chart).data ?? [],
        );
        return [{ catalog, charts: charts.filter((chart) => chart.type !== 'library') }];
      });
    },
    chartVersions: (catalogId, name, asked) =>
      read(`my-lab/catalogs/${segment(catalogId)}/charts/${segment(name)}`, z.array(Chart), asked),
    async schema(catalogId, name, version, asked) {
      const path = `my-lab/schemas/${segment(catalogId)}/charts/${segment(name)}/versions/${segment(version)}`;
      const schema = await read(path, z.unknown(), asked);
      return schema === '' || schema === null ? undefined : schema;
    },
    schemas: (asked) => read('public/schemas', z.record(z.string(), z.unknown()), asked),
    async services(asked) {
      const { apps } = await read(
        'my-lab/services',
        z.object({ apps: z.array(z.unknown()).default([]) }),
        asked,
      );
      return apps.flatMap((one) => App.safeParse(one).data ?? []);
    },
    async service(id, asked) {
      const app = await find(id, asked);
      if (!app)
        throw failure('not-found', `There is no service ${id}`, {
          reason: 'service-gone',
          values: { name: id },
        });
      return app;
    },
    async install(order, asked) {
      // The API would upgrade what is there and then answer 500.
      if (await find(order.name, asked)) {
        throw failure('conflict', `The name ${order.name} is in use`, {
          reason: 'name-in-use',
          values: { name: order.name },
        });
      }
      // Empty options make the API write a file that helm refuses; and only what was sent can be suspended later.
      const values = Object.keys(order.options).length > 0 ? order.options : { global: { suspend: false } };
      try {
        await act('PUT', 'my-lab/app', { ...order, options: values, dryRun: false }, asked);
        return { kind: 'installed' };
      } catch (error) {
        if (
          !isFailure(error) ||
          (error.code !== 'internal' && error.data.reason !== 'gateway' && error.data.reason !== 'timeout')
        )
          throw error;
        const app = await find(order.name, asked);
        if (!app) throw error;
        return app.status === 'deployed' ? { kind: 'installed' } : { kind: 'left-failed', app };
      }
    },
    async remove(id, asked) {
      const response = await request('my-lab/app', {
        method: 'DELETE',
        query: { path: id },
        timeout: installTimeout,
        ...asked,
      });
      const answer = z
        .object({ success: z.boolean().optional() })
        .safeParse(await readJson(response, base)).data;
      return answer?.success !== false;
    },
    rename: (id, friendlyName, asked) =>
      act('POST', 'my-lab/app/rename', { serviceID: id, friendlyName }, asked),
    share: (id, share, asked) => act('POST', 'my-lab/app/share', { serviceID: id, share }, asked),
    suspend: (id, asked) => act('POST', 'my-lab/app/suspend', { serviceID: id }, asked),
    resume: (id, asked) => act('POST', 'my-lab/app/resume', { serviceID: id }, asked),
    async logs(id, pod, asked) {
      return (await request('my-lab/app/logs', { query: { serviceId: id, taskId: pod }, ...asked })).text();
    },
    async quota(asked) {
      try {
        return await read('my-lab/quota', Quota, asked);
      } catch (error) {
        // A project without a quota answers 403.
        if (isFailure(error) && (error.code === 'forbidden' || error.code === 'not-found')) return undefined;
        throw error;
      }
    },
    events: (asked) => followEvents(request, asked?.signal),
  };
  return client;
}
