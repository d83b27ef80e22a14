/** The Onyxia API below `/api` on 127.0.0.1, with a small page at `/` that says whose it is. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createFaultGate, withFaults, type FaultGate } from '../faults.ts';
import type { TokenVerifier, VerifiedToken } from '../identity/verify.ts';
import { listen } from '../listen.ts';
import { authenticate } from './authentication.ts';
import { refuse, Refusal } from './respond.ts';
import { routes, runRoute, type Platform, type Route } from './routes.ts';

export interface OnyxiaOptions {
  port: number;
  platform: Platform;
  verifyAccessToken: TokenVerifier;
  /** PEM of the authority behind the sandbox's https servers; offered at `/certificate-authority.pem`. */
  certificateAuthority: string;
  faults?: FaultGate;
}

export interface Onyxia {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const largestBody = 5 * 1024 * 1024;
const nobody: VerifiedToken = {
  name: '',
  fullName: '',
  email: '',
  groups: [],
  clientId: '',
  audience: [],
  expiresAt: 0,
};

interface Match {
  readonly route: Route;
  readonly parameters: readonly string[];
}

/** The routes whose path fits, of any method. */
function matchRoutes(path: string): Match[] {
  const segments = path.split('/');
  return routes.flatMap((route) => {
    const pattern = route.path.split('/');
    if (pattern.length !== segments.length) return [];
    const fits = pattern.every((part, index) => part.startsWith('{') || part === segments[index]);
    if (!fits) return [];
    const parameters = pattern.flatMap((part, index) =>
      part.startsWith('{') ? [decodeURIComponent(segments[index] ?? '')] : [],
    );
    return [{ route, parameters }];
  });
}

async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > largestBody) throw new Refusal(413, 'problem', { title: 'Payload Too Large' });
    chunks.push(chunk as Buffer);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new Refusal(400, 'problem', { title: 'Bad Request', detail: 'Failed to read request' });
  }
}

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sardonyx sandbox</title>
<style>:root{color-scheme:light dark;font:100%/1.5 system-ui,sans-serif}body{margin:10vh auto;max-width:34rem;padding:0 1rem}</style></head>
<body><main><h1>Sardonyx sandbox</h1><p>A data-science platform that runs on this machine alone, to try Sardonyx and to learn.</p>
<p>Add this address as a platform in Sardonyx. Programs read <a href="/api/public/configuration">the configuration</a>; the cluster's certificate comes from <a href="/certificate-authority.pem">this authority</a>.</p></main></body></html>`;

async function handleApi(
  options: OnyxiaOptions,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const path = url.pathname.slice('/api'.length);
  const matches = matchRoutes(path);
  // Tomcat, in which the real API runs, refuses an encoded "/" before the API sees it.
  if (/%2f/i.test(path)) throw new Refusal(400, 'empty');
  const match = matches.find(({ route }) => route.method === request.method);
  const open = match?.route.open === true || path.startsWith('/public/');
  const address = `http://${request.headers.host ?? ''}${url.pathname}`;
  const person = open ? nobody : await authenticate(request, options.verifyAccessToken, address);
  if (!match) {
    if (matches.length > 0) throw new Refusal(405, 'problem', { title: 'Method Not Allowed' });
    throw new Refusal(404, 'problem', { title: 'Not Found', detail: `No static resource ${path.slice(1)}.` });
  }
  const body = request.method === 'GET' ? undefined : await readJsonBody(request);
  const { platform } = options;
  await runRoute(match.route, {
    request,
    response,
    url,
    parameters: match.parameters,
    person,
    platform,
    body,
  });
}

function preflight(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    'access-control-allow-origin': request.headers.origin ?? '*',
    'access-control-allow-methods': 'GET,HEAD,POST,PUT,DELETE,OPTIONS',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    'access-control-allow-credentials': 'true',
    'access-control-max-age': '1800',
    vary: 'Origin',
  });
  response.end();
}

/** Starts the API. */
export async function startOnyxia(options: OnyxiaOptions): Promise<Onyxia> {
  const serve: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method === 'OPTIONS') return preflight(request, response);
    if (url.pathname === '/') {
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    }
    if (url.pathname === '/certificate-authority.pem') {
      return void response
        .writeHead(200, { 'content-type': 'application/x-pem-file' })
        .end(options.certificateAuthority);
    }
    if (!url.pathname.startsWith('/api/')) {
      return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
    }
    handleApi(options, request, response, url).catch((error: unknown) => {
      if (!(error instanceof Refusal))
        options.platform.log(`onyxia: ${request.method} ${url.pathname}: ${String(error)}`);
      if (response.headersSent) return response.destroy();
      return refuse(
        request,
        response,
        error instanceof Refusal ? error : new Refusal(500, 'plain'),
        url.pathname,
      );
    });
  };
  const server = createServer(withFaults(options.faults ?? createFaultGate(), serve));
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
