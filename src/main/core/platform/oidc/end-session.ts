/** Ending the provider's own session in the browser (OpenID Connect RP-Initiated Logout 1.0). */
import { buildEndSessionUrl } from 'openid-client';
import type { OidcSession } from './session.ts';

/** The page to open so that the next sign-in asks for a person again; undefined where the provider has none. */
export async function endSessionAddress(session: OidcSession): Promise<string | undefined> {
  const configuration = await session.provider.configuration();
  if (!configuration.serverMetadata().end_session_endpoint) return undefined;
  // The ID token itself stays out of an address that lands in the browser's history.
  return buildEndSessionUrl(configuration, { client_id: session.provider.identity.clientId }).href;
}
