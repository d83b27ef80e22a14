/** Authorization code with PKCE for one or several clients, in one browser tab. */
import { failure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Host } from '../../host.ts';
import {
  acceptedRequest,
  exchangeCode,
  newRequest,
  quietly,
  redirectAddresses,
  remedyOf,
  type AuthorizationRequest,
} from './authorization-request.ts';
import type { DpopKey } from './dpop.ts';
import { oidcFailure } from './oidc-failure.ts';
import type { OidcProvider } from './provider.ts';
import type { Arrival, RedirectListener } from './redirect-listener.ts';
import type { TokenSet } from './token-set.ts';

export interface ClientToSignIn {
  readonly key: string;
  readonly provider: OidcProvider;
}

export type FlowStep =
  | { readonly kind: 'browser'; readonly address: string }
  | { readonly kind: 'device'; readonly address: string; readonly code: string; readonly expiresAt: number }
  | {
      readonly kind: 'signed-in';
      readonly key: string;
      readonly tokens: TokenSet;
      readonly dpopKey?: DpopKey;
    }
  | { readonly kind: 'failed'; readonly key: string; readonly failure: Failure };

/** A code that came back and waits to be exchanged for tokens. */
interface Returned {
  readonly client: ClientToSignIn;
  readonly request: AuthorizationRequest;
  readonly query: URLSearchParams;
}

/** Codes live for a minute or so; after this many milliseconds of waiting for a person those at hand are exchanged. */
const patience = 20_000;

/** An identity provider that shows an error page never comes back; a person who is away for so long starts again. */
const longestWait = 600_000;

/**
 * Signs clients in, one after the other: the first opens the browser, each next one is reached by a redirect of the same
 * tab, without a question where the provider's session suffices. Codes are exchanged at the end of the chain: Keycloak
 * ends the browser's session once an offline token was issued, and would ask for the password again.
 * A client that fails does not hold up the others, except the first, whose failure ends it.
 * @throws Failure of the first client; `cancelled` when the signal fires.
 */
export async function* signInByBrowser(options: {
  readonly clients: readonly ClientToSignIn[];
  readonly host: Pick<Host, 'openAddress' | 'languages' | 'clock'>;
  readonly signal: AbortSignal;
}): AsyncGenerator<FlowStep> {
  const { clients, host, signal } = options;
  const listeners: RedirectListener[] = [];
  const returned: Returned[] = [];
  let open: Arrival | undefined;
  let words: string | undefined;

  /** Leads the browser through one request; asks without a question first where `silent`. */
  async function* visit(
    client: ClientToSignIn,
    first: AuthorizationRequest,
    silent: boolean,
  ): AsyncGenerator<FlowStep, Returned> {
    let request = first;
    for (let quiet = silent; ; quiet = false) {
      const { port } = new URL(request.redirectUri);
      const listener = listeners.find((one) => String(one.port) === port) as RedirectListener;
      const limit = AbortSignal.timeout(longestWait);
      const arriving = listener
        .arrival(request.state, AbortSignal.any([signal, limit]))
        .catch((reason: unknown) => {
          throw signal.aborted ? reason : neverCame(client.provider);
        });
      arriving.catch(() => {});
      const address = (quiet ? quietly(request.address) : request.address).href;
      if (open) open.continueTo(address);
      else {
        yield { kind: 'browser', address };
        await host.openAddress(address).catch(() => {});
      }
      open = undefined;
      if (!(await within(arriving, patience))) yield* exchange(false);
      open = await arriving;
      const error = open.query.get('error');
      if (!quiet || !error || !error.endsWith('_required')) return { client, request, query: open.query };
      request = await newRequest(client.provider, request.redirectUri, request.scope, request.dpopKey);
    }
  }

  /** Exchanges the codes at hand; with `again` a refused one may be asked for once more in another way. */
  async function* exchange(again: boolean): AsyncGenerator<FlowStep> {
    for (const one of returned.splice(0)) {
      const { client, request } = one;
      try {
        yield {
          kind: 'signed-in',
          key: client.key,
          ...(await exchangeCode(client.provider, one, host.clock)),
        };
      } catch (problem) {
        const remedy = again ? remedyOf(problem, request) : undefined;
        if (!remedy) {
          yield fail(client, problem);
          continue;
        }
        try {
          const next = await newRequest(client.provider, request.redirectUri, remedy.scope, remedy.dpopKey);
          const second = yield* visit(client, next, true);
          yield {
            kind: 'signed-in',
            key: client.key,
            ...(await exchangeCode(client.provider, second, host.clock)),
          };
        } catch (error) {
          yield fail(client, error);
        }
      }
    }
  }

  function fail(client: ClientToSignIn, error: unknown): FlowStep {
    if (signal.aborted) throw failure('cancelled', 'Cancelled');
    const problem = oidcFailure(error, client.provider.context());
    if (client === clients[0]) {
      words = problem.data.words ?? problem.message;
      throw problem;
    }
    return { kind: 'failed', key: client.key, failure: problem };
  }

  try {
    for (const [index, client] of clients.entries()) {
      try {
        const request = await acceptedRequest(client.provider, listeners, host.languages, signal);
        const sameIssuer = returned.every(
          (one) => one.client.provider.identity.issuer === client.provider.identity.issuer,
        );
        if (!sameIssuer) yield* exchange(true);
        returned.push(yield* visit(client, request, index > 0));
      } catch (error) {
        yield fail(client, error);
      }
    }
    yield* exchange(true);
  } finally {
    open?.finish(words === undefined && !signal.aborted ? 'done' : 'failed', words);
    await Promise.all(listeners.map((listener) => listener.close()));
  }
}

async function within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const late = Symbol('late');
  let timer: NodeJS.Timeout | undefined;
  const first = await Promise.race([
    promise.catch(() => undefined),
    new Promise((resolve) => {
      timer = setTimeout(() => resolve(late), milliseconds);
    }),
  ]);
  clearTimeout(timer);
  return first !== late;
}

function neverCame({ identity }: OidcProvider): Failure {
  const host = new URL(identity.issuer).host;
  return failure('unsupported', `${host} did not send the browser back`, {
    reason: 'redirect-never-came',
    values: { host, clientId: identity.clientId, redirect: redirectAddresses[0] },
  });
}
