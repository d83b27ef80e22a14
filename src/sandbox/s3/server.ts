import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { authenticate } from './authenticate.ts';
import { Bodies } from './bodies.ts';
import { receiveText } from './body.ts';
import type { Headers, Received } from './body.ts';
import type { Storage } from './call.ts';
import { Catalogue } from './catalogue.ts';
import { corsHeaders, parseCors } from './cors.ts';
import { openDatabase } from './database.ts';
import { S3Error } from './errors.ts';
import type { Identity, Part, Person } from './model.ts';
import { publicReadPolicy } from './policy.ts';
import { operationOf } from './routes.ts';
import type { ServiceKey } from './service-keys.ts';
import { Sessions } from './sessions.ts';
import { assumeRole } from './sts.ts';
import { targetOf } from './target.ts';
import type { Target } from './target.ts';
import { Uploads } from './uploads.ts';
import { xmlDocument } from './xml.ts';

/** Sees each request first; answers it itself and returns true, or lets it pass. */
export type Faults = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

/** A bucket that is there from the start; `owners` are people or groups; `public`: anyone may list and read it. */
export interface BucketSeed {
  readonly name: string;
  readonly owners: readonly string[];
  readonly public?: boolean;
  /** Old versions are kept. */
  readonly versioned?: boolean;
  /** What lies in it at first. */
  readonly samples?: () => Promise<
    readonly { readonly key: string; readonly type: string; readonly bytes: Uint8Array }[]
  >;
}

/** How to start the object storage. */
export interface S3Options {
  /** Where objects and their catalogue are kept; made when missing. */
  readonly folder: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Who an identity token belongs to; undefined for one that is not valid. */
  readonly verifyToken: (token: string) => Promise<Person | undefined>;
  readonly buckets: readonly BucketSeed[];
  readonly rootKeys?: { readonly accessKey: string; readonly secret: string };
  /** Keys of programs, which do not expire. */
  readonly serviceKeys?: Iterable<ServiceKey>;
  readonly faults?: Faults;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** The running object storage. */
export interface S3Server {
  readonly url: string;
  readonly rootKeys: { readonly accessKey: string; readonly secret: string };
  /** Makes temporary credentials end after so many seconds at most; 0: as they should. */
  readonly limitSessions: (seconds: number) => void;
  /** Ends all temporary credentials at once. */
  readonly endSessions: () => void;
  /** Puts an object into a bucket, whatever faults lie before it. Throws S3Error NoSuchBucket. */
  readonly keep: (bucket: string, key: string, type: string, bytes: Uint8Array) => Promise<void>;
  /** The bytes of an object, whatever faults lie before it; undefined when there is none. */
  readonly read: (bucket: string, key: string) => Promise<Buffer | undefined>;
  readonly stop: () => Promise<void>;
}

const sendError = (
  error: unknown,
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  if (response.destroyed || request.socket.destroyed) return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const failure = error instanceof S3Error ? error : new S3Error('InternalError');
  const requestId = String(response.getHeader('x-amz-request-id'));
  const body = xmlDocument('Error', {
    Code: failure.code,
    Message: failure.message,
    Key: target.key || undefined,
    BucketName: target.bucket || undefined,
    Resource: target.path,
    RequestId: requestId,
    HostId: 'sandbox',
    ...failure.fields,
  });
  const bare = request.method === 'HEAD';
  response.writeHead(failure.status, {
    ...(bare
      ? { 'x-minio-error-code': failure.code, 'x-minio-error-desc': `"${failure.message}"` }
      : { 'content-type': 'application/xml', 'content-length': String(Buffer.byteLength(body)) }),
    ...failure.headers,
  });
  response.end(bare ? undefined : body);
};

const plainHeaders = (request: IncomingMessage): Headers =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : value,
    ]),
  );

const seed = async (storage: Storage, buckets: readonly BucketSeed[]): Promise<void> => {
  const { catalogue, bodies, now } = storage;
  for (const bucket of buckets) {
    if (catalogue.bucket(bucket.name)) {
      catalogue.configure(bucket.name, 'owners', JSON.stringify(bucket.owners));
      continue;
    }
    catalogue.createBucket(bucket.name, bucket.owners, now());
    if (bucket.public) catalogue.configure(bucket.name, 'policy', publicReadPolicy(bucket.name));
    if (bucket.versioned) catalogue.configure(bucket.name, 'versioning', 'Enabled');
    for (const { key, type, bytes } of (await bucket.samples?.()) ?? [])
      await keepSample(storage, bucket, key, type, await bodies.keep(bytes));
  }
};

const keepSample = async (
  { catalogue, now }: Storage,
  bucket: BucketSeed,
  key: string,
  type: string,
  received: Received & { readonly part: Part | undefined },
): Promise<void> => {
  catalogue.put(
    {
      headers: { 'content-type': type },
      tags: {},
      storageClass: 'STANDARD',
      bucket: bucket.name,
      key,
      version: bucket.versioned ? randomUUID() : 'null',
      marker: false,
      size: received.size,
      etag: received.md5,
      modified: now(),
      parts: received.part ? [received.part] : [],
      multipart: false,
      checksum: undefined,
    },
    () => {},
  );
};

