/** A door in front of a server that knows nothing of faults: passes bytes on, slowly or not at all when told so. */
import { connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import type { HttpFault } from './faults.ts';
import { listen } from './listen.ts';

export interface TcpGate {
  readonly port: number;
  set(fault: Pick<HttpFault, 'latencyMs' | 'status' | 'cut'>): void;
  clear(): void;
  stop(): Promise<void>;
}

function answerStatus(socket: Socket, status: number): void {
  socket.once('data', () => {
    socket.end(`HTTP/1.1 ${status} Fault\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
  });
}

/**
 * Opens the door at a port (0: any) before `target` (a port of 127.0.0.1). `cut` ends all connections, and new ones at
 * once; `status` answers new connections with that HTTP status; `latencyMs` delays new connections.
 */
export async function startTcpGate(target: number, port: number): Promise<TcpGate> {
  const open = new Set<Socket>();
  let fault: Pick<HttpFault, 'latencyMs' | 'status' | 'cut'> = {};

  const pass = (socket: Socket) => {
    if (socket.destroyed) return;
    const onward = connect({ host: '127.0.0.1', port: target, allowHalfOpen: true, noDelay: true });
    pipeline(socket, onward, () => undefined);
    pipeline(onward, socket, () => undefined);
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => open.delete(socket));
    if (fault.cut) return void socket.destroy();
    if (fault.status !== undefined) return answerStatus(socket, fault.status);
    if (!fault.latencyMs) return pass(socket);
    setTimeout(() => pass(socket), fault.latencyMs).unref();
  });
  const real = await listen(server, port);
  return {
    port: real,
    set(next) {
      fault = next;
      if (next.cut || next.status !== undefined) for (const socket of open) socket.destroy();
    },
    clear() {
      fault = {};
    },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
