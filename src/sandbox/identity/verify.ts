/** How the other servers of the sandbox check an access token of its identity provider. */
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet } from 'jose';
import { z } from 'zod';

/** Who an access token speaks for. */
export interface VerifiedToken {
  readonly name: string;
  readonly fullName: string;
  readonly email: string;
  readonly groups: string[];
  /** MinIO's claim: the policy that a token asks for. */
  readonly policy?: string;
  readonly clientId: string;
  readonly audience: string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Thumbprint of the key that a DPoP proof must be signed with (RFC 9449 6.1); absent for a bearer token. */
  readonly boundTo?: string;
}

export type RefusalReason = 'malformed' | 'signature' | 'issuer' | 'expired' | 'audience';

/** Why a token was refused; `expiredAt` (milliseconds) only for the reason `expired`. */
export class TokenRefused extends Error {
  readonly reason: RefusalReason;
  readonly expiredAt: number | undefined;
  constructor(reason: RefusalReason, expiredAt?: number) {
    super(`access token refused: ${reason}`);
    this.reason = reason;
    this.expiredAt = expiredAt;
  }
}

const claims = z.object({
  preferred_username: z.string(),
  name: z.string(),
  email: z.string(),
  groups: z.array(z.string()),
  policy: z.string().optional(),
  client_id: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  generation: z.number(),
  cnf: z.object({ jkt: z.string() }).optional(),
});

export interface VerifierOptions {
  issuer: string;
  jwks: JSONWebKeySet;
  /** Seconds that the provider's clock is ahead (a fault). */
  clockSkewSeconds: () => number;
  /** Tokens of an earlier generation are refused as expired (a fault). */
  generation: () => number;
}

export type TokenVerifier = (token: string, audience?: string) => Promise<VerifiedToken>;

function refusal(error: unknown): TokenRefused {
  if (error instanceof errors.JWTExpired) {
    const { exp } = error.payload;
    return new TokenRefused('expired', (exp ?? 0) * 1000);
  }
  if (error instanceof errors.JWTClaimValidationFailed)
    return new TokenRefused(error.claim === 'iss' ? 'issuer' : 'malformed');
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return new TokenRefused('signature');
  }
  return new TokenRefused('malformed');
}

/**
 * Makes the function that checks signature, issuer and expiry of a JWT access token (RFC 9068 4), and its audience
 * when one is named. It throws TokenRefused.
 */
export function createTokenVerifier(options: VerifierOptions): TokenVerifier {
  const keySet = createLocalJWKSet(options.jwks);
  return async (token, audience) => {
    const currentDate = new Date(Date.now() + options.clockSkewSeconds() * 1000);
    const { payload } = await jwtVerify(token, keySet, {
      issuer: options.issuer,
      typ: 'at+jwt',
      currentDate,
    }).catch((error: unknown) => {
      throw refusal(error);
    });
    const parsed = claims.safeParse(payload);
    if (!parsed.success) throw new TokenRefused('malformed');
    const { data } = parsed;
    const audiences = typeof data.aud === 'string' ? [data.aud] : data.aud;
    if (data.generation < options.generation()) throw new TokenRefused('expired', currentDate.getTime());
    if (audience !== undefined && !audiences.includes(audience)) throw new TokenRefused('audience');
    return {
      name: data.preferred_username,
      fullName: data.name,
      email: data.email,
      groups: data.groups,
      ...(data.policy === undefined ? {} : { policy: data.policy }),
      clientId: data.client_id,
      audience: audiences,
      expiresAt: data.exp * 1000,
      ...(data.cnf ? { boundTo: data.cnf.jkt } : {}),
    };
  };
}