const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/**
 * Starts an S3 service on 127.0.0.1, with the security token service on the same address. Buckets are named in the path
 * or in the host (`bucket.localhost`). What was stored outlives a restart on the same folder.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ and the answers of a MinIO server.
 */
export const startS3 = async (options: S3Options): Promise<S3Server> => {
  const now = options.now ?? Date.now;
  const rootKeys = options.rootKeys ?? { accessKey: 'sandbox-root', secret: 'sandbox-root-secret' };
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const bodies = new Bodies(options.folder);
  await bodies.open();
  const database = openDatabase(join(options.folder, 'catalogue.sqlite'));
  const catalogue = new Catalogue(database);
  const sessions = new Sessions(database, now());
  const storage: Storage = { catalogue, uploads: new Uploads(database), bodies, now };
  await seed(storage, options.buckets);

  let longestSession = 0;
  const serviceKeys = new Map(Array.from(options.serviceKeys ?? [], (key) => [key.accessKey, key]));

  const identityOf = (accessKey: string | undefined): Identity => {
    if (accessKey === undefined) return { kind: 'anonymous' };
    const service = serviceKeys.get(accessKey);
    if (service) return { kind: 'person', person: service.person };
    const session = sessions.find(accessKey, now());
    return session
      ? { kind: 'person', person: session.person, sessionPolicy: session.policy }
      : { kind: 'root' };
  };

  const sts = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await receiveText(request, plainHeaders(request), { kind: 'unsigned' }));
    const requestId = String(response.getHeader('x-amz-request-id'));
    const answer = await assumeRole(
      form,
      requestId,
      now(),
      options.verifyToken,
      (session) => sessions.keep(session),
      longestSession === 0 ? Infinity : now() + longestSession * 1000,
    );
    response.writeHead(answer.status, {
      'content-type': 'application/xml',
      'content-length': String(Buffer.byteLength(answer.body)),
    });
    response.end(answer.body);
  };

  const cors = (target: Target, request: IncomingMessage, response: ServerResponse): boolean => {
    const { origin } = request.headers;
    if (origin === undefined) return false;
    const source = catalogue.bucket(target.bucket)?.cors;
    const rules = source === undefined ? undefined : parseCors(source);
    const preflight = request.method === 'OPTIONS';
    const method = preflight ? request.headers['access-control-request-method'] : request.method;
    const asked = preflight ? request.headers['access-control-request-headers'] : undefined;
    const headers = corsHeaders(rules, origin, method ?? 'GET', asked);
    for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
    if (!preflight) return false;
    if (!headers) throw new S3Error('AccessForbidden');
    response.writeHead(rules ? 200 : 204).end();
    return true;
  };

  const serve = async (target: Target, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (cors(target, request, response)) return;
    const { method = 'GET' } = request;
    if (target.path.startsWith('/minio/health/') && (method === 'GET' || method === 'HEAD')) {
      response.writeHead(200, { 'content-length': '0' }).end();
      return;
    }
    const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
    if (method === 'POST' && target.path === '/' && target.bucket === '' && form)
      return sts(request, response);
    const headers = plainHeaders(request);
    const { accessKey, payload } = authenticate({ ...target, method, headers }, now(), (key) =>
      key === rootKeys.accessKey
        ? { secret: rootKeys.secret }
        : (serviceKeys.get(key) ?? sessions.find(key, now())),
    );
    if (!methods.includes(method)) throw new S3Error('BadRequest');
    const query = new URLSearchParams(target.query.map(([name, value]): [string, string] => [name, value]));
    const operation = operationOf(method, target.bucket, target.key, query);
    if (operation === undefined) throw new S3Error('MethodNotAllowed');
    if (operation === 'unsupported') throw new S3Error('NotImplemented');
    const { bucket, key } = target;
    const identity = identityOf(accessKey);
    await operation({
      storage,
      identity,
      payload,
      method,
      bucket,
      key,
      query,
      headers,
      request,
      response,
      url,
    });
  };

  const server = createServer((request, response) => {
    const target = targetOf(request.url ?? '/', request.headers.host);
    response.setHeader('x-amz-request-id', randomBytes(8).toString('hex').toUpperCase());
    response.setHeader('server', 'sandbox');
    response.setHeader('accept-ranges', 'bytes');
    const handle = async (): Promise<void> => {
      if (await options.faults?.(request, response)) return;
      await serve(target, request, response);
    };
    handle().catch((error: unknown) => sendError(error, target, request, response));
  });
  // A large upload on a slow line takes as long as it takes.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    rootKeys,
    limitSessions: (seconds) => {
      longestSession = seconds;
    },
    endSessions: () => sessions.endAll(),
    keep: async (name, key, type, bytes) => {
      const versioned = catalogue.bucket(name)?.versioning === 'Enabled';
      const received = await bodies.keep(bytes);
      await keepSample(storage, { name, owners: [], versioned }, key, type, received);
    },
    read: async (name, key) => {
      const found = catalogue.find(name, key);
      return found === undefined || found.marker ? undefined : bodies.read(found.parts);
    },
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      database.close();
    },
  };
};
