/** Authorization requests: how one is made that the provider accepts, and how its code becomes tokens. */
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { failure, type Failure } from '../../../../shared/contract/errors.ts';
import { createDpopKey, dpopHandle, type DpopKey } from './dpop.ts';
import { wantsDpop, wordsOf } from './oidc-failure.ts';
import type { OidcProvider } from './provider.ts';
import { listenForRedirect, redirectPath, type RedirectListener } from './redirect-listener.ts';
import { probeRedirect } from './redirect-probe.ts';
import { tokenSetOf, type TokenSet } from './token-set.ts';

/** Tried in this order where a provider refuses any port: an administrator can register these. */
export const fixedPorts = [8461, 8462, 8463] as const;

/** What to register with an identity provider that compares redirect addresses letter by letter. */
export const redirectAddresses = [
  'http://127.0.0.1/*',
  ...fixedPorts.map((port) => `http://127.0.0.1:${port}${redirectPath}`),
] as const;

export interface AuthorizationRequest {
  readonly address: URL;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly dpopKey?: DpopKey | undefined;
}

/**
 * A request that the provider accepts: any port of 127.0.0.1 first, then `localhost`, then the fixed ports. Adds the
 * listeners that it starts to `listeners`.
 * @throws Failure `unsupported` (`redirect-refused`, `identity-provider-refused`) or `forbidden` (`client-unknown`).
 */
export async function acceptedRequest(
  provider: OidcProvider,
  listeners: RedirectListener[],
  languages: readonly string[],
  signal: AbortSignal,
): Promise<AuthorizationRequest> {
  let scope = await provider.scope();
  let words = '';
  for (const [host, port] of [
    ['127.0.0.1', 0],
    ['localhost', 0],
    ...fixedPorts.map((fixed) => ['127.0.0.1', fixed] as const),
  ] as const) {
    let listener = port === 0 ? listeners[0] : listeners.find((one) => one.port === port);
    if (!listener) {
      const made = await listenForRedirect(port, languages).catch(() => undefined);
      if (!made) continue;
      listener = made;
      listeners.push(made);
    }
    const redirectUri = `http://${host}:${listener.port}${redirectPath}`;
    for (;;) {
      const request = await newRequest(provider, redirectUri, scope);
      const answer = await probeRedirect(provider.network, request.address, redirectUri, signal);
      if (answer.kind === 'accepted') return request;
      if (answer.kind === 'error') {
        const smaller = answer.error === 'invalid_scope' ? withoutOffline(scope) : undefined;
        if (smaller === undefined) throw refusedBy(provider, 'identity-provider-refused', answer.words);
        scope = smaller;
        continue;
      }
      if (answer.clientUnknown) throw refusedBy(provider, 'client-unknown', answer.words);
      words = answer.words;
      break;
    }
  }
  throw refusedBy(provider, 'redirect-refused', words);
}

function refusedBy(provider: OidcProvider, reason: string, words: string): Failure {
  const { issuer, clientId } = provider.identity;
  const host = new URL(issuer).host;
  return failure(
    reason === 'client-unknown' ? 'forbidden' : 'unsupported',
    `${host} refused the sign-in of ${clientId}: ${reason}`,
    {
      reason,
      values: { host, clientId, redirect: redirectAddresses[0] },
      words,
    },
  );
}

/** A request with a state, nonce and PKCE verifier of its own (RFC 7636, RFC 9700). */
export async function newRequest(
  provider: OidcProvider,
  redirectUri: string,
  scope: string,
  dpopKey?: DpopKey,
): Promise<AuthorizationRequest> {
  const configuration = await provider.configuration();
  const verifier = randomPKCECodeVerifier();
  const [state, nonce] = [randomState(), randomNonce()];
  const address = buildAuthorizationUrl(configuration, {
    ...provider.identity.extraQuery,
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { address, state, nonce, verifier, redirectUri, scope, dpopKey };
}

/** Exchanges the code in the answer's query for tokens; throws what openid-client throws. */
export async function exchangeCode(
  provider: OidcProvider,
  { request, query }: { readonly request: AuthorizationRequest; readonly query: URLSearchParams },
  clock: () => number,
): Promise<{ tokens: TokenSet; dpopKey?: DpopKey }> {
  const configuration = await provider.configuration();
  const handle = request.dpopKey && (await dpopHandle(configuration, request.dpopKey));
  const answer = await authorizationCodeGrant(
    configuration,
    new URL(`${request.redirectUri}?${query.toString()}`),
    {
      pkceCodeVerifier: request.verifier,
      expectedState: request.state,
      expectedNonce: request.nonce,
      idTokenExpected: true,
    },
    provider.tokenParameters,
    handle && { DPoP: handle },
  );
  return { tokens: tokenSetOf(answer, clock()), ...(request.dpopKey && { dpopKey: request.dpopKey }) };
}

/** How to ask again so that the provider agrees, if there is a way. */
export function remedyOf(
  problem: unknown,
  request: AuthorizationRequest,
): { scope: string; dpopKey?: DpopKey | undefined } | undefined {
  if (wantsDpop(problem) && !request.dpopKey) return { scope: request.scope, dpopKey: createDpopKey() };
  const smaller = withoutOffline(request.scope);
  // Keycloak answers so where a person or client may not have offline tokens.
  if (smaller !== undefined && /offline/i.test(wordsOf(problem)))
    return { scope: smaller, dpopKey: request.dpopKey };
  return undefined;
}

function withoutOffline(scope: string): string | undefined {
  const words = scope.split(' ');
  return words.includes('offline_access')
    ? words.filter((word) => word !== 'offline_access').join(' ')
    : undefined;
}

/** The same request, to be answered without a question (`prompt=none`). */
export function quietly(address: URL): URL {
  const quiet = new URL(address);
  quiet.searchParams.set('prompt', 'none');
  return quiet;
}
