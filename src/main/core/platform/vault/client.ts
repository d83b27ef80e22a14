/** Vault or OpenBao: sign-in by JWT, the KV 2 engine (HTTP API of both), tokens renewed ahead of time. */
import { z } from 'zod';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Network } from '../../network/network.ts';
import { notVault, vaultFailure } from './vault-failure.ts';

export interface SecretVersion {
  readonly data: Readonly<Record<string, unknown>>;
  readonly version: number;
  readonly createdAt: string;
}

/** Versions come in ascending order; times as Vault writes them (RFC 3339). */
export interface SecretMetadata {
  readonly currentVersion: number;
  readonly versions: readonly {
    readonly version: number;
    readonly createdAt: string;
    /** May lie ahead: then it is to be deleted at that time. */
    readonly deletedAt?: string;
    readonly destroyed: boolean;
    /** Who wrote it, from Vault 1.21 on. */
    readonly by?: string;
  }[];
  readonly custom: Readonly<Record<string, string>>;
}

export interface VaultHealth {
  readonly product: 'Vault' | 'OpenBao';
  readonly version: string;
}

export interface VaultClient {
  readonly url: string;
  readonly mount: string;
  /** A token with some life left; signs in where there is none. @throws Failure */
  token(): Promise<string>;
  /** The newest version, or another; undefined where there is none or it is deleted. Paths are below the mount. */
  read(
    path: string,
    options?: { version?: number; signal?: AbortSignal },
  ): Promise<SecretVersion | undefined>;
  /**
   * Writes if the newest version is still `checkAndSet` (0: if there is none); without it, always.
   * @returns the new version. @throws Failure `conflict` where someone else was first.
   */
  write(
    path: string,
    data: Readonly<Record<string, unknown>>,
    options?: { checkAndSet?: number; signal?: AbortSignal },
  ): Promise<number>;
  /** Names in a folder, folders with a slash at the end; empty where there is nothing, or no access. */
  list(path: string, options?: { signal?: AbortSignal }): Promise<string[]>;
  /** Deletes the newest version; `undelete` brings it back. */
  remove(path: string): Promise<void>;
  undelete(path: string, versions: readonly number[]): Promise<void>;
  /** Deletes all versions for good. */
  destroy(path: string): Promise<void>;
  /** @throws Failure `forbidden` where the policy hides it. */
  metadata(path: string, options?: { signal?: AbortSignal }): Promise<SecretMetadata | undefined>;
  /** Replaces the custom metadata. */
  describe(path: string, custom: Readonly<Record<string, string>>): Promise<void>;
  /** What answers at the address, without a token: its name and whether it can be used now. @throws Failure */
  health(options?: { signal?: AbortSignal }): Promise<VaultHealth>;
  /** Revokes our token, as far as Vault can be reached. */
  end(): Promise<void>;
}

const Auth = z.object({
  auth: z.object({
    client_token: z.string(),
    lease_duration: z.number(),
    renewable: z.boolean().default(false),
  }),
});
const Read = z.object({
  data: z.object({
    // Taken as it is: a copy would lose a key such as `__proto__`.
    data: z.custom<Record<string, unknown>>((value) => typeof value === 'object').nullable(),
    metadata: z.object({ version: z.number(), created_time: z.string().default('') }),
  }),
});
const Written = z.object({ data: z.object({ version: z.number() }) });
const Listed = z.object({ data: z.object({ keys: z.array(z.string()) }) });
const Metadata = z.object({
  data: z.object({
    current_version: z.number(),
    versions: z.record(
      z.string(),
      z.object({
        created_time: z.string(),
        deletion_time: z.string().default(''),
        destroyed: z.boolean().default(false),
        created_by: z.object({ actor: z.string().default('') }).nullish(),
      }),
    ),
    custom_metadata: z.record(z.string(), z.string()).nullish(),
  }),
});
const Health = z.object({ version: z.string(), enterprise: z.boolean().optional() });

interface Held {
  readonly token: string;
  readonly until: number;
  /** From here on (90 % of its life) it is renewed. */
  readonly renewAt: number;
  readonly renewable: boolean;
}

/**
 * @param settings as in the platform file.
 * @param jwt the identity provider's access token for Vault.
 * @param given a token that the person pasted, used as it is.
 */
