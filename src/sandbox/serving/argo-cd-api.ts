/** The API of Argo CD, as far as a client needs it beside the cluster's own. Source: Argo CD, `server/application/application.proto`. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mayAccess } from '../kubernetes/authorization.ts';
import type { Person } from '../kubernetes/authentication.ts';
import type { KubernetesObject, ObjectStore } from '../kubernetes/model.ts';
import { isFields, type Fields } from '../kubernetes/shape.ts';
import { StatusError } from '../kubernetes/status.ts';
import { listen } from '../listen.ts';
import { operations } from './argo-cd-operations.ts';
import { ApiError, denied } from './argo-cd-error.ts';
import { createSessions } from './argo-cd-sessions.ts';

export interface ArgoCdOptions {
  readonly store: ObjectStore;
  readonly namespace: string;
  /** 0 for any. */
  readonly port: number;
  /** Who a token of the identity provider belongs to: single sign-on. */
  readonly verifyToken: (token: string) => Promise<Person | undefined>;
  /** Who has this name and password. */
  readonly signIn: (name: string, password: string) => Person | undefined;
}

export interface ArgoCd {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const version = 'v3.2.0+sandbox';

/** Starts it on 127.0.0.1. People may there what they may with Applications in the cluster. */
export async function startArgoCd(options: ArgoCdOptions): Promise<ArgoCd> {
  const { store, namespace, signIn } = options;
  const sessions = createSessions();

  async function personOf(request: IncomingMessage): Promise<Person> {
    const { authorization = '', cookie = '' } = request.headers;
    const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] ?? /argocd\.token=([^;]+)/.exec(cookie)?.[1];
    if (token === undefined) throw new ApiError(401, 16, 'no session information');
    const person = sessions.find(token) ?? (await options.verifyToken(token).catch(() => undefined));
    if (person === undefined) throw new ApiError(401, 16, 'invalid session: failed to verify the token');
    return person;
  }

  const may = (person: Person, verb: string, name?: string) =>
    mayAccess(person, { verb, group: 'argoproj.io', resource: 'applications', namespace, name }, store) !==
    undefined;

  /** What may not be seen and what is not there are told alike. */
  function applicationFor(person: Person, verb: string, name: string): KubernetesObject {
    const found = store.get('applications', namespace, name);
    if (found === undefined || !may(person, verb, name)) throw denied();
    return found;
  }

  async function reply(request: IncomingMessage): Promise<unknown> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const { method = 'GET' } = request;
    if (method === 'GET' && pathname === '/api/version') return { Version: version };
    if (pathname === '/api/v1/session' && method === 'POST') {
      const { username, password } = await readBody(request);
      const person = signIn(String(username), String(password));
      if (person === undefined) throw new ApiError(401, 16, 'Invalid username or password');
      return { token: sessions.open(person) };
    }
    const person = await personOf(request);
    if (pathname === '/api/v1/session/userinfo' && method === 'GET')
      return { loggedIn: true, username: person.name, groups: person.groups };
    const asked = /^\/api\/v1\/account\/can-i\/applications\/([a-z]+)\/[^/]+\/([^/]+)$/.exec(pathname);
    if (asked && method === 'GET') {
      const verb = asked[1] === 'sync' || asked[1] === 'override' ? 'update' : (asked[1] ?? '');
      return { value: may(person, verb, decodeURIComponent(asked[2] ?? '')) ? 'yes' : 'no' };
    }
    const [, name, action = ''] =
      /^\/api\/v1\/applications(?:\/([^/]+))?(?:\/([a-z-]+))?$/.exec(pathname) ?? [];
    if (name === undefined) {
      if (pathname !== '/api/v1/applications' || method !== 'GET') throw new ApiError(404, 5, 'Not Found');
      const items = may(person, 'list') ? store.list('applications', namespace) : [];
      return { metadata: {}, items };
    }
    const operation = operations[`${method} ${action}`];
    if (operation === undefined) throw new ApiError(404, 5, 'Not Found');
    const application = applicationFor(person, operation.verb, decodeURIComponent(name));
    const body = method === 'GET' || method === 'DELETE' ? {} : await readBody(request);
    return operation.run({ store, application, person, body, query: searchParams });
  }

  const server = createServer((request, response) => {
    reply(request).then(
      (value) => send(response, 200, value),
      (error: unknown) => {
        const known = asApiError(error);
        send(response, known.status, { error: known.message, code: known.code, message: known.message });
      },
    );
  });
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StatusError)
    return new ApiError(error.code, error.code === 409 ? 10 : 3, error.message);
  return new ApiError(500, 2, error instanceof Error ? error.message : String(error));
}

async function readBody(request: IncomingMessage): Promise<Fields> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  try {
    const body = JSON.parse(text === '' ? '{}' : text) as unknown;
    if (isFields(body)) return body;
  } catch {
    // Told below.
  }
  throw new ApiError(400, 3, 'invalid character in the body: it must be a JSON object');
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': body.length,
      'grpc-metadata-content-type': 'application/grpc',
    })
    .end(body);
}
