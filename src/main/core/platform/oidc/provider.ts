/** An identity provider and our client there, found out when first needed. */
import {
  allowInsecureRequests,
  clockSkew,
  clockTolerance,
  Configuration,
  customFetch,
  discovery,
  None,
  type CustomFetch,
} from 'openid-client';
import type { IdentityProvider } from '../../../../shared/contract/platform.ts';
import type { Network } from '../../network/network.ts';
import { oidcFailure, type OidcContext } from './oidc-failure.ts';

export interface OidcProvider {
  readonly identity: IdentityProvider;
  /**
   * What the provider says of itself; asked once, and again after a failure.
   * @throws Failure `unreachable` (also `not-an-identity-provider`) or `untrusted`.
   */
  configuration(): Promise<Configuration>;
  /** For turning errors into Failures. */
  context(): OidcContext;
  /** The scope to ask for: what the platform says, and `offline_access` where the provider knows it. */
  scope(): Promise<string>;
  /** `audience` and `resource` of the extra parameters, which the token request repeats. */
  readonly tokenParameters: Record<string, string>;
  readonly network: Network;
}

const tolerance = 60;

/** Prepares a client; asks nothing yet. */
export function createProvider(identity: IdentityProvider, network: Network): OidcProvider {
  let found: Promise<Configuration> | undefined;
  const fetch: CustomFetch = (address, { method, headers, body, signal }) =>
    network.fetch(address, {
      method,
      headers,
      ...(body !== undefined && body !== null && { body: body as string | Uint8Array | URLSearchParams }),
      ...(signal && { signal }),
      redirect: 'manual',
    });
  const context = () => ({
    issuer: identity.issuer,
    clientId: identity.clientId,
    skew: network.clockSkew(identity.issuer),
  });

  async function discover(): Promise<Configuration> {
    const insecure = identity.issuer.startsWith('http:') ? [allowInsecureRequests] : [];
    try {
      const first = await discovery(new URL(identity.issuer), identity.clientId, {}, None(), {
        [customFetch]: fetch,
        execute: insecure,
      });
      // A laptop whose clock is wrong can still sign in: tokens are judged by the provider's time.
      const skew = Math.round((network.clockSkew(identity.issuer) ?? 0) / 1000);
      const metadata = { [clockSkew]: skew, [clockTolerance]: tolerance };
      const configuration = new Configuration(first.serverMetadata(), identity.clientId, metadata, None());
      configuration[customFetch] = fetch;
      for (const allow of insecure) allow(configuration);
      return configuration;
    } catch (error) {
      throw oidcFailure(error, context());
    }
  }

  const provider: OidcProvider = {
    identity,
    network,
    context,
    configuration() {
      found ??= discover().catch((error: unknown) => {
        found = undefined;
        throw error;
      });
      return found;
    },
    async scope() {
      const words = new Set(['openid', ...(identity.scope ?? 'openid profile').split(/\s+/).filter(Boolean)]);
      const { scopes_supported: supported } = (await provider.configuration()).serverMetadata();
      // Without it the session ends while the laptop is closed for the night.
      if (supported?.includes('offline_access')) words.add('offline_access');
      return [...words].join(' ');
    },
    tokenParameters: Object.fromEntries(
      Object.entries(identity.extraQuery ?? {}).filter(
        ([name]) => name === 'audience' || name === 'resource',
      ),
    ),
  };
  return provider;
}
