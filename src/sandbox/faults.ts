/** Faults that can be switched on while the sandbox runs, in front of any of its HTTP servers. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

export const httpFault = z.object({
  /** Milliseconds before every answer. */
  latencyMs: z.number().min(0).max(600_000).optional(),
  /** Answers with this status instead of the real answer. */
  status: z.number().int().min(400).max(599).optional(),
  /** `true`: the connection is cut without an answer; a number: after so many bytes of the answer's body. */
  cut: z.union([z.boolean(), z.number().int().min(0)]).optional(),
  /** Answers are sent no faster than so many bytes a second. */
  bytesPerSecond: z.number().int().min(1).optional(),
  /** Answers promise so many bytes more than they send (a proxy that lies about the length). */
  promiseMore: z.number().int().min(1).optional(),
  /** How many requests `status`, `cut` and `promiseMore` apply to; absent: all, until cleared. */
  count: z.number().int().min(1).optional(),
  /** Only requests whose path begins so. */
  path: z.string().startsWith('/').optional(),
  /** `Date` headers of the answers are shifted by so much (a laptop whose clock is wrong sees this). */
  clockSkewSeconds: z.number().int().optional(),
});

export type HttpFault = z.infer<typeof httpFault>;

/** The fault in front of one server. */
export interface FaultGate {
  /** Sets the fault; replaces the one before. */
  set(fault: HttpFault): void;
  clear(): void;
  /** The fault in force; undefined when there is none. */
  readonly current: HttpFault | undefined;
  /** Runs the fault for a request. True: the request was answered (or cut) and must not be handled any more. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

/** Makes a server's answer stop in the middle: the connection is destroyed after so many bytes of body. */
function cutAfter(response: ServerResponse, bytes: number): void {
  let left = bytes;
  const write = response.write.bind(response);
  const pass = (chunk: unknown) => {
    const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk as Uint8Array);
    if (buffer.length <= left) {
      left -= buffer.length;
      return write(buffer);
    }
    write(buffer.subarray(0, left), () => response.socket?.destroy());
    return false;
  };
  response.write = ((chunk: unknown) => pass(chunk)) as typeof response.write;
  response.end = ((chunk?: unknown) => {
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') pass(chunk);
    response.socket?.destroySoon();
    return response;
  }) as typeof response.end;
}

/** Makes an answer's Content-Length larger than what follows; the connection ends where the body does. */
function promiseMore(response: ServerResponse, bytes: number): void {
  const writeHead = response.writeHead.bind(response) as (...all: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const headers = rest.at(-1);
    if (typeof headers === 'object' && headers !== null && 'content-length' in headers)
      rest[rest.length - 1] = { ...headers, 'content-length': Number(headers['content-length']) + bytes };
    return writeHead(status, ...rest);
  };
  response.strictContentLength = false;
  const { socket } = response;
  response.once('finish', () => socket?.destroySoon());
}

/** Makes an answer's body trickle: each piece waits for the time that those before it should have taken. */
function slowDown(response: ServerResponse, bytesPerSecond: number): void {
  const write = response.write.bind(response) as (chunk: unknown, done?: () => void) => boolean;
  const end = response.end.bind(response) as () => ServerResponse;
  let sent = 0;
  let ready = Promise.resolve();
  const began = Date.now();
  const queue = (chunk: unknown) => {
    const buffer = Buffer.from(chunk as Uint8Array | string);
    for (let from = 0; from < buffer.length; from += bytesPerSecond) {
      const piece = buffer.subarray(from, from + bytesPerSecond);
      ready = ready.then(async () => {
        sent += piece.length;
        await delay(Math.max(0, began + (sent / bytesPerSecond) * 1000 - Date.now()), undefined, {
          ref: false,
        });
        if (!response.destroyed) write(piece);
      });
    }
  };
  response.write = ((chunk: unknown) => {
    queue(chunk);
    void ready.then(() => response.emit('drain'));
    return false;
  }) as typeof response.write;
  response.end = ((chunk?: unknown) => {
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') queue(chunk);
    void ready.then(() => end());
    return response;
  }) as typeof response.end;
}

/** A gate without a fault. */
export function createFaultGate(): FaultGate {
  let fault: HttpFault | undefined;
  let left = Infinity;

  const take = () => {
    if (left <= 0) return false;
    left -= 1;
    return true;
  };

  return {
    get current() {
      return fault;
    },
    set(next) {
      fault = next;
      left = next.count ?? Infinity;
    },
    clear() {
      fault = undefined;
    },
    async handle(request, response) {
      const now = fault;
      if (!now || (now.path !== undefined && !(request.url ?? '/').startsWith(now.path))) return false;
      if (now.clockSkewSeconds)
        response.setHeader('date', new Date(Date.now() + now.clockSkewSeconds * 1000).toUTCString());
      if (now.latencyMs) await delay(now.latencyMs, undefined, { ref: false });
      if (now.cut !== undefined && now.cut !== false && take()) {
        if (typeof now.cut === 'number') {
          cutAfter(response, now.cut);
          return false;
        }
        request.socket.destroy();
        return true;
      }
      if (now.promiseMore !== undefined && take()) promiseMore(response, now.promiseMore);
      if (now.bytesPerSecond !== undefined) slowDown(response, now.bytesPerSecond);
      if (now.status !== undefined && take()) {
        response.writeHead(now.status, { 'content-type': 'text/plain', 'retry-after': '1' });
        response.end(`The sandbox was told to answer ${now.status}.\n`);
        return true;
      }
      return false;
    },
  };
}

/** Puts a gate in front of a request listener. */
export function withFaults(gate: FaultGate, listener: RequestListener): RequestListener {
  return (request, response) => {
    void gate.handle(request, response).then((handled) => {
      if (!handled) listener(request, response);
    });
  };
}
