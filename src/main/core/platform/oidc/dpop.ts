/** DPoP (RFC 9449): a key of this laptop and the proofs that its tokens are not stolen. Only for those who demand it. */
import {
  createHash,
  createPublicKey,
  createPrivateKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  webcrypto,
  type JsonWebKey,
} from 'node:crypto';
import { getDPoPHandle, type Configuration, type DPoPHandle } from 'openid-client';

export interface DpopKey {
  /** The private key as a JSON Web Key; a secret. */
  readonly jwk: JsonWebKey;
}

/** A new key on P-256. */
export function createDpopKey(): DpopKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { jwk: privateKey.export({ format: 'jwk' }) };
}

/** For the requests that openid-client makes with this key. */
export async function dpopHandle(configuration: Configuration, { jwk }: DpopKey): Promise<DPoPHandle> {
  const { d: _private, ...publicPart } = jwk;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const [privateKey, publicKey] = await Promise.all([
    webcrypto.subtle.importKey('jwk', jwk as webcrypto.JsonWebKey, algorithm, false, ['sign']),
    webcrypto.subtle.importKey('jwk', publicPart as webcrypto.JsonWebKey, algorithm, true, ['verify']),
  ]);
  // Where the browser's types are at hand too, they name the same key otherwise.
  const keys: object = { privateKey, publicKey };
  return getDPoPHandle(configuration, keys as Parameters<typeof getDPoPHandle>[1]);
}

/**
 * The proof for one request (RFC 9449, 4.2).
 * @param request.time seconds since 1970 by the server's clock.
 * @param request.nonce what the server gave in its last `DPoP-Nonce`.
 */
export function dpopProof(
  { jwk }: DpopKey,
  request: {
    readonly method: string;
    readonly address: string;
    readonly accessToken: string;
    readonly time: number;
    readonly nonce?: string | undefined;
  },
): string {
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const url = new URL(request.address);
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: createPublicKey(key).export({ format: 'jwk' }) };
  const payload = {
    jti: randomUUID(),
    htm: request.method.toUpperCase(),
    // Neither query nor fragment.
    htu: `${url.origin}${url.pathname}`,
    iat: Math.floor(request.time),
    ath: createHash('sha256').update(request.accessToken).digest('base64url'),
    ...(request.nonce && { nonce: request.nonce }),
  };
  const signed = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
