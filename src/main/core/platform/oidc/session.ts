/** One client's session: its tokens, renewed ahead of time by one request at a time, kept as a secret. */
import { refreshTokenGrant, tokenRevocation } from 'openid-client';
import { z } from 'zod';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Host } from '../../host.ts';
import { createDpopKey, dpopHandle, dpopProof, type DpopKey } from './dpop.ts';
import { oidcFailure } from './oidc-failure.ts';
import type { OidcProvider } from './provider.ts';
import { claimsOf, isFresh, renewalTime, TokenSet, tokenSetOf } from './token-set.ts';

export interface OidcSession {
  readonly provider: OidcProvider;
  state(): 'signed-in' | 'expired' | 'signed-out';
  /**
   * An access token with at least `least` ms to live (default 30 s); `renew`: a new one in any case.
   * @throws Failure `signed-out` once the session ended, `unreachable` where it cannot be renewed now.
   */
  accessToken(options?: { least?: number; renew?: boolean }): Promise<string>;
  idToken(options?: { least?: number; renew?: boolean }): Promise<string>;
  /** Claims of the ID token; empty before the sign-in. */
  claims(): Record<string, unknown>;
  refreshToken(): string | undefined;
  /** Headers for a request to a server that takes this client's tokens: Bearer, or DPoP with its proof once bound. */
  authorization(request: {
    method: string;
    address: string;
    nonce?: string | undefined;
  }): Promise<Record<string, string>>;
  /** Binds the tokens to a key from now on, since a server demands it. */
  bind(): Promise<void>;
  readonly dpopKey: () => DpopKey | undefined;
  /** Takes what a sign-in gave. */
  accept(tokens: TokenSet, key?: DpopKey): Promise<void>;
  /** Reads what was kept; true if there is a session. */
  restore(): Promise<boolean>;
  /** After sleep: renews what is due without waiting for a timer. */
  wake(): void;
  /** Tells the provider that the session is over (as far as it can be reached) and wipes it here. */
  end(): Promise<void>;
  onChange(listener: () => void): () => void;
  close(): void;
}

const Kept = z.object({
  tokens: TokenSet,
  key: z.record(z.string(), z.unknown()).optional(),
  expired: z.boolean().default(false),
});

/**
 * Makes a session, signed out until `accept` or `restore`.
 * @param key name of its secret; a new refresh token is written there before the new access token is used, so that
 * nothing that may be used once only is lost by a crash.
 */
