/** A provider whose clock is wrong: its answers carry tokens that were signed so many seconds from now. */
import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT, type JWK, type JWTPayload } from 'jose';
import { z } from 'zod';

const tokens = z.looseObject({ access_token: z.string(), id_token: z.string().optional() });

/** Left half of the hash of an access token, as its ID token holds it (OpenID Connect Core 3.1.3.6). */
function accessTokenHash(token: string): string {
  return createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');
}

async function shift(token: string, key: JWK, seconds: number, extra: JWTPayload = {}): Promise<string> {
  const payload = decodeJwt(token);
  const moved = {
    ...payload,
    iat: (payload.iat ?? 0) + seconds,
    exp: (payload.exp ?? 0) + seconds,
    ...extra,
  };
  const { alg = 'RS256', ...header } = decodeProtectedHeader(token);
  return new SignJWT(moved).setProtectedHeader({ ...header, alg }).sign(await importJWK(key, 'RS256'));
}

/** Signs the tokens of a token answer (JSON) again with shifted times; any other answer stays as it is. */
export async function shiftTokenAnswer(json: string, key: JWK, seconds: number): Promise<string> {
  let parsed;
  try {
    parsed = tokens.safeParse(JSON.parse(json));
  } catch {
    return json;
  }
  if (!parsed.success) return json;
  const access = await shift(parsed.data.access_token, key, seconds);
  const { id_token: identity } = parsed.data;
  if (identity === undefined) return JSON.stringify({ ...parsed.data, access_token: access });
  const hash = decodeJwt(identity)['at_hash'] === undefined ? {} : { at_hash: accessTokenHash(access) };
  return JSON.stringify({
    ...parsed.data,
    access_token: access,
    id_token: await shift(identity, key, seconds, hash),
  });
}
