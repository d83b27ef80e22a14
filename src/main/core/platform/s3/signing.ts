/** Signature version 4 over our own requests (AWS SigV4 for S3), by the SDK's own signer. */
import { createHash, createHmac, type Hash } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { StsCredentials } from './sts.ts';

/** SHA-256 as the signer wants it, by Node's own cryptography. */
class NodeSha256 {
  readonly #hash: Hash | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', typeof secret === 'string' ? secret : bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

export interface Unsigned {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The headers with which a request is sent: those given, plus `host`, `x-amz-date`, `x-amz-content-sha256` (kept when given, else
 * `UNSIGNED-PAYLOAD`) and `authorization`.
 * @param at our clock plus what the server's is ahead, in milliseconds since 1970.
 */
export async function signedHeaders(
  request: Unsigned,
  credentials: StsCredentials,
  region: string,
  at: number,
): Promise<Record<string, string>> {
  const { url } = request;
  const headers = {
    'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    ...request.headers,
    host: url.host,
  };
  const signed = await signer(credentials, region).sign(asRequest(request, headers), {
    signingDate: new Date(at),
  });
  return signed.headers;
}

/** An address that carries its signature in the query, good for so many seconds. */
export async function presignedAddress(
  request: Unsigned,
  credentials: StsCredentials,
  region: string,
  at: number,
  seconds: number,
): Promise<string> {
  const signed = await signer(credentials, region).presign(
    asRequest(request, {
      ...request.headers,
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      host: request.url.host,
    }),
    { signingDate: new Date(at), expiresIn: seconds },
  );
  const address = new URL(request.url);
  address.search = '';
  const query = Object.entries(signed.query ?? {})
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one ?? '']))
    .map(([name, value]) => `${encode(name ?? '')}=${encode(value ?? '')}`);
  return `${address.href}?${query.join('&')}`;
}

function signer(credentials: StsCredentials, region: string): SignatureV4 {
  return new SignatureV4({
    service: 's3',
    region,
    credentials: {
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      ...(credentials.sessionToken && { sessionToken: credentials.sessionToken }),
    },
    sha256: NodeSha256,
    // The key is escaped once, by us: S3 signs the path as it is sent.
    uriEscapePath: false,
    applyChecksum: false,
  });
}

function asRequest({ method, url }: Unsigned, headers: Record<string, string>) {
  return {
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
  };
}

/** As RFC 3986 and S3 want it: `encodeURIComponent` leaves five characters that the signature escapes. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Escapes a key for a path: slashes stay. */
export function encodeKey(key: string): string {
  return key.split('/').map(encode).join('/');
}
