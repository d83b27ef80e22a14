/** The sandbox's MLflow: tracking server, registry and artifact proxy, by REST 2.0 as MLflow 3.17 speaks it. */
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { createFaultGate, withFaults, type FaultGate } from '../faults.ts';
import { listen } from '../listen.ts';
import { artifactFiles, type ArtifactFiles } from './artifact-files.ts';
import { proxyArtifacts, sendArtifact, type ProxyState } from './artifact-proxy.ts';
import { proxyPath } from './artifacts.ts';
import { findCall, methodsOf } from './calls.ts';
import type { Context } from './context.ts';
import { openDatabase } from './database.ts';
import { MlflowError, PageError } from './errors.ts';
import { createExperiment } from './experiments.ts';
import { createRegistry, type Registry } from './registry.ts';
import { findVersion } from './registry-message.ts';
import { readRequest } from './request.ts';
import { findRun } from './runs.ts';
import { filesOf } from './version-source.ts';
import { spokenVersion } from './spoken-version.ts';
import { isAllowedHost, isForeign, isSignedIn, type MlflowCredentials } from './security.ts';

/** What can be changed while it runs. */
export interface MlflowState extends ProxyState {
  /** HTTP Basic is asked for, as `--app-name basic-auth` does. */
  wantsPassword: boolean;
  /** Every call is answered by the page of a sign-in proxy: status 200, HTML. */
  answersPages: boolean;
}

/** As it starts: open to everyone, artifacts in a folder. */
export const usualMlflowState: Readonly<MlflowState> = {
  wantsPassword: false,
  answersPages: false,
  streamsArtifacts: false,
};

export interface MlflowServer {
  readonly url: string;
  readonly port: number;
  readonly state: MlflowState;
  /** The registered models, for servers of this process. */
  readonly registry: Registry;
  readonly artifacts: ArtifactFiles;
  /** What the calls of the API work on, for those who call without HTTP. */
  readonly context: Context;
  stop(): Promise<void>;
}

const pages = { 'content-type': 'text/html; charset=utf-8' };
const signInPage = '<!doctype html>\n<html lang=en>\n<title>Sign in</title>\n<h1>Sign in to continue</h1>\n';
const welcome =
  '<!doctype html>\n<html lang=en>\n<title>MLflow</title>\n<p>This server has the interfaces of MLflow, without its pages.</p>\n';
const notSignedIn =
  'You are not authenticated. Please see https://www.mlflow.org/docs/latest/auth/index.html#authenticating-to-mlflow on how to authenticate.';

/** Starts it on 127.0.0.1 (port 0: any). Everything is kept in `folder`. */
export async function startMlflow(options: {
  folder: string;
  port: number;
  /** For when it asks for them. */
  credentials: MlflowCredentials;
  faults?: FaultGate;
  /** Told of exceptions that nobody expected. */
  log?: (message: string) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
}): Promise<MlflowServer> {
  const { folder, credentials, log } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = openDatabase(path.join(folder, 'mlflow.sqlite'));
  const artifacts = artifactFiles(path.join(folder, 'artifacts'));
  const registry = createRegistry(database, artifacts);
  const state: MlflowState = { ...usualMlflowState };
  const context: Context = {
    database,
    artifacts,
    now: options.now ?? Date.now,
    registryChanged: (model) => registry.changed(model),
  };
  makeDefaultExperiment(context);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = readAddress(request);
    if (pathname === '/health')
      return void response.writeHead(200, { 'content-type': 'text/plain' }).end('OK');
    if (pathname === '/version') return void response.writeHead(200, pages).end(spokenVersion);
    const plain = { 'content-type': 'text/plain' };
    if (!isAllowedHost(request.headers.host))
      return void response
        .writeHead(403, plain)
        .end('Invalid Host header - possible DNS rebinding attack detected');
    if (isForeign(request)) return void response.writeHead(403, plain).end('Cross-origin request blocked');
    if (state.answersPages) return void response.writeHead(200, pages).end(signInPage);
    if (state.wantsPassword && !isSignedIn(request, credentials))
      return void response
        .writeHead(401, { ...pages, 'www-authenticate': 'Basic realm="mlflow"' })
        .end(notSignedIn);
    if (pathname === '/') return void response.writeHead(200, pages).end(welcome);
    const download = downloadOf(context, pathname, query);
    if (download !== undefined) return sendArtifact(artifacts, download, request, response, state);
    const [, address = ''] = /^\/(?:ajax-)?api\/2\.0\/(.*)$/.exec(pathname) ?? [];
    const [isProxy, artifact] = /^mlflow-artifacts\/artifacts(?:\/(.*))?$/.exec(address) ?? [];
    if (isProxy !== undefined) return proxyArtifacts(artifacts, artifact, query, request, response, state);
    if (!address.startsWith('mlflow/')) throw new PageError(404);
    const inside = address.slice('mlflow/'.length);
    if (request.method === 'OPTIONS')
      return void response.writeHead(204, { ...pages, allow: methodsOf(inside) }).end();
    const { handler, path: names } = findCall(methodOf(request), inside);
    const value = await handler(context, await readRequest(request, query), names);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value, undefined, 2));
  }

  const server = createServer(
    withFaults(options.faults ?? createFaultGate(), (request, response) => {
      response.setHeader('x-content-type-options', 'nosniff');
      response.setHeader('x-frame-options', 'SAMEORIGIN');
      answer(request, response).catch((error: unknown) => refuse(error, response, log));
    }),
  );
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    state,
    registry,
    artifacts,
    context,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      database.close();
    },
  };
}

/** HEAD asks as GET does. */
const methodOf = ({ method = 'GET' }: IncomingMessage): string => (method === 'HEAD' ? 'GET' : method);

/** Parsed by hand: the parser of addresses would take `..` away. */
function readAddress({ url = '/' }: IncomingMessage): { pathname: string; searchParams: URLSearchParams } {
  const mark = url.indexOf('?');
  return {
    pathname: mark < 0 ? url : url.slice(0, mark),
    searchParams: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
  };
}

/** The experiment `Default`, which has the id 0. */
function makeDefaultExperiment(context: Context): void {
  if (context.database.prepare('SELECT 1 FROM experiments').get()) return;
  const id = createExperiment(context, 'Default', 'mlflow-artifacts:/0', []);
  context.database.prepare('UPDATE experiments SET id = 0 WHERE id = ?').run(Number(id));
  context.database.prepare('UPDATE sqlite_sequence SET seq = 0').run();
}

/** The artifact that a download of the interface's pages is for; undefined for other addresses. @throws MlflowError */
function downloadOf({ database }: Context, pathname: string, query: URLSearchParams): string | undefined {
  const inside = query.get('path') ?? '';
  const get = (name: string) => query.get(name) ?? '';
  if (pathname === '/get-artifact')
    return `${proxyPath(findRun(database, get('run_id') || get('run_uuid')).artifact_uri)}/${inside}`;
  if (pathname === '/model-versions/get-artifact')
    return `${proxyPath(filesOf(database, findVersion(database, get('name'), get('version')).location))}/${inside}`;
  return undefined;
}

function refuse(
  error: unknown,
  response: ServerResponse,
  log: ((message: string) => void) | undefined,
): void {
  if (response.headersSent) return void response.destroy();
  if (error instanceof MlflowError)
    return void response
      .writeHead(error.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(error.body));
  if (error instanceof PageError)
    return void response.writeHead(error.status, { ...pages, ...error.headers }).end(error.body);
  log?.(`mlflow: ${String(error)}`);
  response
    .writeHead(500, pages)
    .end('<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n');
}
