/**
 * Commands in containers over WebSocket: sub-protocols `v5.channel.k8s.io` and `v4.channel.k8s.io`. Each message begins with
 * a byte that names its channel: 0 input, 1 output, 2 errors, 3 status, 4 terminal size, 255 closes a channel (v5 only).
 */
import { PassThrough, Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import { bytesOf, createFlow } from './flow.ts';
import type { ExecStreams, KubernetesObject, NodeAgent } from './model.ts';
import { messageOf } from './respond.ts';
import { fieldsOf, numberOf } from './shape.ts';
import { StatusError } from './status.ts';

const channel = { input: 0, output: 1, errors: 2, status: 3, size: 4, close: 255 };

/** Sub-protocols for exec and attach, the preferred one first. */
export const execProtocols: readonly string[] = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

interface ExecOptions {
  container: string;
  command: string[];
  tty: boolean;
  stdin: boolean;
}

function outgoing(socket: WebSocket, number: number): Writable {
  return new Writable({
    highWaterMark: 256 * 1024,
    // The callback comes when the bytes have left: a slow client slows the command.
    write: (chunk: Buffer, _encoding, done) => {
      if (socket.readyState !== socket.OPEN) done();
      else socket.send(Buffer.concat([Buffer.from([number]), chunk]), { binary: true }, () => done());
    },
  });
}

function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableFinished || stream.destroyed) resolve();
    else stream.end(() => resolve());
  });
}

function exitStatus(code: number): Record<string, unknown> {
  if (code === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

function failureStatus(error: unknown): Record<string, unknown> {
  if (error instanceof StatusError) return error.body();
  return { metadata: {}, status: 'Failure', message: messageOf(error), reason: 'InternalError', code: 500 };
}

/** Runs what `run` starts with its streams bound to the channels of a WebSocket, tells the result and closes. */
async function serveChannels(
  socket: WebSocket,
  hasInput: boolean,
  run: (streams: ExecStreams, signal: AbortSignal) => Promise<number>,
): Promise<void> {
  const leaving = new AbortController();
  const input = new PassThrough();
  const flow = createFlow(socket);
  const sizeListeners = new Set<(size: { columns: number; rows: number }) => void>();
  if (!hasInput) input.end();
  socket.on('message', (data) => {
    const bytes = bytesOf(data);
    const payload = bytes.subarray(1);
    if (bytes[0] === channel.input) flow.deliver(payload, input);
    else if (bytes[0] === channel.close && payload[0] === channel.input) input.end();
    else if (bytes[0] === channel.size) {
      const size = readSize(payload);
      if (size) for (const listener of sizeListeners) listener(size);
    }
  });
  socket.on('close', () => {
    leaving.abort();
    input.end();
  });
  socket.on('error', () => leaving.abort());

  const stdout = outgoing(socket, channel.output);
  const stderr = outgoing(socket, channel.errors);
  // As recorded: an empty message on the output channel says that the streams are there.
  stdout.write(Buffer.alloc(0));
  const streams: ExecStreams = {
    stdin: input,
    stdout,
    stderr,
    onResize: (listener) => void sizeListeners.add(listener),
  };
  const status = await run(streams, leaving.signal).then(exitStatus, failureStatus);
  await Promise.all([drained(stdout), drained(stderr)]);
  if (socket.readyState === socket.OPEN) {
    socket.send(Buffer.concat([Buffer.from([channel.status]), Buffer.from(JSON.stringify(status))]));
    socket.close(1000);
  }
}

function readSize(payload: Buffer): { columns: number; rows: number } | undefined {
  try {
    const size = fieldsOf(JSON.parse(payload.toString('utf8')));
    const columns = numberOf(size['Width']);
    const rows = numberOf(size['Height']);
    return columns === undefined || rows === undefined ? undefined : { columns, rows };
  } catch {
    return undefined;
  }
}

/** Runs a command in a container for the client of a WebSocket. Never rejects: failures travel on the status channel. */
export function serveExec(
  socket: WebSocket,
  pod: KubernetesObject,
  options: ExecOptions,
  node: NodeAgent,
): Promise<void> {
  const { container, command, tty } = options;
  return serveChannels(socket, options.stdin, (streams, signal) =>
    node.exec(pod, { container, command, tty }, streams, signal),
  );
}

/** Shows what a container prints from now on. Its standard input is not connected: the node starts programs without one. */
export function serveAttach(
  socket: WebSocket,
  pod: KubernetesObject,
  container: string,
  node: NodeAgent,
): Promise<void> {
  return serveChannels(socket, false, async (streams, signal) => {
    const options = { container, follow: true, previous: false, timestamps: false, tailLines: 0 };
    const log = await node.logs(pod, options, signal);
    for await (const chunk of log as AsyncIterable<Buffer>) {
      if (!streams.stdout.write(chunk)) await new Promise((resolve) => streams.stdout.once('drain', resolve));
    }
    return 0;
  });
}
