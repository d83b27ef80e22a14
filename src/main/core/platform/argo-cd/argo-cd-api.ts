/** Argo CD's own API, for people who may not read its namespace in Kubernetes. */
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Network } from '../../network/network.ts';
import type { ArgoApplication } from './application.ts';

/** A token where `user` is empty, else a password. */
export interface ArgoCdCredentials {
  readonly user: string;
  readonly password: string;
}

/** Every call throws Failures: `argo-cd-credentials`, `argo-cd-forbidden`, `argo-cd-failed`, those of the connection. */
export interface ArgoCdApi {
  list(signal?: AbortSignal): Promise<readonly ArgoApplication[]>;
  get(application: Named, options?: { readonly refresh?: 'normal' | 'hard' }): Promise<ArgoApplication>;
  /** Replaces the specification of an application by that of this one. */
  update(application: ArgoApplication): Promise<void>;
  sync(application: Named, options: { readonly prune: boolean }): Promise<void>;
  rollback(application: Named, id: number): Promise<void>;
  /** Whether the person may do that with the application; true where the server does not say: it refuses by itself. */
  may(action: 'sync' | 'update', application: ArgoApplication): Promise<boolean>;
}

interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** Milliseconds until an answer is there. */
const longest = 30_000;

/**
 * Makes it; nothing is asked of anybody. Paths and bodies: argo-cd, server/application/application.proto and
 * server/account/account.proto (`can-i`); from memory, tried on the sandbox alone.
 * @param credentials asked for each time a session begins; undefined where none are kept
 */
export function createArgoCdApi(options: {
  readonly network: Pick<Network, 'fetch' | 'explain'>;
  readonly address: string;
  readonly credentials: () => Promise<ArgoCdCredentials | undefined>;
}): ArgoCdApi {
  const { network, credentials } = options;
  const base = new URL(options.address.endsWith('/') ? options.address : `${options.address}/`);
  const values = { host: base.host };
  let token: Promise<string> | undefined;

  async function send(method: string, path: string, body?: unknown, bearer?: string, signal?: AbortSignal) {
    const limit = AbortSignal.timeout(longest);
    const url = new URL(path, base);
    try {
      const response = await network.fetch(url, {
        method,
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        timeout: longest,
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      if (signal?.aborted) throw failure('cancelled', 'Cancelled');
      throw isFailure(error) ? error : await network.explain(error, base.href);
    }
  }

  const unknownPerson = () =>
    failure('forbidden', `${base.host} wants a token or a password`, {
      reason: 'argo-cd-credentials',
      values,
    });

  async function signIn(): Promise<string> {
    const kept = await credentials();
    if (!kept) throw unknownPerson();
    if (kept.user === '') return kept.password;
    const answer = await send('POST', 'api/v1/session', { username: kept.user, password: kept.password });
    if (answer.status >= 300) throw unknownPerson();
    return (parsed(answer.text) as { token?: string } | undefined)?.token ?? '';
  }

  /** Signs in anew once where a session has ended. */
  async function ask(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
    for (const isLast of [false, true]) {
      token ??= signIn();
      const bearer = await token.catch((error: unknown) => {
        token = undefined;
        throw error;
      });
      const { status, text } = await send(method, path, body, bearer, signal);
      if (status === 401) {
        token = undefined;
        if (!isLast) continue;
        throw unknownPerson();
      }
      if (status >= 300) throw refusal(status, text);
      const answer = parsed(text);
      if (answer === undefined) throw refusal(status, text);
      return answer;
    }
    throw unknownPerson();
  }

  function refusal(status: number, text: string): Failure {
    const words = (parsed(text) as { message?: string } | undefined)?.message ?? text.slice(0, 500);
    const rest = { values: { ...values, status }, words };
    if (status === 403)
      return failure('forbidden', `${base.host} refuses`, { reason: 'argo-cd-forbidden', ...rest });
    if (status === 404) return failure('not-found', `${base.host} has no such application`, rest);
    if (status === 400 || status === 409) return failure('conflict', `${base.host} refuses`, rest);
    return failure('unreachable', `${base.host} failed`, { reason: 'argo-cd-failed', ...rest });
  }

  const pathOf = ({ name }: Named, rest = '') => `api/v1/applications/${encodeURIComponent(name)}${rest}`;
  const within = ({ namespace }: Named) => `?appNamespace=${encodeURIComponent(namespace)}`;

  return {
    async list(signal) {
      const answer = await ask('GET', 'api/v1/applications', undefined, signal);
      return (answer as { items?: ArgoApplication[] | null }).items ?? [];
    },
    async get(application, { refresh } = {}) {
      const query = `${within(application)}${refresh ? `&refresh=${refresh}` : ''}`;
      return (await ask('GET', pathOf(application, query))) as ArgoApplication;
    },
    async update({ metadata, spec }) {
      const named = { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' };
      await ask('PUT', pathOf(named, `/spec${within(named)}`), spec);
    },
    async sync(application, { prune }) {
      await ask('POST', pathOf(application, '/sync'), { prune, appNamespace: application.namespace });
    },
    async rollback(application, id) {
      await ask('POST', pathOf(application, '/rollback'), { id, appNamespace: application.namespace });
    },
    async may(action, { metadata, spec }) {
      const object = `${spec?.project ?? 'default'}/${metadata?.name ?? ''}`;
      const path = `api/v1/account/can-i/applications/${action}/${object}`;
      const answer = await ask('GET', path).catch(() => ({}));
      return (answer as { value?: string }).value !== 'no';
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
