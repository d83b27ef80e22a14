/** WebSocket upgrades of the API: exec, attach and port forwarding. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { execProtocols, serveAttach, serveExec } from './exec.ts';
import type { KubernetesObject, NodeAgent } from './model.ts';
import { containerOf } from './pod-container.ts';
import { forwardProtocols, serveChannelForward, serveSpdyForward, spdyProtocol } from './port-forward.ts';
import type { ApiRequest } from './request.ts';
import { at } from './shape.ts';
import { badRequest, noSuchResource, StatusError } from './status.ts';

interface Upgrades {
  /** Upgrades a connection that was allowed to. Throws 400, 403 or 404 before the upgrade. */
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    call: ApiRequest,
    pod: KubernetesObject,
    node: NodeAgent,
  ): void;
  /** Cuts every upgraded connection. */
  close(): void;
}

type Serve = (socket: WebSocket) => void;

function offeredProtocols(request: IncomingMessage): string[] {
  return (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
}

function planOf(
  request: IncomingMessage,
  call: ApiRequest,
  pod: KubernetesObject,
  node: NodeAgent,
): { protocol: string; serve: Serve } {
  const { query, subresource } = call;
  const known = subresource === 'portforward' ? forwardProtocols : execProtocols;
  const offered = offeredProtocols(request);
  const protocol = known.find((candidate) => offered.includes(candidate));
  if (protocol === undefined) {
    throw new StatusError(
      403,
      'Forbidden',
      `unable to upgrade: unable to negotiate protocol: client supports ${JSON.stringify(offered)}, server accepts ${JSON.stringify(known)}`,
    );
  }
  if (subresource === 'portforward') {
    if (protocol === spdyProtocol)
      return { protocol, serve: (socket) => serveSpdyForward(socket, pod, node) };
    const ports = query
      .getAll('ports')
      .flatMap((text) => text.split(','))
      .map(Number);
    if (ports.length === 0 || ports.some((port) => !Number.isInteger(port) || port < 1 || port > 65_535)) {
      throw badRequest('query parameter "ports" is required and must hold port numbers');
    }
    return { protocol, serve: (socket) => serveChannelForward(socket, pod, ports, node) };
  }
  const container = containerOf(pod, query.get('container'));
  if (at(pod, 'status', 'phase') === 'Succeeded' || at(pod, 'status', 'phase') === 'Failed') {
    throw badRequest(
      `cannot exec or attach into a container in a completed pod; current phase is ${String(at(pod, 'status', 'phase'))}`,
    );
  }
  const flag = (name: string) => query.get(name) === 'true' || query.get(name) === '1';
  if (subresource === 'attach')
    return { protocol, serve: (socket) => void serveAttach(socket, pod, container, node) };
  if (subresource !== 'exec') throw noSuchResource();
  const command = query.getAll('command');
  if (command.length === 0) throw badRequest('you must specify at least one command for the container');
  const options = { container, command, tty: flag('tty'), stdin: flag('stdin') };
  return { protocol, serve: (socket) => void serveExec(socket, pod, options, node) };
}

/** Starts accepting upgrades. */
export function createUpgrades(): Upgrades {
  const servers = new Map<string, WebSocketServer>();
  const serverFor = (protocol: string): WebSocketServer => {
    const known = servers.get(protocol);
    if (known !== undefined) return known;
    const server = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 * 1024 });
    server.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
    servers.set(protocol, server);
    return server;
  };
  return {
    accept: (request, socket, head, call, pod, node) => {
      const { protocol, serve } = planOf(request, call, pod, node);
      // The library refuses a protocol name with a slash, as kubectl's has: it is agreed on without the library.
      delete request.headers['sec-websocket-protocol'];
      serverFor(protocol).handleUpgrade(request, socket, head, serve);
    },
    close: () => {
      for (const server of servers.values()) {
        for (const client of server.clients) client.terminate();
        server.close();
      }
    },
  };
}
