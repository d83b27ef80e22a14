/** WebSockets to the API server: handshake with a token, refusals as failures, pings that keep idle ones alive. */
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { failure } from '../../../../shared/contract/errors.ts';
import { readText } from './client.ts';
import type { KubernetesClient, Query } from './client.ts';
import { statusFailure } from './failures.ts';

const HANDSHAKE_TIMEOUT = 15_000;
/** Load balancers cut connections that are silent for some minutes; a missed answer to a ping shows a half-open one. */
const PING_INTERVAL = 25_000;

export interface SocketOptions {
  readonly query?: Query;
  /** Sub-protocols, best first. */
  readonly protocols: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between pings: 25,000 unless told. */
  readonly pingInterval?: number | undefined;
}

/** An open WebSocket and the sub-protocol that the server chose. */
export interface OpenSocket {
  readonly socket: WebSocket;
  readonly protocol: string;
}

class Refusal extends Error {
  readonly response: IncomingMessage;
  /** What was shown to the server. */
  readonly authorization: string | undefined;
  constructor(response: IncomingMessage, authorization: string | undefined) {
    super(`The server answered ${response.statusCode}`);
    this.response = response;
    this.authorization = authorization;
  }
}

async function attempt(client: KubernetesClient, path: string, options: SocketOptions): Promise<OpenSocket> {
  const url = client.address(path, options.query);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  const headers = await client.headers();
  return new Promise((resolve, reject) => {
    let protocol = '';
    const socket = new WebSocket(url, {
      agent: client.agent(),
      headers,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT,
      followRedirects: false,
      // The server is the cluster; frames of up to 64 MiB are more than any of its sub-protocols sends.
      maxPayload: 64 * 1024 * 1024,
      skipUTF8Validation: true,
      allowSynchronousEvents: true,
      // Masks protect plain-text proxies from bytes that a page chose (RFC 6455 10.3); inside TLS there is none, and a mask
      // of zeros, which is left out of the reckoning, doubles what can be sent.
      ...(url.protocol === 'wss:' && { generateMask: () => undefined }),
      // The library refuses names with a slash, which Kubernetes uses: they are asked for and read around it.
      finishRequest(request) {
        request.setHeader('sec-websocket-protocol', options.protocols.join(', '));
        request.prependListener('upgrade', ({ headers }) => {
          protocol = headers['sec-websocket-protocol'] ?? '';
          delete headers['sec-websocket-protocol'];
        });
        request.end();
      },
    });
    const abort = (): void => socket.terminate();
    options.signal?.addEventListener('abort', abort, { once: true });
    if (options.signal?.aborted) abort();
    socket.once('unexpected-response', (_request, response) =>
      reject(new Refusal(response, headers['authorization'])),
    );
    socket.once('error', reject);
    socket.once('close', () => {
      options.signal?.removeEventListener('abort', abort);
      reject(new Error('The connection was closed during the handshake'));
    });
    socket.once('open', () => {
      // Nothing may be lost before the caller listens; errors from here on come with the close.
      socket.pause();
      socket.on('error', () => undefined);
      resolve({ socket, protocol });
    });
  });
}

/**
 * Opens a WebSocket to a path of the API server. It comes paused: listen first, then `resume()`. A refused token is renewed
 * once. The signal also ends the open socket. Throws a Failure.
 */
export async function openSocket(
  client: KubernetesClient,
  path: string,
  options: SocketOptions,
): Promise<OpenSocket> {
  let open: OpenSocket;
  try {
    open = await attempt(client, path, options).catch(async (error: unknown) => {
      if (!(error instanceof Refusal) || error.response.statusCode !== 401 || !client.access.renewToken)
        throw error;
      error.response.destroy();
      await client.renew(error.authorization);
      return attempt(client, path, options);
    });
  } catch (error) {
    if (error instanceof Refusal) {
      const text = await readText(error.response, 64 * 1024).catch(() => '');
      throw statusFailure(error.response.statusCode ?? 500, text, undefined, path);
    }
    throw await client.explain(error, options.signal);
  }
  if (!options.protocols.includes(open.protocol)) {
    open.socket.terminate();
    throw failure('unsupported', 'The server speaks none of the sub-protocols', {
      words: open.protocol,
      reason: 'no-sub-protocol',
    });
  }
  keepAlive(open.socket, options.pingInterval ?? PING_INTERVAL);
  return open;
}

/** Pings while the socket is open; ends it when a ping was not answered before the next one is due. */
function keepAlive(socket: WebSocket, interval: number): void {
  let heard = true;
  socket.on('pong', () => (heard = true));
  socket.on('message', () => (heard = true));
  const timer = setInterval(() => {
    // A paused socket reads no answers: its reader is slow, not the server gone.
    if (!heard && !socket.isPaused) return socket.terminate();
    heard = socket.isPaused;
    socket.ping();
  }, interval);
  timer.unref();
  socket.once('close', () => clearInterval(timer));
}
