/** The way to Argo CD's applications: through Kubernetes where the person may read them there, else through Argo CD's own API. */
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import { pause } from '../../platform/kubernetes/backoff.ts';
import type { KubernetesClient } from '../../platform/kubernetes/client.ts';
import { applicationsPath, type ArgoApplication } from '../../platform/argo-cd/application.ts';
import type { ArgoCdApi } from '../../platform/argo-cd/argo-cd-api.ts';
import { watchObjects, type Watched } from './collections.ts';
import { mayDo } from './rights.ts';

export type ArgoWay =
  | { readonly kind: 'cluster'; readonly client: KubernetesClient }
  | { readonly kind: 'api'; readonly api: ArgoCdApi };

export interface ArgoApplications {
  now(): Watched<readonly ArgoApplication[]>;
  /** Undefined until one is found, and where there is none. */
  way(): ArgoWay | undefined;
  /** Asks Argo CD's API at once, where that is the way: watches tell by themselves. */
  ask(): void;
  wake(): void;
}

/** Milliseconds between two questions to Argo CD's API while something changes, and else. */
const intervals = { busy: 3_000, quiet: 30_000 };
/** Where Argo CD usually is, when the platform does not say. */
const usualNamespace = 'argocd';

interface Options {
  readonly client: KubernetesClient | undefined;
  readonly api: ArgoCdApi | undefined;
  /** As the platform says. */
  readonly namespace: string | undefined;
  readonly ownNamespace: string;
  readonly onChange: () => void;
  readonly signal: AbortSignal;
  readonly report: (error: unknown) => void;
}

/** Whether the cluster knows the kind: Argo Workflows alone has the same group. */
async function hasApplications(client: KubernetesClient, signal: AbortSignal): Promise<boolean> {
  const group = await client
    .request('GET', '/apis/argoproj.io/v1alpha1', { signal })
    .catch((error: unknown) => {
      if (isFailure(error) && error.code === 'not-found') return undefined;
      throw error;
    });
  const { resources = [] } = (group ?? {}) as { readonly resources?: readonly { readonly name?: string }[] };
  return resources.some(({ name }) => name === 'applications');
}

/** The widest place in which the person may list applications; undefined as namespace means all. */
async function listable(options: Options): Promise<{ readonly namespace: string | undefined } | undefined> {
  const { client, namespace, ownNamespace, signal } = options;
  if (!client || !(await hasApplications(client, signal))) return undefined;
  const places = namespace === undefined ? [undefined, usualNamespace, ownNamespace] : [namespace];
  for (const place of places) {
    const access = {
      verb: 'list',
      group: 'argoproj.io',
      resource: 'applications',
      namespace: place,
    } as const;
    if (await mayDo(client, access, signal)) return { namespace: place };
  }
  return undefined;
}

const isBusy = ({ operation, status }: ArgoApplication) =>
  Boolean(operation) ||
  status?.operationState?.phase === 'Running' ||
  status?.health?.status === 'Progressing';

/** Starts looking; what fails is tried again and told by `now`. */
export function followArgoApplications(options: Options): ArgoApplications {
  const { client, api, signal, onChange } = options;
  let found: Watched<readonly ArgoApplication[]> = {
    objects: [],
    listed: false,
    state: 'loading',
    problem: undefined,
  };
  let watch: ReturnType<typeof watchObjects<ArgoApplication>> | undefined;
  let way: ArgoWay | undefined;
  let attempt = new AbortController();

  function tell(change: Partial<typeof found>): void {
    found = { ...found, ...change };
    onChange();
  }

  async function poll(asked: ArgoCdApi): Promise<void> {
    way = { kind: 'api', api: asked };
    while (!signal.aborted) {
      attempt = new AbortController();
      try {
        const objects = await asked.list(signal);
        tell({ objects, listed: true, state: 'live', problem: undefined });
      } catch (error) {
        if (signal.aborted) return;
        const problem = isFailure(error) ? error : failure('internal', 'Argo CD cannot be asked');
        tell({ state: 'offline', problem });
      }
      const wait = found.objects.some(isBusy) ? intervals.busy : intervals.quiet;
      await pause(wait, signal, attempt.signal);
    }
  }

  /** The place, as soon as the cluster answers. */
  async function whereListed(): ReturnType<typeof listable> {
    while (!signal.aborted) {
      attempt = new AbortController();
      try {
        return await listable(options);
      } catch (error) {
        if (!isFailure(error)) throw error;
        if (api || signal.aborted) return undefined;
        tell({ state: 'offline', problem: error });
        await pause(intervals.quiet, signal, attempt.signal);
      }
    }
    return undefined;
  }

  async function begin(): Promise<void> {
    const place = await whereListed();
    if (signal.aborted) return;
    if (place && client) {
      way = { kind: 'cluster', client };
      watch = watchObjects({ client, path: applicationsPath(place.namespace), onChange, signal });
      return;
    }
    if (api) return poll(api);
    tell({ state: 'offline', problem: nobodyMay(options) });
  }
  begin().catch(options.report);

  return {
    now: () => watch?.now() ?? found,
    way: () => way,
    ask: () => attempt.abort(),
    wake() {
      watch?.wake();
      attempt.abort();
    },
  };
}

/** Undefined where nothing says that there is an Argo CD. */
function nobodyMay({ namespace }: Options): Failure | undefined {
  if (namespace === undefined) return undefined;
  return failure('forbidden', `Applications of ${namespace} may not be listed`, {
    reason: 'argo-cd-not-listed',
    values: { namespace },
  });
}
