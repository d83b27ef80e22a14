/** Who a request to the Onyxia API comes from: a bearer token, or one bound to a key by DPoP. */
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import type { IncomingMessage } from 'node:http';
import { TokenRefused, type TokenVerifier, type VerifiedToken } from '../identity/verify.ts';
import { Refusal } from './respond.ts';

const unauthorized = (challenge: string) => new Refusal(401, 'empty', {}, { 'www-authenticate': challenge });
const invalidToken = (description: string) =>
  unauthorized(
    `Bearer error="invalid_token", error_description="${description}", error_uri="https://tools.ietf.org/html/rfc6750#section-3.1"`,
  );
const invalidProof = (description: string) =>
  unauthorized(`DPoP error="invalid_dpop_proof", error_description="${description}", algs="ES256 RS256"`);

function describe(error: unknown): string {
  const decode = 'An error occurred while attempting to decode the Jwt: ';
  if (!(error instanceof TokenRefused)) return `${decode}Malformed token`;
  switch (error.reason) {
    case 'expired':
      return `${decode}Jwt expired at ${new Date(error.expiredAt ?? 0).toISOString().replace('.000Z', 'Z')}`;
    case 'signature':
      return `${decode}Signed JWT rejected: Invalid signature`;
    case 'issuer':
      return `${decode}The iss claim is not valid`;
    case 'audience':
      return `${decode}The aud claim is not valid`;
    case 'malformed':
      return `${decode}Malformed token`;
  }
}

/** Seconds between the clock of a proof and ours (RFC 9449 11.1 leaves the window to the server). */
const proofWindow = 300;

/** Checks a DPoP proof (RFC 9449 4.3): key, method, address and the hash of the token it goes with. Throws 401. */
async function checkProof(
  request: IncomingMessage,
  token: string,
  boundTo: string,
  address: string,
): Promise<void> {
  const proof = request.headers['dpop'];
  if (typeof proof !== 'string') throw invalidProof('DPoP proof is missing or invalid.');
  const verified = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt' }).catch(() => {
    throw invalidProof('DPoP proof is missing or invalid.');
  });
  const { payload, protectedHeader } = verified;
  const hash = createHash('sha256').update(token).digest('base64url');
  const age = Math.abs(Date.now() / 1000 - (payload.iat ?? 0));
  if (payload['htm'] !== request.method) throw invalidProof('The htm claim is invalid.');
  if (payload['htu'] !== address) throw invalidProof('The htu claim is invalid.');
  if (payload['ath'] !== hash) throw invalidProof('The ath claim is invalid.');
  if (age > proofWindow) throw invalidProof('The iat claim is invalid.');
  if (!protectedHeader.jwk || (await calculateJwkThumbprint(protectedHeader.jwk)) !== boundTo) {
    throw invalidProof('The jkt claim is invalid.');
  }
}

/** The person of a request. `address` is its public address without query. Throws 401 with the reason in `WWW-Authenticate`. */
export async function authenticate(
  request: IncomingMessage,
  verify: TokenVerifier,
  address: string,
): Promise<VerifiedToken> {
  const match = /^(Bearer|DPoP) +(\S+)$/i.exec(request.headers.authorization ?? '');
  if (!match) throw unauthorized('Bearer');
  const [, scheme = '', token = ''] = match;
  const verified = await verify(token, 'onyxia').catch((error: unknown) => {
    throw invalidToken(describe(error));
  });
  if (verified.boundTo !== undefined) {
    if (scheme.toLowerCase() !== 'dpop')
      throw invalidToken('Failed to authenticate since the token is bound by DPoP');
    await checkProof(request, token, verified.boundTo, address);
  } else if (scheme.toLowerCase() === 'dpop') {
    throw invalidProof('jkt claim is required.');
  }
  return verified;
}
