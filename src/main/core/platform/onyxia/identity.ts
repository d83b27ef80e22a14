/** Reading the clients and addresses that a configuration names. Pure. */
import type { IdentityProvider } from '../../../../shared/contract/platform.ts';
import type { OidcConfiguration } from './types.ts';

/** The client that a configuration names; parts may be missing where it only overrides another. */
export function identityOf(
  configuration: OidcConfiguration | undefined,
): Partial<IdentityProvider> | undefined {
  if (!configuration) return undefined;
  const { issuerURI, clientID, scope, extraQueryParams } = configuration;
  const extraQuery = Object.fromEntries(new URLSearchParams(extraQueryParams ?? ''));
  const issuer = addressOf(issuerURI);
  const identity = {
    ...(issuer && { issuer }),
    ...(clientID && { clientId: clientID }),
    ...(scope && { scope }),
    ...(Object.keys(extraQuery).length > 0 && { extraQuery }),
  };
  return Object.keys(identity).length > 0 ? identity : undefined;
}

/** The text where it is an http address. */
export function addressOf(text: string | undefined): string | undefined {
  return text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}
