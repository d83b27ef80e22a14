import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Day, region and service that a signing key is made for. */
export interface Scope {
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** The parts of a request that its signature covers; `path` is decoded, `query` decoded pairs in any order. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly payloadHash: string;
}

/** The SHA-256 of no bytes, in hexadecimal. */
export const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/**
 * Percent-encodes a text as UTF-8, leaving only `A-Z a-z 0-9 - . _ ~` (and `/` when asked) as they are.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "UriEncode()".
 */
export const uriEncode = (text: string, keepSlash = false): string => {
  const encoded = encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return keepSlash ? encoded.replaceAll('%2F', '/') : encoded;
};

const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The canonical request of Signature Version 4 (header names are lower-cased and sorted, blanks squeezed).
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, task 1.
 */
export const canonicalRequest = (request: SignedRequest): string => {
  const query = request.query
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, x], [b, y]) => byBytes(a, b) || byBytes(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = request.headers
    .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/\s+/g, ' ')] as const)
    .sort(([a], [b]) => byBytes(a, b));
  return [
    request.method,
    uriEncode(request.path, true),
    query,
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    headers.map(([name]) => name).join(';'),
    request.payloadHash,
  ].join('\n');
};

const scopeText = (scope: Scope): string => `${scope.date}/${scope.region}/${scope.service}/aws4_request`;

/** The text that is signed for a whole request; `time` as `YYYYMMDDTHHMMSSZ` (same source, task 2). */
export const stringToSign = (time: string, scope: Scope, canonical: string): string =>
  ['AWS4-HMAC-SHA256', time, scopeText(scope), sha256(canonical)].join('\n');

/**
 * The text that is signed for one chunk of a streamed body.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html.
 */
export const chunkStringToSign = (time: string, scope: Scope, previous: string, chunkHash: string): string =>
  ['AWS4-HMAC-SHA256-PAYLOAD', time, scopeText(scope), previous, emptySha256, chunkHash].join('\n');

/**
 * The text that is signed for the trailing headers; `trailers` as `name:value\n` lines.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html.
 */
export const trailerStringToSign = (time: string, scope: Scope, previous: string, trailers: string): string =>
  ['AWS4-HMAC-SHA256-TRAILER', time, scopeText(scope), previous, sha256(trailers)].join('\n');

/** The key that signs for one secret, day, region and service (same source, task 3). */
export const signingKey = (secret: string, scope: Scope): Buffer =>
  hmac(hmac(hmac(hmac(`AWS4${secret}`, scope.date), scope.region), scope.service), 'aws4_request');

/** The signature of a text, in lower-case hexadecimal. */
export const sign = (key: Buffer, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex');

/** Whether two signatures are equal, in a time that does not tell where they differ. */
export const sameSignature = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};
