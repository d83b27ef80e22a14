/** The tokens of one client and their times. Pure. */
import { z } from 'zod';

export const TokenSet = z.object({
  accessToken: z.string().min(1),
  idToken: z.string().optional(),
  refreshToken: z.string().optional(),
  scope: z.string().optional(),
  /** By our own clock, in milliseconds since 1970: what the provider's clock says plays no part. */
  obtainedAt: z.number(),
  expiresAt: z.number(),
  /** True where the tokens are bound to our DPoP key (RFC 9449). */
  bound: z.boolean().default(false),
});
export type TokenSet = z.infer<typeof TokenSet>;

interface TokenAnswer {
  readonly access_token: string;
  readonly id_token?: string | undefined;
  readonly refresh_token?: string | undefined;
  readonly expires_in?: number | undefined;
  readonly scope?: string | undefined;
  readonly token_type?: string | undefined;
}

/** Where a provider tells no lifetime (RFC 6749, 5.1 lets it), an hour is taken. */
const unknownLife = 3600;

/** The set that a token endpoint's answer makes; what a refresh leaves out stays as it was (RFC 6749, 6). */
export function tokenSetOf(answer: TokenAnswer, now: number, previous?: TokenSet): TokenSet {
  const idToken = answer.id_token ?? previous?.idToken;
  const refreshToken = answer.refresh_token ?? previous?.refreshToken;
  const scope = answer.scope ?? previous?.scope;
  return {
    accessToken: answer.access_token,
    ...(idToken && { idToken }),
    ...(refreshToken && { refreshToken }),
    ...(scope && { scope }),
    obtainedAt: now,
    expiresAt: now + (answer.expires_in ?? unknownLife) * 1000,
    bound: answer.token_type?.toLowerCase() === 'dpop',
  };
}

/** When to renew, in milliseconds since 1970: after three quarters of its life. */
export function renewalTime({ obtainedAt, expiresAt }: TokenSet): number {
  return obtainedAt + 0.75 * (expiresAt - obtainedAt);
}

/** True while the access token may be handed out: longer to live than `least` ms, or than a quarter of its life if that is less. */
export function isFresh(set: TokenSet, now: number, least = 30_000): boolean {
  return set.expiresAt - now > Math.min(least, 0.25 * (set.expiresAt - set.obtainedAt));
}

/** The claims of a JWT, unchecked: for display and templates, never for a decision on rights. Empty for an opaque token. */
export function claimsOf(token: string | undefined): Record<string, unknown> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}
