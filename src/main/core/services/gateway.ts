/** Stands before every opened service: admits the person's browser, signs in, passes bytes both ways, heals. */
import { randomBytes } from 'node:crypto';
import { Agent, request as askService, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ServiceGateway } from '../core.ts';
import { enterPath, gatewayCookie, isOwnRequest, requestHeaders, responseHeaders } from './gateway-rules.ts';
import { signInByForm, type ServiceSignIn } from './service-sign-in.ts';
import { waitingPage } from './waiting-page.ts';

/** What the gateway needs to know of one opened service. */
export interface Target {
  /** Connects to the service's port; waits for a while when the pod is being replaced, then rejects. */
  connect(): Promise<Duplex>;
  readonly origins: { readonly service: string; readonly app: string };
  readonly signIn: ServiceSignIn;
  readonly language: () => 'en' | 'fr';
}

interface Admitted extends Target {
  readonly session: string;
  readonly tickets: Set<string>;
  readonly agent: Agent;
}

/** Many requests share a few connections: each costs a WebSocket to the cluster. */
const connections = { keepAlive: true, maxSockets: 16, maxFreeSockets: 8, timeout: 120_000 };

export interface Gateway extends ServiceGateway {
  add(id: string, target: Target): void;
  /** An address that opens the service once, then leads to `path` of it. */
  address(id: string, path: string): string;
  /** Cuts what is kept open, so that the next request finds the new pod. */
  reconnect(id: string): void;
  remove(id: string): void;
}

/** Makes a gateway without services. */
export function createGateway(): Gateway {
  const targets = new Map<string, Admitted>();

  function admitted(id: string, request: IncomingMessage): Admitted | undefined {
    const target = targets.get(id);
    if (!target || !isOwnRequest(request.headers, target.origins)) return undefined;
    const wanted = `${gatewayCookie(id)}=${target.session}`;
    const cookies = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
    return cookies.includes(wanted) ? target : undefined;
  }

  function enter(id: string, request: IncomingMessage, response: ServerResponse): void {
    const target = targets.get(id);
    const url = new URL(request.url ?? '/', 'http://service');
    const path = url.searchParams.get('to') ?? '/';
    if (!target?.tickets.delete(url.searchParams.get('ticket') ?? '') || !/^\/(?!\/)/.test(path)) {
      return refuse(response);
    }
    const own = `${gatewayCookie(id)}=${target.session}; HttpOnly; SameSite=Lax; Path=/`;
    void signInByForm(target.signIn, target.agent, target.origins.service)
      .catch(() => [])
      .then((cookies) => {
        response
          .writeHead(302, { location: path, 'set-cookie': [own, ...cookies], 'cache-control': 'no-store' })
          .end();
      });
  }

  return {
    add: (id, target) => {
      targets.get(id)?.agent.destroy();
      targets.set(id, {
        ...target,
        session: randomBytes(24).toString('base64url'),
        tickets: new Set(),
        agent: agentOver(target.connect),
      });
    },
    address: (id, path) => {
      const target = targets.get(id);
      if (!target) throw new Error(`${id} is not open`);
      const ticket = randomBytes(24).toString('base64url');
      target.tickets.add(ticket);
      return `${target.origins.service}${enterPath}?ticket=${ticket}&to=${encodeURIComponent(path)}`;
    },
    reconnect: (id) => targets.get(id)?.agent.destroy(),
    remove: (id) => {
      targets.get(id)?.agent.destroy();
      targets.delete(id);
    },

    handle: (id, request, response) => {
      if (request.url?.startsWith(`${enterPath}?`)) return enter(id, request, response);
      const target = admitted(id, request);
      if (!target) return refuse(response);
      pass(target, request, response);
    },

    upgrade: (id, request, socket, head) => {
      const target = admitted(id, request);
      if (!target) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      socket.on('error', () => {});
      target.connect().then(
        (service) => {
          service.write(upgradeHead(request, authorizationOf(target.signIn)));
          if (head.length > 0) service.write(head);
          service.pipe(socket).pipe(service);
          service.on('error', () => socket.destroy());
          service.on('close', () => socket.destroy());
          socket.on('close', () => service.destroy());
        },
        () => socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n'),
      );
    },
  };
}