export function createVaultClient(options: {
  readonly settings: {
    readonly url: string;
    readonly mount: string;
    readonly role: string;
    readonly authPath: string;
  };
  readonly network: Network;
  readonly jwt?: (() => Promise<string>) | undefined;
  readonly given?: string | undefined;
  readonly clock: () => number;
}): VaultClient {
  const { settings, network, clock } = options;
  const base = `${settings.url.replace(/\/+$/, '')}/v1`;
  const { host } = new URL(settings.url);
  let held: Held | undefined = options.given
    ? { token: options.given, until: Infinity, renewAt: Infinity, renewable: false }
    : undefined;
  let signingIn: Promise<Held> | undefined;

  async function ask(
    method: string,
    path: string,
    token: string | undefined,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<{ status: number; value: unknown }> {
    const response = await network.fetch(`${base}/${path}`, {
      method,
      headers: {
        ...(token && { 'x-vault-token': token }),
        // Through an agent, a request without this header is refused (protection against forged requests).
        'x-vault-request': 'true',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const text = await response.text();
    const value = parse(text);
    // A page of a proxy, of a portal or of another server altogether: also where it says 200 or 404.
    if (value === undefined && /^\s*</.test(text)) throw notVault(response.status, host);
    if (response.ok || response.status === 404) return { status: response.status, value };
    throw vaultFailure(response.status, value ?? text.slice(0, 300), host);
  }

  function hold(answer: unknown): Held {
    const { auth } = understood(Auth, answer);
    const now = clock();
    const life = auth.lease_duration > 0 ? auth.lease_duration * 1000 : Infinity;
    return {
      token: auth.client_token,
      until: now + life,
      renewAt: now + 0.9 * life,
      renewable: auth.renewable,
    };
  }

  function understood<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw notVault(200, host);
    return parsed.data;
  }

  async function signIn(): Promise<Held> {
    if (!options.jwt)
      throw failure('signed-out', 'The token for Vault ended', {
        reason: 'vault-token-ended',
        values: { host },
      });
    const answer = await ask('POST', `auth/${settings.authPath}/login`, undefined, {
      role: settings.role,
      jwt: await options.jwt(),
    });
    if (answer.status === 404)
      throw failure('not-found', `Vault has no sign-in at ${settings.authPath}`, {
        reason: 'vault-no-sign-in',
        values: { host, path: settings.authPath },
      });
    return hold(answer.value);
  }

  async function obtain(): Promise<Held> {
    if (held && held.renewable && held.until > clock()) {
      try {
        return hold((await ask('POST', 'auth/token/renew-self', held.token, {})).value);
      } catch (error) {
        if (isFailure(error) && error.code === 'unreachable') throw error;
      }
    }
    return signIn();
  }

  async function token(): Promise<string> {
    if (held && clock() < held.renewAt) return held.token;
    signingIn ??= obtain().finally(() => (signingIn = undefined));
    try {
      held = await signingIn;
    } catch (error) {
      if (!held || held.until <= clock()) throw error;
    }
    return held.token;
  }

  /** A token may be revoked from elsewhere: 403 to a token that is otherwise good is tried once with a new one. */
  async function request(
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<{ status: number; value: unknown }> {
    const used = await token();
    try {
      return await ask(method, path, used, body, signal);
    } catch (error) {
      if (!isFailure(error) || error.code !== 'forbidden' || !options.jwt) throw error;
      const alive = await ask('GET', 'auth/token/lookup-self', used, undefined, signal).catch(
        () => undefined,
      );
      if (alive) throw error;
      if (held?.token === used) held = undefined;
      return ask(method, path, await token(), body, signal);
    }
  }

  /** Vault names people by the way they signed in: `jwt-alice`. */
  const personOf = (actor: string) =>
    actor.startsWith(`${settings.authPath}-`) ? actor.slice(settings.authPath.length + 1) : actor;

  const at = (kind: string, path: string) =>
    `${settings.mount}/${kind}/${path.split('/').map(encodeURIComponent).join('/')}`;

  return {
    url: settings.url,
    mount: settings.mount,
    token,
    async read(path, { version, signal } = {}) {
      const { status, value } = await request(
        'GET',
        `${at('data', path)}${version ? `?version=${version}` : ''}`,
        undefined,
        signal,
      );
      if (status === 404) return undefined;
      const { data, metadata } = understood(Read, value).data;
      return data === null
        ? undefined
        : { data, version: metadata.version, createdAt: metadata.created_time };
    },
    async write(path, data, { checkAndSet, signal } = {}) {
      const body = { data, ...(checkAndSet !== undefined && { options: { cas: checkAndSet } }) };
      const { status, value } = await request('POST', at('data', path), body, signal);
      if (status === 404)
        throw failure('not-found', `Vault has no engine ${settings.mount}`, {
          reason: 'vault-no-engine',
          values: { host, path: settings.mount },
        });
      return understood(Written, value).data.version;
    },
    async list(path, { signal } = {}) {
      const folder = path.replace(/\/*$/, '/');
      const { status, value } = await request(
        'GET',
        `${at('metadata', folder)}?list=true`,
        undefined,
        signal,
      );
      return status === 404 ? [] : understood(Listed, value).data.keys;
    },
    async remove(path) {
      await request('DELETE', at('data', path));
    },
    async undelete(path, versions) {
      await request('POST', at('undelete', path), { versions });
    },
    async destroy(path) {
      await request('DELETE', at('metadata', path));
    },
    async metadata(path, { signal } = {}) {
      const { status, value } = await request('GET', at('metadata', path), undefined, signal);
      if (status === 404) return undefined;
      const {
        current_version: currentVersion,
        versions,
        custom_metadata: custom,
      } = understood(Metadata, value).data;
      return {
        currentVersion,
        custom: custom ?? {},
        versions: Object.entries(versions)
          .map(([number, one]) => ({
            version: Number(number),
            createdAt: one.created_time,
            ...(one.deletion_time && { deletedAt: one.deletion_time }),
            destroyed: one.destroyed,
            ...(one.created_by?.actor && { by: personOf(one.created_by.actor) }),
          }))
          .toSorted((a, b) => a.version - b.version),
      };
    },
    async describe(path, custom) {
      await request('POST', at('metadata', path), { custom_metadata: custom });
    },
    async health({ signal } = {}) {
      // Asked so that every state answers 200: a standby and a sealed server tell their version too.
      const query = 'standbyok=true&perfstandbyok=true&sealedcode=200&uninitcode=200';
      const { value } = await ask('GET', `sys/health?${query}`, undefined, undefined, signal);
      const { version, enterprise } = understood(Health, value);
      return { product: enterprise === undefined && version.startsWith('2.') ? 'OpenBao' : 'Vault', version };
    },
    async end() {
      const ended = held;
      held = undefined;
      // A token that was pasted belongs to another sign-in.
      if (ended && !options.given) await ask('POST', 'auth/token/revoke-self', ended.token, {});
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
