/** Requests to an MLflow server with sign-in, limits and failures. */
import type { Readable } from 'node:stream';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { mlflowFailure, strangeAnswer, tooLarge } from './mlflow-failure.ts';
import { object, parseJson, type Json } from './tolerant-json.ts';
import { late, type MlflowAnswer, type MlflowRequest, type MlflowTransport } from './transport.ts';

type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export interface MlflowAsk {
  readonly method?: MlflowRequest['method'];
  /** Below the server's address; its names are encoded. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: object;
  readonly signal?: AbortSignal | undefined;
}

/** Every call throws a Failure. */
export interface MlflowRequests {
  readonly address: string;
  readonly host: string;
  /** The answer's JSON, parsed on this thread: for answers of a few hundred kilobytes. */
  json(ask: MlflowAsk): Promise<Json>;
  /** The answer's bytes as they came, for a thread that parses them. */
  bytes(ask: MlflowAsk): Promise<Uint8Array<ArrayBuffer>>;
  /** The answer with a body to be read; only its headers are waited for. */
  open(ask: MlflowAsk & { readonly headers?: Readonly<Record<string, string>> }): Promise<MlflowAnswer>;
  explain: MlflowTransport['explain'];
}

/** Milliseconds until headers, and until an answer is whole. */
const headersTimeout = 60_000;
const wholeTimeout = 120_000;
/** Bytes of an answer that is read whole, and of one that says why not. */
const largest = 256 * 1024 ** 2;
const largestRefusal = 64 * 1024;

/**
 * @param headers who asks, anew for each request
 * @param renew gets another token after a 401, where there is one to get; the request is then sent once more
 */
export function mlflowRequests(options: {
  readonly transport: MlflowTransport;
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  readonly renew?: ((refused: string | undefined) => Promise<void>) | undefined;
}): MlflowRequests {
  const { transport, renew } = options;
  const { host } = transport;

  async function send(ask: Parameters<MlflowRequests['open']>[0], signal: AbortSignal) {
    const identity = await options.headers();
    const body = ask.body === undefined ? undefined : JSON.stringify(ask.body);
    const answer = await transport.send({
      method: ask.method ?? 'GET',
      path: `${ask.path}${queryOf(ask.query)}`,
      headers: {
        accept: '*/*',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...ask.headers,
        ...identity,
      },
      body,
      signal,
      timeout: headersTimeout,
    });
    return { answer, refused: identity['authorization'] };
  }

  async function open(
    ask: Parameters<MlflowRequests['open']>[0],
    signal = ask.signal ?? new AbortController().signal,
  ): Promise<MlflowAnswer> {
    const first = await send(ask, signal);
    let { answer } = first;
    if (answer.status === 401 && renew) {
      answer.body.destroy();
      await renew(first.refused);
      ({ answer } = await send(ask, signal));
    }
    if (answer.status >= 200 && answer.status < 300) return answer;
    const text = await whole(answer.body, largestRefusal)
      .then((bytes) => Buffer.from(bytes).toString('utf8'))
      .catch(() => '');
    throw mlflowFailure({
      host,
      status: answer.status,
      text,
      retryAfter: answer.header('retry-after'),
      location: answer.header('location'),
    });
  }

  async function whole(body: Readable, limit: number): Promise<Uint8Array<ArrayBuffer>> {
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of body as AsyncIterable<Uint8Array>) {
      size += piece.length;
      if (size > limit) {
        body.destroy();
        throw tooLarge(host, limit);
      }
      pieces.push(piece);
    }
    // Memory of its own, which can be moved to another thread.
    const all = new Uint8Array(size);
    let at = 0;
    for (const piece of pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }

  async function bytes(ask: MlflowAsk): Promise<Uint8Array<ArrayBuffer>> {
    const limit = AbortSignal.timeout(wholeTimeout);
    const signal = ask.signal ? AbortSignal.any([ask.signal, limit]) : limit;
    try {
      return await whole((await open(ask, signal)).body, largest);
    } catch (error) {
      if (ask.signal?.aborted) throw failure('cancelled', 'Cancelled');
      if (limit.aborted) throw late(host, wholeTimeout);
      throw isFailure(error) ? error : await transport.explain(error);
    }
  }

  return {
    address: transport.address,
    host,
    bytes,
    async json(ask) {
      const text = Buffer.from((await bytes(ask)).buffer).toString('utf8');
      if (text.trim() === '') return {};
      try {
        return object(parseJson(text));
      } catch {
        throw strangeAnswer(host, text);
      }
    },
    open: (ask) => open(ask),
    explain: transport.explain,
  };
}

function queryOf(query: Query = {}): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) words.append(name, String(one));
  const written = words.toString();
  return written === '' ? '' : `?${written}`;
}