export function createOidcSession(options: {
  provider: OidcProvider;
  host: Pick<Host, 'secrets' | 'clock'>;
  key: string;
}): OidcSession {
  const { provider, host, key } = options;
  let tokens: TokenSet | undefined;
  let dpop: DpopKey | undefined;
  let expired = false;
  let renewing: Promise<TokenSet> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let failedTries = 0;
  const listeners = new Set<() => void>();

  const changed = () => {
    for (const listener of listeners) listener();
  };

  async function keep(): Promise<void> {
    if (tokens)
      await host.secrets.set(key, JSON.stringify({ tokens, ...(dpop && { key: dpop.jwk }), expired }));
  }

  function schedule(): void {
    clearTimeout(timer);
    if (closed || expired || !tokens?.refreshToken) return;
    const wait =
      failedTries > 0 ? Math.min(60_000, 2_000 * 2 ** failedTries) : renewalTime(tokens) - host.clock();
    // Timers stand still while the laptop sleeps, and overflow beyond 24 days.
    timer = setTimeout(() => void renew().catch(() => {}), Math.min(Math.max(wait, 500), 12 * 3_600_000));
    timer.unref();
  }

  function renew(): Promise<TokenSet> {
    renewing ??= exchange().finally(() => {
      renewing = undefined;
      schedule();
    });
    return renewing;
  }

  async function exchange(): Promise<TokenSet> {
    const before = tokens;
    if (!before) throw signedOut();
    if (!before.refreshToken) {
      if (isFresh(before, host.clock(), 0)) return before;
      throw await expire('The access token ended and there is no refresh token');
    }
    try {
      const configuration = await provider.configuration();
      const handle = dpop && (await dpopHandle(configuration, dpop));
      const answer = await refreshTokenGrant(
        configuration,
        before.refreshToken,
        provider.tokenParameters,
        handle && { DPoP: handle },
      );
      const next = tokenSetOf(answer, host.clock(), before);
      if (tokens !== before) return tokens ?? next;
      tokens = next;
      failedTries = 0;
      // Refused by the keychain: the session goes on, until the app ends.
      await keep().catch(() => {});
      changed();
      return next;
    } catch (error) {
      const cause = oidcFailure(error, provider.context());
      if (cause.code === 'signed-out' || cause.data.reason === 'client-unknown')
        throw await expire(cause.data.words ?? cause.message);
      failedTries += 1;
      throw cause;
    }
  }

  async function expire(words: string): Promise<Failure> {
    expired = true;
    clearTimeout(timer);
    await keep().catch(() => {});
    changed();
    return failure('signed-out', 'The session ended', {
      reason: 'session-expired',
      values: { host: new URL(provider.identity.issuer).host },
      words,
    });
  }

  function signedOut(): Failure {
    return failure('signed-out', 'Nobody is signed in', {
      values: { host: new URL(provider.identity.issuer).host },
    });
  }

  async function fresh({
    least,
    renew: anew = false,
  }: { least?: number; renew?: boolean } = {}): Promise<TokenSet> {
    if (!tokens) throw signedOut();
    if (expired)
      throw failure('signed-out', 'The session ended', {
        reason: 'session-expired',
        values: { host: new URL(provider.identity.issuer).host },
      });
    if (!anew && isFresh(tokens, host.clock(), least)) return tokens;
    const before = tokens;
    try {
      return await renew();
    } catch (error) {
      // Not renewable now, but good for a while yet.
      if (!anew && isFailure(error) && error.code !== 'signed-out' && isFresh(before, host.clock(), 0))
        return before;
      throw error;
    }
  }

  const session: OidcSession = {
    provider,
    state: () => (!tokens ? 'signed-out' : expired ? 'expired' : 'signed-in'),
    accessToken: async (asked) => (await fresh(asked)).accessToken,
    async idToken(asked) {
      const { idToken, accessToken } = await fresh(asked);
      return idToken ?? accessToken;
    },
    claims: () => claimsOf(tokens?.idToken),
    refreshToken: () => tokens?.refreshToken,
    async authorization({ method, address, nonce }) {
      const { accessToken, bound } = await fresh();
      if (!bound || !dpop) return { authorization: `Bearer ${accessToken}` };
      const time = (host.clock() + (provider.network.clockSkew(address) ?? 0)) / 1000;
      return {
        authorization: `DPoP ${accessToken}`,
        dpop: dpopProof(dpop, { method, address, accessToken, time, nonce }),
      };
    },
    dpopKey: () => dpop,
    async bind() {
      dpop ??= createDpopKey();
      await renewing?.catch(() => {});
      await renew();
    },
    async accept(given, withKey) {
      tokens = given;
      dpop = withKey ?? (given.bound ? dpop : undefined);
      expired = false;
      failedTries = 0;
      // Refused by the keychain: signed in until the app ends.
      await keep().catch(() => {});
      schedule();
      changed();
    },
    async restore() {
      const text = await host.secrets.get(key).catch(() => undefined);
      const kept = text === undefined ? undefined : Kept.safeParse(parseJson(text)).data;
      if (!kept) return false;
      tokens = kept.tokens;
      dpop = kept.key ? { jwk: kept.key } : undefined;
      expired = kept.expired;
      schedule();
      return true;
    },
    wake() {
      failedTries = 0;
      if (tokens?.refreshToken && !expired && renewalTime(tokens) <= host.clock())
        void renew().catch(() => {});
      else schedule();
    },
    async end() {
      clearTimeout(timer);
      await renewing?.catch(() => {});
      const ended = tokens;
      tokens = undefined;
      expired = false;
      await host.secrets.delete(key);
      changed();
      if (!ended) return;
      const configuration = await provider.configuration();
      const token = ended.refreshToken ?? ended.accessToken;
      if (configuration.serverMetadata().revocation_endpoint) await tokenRevocation(configuration, token);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
  return session;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
