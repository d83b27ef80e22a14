/** One S3 profile as the capabilities use it: the SDK for small calls, our own signed requests for lists and bytes. */
import type { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { request as undiciRequest } from 'undici';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { StorageProfile } from '../../../../shared/contract/platform.ts';
import type { Network } from '../../network/network.ts';
import { endedKeyCodes, s3Failure, type S3Error, type S3Subject } from './s3-failure.ts';
import { encode, encodeKey, presignedAddress, signedHeaders } from './signing.ts';
import type { StsCredentials, StsProfile } from './sts.ts';
import { element } from './xml-element.ts';

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A stream is sent once: a request with one is not repeated when keys ended; the caller makes it again. */
  readonly body?: Uint8Array | string | Readable | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the headers of the answer must be there; 30 s unless given. */
  readonly timeout?: number | undefined;
}

export interface S3Answer {
  readonly status: number;
  /** Names in lower case; a header that came twice is joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Must be read, finished or dropped; reading it may throw the connection's own error. */
  readonly body: Readable;
  /** @throws Failure `unreachable` when the connection ends before the body does, `cancelled` by the signal of the request */
  text(): Promise<string>;
  /** @throws Failure as `text` */
  bytes(): Promise<Buffer>;
  /** Reads what is left to nowhere, so that the connection can be used again. */
  finish(): void;
  /** Gives up what is left, and the connection with it. */
  drop(): void;
}

export interface S3Endpoint {
  /** By which the contract means this profile. */
  readonly id: string;
  readonly profile: StorageProfile;
  readonly kind: 'platform' | 'own' | 'anonymous';
  readonly host: string;
  /**
   * Runs a call of the SDK: `endpoint.sdk((client) => client.send(new CopyObjectCommand(...)), { bucket, key })`. When the server says
   * that the keys ended it is run once more with new ones.
   * @throws Failure, never an error of the SDK.
   */
  sdk<T>(call: (client: S3Client) => Promise<T>, subject?: Omit<S3Subject, 'host'>): Promise<T>;
  /** Sends one signed request; answers of 400 and more are thrown. @throws Failure */
  send(request: S3Request): Promise<S3Answer>;
  /** An address that anyone can use for so many seconds. @throws Failure */
  presign(
    request: Pick<S3Request, 'method' | 'bucket' | 'key' | 'query'>,
    seconds: number,
  ): Promise<{ address: string; expiresAt: number; shortenedByKeys: boolean }>;
  /** The address of a bucket or object, unsigned. */
  address(bucket?: string, key?: string): URL;
  /** The keys of this moment; undefined for an anonymous profile. @throws Failure */
  credentials(options?: { renew?: boolean; least?: number }): Promise<StsCredentials | undefined>;
  close(): void;
}

const headersTimeout = 30_000;

