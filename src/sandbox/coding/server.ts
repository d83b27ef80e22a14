/** The coding API over HTTP: a served model behind the addresses that the real versions have. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createFaultGate, withFaults, type FaultGate } from '../faults.ts';
import { listen } from '../listen.ts';
import { dialects, newestDialect, type DialectId } from './dialects.ts';
import type { Endpoint } from './dialect.ts';
import type { Answered } from './echoes.ts';
import { describe } from './openapi.ts';
import { readQuery } from './parameters.ts';
import { missing, Refusal } from './refusal.ts';
import type { ServedModel } from './served.ts';

export interface CodingCredentials {
  readonly user: string;
  readonly password: string;
}

/** What can be changed while it runs. */
export interface CodingState {
  dialect: DialectId;
  /** Whether HTTP Basic is asked for (`AUTH_API` of the real one). */
  wantsPassword: boolean;
}

export interface CodingServer {
  readonly url: string;
  readonly port: number;
  readonly state: CodingState;
  stop(): Promise<void>;
}

/** As the real one starts: the newest form, open to everyone. */
export const usualState: Readonly<CodingState> = { dialect: newestDialect, wantsPassword: false };

/** Bytes of a body. */
const largest = 32 * 1024 ** 2;

/** Starts it on 127.0.0.1 (port 0: any). */
export async function startCoding(options: {
  port: number;
  model: ServedModel;
  credentials: CodingCredentials;
  faults?: FaultGate;
  /** Told of what was answered, for the log of requests. */
  answered?: (all: readonly Answered[]) => void;
  /** Told of exceptions that nobody expected. */
  log?: (message: string) => void;
}): Promise<CodingServer> {
  const { model, credentials, log, answered = () => undefined } = options;
  const state: CodingState = { ...usualState };

  async function reply(request: IncomingMessage): Promise<unknown> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const dialect = dialects[state.dialect];
    if (url.pathname === '/openapi.json' && request.method === 'GET') return describe(dialect);
    if (url.pathname === '/' && request.method === 'GET') {
      if (state.wantsPassword) checkPassword(request, credentials);
      return dialect.welcome(await model.identity());
    }
    const endpoint = endpointOf(dialect.endpoints, request, url);
    if (state.wantsPassword) checkPassword(request, credentials);
    const query = readQuery(endpoint.parameters, url.searchParams);
    const body = endpoint.body && (await readBody(request));
    return endpoint.answer({ model, query, body, log: answered });
  }

  const server = createServer(
    withFaults(options.faults ?? createFaultGate(), (request, response) => {
      reply(request).then(
        (value) => send(response, 200, value),
        (error: unknown) => {
          if (!(error instanceof Refusal)) log?.(`coding: ${String(error)}`);
          if (!(error instanceof Refusal) || error.status === 500) return failed(response);
          send(response, error.status, { detail: error.detail }, error.headers);
        },
      );
    }),
  );
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    state,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const common = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };

function send(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(status === 307 ? '' : JSON.stringify(value));
  response.writeHead(status, { ...common, ...headers, 'content-length': body.length }).end(body);
}

/** Starlette's answer to an exception that nobody caught. */
function failed(response: ServerResponse): void {
  response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end('Internal Server Error');
}

/** The endpoint that is meant. @throws Refusal 405, 404; 307 where the path differs by a slash at its end (Starlette, `redirect_slashes`) */
function endpointOf(all: readonly Endpoint[], { method }: IncomingMessage, url: URL): Endpoint {
  const here = all.filter(({ path }) => path === url.pathname);
  const found = here.find((one) => one.method === method);
  if (found) return found;
  if (here.length > 0)
    throw new Refusal(405, 'Method Not Allowed', { allow: here.map((one) => one.method).join(', ') });
  const other = url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : `${url.pathname}/`;
  if (all.some(({ path }) => path === other))
    throw new Refusal(307, '', { location: `${other}${url.search}` });
  throw new Refusal(404, 'Not Found');
}

/** HTTP Basic (RFC 7617). @throws Refusal 401 */
function checkPassword(request: IncomingMessage, { user, password }: CodingCredentials): void {
  const { authorization } = request.headers;
  const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  if (authorization === wanted) return;
  const detail = authorization === undefined ? 'Not authenticated' : 'Authentification failed';
  throw new Refusal(401, detail, { 'www-authenticate': 'Basic' });
}

/** The body as FastAPI takes it: JSON where the request says so, else a text. @throws Refusal 413, 422 */
async function readBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > largest) throw new Refusal(413, 'Request Entity Too Large');
    pieces.push(piece);
  }
  if (size === 0) throw new Refusal(422, [missing(['body'], null)]);
  const text = Buffer.concat(pieces).toString('utf8');
  if (!/^application\/(?:[^;]+\+)?json/i.test(request.headers['content-type'] ?? '')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const at = Number(/position (\d+)/.exec(String(error))?.[1] ?? size);
    const ctx = { error: 'Expecting value' };
    throw new Refusal(422, [
      { type: 'json_invalid', loc: ['body', at], msg: 'JSON decode error', input: {}, ctx },
    ]);
  }
}
