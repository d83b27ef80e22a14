/** Device authorization (RFC 8628): a code to type on any browser, where none can come back to this laptop. */
import {
  calculatePKCECodeChallenge,
  initiateDeviceAuthorization,
  pollDeviceAuthorizationGrant,
  randomPKCECodeVerifier,
} from 'openid-client';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Host } from '../../host.ts';
import type { ClientToSignIn, FlowStep } from './browser-flow.ts';
import { codeOf, oidcFailure } from './oidc-failure.ts';
import type { OidcProvider } from './provider.ts';
import { tokenSetOf } from './token-set.ts';

/**
 * Signs clients in, one code after the other; of several only the first must succeed.
 * @throws Failure `unsupported` (`no-device-flow`) where the provider does not offer it, `signed-out`
 * (`device-code-expired`), `forbidden` (`sign-in-denied`), `cancelled`.
 */
export async function* signInByDevice(options: {
  readonly clients: readonly ClientToSignIn[];
  readonly host: Pick<Host, 'clock'>;
  readonly signal: AbortSignal;
}): AsyncGenerator<FlowStep> {
  const { clients, host, signal } = options;
  for (const [index, { key, provider }] of clients.entries()) {
    try {
      yield* oneClient(key, provider, host, signal);
    } catch (error) {
      if (signal.aborted) throw failure('cancelled', 'Cancelled');
      const problem = oidcFailure(error, provider.context());
      if (index === 0) throw problem;
      yield { kind: 'failed', key, failure: problem };
    }
  }
}

async function* oneClient(
  key: string,
  provider: OidcProvider,
  host: Pick<Host, 'clock'>,
  signal: AbortSignal,
): AsyncGenerator<FlowStep> {
  const configuration = await provider.configuration();
  const { issuer, clientId } = provider.identity;
  if (!configuration.serverMetadata().device_authorization_endpoint) {
    throw failure('unsupported', `${issuer} has no device flow`, {
      reason: 'no-device-flow',
      values: { host: new URL(issuer).host, clientId },
    });
  }
  // Clients that demand PKCE demand it here too (Keycloak); others ignore it.
  const verifier = randomPKCECodeVerifier();
  const challenge = {
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  const ask = (scope: string) =>
    initiateDeviceAuthorization(configuration, { ...provider.identity.extraQuery, scope, ...challenge });
  const scope = await provider.scope();
  const device = await ask(scope).catch((error: unknown) => {
    if (codeOf(error) === 'invalid_scope') return ask(scope.replace(/ ?\boffline_access\b/, ''));
    if (codeOf(error) !== 'unauthorized_client' && codeOf(error) !== 'unsupported_grant_type') throw error;
    throw failure('unsupported', `${clientId} may not use the device flow`, {
      reason: 'no-device-flow',
      values: { host: new URL(issuer).host, clientId },
      words: error instanceof Error ? error.message : String(error),
    });
  });
  yield {
    kind: 'device',
    address: device.verification_uri_complete ?? device.verification_uri,
    code: device.user_code,
    expiresAt: host.clock() + device.expires_in * 1000,
  };
  const parameters = { ...provider.tokenParameters, code_verifier: verifier };
  const answer = await pollDeviceAuthorizationGrant(configuration, device, parameters, { signal });
  yield { kind: 'signed-in', key, tokens: tokenSetOf(answer, host.clock()) };
}
