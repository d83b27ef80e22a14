/** What is sent through a local port: bytes down, bytes up, small requests, readers that stop reading. */
import { once } from 'node:events';
import net from 'node:net';

const block = Buffer.alloc(1024 * 1024);
const lost = () => new Error('The connection ended early');

async function open(port: number, onread?: net.OnReadOpts): Promise<net.Socket> {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true, ...(onread && { onread }) });
  await once(socket, 'connect');
  return socket;
}

/** MB/s (10^6 bytes) of a download of so many bytes, from the request to the last byte. */
export function download(port: number, bytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let left = bytes;
    let began = 0;
    const callback = (count: number): boolean => {
      left -= count;
      if (left > 0) return true;
      resolve(bytes / 1e3 / (performance.now() - began));
      socket.destroy();
      return false;
    };
    const socket = net.connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: { buffer: Buffer.alloc(block.length), callback },
    });
    socket.on('error', reject);
    socket.once('close', () => reject(lost()));
    socket.once('connect', () => {
      began = performance.now();
      socket.write(`down ${bytes}\n`);
    });
  });
}

/** MB/s (10^6 bytes) of an upload, until the pod says that it has read the last byte. */
export async function upload(port: number, bytes: number): Promise<number> {
  const socket = await open(port);
  const answer = answered(socket);
  const began = performance.now();
  socket.write(`up ${bytes}\n`);
  for (let left = bytes; left > 0; left -= block.length) {
    if (!socket.write(left < block.length ? block.subarray(0, left) : block))
      await Promise.race([once(socket, 'drain'), answer]);
  }
  await answer;
  const speed = bytes / 1e3 / (performance.now() - began);
  socket.destroy();
  return speed;
}

/** The next line that comes; rejects when the connection ends before. */
function answered(socket: net.Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const data = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!text.endsWith('\n')) return;
      socket.off('data', data);
      socket.off('error', reject);
      resolve(text.trim());
    };
    socket.on('data', data);
    socket.once('error', reject);
    socket.once('close', () => reject(lost()));
  });
}

async function ask(socket: net.Socket): Promise<string> {
  const answer = answered(socket);
  socket.write('ping\n');
  return (await answer).replace('pong ', '');
}

/** The name of the pod that answers on a new connection; rejects where none does, at the latest when the signal is aborted. */
export async function whoAnswers(port: number, signal: AbortSignal): Promise<string> {
  const socket = await open(port);
  const stop = (): void => void socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await ask(socket);
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

/** Milliseconds of a small request and its answer, on a new connection and again on the one that is open. */
export async function latency(port: number): Promise<{ readonly first: number; readonly next: number }> {
  const began = performance.now();
  const socket = await open(port);
  try {
    await ask(socket);
    const between = performance.now();
    await ask(socket);
    return { first: between - began, next: performance.now() - between };
  } finally {
    socket.destroy();
  }
}

/** A download whose reader stopped after its first bytes. */
export interface StalledDownload {
  /** Reads the rest and gives the number of bytes that came in all. */
  finish(): Promise<number>;
  stop(): void;
}

/** Asks for so many bytes and stops reading when the first arrived. */
export async function stalledDownload(port: number, bytes: number): Promise<StalledDownload> {
  const socket = await open(port);
  socket.on('error', () => undefined);
  socket.write(`down ${bytes}\n`);
  await once(socket, 'readable');
  return {
    finish: async () => {
      let come = 0;
      for await (const chunk of socket) {
        come += (chunk as Buffer).length;
        if (come >= bytes) break;
      }
      return come;
    },
    stop: () => void socket.destroy(),
  };
}

/** Connections that were answered once and then stay idle; gives a way to end them. */
export async function idleConnections(port: number, count: number): Promise<() => void> {
  const sockets: net.Socket[] = [];
  const stop = (): void => sockets.forEach((socket) => socket.destroy());
  try {
    for (let one = 0; one < count; one += 1) {
      const socket = await open(port);
      sockets.push(socket);
      await ask(socket);
      socket.on('error', () => undefined);
    }
    return stop;
  } catch (error) {
    stop();
    throw error;
  }
}
