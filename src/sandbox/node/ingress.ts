/** The ingress: one HTTP server on 127.0.0.1 that leads by Host header and path to a ready pod of a service. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, type Duplex } from 'node:stream';
import type { KubernetesObject, NodeAgent, ObjectStore } from '../kubernetes/model.ts';
import { at, listOf, textOf } from '../kubernetes/shape.ts';
import { backendsOf, targetPort } from './controllers/endpoints.ts';

export interface Ingress {
  /** For example http://127.0.0.1:41234; the hosts of Ingress objects are told apart by the Host header. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface IngressOptions {
  readonly store: ObjectStore;
  readonly agent: NodeAgent;
  /** 0 for any free port. */
  readonly port: number;
  log(message: string): void;
}

/** Starts the ingress. */
export async function startIngress({ store, agent, port, log }: IngressOptions): Promise<Ingress> {
  const server = createServer((incoming, response) => {
    void answer(incoming, response).catch((error: unknown) => {
      log(`ingress: ${String(error)}`);
      if (!response.headersSent) refuse(response, 502, 'bad gateway');
      else response.destroy();
    });
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    void upgrade(incoming, socket, head).catch(() =>
      socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
    );
  });
  // An IDE's terminal may be quiet for hours, and an upload may take as long.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const real = (server.address() as AddressInfo).port;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = findRoute(store, incoming);
    if (route === undefined) return refuse(response, 404, 'default backend - 404');
    const target = readyTarget(store, route);
    if (target === undefined)
      return refuse(
        response,
        503,
        `service ${route.namespace}/${route.service} has no endpoints that are ready`,
      );
    const connection = await agent.connect(target.pod, target.port).catch(() => undefined);
    if (connection === undefined) return refuse(response, 502, 'bad gateway');
    response.once('close', () => connection.destroy());
    // The agent's connection is a socket, of which the type of the model says no more than Duplex.
    const onward = request({
      method: incoming.method,
      path: incoming.url,
      headers: forwarded(incoming),
      createConnection: () => connection,
    });
    onward.once('response', (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.statusMessage, answered.rawHeaders);
      pipeline(answered, response, () => undefined);
    });
    onward.once('error', () =>
      response.headersSent ? response.destroy() : refuse(response, 502, 'bad gateway'),
    );
    pipeline(incoming, onward, () => undefined);
  }

  async function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const route = findRoute(store, incoming);
    const target = route === undefined ? undefined : readyTarget(store, route);
    if (target === undefined)
      return void socket.end(
        `HTTP/1.1 ${route === undefined ? '404 Not Found' : '503 Service Unavailable'}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
    const connection = await agent.connect(target.pod, target.port);
    const headers = Object.entries(forwarded(incoming)).flatMap(([name, value]) =>
      [value].flat().map((each) => `${name}: ${each}`),
    );
    connection.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    connection.write(head);
    pipeline(socket, connection, socket, () => {
      socket.destroy();
      connection.destroy();
    });
  }

  return {
    url: `http://127.0.0.1:${real}`,
    port: real,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Route {
  readonly namespace: string;
  readonly service: string;
  readonly port: unknown;
}

/** The service that an Ingress names for the host and path of a request: exact paths first, then the longest prefix. */
export function findRoute(
  store: ObjectStore,
  incoming: Pick<IncomingMessage, 'headers' | 'url'>,
): Route | undefined {
  const host = (incoming.headers.host ?? '').replace(/:[0-9]+$/, '').toLowerCase();
  const path = (incoming.url ?? '/').split('?', 1)[0] ?? '/';
  const routes = store
    .list('ingresses')
    .flatMap((ingress) =>
      routesOf(ingress).filter((route) => matchesHost(route.host, host) && matchesPath(route, path)),
    );
  routes.sort(
    (left, right) => Number(right.exact) - Number(left.exact) || right.path.length - left.path.length,
  );
  return routes[0];
}

function routesOf(ingress: KubernetesObject): (Route & { host: string; path: string; exact: boolean })[] {
  const namespace = ingress.metadata.namespace ?? '';
  const backend = (given: unknown) => {
    const port = at(given, 'service', 'port');
    return {
      namespace,
      service: textOf(at(given, 'service', 'name')) ?? '',
      port: at(port, 'number') ?? at(port, 'name'),
    };
  };
  return listOf(at(ingress, 'spec', 'rules')).flatMap((rule) =>
    listOf(at(rule, 'http', 'paths')).map((entry) => ({
      ...backend(entry['backend']),
      host: (textOf(rule['host']) ?? '').toLowerCase(),
      path: textOf(entry['path']) ?? '/',
      exact: entry['pathType'] === 'Exact',
    })),
  );
}

/** A leading `*.` stands for one label (https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards). */
function matchesHost(wanted: string, host: string): boolean {
  if (wanted === '') return true;
  return wanted.startsWith('*.') ? host.slice(host.indexOf('.')) === wanted.slice(1) : wanted === host;
}

/** `Prefix` goes by whole path elements: /a matches /a and /a/b, not /ab. */
function matchesPath({ path, exact }: { path: string; exact: boolean }, given: string): boolean {
  if (exact) return path === given;
  const prefix = path.replace(/\/+$/, '');
  return given === prefix || given.startsWith(`${prefix}/`);
}

function readyTarget(store: ObjectStore, route: Route): { pod: KubernetesObject; port: number } | undefined {
  const service = store.get('services', route.namespace, route.service);
  if (service === undefined) return undefined;
  const ports = listOf(at(service, 'spec', 'ports'));
  const servicePort = ports.find((port) => port['port'] === route.port || port['name'] === route.port);
  const backend = backendsOf(store, service).find(({ ready }) => ready);
  if (servicePort === undefined || backend === undefined) return undefined;
  const port = targetPort(servicePort, backend.pod);
  return port === undefined ? undefined : { pod: backend.pod, port };
}

/** The request's headers with what a proxy adds (nginx's X-Forwarded-*, X-Real-IP). */
function forwarded(incoming: IncomingMessage): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers[name] = value;
  const host = incoming.headers.host ?? '';
  return {
    ...headers,
    'x-forwarded-host': host,
    'x-forwarded-proto': 'http',
    'x-forwarded-for': incoming.socket.remoteAddress ?? '',
    'x-real-ip': incoming.socket.remoteAddress ?? '',
  };
}

function refuse(response: ServerResponse, status: number, words: string): void {
  const text = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${status}</title><h1>${status}</h1><p>${words}</p></html>\n`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}
