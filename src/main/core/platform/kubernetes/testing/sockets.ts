/** WebSocket servers that speak Kubernetes' sub-protocols in small, for tests. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { createKubernetesClient } from '../client.ts';
import type { KubernetesAccess } from '../access.ts';
import type { KubernetesClient } from '../client.ts';
import { directTransport } from './direct-transport.ts';

export interface SocketServer {
  readonly client: KubernetesClient;
  readonly asked: http.IncomingMessage[];
  readonly sockets: WebSocket[];
  close(): Promise<void>;
}

/** Upgrades every request with one of the protocols it offers; `refuse` may answer it by a status instead. */
export async function serveSockets(
  protocol: string,
  connected: (socket: WebSocket) => void,
  options: {
    access?: Omit<KubernetesAccess, 'server'>;
    refuse?: (request: http.IncomingMessage) => [status: number, body: string] | undefined;
  } = {},
): Promise<SocketServer> {
  const asked: http.IncomingMessage[] = [];
  const sockets: WebSocket[] = [];
  const upgrader = new WebSocketServer({
    noServer: true,
    handleProtocols: () => protocol,
    perMessageDeflate: false,
  });
  const server = http.createServer();
  server.on('upgrade', (request: http.IncomingMessage, raw: Duplex, head: Buffer) => {
    asked.push(request);
    const refusal = options.refuse?.(request);
    if (refusal)
      return void raw.end(
        `HTTP/1.1 ${refusal[0]} No\r\nContent-Length: ${Buffer.byteLength(refusal[1])}\r\nConnection: close\r\n\r\n${refusal[1]}`,
      );
    // The library does not read names with a slash; what is offered is seen by the test in `asked`.
    delete request.headers['sec-websocket-protocol'];
    upgrader.once('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
    upgrader.handleUpgrade(request, raw, head, (socket) => {
      sockets.push(socket);
      connected(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const transport = directTransport();
  const access = { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...options.access };
  const { agent } = transport;
  // A plain server wants a plain agent.
  const plain = {
    ...transport,
    agent: (...args: Parameters<typeof agent>) =>
      args[0].protocol === 'http:' ? http.globalAgent : agent(...args),
  };
  return {
    client: createKubernetesClient(access, plain),
    asked,
    sockets,
    async close() {
      for (const socket of sockets) socket.terminate();
      await transport.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
