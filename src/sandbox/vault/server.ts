import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { keyValue } from './key-value.ts';
import { createListServer } from './list-verb.ts';
import { metadata } from './metadata.ts';
import { denied } from './request.ts';
import type { VaultAnswer, VaultRequest } from './request.ts';
import { VaultError } from './secret.ts';
import { VaultStore } from './store.ts';
import { openSystemPath, systemPath } from './system.ts';
import { login, newRootToken, tokenPath } from './tokens.ts';
import type { VaultPerson } from './tokens.ts';

/** How to start the secrets server. */
export interface VaultOptions {
  /** Where secrets and leases are kept; made when missing. */
  readonly folder: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Who an identity token belongs to; undefined for one that is not valid. */
  readonly verifyToken: (token: string) => Promise<VaultPerson | undefined>;
  /** The path of the KV 2 engine, such as `onyxia-kv`. */
  readonly mount: string;
  readonly role: string;
  /** Seconds that a token lives unless renewed; an hour unless told. */
  readonly tokenTtl?: number;
  /** Sees each request first; answers it itself and returns true, or lets it pass. */
  readonly faults?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** The running secrets server. */
export interface VaultServer {
  readonly url: string;
  readonly rootToken: string;
  /** Ends all tokens but the root one at once. */
  readonly endTokens: () => void;
  readonly stop: () => Promise<void>;
}

const largestBody = 32 << 20;

const longestText = 1 << 20;

/** No key and no value of a body may be longer than a mebibyte: the answer of Vault 1.21 to one that is. */
const refuseLong = (key: string, value: unknown): unknown => {
  for (const text of [key, value])
    if (typeof text === 'string' && text.length * 3 > longestText && Buffer.byteLength(text) > longestText)
      throw new VaultError(500, ['JSON string value exceeds allowed length']);
  return value;
};

const receiveBody = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > largestBody) throw new VaultError(413, ['request body too large']);
    pieces.push(piece);
  }
  const text = Buffer.concat(pieces).toString();
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text, refuseLong);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (error) {
    if (error instanceof VaultError) throw error;
    // The real one reads a body of any other declared type as a form, in which it finds no fields.
    if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return {};
    const reason = error instanceof Error ? error.message : String(error);
    throw new VaultError(400, [`error parsing JSON: failed to parse JSON input: ${reason}`]);
  }
  throw new VaultError(400, ['error parsing JSON: failed to parse JSON input: not an object']);
};

const corsHeaders = {
  'access-control-allow-methods': 'DELETE, GET, OPTIONS, POST, PUT, LIST, PATCH',
  'access-control-allow-headers':
    'Content-Type, X-Requested-With, X-Vault-AWS-IAM-Server-ID, X-Vault-MFA, X-Vault-No-Request-Forwarding, X-Vault-Wrap-Format, X-Vault-Wrap-TTL, X-Vault-Policy-Override, Authorization, X-Vault-Token, X-Vault-Namespace, X-Vault-Request',
  'access-control-max-age': '300',
};

