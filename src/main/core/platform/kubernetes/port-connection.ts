/** One TCP connection to a port of a pod, through the API server, as a stream with backpressure both ways. */
import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { KubernetesClient } from './client.ts';
import { channelFraming, spdyFraming } from './port-framing.ts';
import type { Framing } from './port-framing.ts';
import { openSocket } from './socket.ts';
import type { OpenSocket } from './socket.ts';

/** Sub-protocols, best first: the tunnel costs the container runtime a third of what the channels do. */
const TUNNEL = 'SPDY/3.1+portforward.k8s.io';
const PROTOCOLS = [TUNNEL, 'v4.channel.k8s.io', 'portforward.k8s.io'];
/** Bytes under way to the server beyond which the writer waits. */
const UNDER_WAY = 1024 * 1024;
/** After our side said its last word, the other may stay silent for so long, in milliseconds. */
const LINGER = 30_000;

export interface PortTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
  readonly signal?: AbortSignal | undefined;
  readonly pingInterval?: number | undefined;
}

/** What the pod's side said about a connection that it could not make, as a Failure. */
function refusal(words: string, target: PortTarget): Failure {
  const values = { pod: target.pod, port: target.port };
  if (/connection refused/i.test(words)) {
    return failure('unreachable', `Nothing listens on port ${target.port} of ${target.pod}`, {
      words,
      reason: 'port-closed',
      values,
    });
  }
  if (/not found|no such container|not running|terminated/i.test(words)) {
    return failure('not-found', `${target.pod} is gone`, { words, reason: 'pod-gone', values });
  }
  return failure('unreachable', `Port ${target.port} of ${target.pod} cannot be reached`, {
    words,
    reason: 'port-failed',
    values,
  });
}

class PortConnection extends Duplex {
  readonly #socket: WebSocket;
  readonly #target: PortTarget;
  readonly #framing: Framing;
  #full = false;
  #over = false;
  #release: (() => void) | undefined;
  #linger: NodeJS.Timeout | undefined;

  constructor({ socket, protocol }: OpenSocket, target: PortTarget) {
    super({ allowHalfOpen: false, highWaterMark: 256 * 1024 });
    this.#socket = socket;
    this.#target = target;
    const events = {
      data: (chunk: Buffer) => this.#data(chunk),
      end: () => this.#end(),
      error: (words: string) => void this.destroy(refusal(words, target)),
      reply: (message: Buffer) => socket.send(message),
    };
    this.#framing = protocol === TUNNEL ? spdyFraming(target.port, events) : channelFraming(events);
    socket.on('message', (message: Buffer) => {
      if (this.destroyed) return;
      this.#full = false;
      this.#framing.receive(message);
      if (this.#full) socket.pause();
    });
    socket.on('close', (code) => this.#closed(code));
    for (const message of this.#framing.opening) socket.send(message);
    socket.resume();
  }

  #data(chunk: Buffer): void {
    if (this.#over) return;
    this.#linger?.refresh();
    if (!this.push(chunk)) this.#full = true;
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.push(null);
  }

  #closed(code: number): void {
    clearTimeout(this.#linger);
    this.#release?.();
    if (this.destroyed || this.#over) return;
    if (code === 1000 || code === 1005) {
      // The pod's side ended the connection in an orderly way: what came is read out, then both directions end.
      this.#end();
      if (!this.writableEnded) this.end();
    } else {
      this.destroy(
        failure('unreachable', `The connection to ${this.#target.pod} was lost`, {
          reason: 'connection-lost',
        }),
      );
    }
  }

  #hangUp(): void {
    const { end } = this.#framing;
    if (end && this.#socket.readyState === this.#socket.OPEN) this.#socket.send(end);
    else this.#socket.close(1000);
  }

  override _read(): void {
    if (this.#socket.isPaused) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) {
      return done(failure('unreachable', 'The connection is closed', { reason: 'connection-lost' }));
    }
    const messages = this.#framing.data(chunk);
    for (const message of messages.slice(0, -1)) socket.send(message);
    const last = messages.at(-1) ?? chunk;
    if (socket.bufferedAmount < UNDER_WAY) {
      socket.send(last);
      return done();
    }
    this.#release = () => {
      this.#release = undefined;
      done();
    };
    socket.send(last, () => this.#release?.());
  }

  override _final(done: (error?: Error | null) => void): void {
    // containerd closes both directions a second after it heard the end of one, and the other protocol has no word for it:
    // so our end is told only when the pod's side has been silent for long, and answers still come.
    if (!this.#over) {
      this.#linger = setTimeout(() => this.#hangUp(), LINGER);
      this.#linger.unref();
    }
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#linger);
    this.#release?.();
    const socket = this.#socket;
    if (error || socket.readyState === socket.CONNECTING) socket.terminate();
    else {
      // An orderly close needs the answer of the other side, which a paused socket would never read.
      socket.resume();
      socket.close(1000);
    }
    done(error);
  }
}

/**
 * Connects to a port of a pod: one WebSocket a connection, pings, nothing buffered beyond about a megabyte a direction.
 * What the pod's side reports later ("connection refused") destroys the stream with a Failure. Throws a Failure where the
 * API server refuses (verb `create`, formerly `get`, on `pods/portforward`).
 */
export async function connectPort(client: KubernetesClient, target: PortTarget): Promise<Duplex> {
  const path = `/api/v1/namespaces/${encodeURIComponent(target.namespace)}/pods/${encodeURIComponent(target.pod)}/portforward`;
  const open = await openSocket(client, path, {
    query: { ports: target.port },
    protocols: PROTOCOLS,
    signal: target.signal,
    pingInterval: target.pingInterval,
  });
  return new PortConnection(open, target);
}
