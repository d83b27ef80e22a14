/** Requests to one cluster: raw JSON, one pool, tokens renewed once, every failure one of the closed set. */
import type { Agent } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { failure, Failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { KubernetesAccess } from './access.ts';
import { networkFailure, statusFailure } from './failures.ts';
import { tlsIdentity } from './transport.ts';
import type { TlsIdentity, Transport } from './transport.ts';

const BODY_LIMIT = 64 * 1024 * 1024;
const ERROR_BODY_LIMIT = 64 * 1024;
const TIMEOUT = 30_000;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface RequestOptions {
  readonly query?: Query;
  /** Sent as JSON, or as it is when it is a string. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds until the first byte of the answer must be there: 30,000 unless told. */
  readonly timeout?: number;
  /** Milliseconds that the answer's body may stay silent: 30,000 for `request`, for ever for `open`. */
  readonly silence?: number;
}

export interface KubernetesClient {
  readonly access: KubernetesAccess;
  readonly transport: Transport;
  /** Sends a request and gives the parsed JSON of its answer; throws a Failure. */
  request(method: Method, path: string, options?: RequestOptions): Promise<unknown>;
  /** Sends a request and gives the answer's body to be read by the caller, who must end it. */
  open(method: Method, path: string, options?: RequestOptions): Promise<Readable>;
  /** Address of a path and the headers to identify oneself with, for WebSockets. */
  address(path: string, query?: Query): URL;
  headers(): Promise<Record<string, string>>;
  /**
   * Renews the token after a refusal of `refused` (the `authorization` that was sent); nothing happens where another caller
   * got a new one meanwhile, and callers at the same time share one renewal. Throws a Failure `signed-out` where it cannot.
   */
  renew(refused: string | undefined): Promise<void>;
  /** The Failure for whatever a connection to this cluster threw. */
  explain(error: unknown, signal?: AbortSignal): Promise<Failure>;
  /** The agent that WebSockets go through. */
  agent(): Agent;
}

function append(url: URL, query: Query | undefined): URL {
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
  }
  return url;
}

/** The whole text of a body of at most `limit` bytes; throws a Failure beyond. */
export async function readText(body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit)
      throw failure('unsupported', `The answer is larger than ${limit} bytes`, {
        reason: 'answer-too-large',
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

class Client implements KubernetesClient {
  readonly access: KubernetesAccess;
  readonly transport: Transport;
  readonly #server: URL;
  readonly #identity: TlsIdentity;
  #renewal: Promise<void> | undefined;

  constructor(access: KubernetesAccess, transport: Transport) {
    this.access = access;
    this.transport = transport;
    this.#server = new URL(access.server);
    this.#identity = tlsIdentity(access);
  }

  address(path: string, query?: Query): URL {
    return append(new URL(this.#server.pathname.replace(/\/$/, '') + path, this.#server), query);
  }

  agent(): Agent {
    return this.transport.agent(this.#server, this.#identity);
  }

  async headers(): Promise<Record<string, string>> {
    const token = await this.access.token?.();
    return { 'user-agent': 'sardonyx', ...(token && { authorization: `Bearer ${token}` }) };
  }

  async renew(refused: string | undefined): Promise<void> {
    const { renewToken } = this.access;
    if (!renewToken) throw failure('signed-out', 'The cluster refused the credentials');
    if (!this.#renewal && (await this.headers())['authorization'] !== refused) return;
    this.#renewal ??= renewToken()
      .catch((error: unknown) => {
        throw isFailure(error)
          ? error
          : new Failure({ code: 'signed-out', message: 'The token cannot be renewed' }, { cause: error });
      })
      .finally(() => {
        this.#renewal = undefined;
      });
    await this.#renewal;
  }

  async open(method: Method, path: string, options: RequestOptions = {}): Promise<Readable> {
    try {
      const headers = await this.headers();
      let answer = await this.#send(method, path, options, headers);
      if (answer.statusCode === 401 && this.access.renewToken) {
        await answer.body.dump();
        await this.renew(headers['authorization']);
        answer = await this.#send(method, path, options, await this.headers());
      }
      if (answer.statusCode >= 200 && answer.statusCode < 300) return answer.body;
      const retryAfter = answer.headers['retry-after'];
      const text = await readText(answer.body, ERROR_BODY_LIMIT).catch(() => '');
      throw statusFailure(
        answer.statusCode,
        text,
        typeof retryAfter === 'string' ? retryAfter : undefined,
        `${method} ${path}`,
      );
    } catch (error) {
      throw await this.explain(error, options.signal);
    }
  }

  async request(method: Method, path: string, options: RequestOptions = {}): Promise<unknown> {
    const body = await this.open(method, path, { silence: TIMEOUT, ...options });
    let text: string;
    try {
      text = await readText(body, BODY_LIMIT);
    } catch (error) {
      body.destroy();
      throw await this.explain(error, options.signal);
    }
    try {
      return text === '' ? undefined : JSON.parse(text);
    } catch {
      throw failure('unsupported', `The answer to ${method} ${path} is not JSON`, {
        words: text.slice(0, 500),
        reason: 'not-kubernetes',
      });
    }
  }

  #send(
    method: Method,
    path: string,
    options: RequestOptions,
    headers: Record<string, string>,
  ): Promise<Dispatcher.ResponseData> {
    const url = this.address(path, options.query);
    const hasBody = options.body !== undefined;
    return this.transport.dispatcher(this.#server, this.#identity).request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: {
        ...headers,
        accept: options.accept ?? 'application/json',
        ...(hasBody && { 'content-type': options.contentType ?? 'application/json' }),
      },
      body: hasBody ? (typeof options.body === 'string' ? options.body : JSON.stringify(options.body)) : null,
      headersTimeout: options.timeout ?? TIMEOUT,
      bodyTimeout: options.silence ?? 0,
      ...(options.signal && { signal: options.signal }),
    });
  }

  async explain(error: unknown, signal?: AbortSignal): Promise<Failure> {
    if (isFailure(error) || signal?.aborted) return networkFailure(error, this.#server.origin, signal);
    return this.transport.explain(error, this.#server, this.#identity);
  }
}

/** A client of one cluster; it holds no connection of its own (the transport does), so there is nothing to close. Throws a Failure `invalid-input` for an address that is none. */
export function createKubernetesClient(access: KubernetesAccess, transport: Transport): KubernetesClient {
  if (!URL.canParse(access.server))
    throw failure('invalid-input', 'The address of the cluster is not a URL', { field: 'server' });
  return new Client(access, transport);
}