const send = (response: ServerResponse, status: number, body: unknown): void => {
  const text = body === undefined ? '' : `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'cache-control': 'no-store',
    'content-type': 'application/json',
    ...(status === 204 ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
  });
  response.end(text);
};

const wrapped = (answer: VaultAnswer): unknown => ({
  request_id: randomUUID(),
  lease_id: '',
  renewable: false,
  lease_duration: 0,
  data: answer.data ?? null,
  wrap_info: null,
  warnings: answer.warnings ?? null,
  auth: answer.auth ?? null,
  mount_type: answer.mountType ?? '',
});

/** The token of a request, from either header. */
const tokenOf = (request: IncomingMessage): string | undefined => {
  const given = request.headers['x-vault-token'];
  return (
    (Array.isArray(given) ? given[0] : given) ??
    /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  );
};

const route = (request: VaultRequest, path: string, role: string, rootToken: string): VaultAnswer => {
  if (path.startsWith('auth/token/')) {
    const answer = tokenPath(request, path.slice('auth/token/'.length), role, rootToken);
    if (answer) return answer;
  }
  if (path.startsWith('sys/')) {
    const answer = systemPath(request, path.slice('sys/'.length));
    if (answer) return answer;
  }
  const inMount = path === request.mount || path.startsWith(`${request.mount}/`);
  if (!inMount) {
    if (request.lease) throw denied();
    throw new VaultError(404, [`no handler for route "${path}". route entry not found.`]);
  }
  const [kind = '', ...rest] = path.slice(request.mount.length + 1).split('/');
  const inside = rest.join('/');
  const answer =
    kind === 'metadata'
      ? metadata(request, inside)
      : inside.endsWith('/')
        ? undefined
        : keyValue(request, kind, inside);
  if (answer) return answer;
  if (request.lease) throw denied();
  if (kind === 'config' && request.method === 'GET')
    return {
      status: 200,
      data: { cas_required: false, delete_version_after: '0s', max_versions: 0 },
      mountType: 'kv',
    };
  return {
    status: 404,
    warnings: [
      "Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use. If using the Vault CLI, use 'vault kv get' for this operation.",
    ],
  };
};

/** LINK stands for LIST here: see `renameList`. */
const methods: Record<string, string> = {
  GET: 'GET',
  HEAD: 'GET',
  POST: 'PUT',
  PUT: 'PUT',
  DELETE: 'DELETE',
  PATCH: 'PATCH',
  LINK: 'LIST',
};

/**
 * Starts a secrets server with a KV 2 engine and sign-in by identity token (`auth/jwt`), on 127.0.0.1. Secrets, tokens
 * and the root token outlive a restart on the same folder.
 * Source: https://developer.hashicorp.com/vault/api-docs and the answers of Vault 1.21.
 */
export const startVault = async (options: VaultOptions): Promise<VaultServer> => {
  const now = options.now ?? Date.now;
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const store = new VaultStore(join(options.folder, 'vault.sqlite'));
  const rootToken = store.setting('root-token', newRootToken);

  const answer = async (request: IncomingMessage): Promise<VaultAnswer> => {
    const url = new URL(request.url ?? '/', 'http://vault');
    const path = decodeURIComponent(url.pathname).replace(/^\/v1\//, '');
    const method = methods[request.method ?? ''];
    if (method === undefined) throw new VaultError(405);
    if (!url.pathname.startsWith('/v1/') || request.headers['x-vault-namespace']) throw new VaultError(404);
    const listing = method === 'GET' && url.searchParams.get('list') === 'true';
    if (path.startsWith('sys/')) {
      const open = openSystemPath(path.slice('sys/'.length), now());
      if (open) return open;
    }
    const body = method === 'GET' || method === 'LIST' ? {} : await receiveBody(request);
    if (path === 'auth/jwt/login') {
      if (method !== 'PUT') throw new VaultError(405, ['unsupported operation']);
      const { role, tokenTtl: ttl = 3600, verifyToken } = options;
      return login(store, body, { role, ttl, now: now(), verifyToken });
    }
    const token = tokenOf(request);
    if (token === undefined) {
      if (path === 'sys/internal/ui/mounts') return { status: 200, data: { auth: {}, secret: {} } };
      throw new VaultError(403, ['permission denied']);
    }
    const lease = token === rootToken ? undefined : store.lease(token);
    if (token !== rootToken && (!lease || lease.expires <= now()))
      throw new VaultError(403, ['2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n']);
    const contentType = request.headers['content-type'] ?? '';
    if (method === 'PATCH' && !contentType.startsWith('application/merge-patch+json'))
      throw new VaultError(415, [
        `PATCH requires Content-Type of application/merge-patch+json, provided ${contentType}`,
      ]);
    const checked: VaultRequest = {
      store,
      mount: options.mount,
      method: listing ? 'LIST' : method,
      query: url.searchParams,
      body,
      lease,
      now: now(),
    };
    return route(checked, path, options.role, rootToken);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (await options.faults?.(request, response)) return;
    const { origin } = request.headers;
    if (origin !== undefined) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('vary', 'Origin');
      if (request.method === 'OPTIONS') {
        response.writeHead(204, corsHeaders).end();
        return;
      }
    }
    try {
      const result = await answer(request);
      if (result.bare !== undefined) send(response, result.status, result.bare);
      else send(response, result.status, result.status === 204 ? undefined : wrapped(result));
    } catch (error) {
      if (response.headersSent || response.destroyed) return;
      if (error instanceof VaultError)
        send(response, error.status, error.empty ? undefined : { errors: error.errors });
      else if (error instanceof URIError) send(response, 400, { errors: ['invalid path'] });
      else send(response, 500, { errors: ['internal error'] });
    }
  };

  const http = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  http.keepAliveTimeout = 75_000;
  const { server, endConnections } = createListServer(http);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rootToken,
    endTokens: () => store.endAllLeases(),
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      endConnections();
      await closed;
      store.close();
    },
  };
};
