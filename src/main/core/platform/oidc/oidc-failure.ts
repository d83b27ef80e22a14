/** From what a provider or openid-client says to the closed set of failures. Pure. */
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';

/** Error codes of RFC 6749 4.1.2.1 and 5.2, RFC 8628 3.5, OpenID Connect Core 3.1.2.6. */
const known: Readonly<Record<string, readonly [Parameters<typeof failure>[0], string]>> = {
  invalid_grant: ['signed-out', 'session-expired'],
  invalid_token: ['signed-out', 'session-expired'],
  expired_token: ['signed-out', 'device-code-expired'],
  access_denied: ['forbidden', 'sign-in-denied'],
  invalid_client: ['forbidden', 'client-unknown'],
  unauthorized_client: ['forbidden', 'client-not-allowed'],
  invalid_scope: ['unsupported', 'scope-refused'],
  unsupported_grant_type: ['unsupported', 'grant-not-allowed'],
  unsupported_response_type: ['unsupported', 'grant-not-allowed'],
  temporarily_unavailable: ['busy', 'identity-provider-busy'],
  server_error: ['busy', 'identity-provider-busy'],
  slow_down: ['busy', 'identity-provider-busy'],
};

export interface OidcContext {
  readonly issuer: string;
  readonly clientId: string;
  /** Milliseconds by which the provider's clock is ahead of ours. */
  readonly skew?: number | undefined;
}

/** Turns any error of a sign-in or a refresh into a Failure; what the network failed with passes unchanged. */
export function oidcFailure(error: unknown, { issuer, clientId, skew = 0 }: OidcContext): Failure {
  for (let at = error; at instanceof Error; at = at.cause) if (isFailure(at)) return at;
  const host = new URL(issuer).host;
  const values = { host, clientId };
  const words = wordsOf(error);
  if (error instanceof ClientError && error.code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') {
    return clockFailure(issuer, skew, words);
  }
  const code = codeOf(error);
  const [kind, reason] =
    known[code ?? ''] ?? (statusOf(error) >= 500 ? (['busy', 'identity-provider-busy'] as const) : []);
  if (kind && reason)
    return failure(kind, `${host} answered ${code ?? statusOf(error)}`, { reason, values, words });
  if (
    error instanceof ClientError &&
    /CONFORM|PARSE|JSON|INVALID_RESPONSE|ATTRIBUTE/.test(error.code ?? '')
  ) {
    return failure('unreachable', `${host} does not answer like an identity provider`, {
      reason: 'not-an-identity-provider',
      values,
      words,
    });
  }
  return failure('unsupported', `${host} refused: ${code ?? 'no code'}`, {
    reason: 'identity-provider-refused',
    values,
    words,
  });
}

/** The failure that says by how much a clock is wrong; `skew` in ms, positive where the server is ahead. */
export function clockFailure(address: string, skew: number, words?: string): Failure {
  const minutes = Math.max(1, Math.round(Math.abs(skew) / 60_000));
  return failure(
    'invalid-input',
    `The clock of this machine is ${minutes} min ${skew >= 0 ? 'behind' : 'ahead of'} ${address}`,
    {
      reason: skew >= 0 ? 'clock-behind' : 'clock-ahead',
      values: { host: new URL(address).host, minutes },
      ...(words && { words }),
    },
  );
}

/** The `error` of an answer or redirect. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof ResponseBodyError || error instanceof AuthorizationResponseError
    ? error.error
    : undefined;
}

/** True where the provider asks for a DPoP proof that it did not get (RFC 9449, 5). */
export function wantsDpop(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'invalid_dpop_proof' || (code === 'invalid_request' && /dpop/i.test(wordsOf(error)));
}

function statusOf(error: unknown): number {
  return error instanceof ResponseBodyError ? error.status : 0;
}

/** The words of an answer, for a person who asks for them. */
export function wordsOf(error: unknown): string {
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) {
    return [error.error, error.error_description].filter(Boolean).join(': ');
  }
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