/** Makes the endpoint of a profile; nothing is asked of anybody. */
export function createS3Endpoint(options: {
  readonly id: string;
  readonly kind: S3Endpoint['kind'];
  readonly profile: StorageProfile;
  /** Absent: anonymous. */
  readonly keys?: StsProfile | undefined;
  readonly network: Network;
  readonly clock: () => number;
}): S3Endpoint {
  const { profile, keys, network, clock } = options;
  const base = new URL(profile.endpoint);
  const { host } = base;
  let client: S3Client | undefined;
  const stopListening = network.onChange(() => {
    client?.destroy();
    client = undefined;
  });

  const credentials: S3Endpoint['credentials'] = async (asked) => keys?.credentials(asked);
  const serverNow = () => clock() + (network.clockSkew(profile.endpoint) ?? 0);

  function address(bucket?: string, key?: string): URL {
    const url = new URL(base);
    const folder = base.pathname.replace(/\/+$/, '');
    if (bucket === undefined) url.pathname = `${folder}/`;
    else if (profile.pathStyle) url.pathname = `${folder}/${encode(bucket)}/${encodeKey(key ?? '')}`;
    else {
      url.host = `${bucket}.${base.host}`;
      url.pathname = `${folder}/${encodeKey(key ?? '')}`;
    }
    return url;
  }

  function urlOf({ bucket, key, query = {} }: Pick<S3Request, 'bucket' | 'key' | 'query'>): URL {
    const url = address(bucket, key);
    const parts = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [`${encode(name)}=${encode(value)}`],
    );
    url.search = parts.length > 0 ? `?${parts.join('&')}` : '';
    return url;
  }

  async function once(asked: S3Request, renew: boolean): Promise<S3Answer> {
    const url = urlOf(asked);
    const held = await credentials({ renew });
    const plain = { method: asked.method, url, headers: { ...asked.headers } };
    const headers = held ? await signedHeaders(plain, held, profile.region, serverNow()) : plain.headers;
    try {
      const answer = await undiciRequest(url, {
        method: asked.method,
        headers,
        ...(asked.body !== undefined && { body: asked.body }),
        ...(asked.signal && { signal: asked.signal }),
        dispatcher: network.dispatcher(profile.endpoint),
        headersTimeout: asked.timeout ?? headersTimeout,
        bodyTimeout: 60_000,
      });
      network.reachability.reached(profile.endpoint);
      // A body that nobody reads any more tells its end as an error, which would end the process.
      answer.body.on('error', () => {});
      return {
        status: answer.statusCode,
        headers: joined(answer.headers),
        body: answer.body,
        text: () => whole(answer.body.text(), asked.signal),
        bytes: async () => Buffer.from(await whole(answer.body.arrayBuffer(), asked.signal)),
        finish: () => void answer.body.resume(),
        drop: () => void answer.body.destroy(),
      };
    } catch (error) {
      if (asked.signal?.aborted) throw failure('cancelled', 'Cancelled');
      throw await explained(error);
    }
  }

  /** A body that was promised whole. */
  async function whole<T>(reading: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      if (signal?.aborted) throw failure('cancelled', 'Cancelled');
      throw failure('unreachable', 'The connection ended before the answer did', {
        reason: 'connection-lost',
        values: { host },
        ...(error instanceof Error && { words: error.message }),
      });
    }
  }

  async function explained(error: unknown): Promise<Failure> {
    if (isFailure(error)) return error;
    const known = await network.explain(error, profile.endpoint);
    if (known.code === 'unreachable') network.reachability.missed(profile.endpoint);
    return known;
  }

  /** Any answer tells the server's time: what follows is signed by it. */
  async function learnTime(signal?: AbortSignal): Promise<void> {
    const answer = await network.fetch(profile.endpoint, { method: 'HEAD', ...(signal && { signal }) });
    await answer.body?.cancel();
  }

  async function send(asked: S3Request): Promise<S3Answer> {
    const first = await once(asked, false);
    if (first.status < 400) return first;
    const error = await errorOf(first);
    const isStream = asked.body !== undefined && typeof asked.body === 'object' && 'pipe' in asked.body;
    const isSkewed = error.code === 'RequestTimeTooSkewed';
    if (!keys || isStream || (!isSkewed && !endedKeyCodes.has(error.code)))
      throw s3Failure(error, { host, ...asked });
    if (isSkewed) await learnTime(asked.signal);
    const second = await once(asked, !isSkewed);
    if (second.status < 400) return second;
    throw s3Failure(await errorOf(second), { host, ...asked });
  }

  function sdkClient(): S3Client {
    client ??= new S3Client({
      endpoint: profile.endpoint,
      region: profile.region,
      forcePathStyle: profile.pathStyle,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 3,
      requestHandler: {
        httpAgent: network.agent(base.protocol === 'http:' ? profile.endpoint : 'http://unused') as never,
        httpsAgent: network.agent(base.protocol === 'https:' ? profile.endpoint : 'https://unused') as never,
        connectionTimeout: 10_000,
      },
      systemClockOffset: network.clockSkew(profile.endpoint) ?? 0,
      ...(keys
        ? {
            // Ended at once, so that the SDK asks us each time: we know better when they really end.
            credentials: async () => ({
              ...asIdentity(await keys.credentials()),
              expiration: new Date(clock()),
            }),
          }
        : {
            credentials: async () => ({ accessKeyId: '', secretAccessKey: '' }),
            signer: { sign: async (request) => request },
          }),
    });
    return client;
  }

  async function sdk<T>(
    call: (client: S3Client) => Promise<T>,
    subject: Omit<S3Subject, 'host'> = {},
  ): Promise<T> {
    for (let renewed = false; ; renewed = true) {
      try {
        return await call(sdkClient());
      } catch (error) {
        const known = sdkError(error);
        if (known && keys && !renewed && endedKeyCodes.has(known.code)) {
          await credentials({ renew: true });
          continue;
        }
        if (known?.code === 'RequestTimeTooSkewed' && !renewed) {
          await learnTime();
          client = undefined;
          continue;
        }
        if (known) throw s3Failure(known, { host, ...subject });
        if (error instanceof Error && error.name === 'AbortError') throw failure('cancelled', 'Cancelled');
        throw await explained(error);
      }
    }
  }

  return {
    id: options.id,
    kind: options.kind,
    profile,
    host,
    sdk,
    send,
    address,
    credentials,
    async presign(asked, seconds) {
      const held = await credentials({ least: seconds * 1000 });
      if (!held) return { address: urlOf(asked).href, expiresAt: Infinity, shortenedByKeys: false };
      const now = clock();
      const keysEnd = held.expiresAt ?? Infinity;
      const expiresAt = Math.min(now + seconds * 1000, keysEnd);
      return {
        address: await presignedAddress(
          { method: asked.method, url: urlOf(asked), headers: {} },
          held,
          profile.region,
          serverNow(),
          seconds,
        ),
        expiresAt,
        shortenedByKeys: keysEnd < now + seconds * 1000,
      };
    },
    close() {
      stopListening();
      client?.destroy();
    },
  };
}

function asIdentity({ accessKeyId, secretAccessKey, sessionToken }: StsCredentials) {
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

async function errorOf(answer: S3Answer): Promise<S3Error> {
  const xml = (await answer.text().catch(() => '')).slice(0, 64 * 1024);
  const retryAfter = Number(answer.headers['retry-after']);
  return {
    status: answer.status,
    code: element(xml, 'Code') ?? answer.headers['x-minio-error-code'] ?? '',
    message:
      element(xml, 'Message') ??
      answer.headers['x-minio-error-desc'] ??
      (xml.startsWith('<?xml') ? '' : xml.slice(0, 300)),
    ...(Number.isFinite(retryAfter) && answer.headers['retry-after'] !== undefined && { retryAfter }),
  };
}

/** An error that an S3 server answered, as the SDK throws it; undefined for anything else. */
function sdkError(error: unknown): S3Error | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { httpStatusCode } = error.$metadata as { httpStatusCode?: number };
  if (httpStatusCode === undefined) return undefined;
  const code = 'Code' in error && typeof error.Code === 'string' ? error.Code : error.name;
  return {
    status: httpStatusCode,
    code: code === 'Unknown' || code === 'UnknownError' ? '' : code,
    message: error.message,
  };
}
