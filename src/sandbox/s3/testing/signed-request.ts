import { createHash } from 'node:crypto';
import { request } from 'node:http';
import {
  canonicalRequest,
  chunkStringToSign,
  sign,
  signingKey,
  stringToSign,
  trailerStringToSign,
  uriEncode,
} from '../signature.ts';

/** The key pair, and the session token of temporary ones. */
export interface Keys {
  readonly accessKey: string;
  readonly secret: string;
  readonly token?: string;
}

/** A request to be signed by hand. `keys` undefined: sent unsigned. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly keys?: Keys | undefined;
  /** `sha256` unless told; `chunked` and `trailer` frame the body in two signed chunks. */
  readonly payload?: 'sha256' | 'unsigned' | 'chunked' | 'trailer' | 'unsigned-trailer';
  readonly trailer?: readonly [name: string, value: string];
  readonly presign?: number;
  readonly time?: number;
  /** Changes what is sent after it was signed. */
  readonly spoil?: (sent: { headers: Record<string, string>; body: Buffer; path: string }) => void;
}

/** What came back. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly code: string | undefined;
  readonly message: string | undefined;
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

const declared = (raw: RawRequest, body: Buffer): string =>
  ({
    sha256: sha256(body),
    unsigned: 'UNSIGNED-PAYLOAD',
    chunked: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    trailer: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    'unsigned-trailer': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  })[raw.payload ?? 'sha256'];

/** Sends a request with node:http, which changes nothing of what it is given. */
export const send = (
  base: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: Buffer,
): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      `${base}${path}`,
      { method, headers: { ...headers, connection: 'close' } },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          const received = Buffer.concat(pieces);
          const text = received.toString();
          const field = (name: string): string | undefined =>
            new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: received,
            code: text.includes('<Error') ? field('Code') : undefined,
            message: field('Message'),
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });

/** Signs and sends a request. */
export const sendSigned = async (base: string, raw: RawRequest): Promise<RawAnswer> => {
  const plain = Buffer.from(raw.body ?? '');
  const time = new Date(raw.time ?? Date.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = { date: time.slice(0, 8), region: 'us-east-1', service: 's3' };
  const query = new Map(Object.entries(raw.query ?? {}));
  const headers: Record<string, string> = { host: new URL(base).host, ...raw.headers };
  const { keys } = raw;
  const payloadHash = raw.presign === undefined ? declared(raw, plain) : 'UNSIGNED-PAYLOAD';
  let body = plain;
  const framed = raw.payload === 'chunked' || raw.payload === 'trailer' || raw.payload === 'unsigned-trailer';
  if (framed) {
    headers['x-amz-decoded-content-length'] = String(plain.length);
    headers['content-encoding'] = 'aws-chunked';
    if (raw.trailer) headers['x-amz-trailer'] = raw.trailer[0];
  }
  const key = signingKey(keys?.secret ?? '', scope);
  let seed = '';
  if (keys && raw.presign !== undefined) {
    query.set('X-Amz-Algorithm', 'AWS4-HMAC-SHA256');
    query.set('X-Amz-Credential', `${keys.accessKey}/${scope.date}/us-east-1/s3/aws4_request`);
    query.set('X-Amz-Date', time);
    query.set('X-Amz-Expires', String(raw.presign));
    query.set('X-Amz-SignedHeaders', 'host');
    if (keys.token) query.set('X-Amz-Security-Token', keys.token);
  } else if (keys) {
    headers['x-amz-date'] = time;
    headers['x-amz-content-sha256'] = payloadHash;
    if (keys.token) headers['x-amz-security-token'] = keys.token;
  }
  if (keys) {
    const signed =
      raw.presign === undefined ? Object.entries(headers) : [['host', headers['host'] ?? ''] as const];
    const canonical = canonicalRequest({
      method: raw.method,
      path: raw.path,
      query: [...query],
      headers: signed,
      payloadHash,
    });
    seed = sign(key, stringToSign(time, scope, canonical));
    if (raw.presign === undefined) {
      const names = signed
        .map(([name]) => name.toLowerCase())
        .sort()
        .join(';');
      headers['authorization'] =
        `AWS4-HMAC-SHA256 Credential=${keys.accessKey}/${scope.date}/us-east-1/s3/aws4_request, SignedHeaders=${names}, Signature=${seed}`;
    } else query.set('X-Amz-Signature', seed);
  }
  if (framed) {
    const half = Math.ceil(plain.length / 2);
    let previous = seed;
    const pieces: (string | Buffer)[] = [];
    for (const data of [plain.subarray(0, half), plain.subarray(half), Buffer.alloc(0)]) {
      previous = sign(key, chunkStringToSign(time, scope, previous, sha256(data)));
      const signature = raw.payload === 'unsigned-trailer' ? '' : `;chunk-signature=${previous}`;
      pieces.push(`${data.length.toString(16)}${signature}\r\n`, data, data.length ? '\r\n' : '');
    }
    if (raw.trailer) {
      pieces.push(`${raw.trailer.join(':')}\r\n`);
      if (raw.payload === 'trailer')
        pieces.push(
          `x-amz-trailer-signature:${sign(key, trailerStringToSign(time, scope, previous, `${raw.trailer.join(':')}\n`))}\r\n`,
        );
    }
    body = Buffer.concat([...pieces, '\r\n'].map((piece) => Buffer.from(piece)));
  }
  const search = [...query].map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`).join('&');
  const sent = { headers, body, path: `${uriEncode(raw.path, true)}${search ? `?${search}` : ''}` };
  raw.spoil?.(sent);
  if (raw.method !== 'GET' && raw.method !== 'HEAD' && raw.method !== 'OPTIONS')
    sent.headers['content-length'] ??= String(sent.body.length);
  return send(base, raw.method, sent.path, sent.headers, sent.body);
};