/** Sends a request on; one without a body is sent anew when the connection that was kept for it turns out to be dead. */
function pass(target: Admitted, request: IncomingMessage, response: ServerResponse): void {
  const passed = askService(
    {
      agent: target.agent,
      method: request.method,
      path: request.url,
      headers: requestHeaders(request.headers, authorizationOf(target.signIn)),
      setHost: false,
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, responseHeaders(answer.headers, target.origins.app));
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    },
  );
  const abandon = () => passed.destroy();
  response.on('close', abandon);
  passed.on('error', () => {
    response.off('close', abandon);
    if (response.headersSent) response.destroy();
    else if (passed.reusedSocket && isRepeatable(request) && !response.destroyed)
      pass(target, request, response);
    else unavailable(request, response, target);
  });
  if (request.readableEnded) passed.end();
  else request.pipe(passed);
}

function isRepeatable({ method, headers }: IncomingMessage): boolean {
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  return (method === 'GET' || method === 'HEAD') && !hasBody;
}

function agentOver(connect: () => Promise<Duplex>): Agent {
  const agent = new Agent(connections);
  agent.createConnection = (_, done) => {
    connect().then(
      (connection) => done?.(null, asSocket(connection)),
      (error: Error) => done?.(error, undefined as never),
    );
    return undefined;
  };
  return agent;
}

/**
 * Node's HTTP client calls these of a socket when it keeps a connection. Only the time limit is of use to a forward's
 * stream: by its event the agent lets a kept connection go before the service does, which says for how long it keeps
 * one (`Keep-Alive: timeout=5`). It is told again and again, as the agent asks for it once in the life of a connection.
 */
function asSocket(connection: Duplex): Duplex {
  const unused = () => connection;
  for (const name of ['setKeepAlive', 'setNoDelay', 'ref', 'unref'] as const) {
    if (!(name in connection)) Object.defineProperty(connection, name, { value: unused });
  }
  if ('setTimeout' in connection) return connection;
  let timer: NodeJS.Timeout | undefined;
  connection.once('close', () => clearInterval(timer));
  return Object.assign(connection, {
    timeout: 0,
    setTimeout(this: Duplex & { timeout: number }, limit: number): Duplex {
      clearInterval(timer);
      this.timeout = limit;
      if (limit > 0) timer = setInterval(() => connection.emit('timeout'), limit).unref();
      return connection;
    },
  });
}

function authorizationOf(signIn: ServiceSignIn): string | undefined {
  return signIn.kind === 'token' ? `token ${signIn.token}` : undefined;
}

function upgradeHead(request: IncomingMessage, authorization: string | undefined): string {
  const headers = requestHeaders(request.headers, authorization);
  const lines = Object.entries({
    ...headers,
    connection: 'Upgrade',
    upgrade: request.headers.upgrade ?? 'websocket',
  });
  const text = lines
    .flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one ?? ''}`))
    .join('\r\n');
  return `${request.method} ${request.url} HTTP/1.1\r\n${text}\r\n\r\n`;
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end('Open this service from Sardonyx. Ouvrez ce service depuis Sardonyx.\n');
}

function unavailable(request: IncomingMessage, response: ServerResponse, target: Target): void {
  const isPage =
    request.headers['sec-fetch-mode'] === 'navigate' || request.headers.accept?.includes('text/html');
  response.writeHead(503, {
    'content-type': isPage ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
    'retry-after': '2',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors ${target.origins.app}`,
  });
  response.end(isPage ? waitingPage(target.language()) : 'The service does not answer yet.\n');
}
