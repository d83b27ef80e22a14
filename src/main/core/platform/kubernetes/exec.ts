/** Commands in a container, as streams. */
import { PassThrough, Writable } from 'node:stream';
import type { Readable } from 'node:stream';
import type { WebSocket } from 'ws';
import { failure } from '../../../../shared/contract/errors.ts';
import type { KubernetesClient } from './client.ts';
import { openSocket } from './socket.ts';
import type { OpenSocket } from './socket.ts';

/** Sub-protocols of exec; v5 adds the message that closes standard input (KEP-4006). */
const V5 = 'v5.channel.k8s.io';
const V4 = 'v4.channel.k8s.io';
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
const RESIZE = 4;
const CLOSE = 255;
const UNDER_WAY = 1024 * 1024;

export interface ExecOptions {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string | undefined;
  readonly command: readonly string[];
  readonly tty?: boolean | undefined;
  /** Whether standard input is wanted; true unless told. */
  readonly stdin?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ExecResult {
  /** Exit status of the command; undefined when it never started or the connection was lost, then `message` says why. */
  readonly code: number | undefined;
  readonly message?: string;
}

export interface Execution {
  /** Writing waits for the server; ending it closes the command's input where the server speaks v5. */
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Empty with a terminal. */
  readonly stderr: Readable;
  /** Tells the terminal's size in characters. */
  resize(columns: number, rows: number): void;
  /** Resolves once, when the command ended or the connection was lost. */
  readonly exit: Promise<ExecResult>;
  /** Ends the connection; the command is hung up. */
  close(): void;
}

/** The exit status that the error channel tells in a `Status` object (exec v4 and later). */
export function readExit(text: string): ExecResult {
  try {
    const status = JSON.parse(text) as {
      status?: string;
      message?: string;
      details?: { causes?: readonly { reason?: string; message?: string }[] };
    };
    if (status.status === 'Success') return { code: 0 };
    const cause = status.details?.causes?.find((one) => one.reason === 'ExitCode');
    const code = cause?.message === undefined ? Number.NaN : Number(cause.message);
    return {
      code: Number.isInteger(code) ? code : undefined,
      ...(status.message && { message: status.message }),
    };
  } catch {
    return { code: undefined, message: text };
  }
}

function input({ socket, protocol }: OpenSocket): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (socket.readyState !== socket.OPEN)
        return done(failure('unreachable', 'The connection is closed', { reason: 'connection-lost' }));
      const message = Buffer.concat([Buffer.from([STDIN]), chunk]);
      if (socket.bufferedAmount < UNDER_WAY) {
        socket.send(message);
        done();
      } else socket.send(message, (error) => done(error));
    },
    final(done) {
      if (protocol === V5 && socket.readyState === socket.OPEN) socket.send(Buffer.from([CLOSE, STDIN]));
      done();
    },
  });
}

/** Feeds the channels to the streams; the socket rests while one of them is full. */
function receive(socket: WebSocket, stdout: PassThrough, stderr: PassThrough): Promise<ExecResult> {
  return new Promise((resolve) => {
    let result: ExecResult | undefined;
    socket.on('message', (message: Buffer) => {
      const rest = message.subarray(1);
      const stream = message[0] === STDOUT ? stdout : message[0] === STDERR ? stderr : undefined;
      if (message[0] === ERROR) result = readExit(rest.toString('utf8'));
      else if (stream && rest.length > 0 && !stream.write(rest)) {
        socket.pause();
        stream.once('drain', () => socket.resume());
      }
    });
    socket.on('close', () => {
      stdout.end();
      stderr.end();
      resolve(result ?? { code: undefined, message: 'The connection was lost' });
    });
  });
}

/** Runs a command in a container. Throws a Failure where the API server refuses; how the command ended is told by `exit`. */
export async function exec(client: KubernetesClient, options: ExecOptions): Promise<Execution> {
  const path = `/api/v1/namespaces/${encodeURIComponent(options.namespace)}/pods/${encodeURIComponent(options.pod)}/exec`;
  const open = await openSocket(client, path, {
    query: {
      command: options.command,
      container: options.container,
      stdin: options.stdin ?? true,
      stdout: true,
      stderr: !options.tty,
      tty: options.tty ?? false,
    },
    protocols: [V5, V4],
    signal: options.signal,
  });
  const { socket } = open;
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const exit = receive(socket, stdout, stderr);
  const stdin = input(open);
  // Input that comes after the command ended is nobody's error.
  stdin.on('error', () => undefined);
  socket.resume();
  return {
    stdin,
    stdout,
    stderr,
    resize(columns, rows) {
      const size = JSON.stringify({ Width: columns, Height: rows });
      if (socket.readyState === socket.OPEN)
        socket.send(Buffer.concat([Buffer.from([RESIZE]), Buffer.from(size)]));
    },
    exit,
    close: () => {
      socket.resume();
      socket.close(1000);
    },
  };
}
