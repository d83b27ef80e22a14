/** Keeps an eye on the connections to a port of this process, so that they can be cut from outside their server. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

export interface Connections {
  /** How many are open. */
  readonly open: number;
  /** Cuts all that are open. */
  cut(): void;
  /** While true, new connections are cut at once, too. */
  refuse(refused: boolean): void;
  stop(): void;
}

/** Watches a port of 127.0.0.1 on which a server of this process listens (Node's channel `net.server.socket`). */
export function watchConnections(port: number): Connections {
  const sockets = new Set<Socket>();
  let refused = false;
  const arrived = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    if (socket.localPort !== port) return;
    if (refused) return void socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  subscribe('net.server.socket', arrived);
  return {
    get open() {
      return sockets.size;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    refuse(now) {
      refused = now;
    },
    stop() {
      unsubscribe('net.server.socket', arrived);
    },
  };
}
