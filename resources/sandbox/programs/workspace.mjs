// The workspace: a small development environment for one person, in a browser. Plain Node (20 or newer), no dependencies.
// PASSWORD opens it, PORT is where it listens, WORKSPACE_FOLDER what it works on (a path of the container, or relative to
// HOME; `work` unless told otherwise), WORKSPACE_LANGUAGE (fr or en) overrides the browser's language.
import { randomBytes } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { createFiles } from './workspace/files.mjs';
import { answerFiles } from './workspace/file-routes.mjs';
import { createSessions } from './workspace/session.mjs';
import { answerSignIn, servePage } from './workspace/pages.mjs';
import { startRun } from './workspace/run.mjs';
import { acceptWebSocket } from './workspace/websocket.mjs';

const started = new Date();
const root = workFolder();
const password = process.env.PASSWORD || randomBytes(12).toString('base64url');
const sessions = createSessions(password);
const files = createFiles(root);
const live = new Set();

const server = createServer((request, response) => {
  const begun = Date.now();
  const { pathname } = new URL(request.url, 'http://workspace');
  response.on('finish', () => {
    // Without the query: it may hold the token.
    if (!/\.(js|css)$/.test(pathname))
      console.log(`${request.method} ${pathname} ${response.statusCode} ${Date.now() - begun} ms`);
  });
  response.setHeader(
    'content-security-policy',
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
  );
  response.setHeader('x-frame-options', 'SAMEORIGIN');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  answer(request, response).catch((error) => {
    if (error.status === undefined) console.error(`${request.method} ${pathname} failed: ${error.message}`);
    if (!response.headersSent)
      sendJson(response, error.status ?? 500, {
        error: error.status === undefined ? 'internal' : error.message,
      });
    else response.destroy();
  });
});

async function answer(request, response) {
  const url = new URL(request.url, 'http://workspace');
  if (await servePage(url, request, response)) return;
  if (await answerSignIn(url, request, response, sessions)) return;
  const who = sessions.find(request);
  if (who === undefined) {
    if (url.pathname.startsWith('/api/')) return sendJson(response, 401, { error: 'signed-out' });
    response.writeHead(302, {
      location: `/login?next=${encodeURIComponent(url.pathname)}`,
      'cache-control': 'no-store',
    });
    return response.end();
  }
  // A page of another origin may send a request with our cookie, but not with our token.
  if (who === 'cookie' && request.method !== 'GET' && !sessions.isOwnOrigin(request))
    return sendJson(response, 403, { error: 'foreign-origin' });
  if (url.pathname === '/api/status' && request.method === 'GET') {
    return sendJson(response, 200, {
      started: started.toISOString(),
      uptime: Math.round((Date.now() - started.getTime()) / 1000),
      folder: root,
    });
  }
  if (url.pathname === '/api/run' && request.method === 'POST')
    return startRun(request, response, files, root);
  if (url.pathname === '/api/files' || url.pathname.startsWith('/api/files/'))
    return answerFiles(url, request, response, files);
  return sendJson(response, 404, { error: 'not-found' });
}

// The heartbeat: one message every two seconds, so that the page sees at once when it is cut off.
server.on('upgrade', (request, socket) => {
  socket.on('error', () => socket.destroy());
  const { pathname } = new URL(request.url, 'http://workspace');
  const who = sessions.find(request);
  const refusal =
    pathname !== '/api/live'
      ? '404 Not Found'
      : who === undefined
        ? '401 Unauthorized'
        : who === 'cookie' && !sessions.isOwnOrigin(request)
          ? '403 Forbidden'
          : undefined;
  const connection = refusal === undefined ? acceptWebSocket(request, socket) : undefined;
  if (connection === undefined)
    return socket.end(
      `HTTP/1.1 ${refusal ?? '400 Bad Request'}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
  const beat = () =>
    connection.send(JSON.stringify({ started: started.toISOString(), time: new Date().toISOString() }));
  const timer = setInterval(beat, 2000);
  live.add(connection);
  void connection.closed.then(() => {
    clearInterval(timer);
    live.delete(connection);
  });
  beat();
});

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(`Workspace listening on http://127.0.0.1:${server.address().port}, folder ${root}`);
  if (!process.env.PASSWORD) console.log(`No PASSWORD was given; this time it is ${password}`);
});

function workFolder() {
  const home = process.env.HOME ?? process.cwd();
  const given = process.argv[2] ?? process.env.WORKSPACE_FOLDER ?? 'work';
  // In the sandbox a path of the container lies below the pod's folder.
  const folder =
    path.isAbsolute(given) && process.env.SANDBOX_ROOT
      ? path.join(process.env.SANDBOX_ROOT, given)
      : path.resolve(home, given);
  mkdirSync(folder, { recursive: true });
  return realpathSync(folder);
}

function sendJson(response, status, value) {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(value));
}

function stop() {
  server.close(() => process.exit(0));
  for (const connection of live) connection.close();
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 1000).unref();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
// Whoever started the workspace holds its input open; when he is gone, it must not stay behind.
process.stdin.resume();
process.stdin.on('end', stop);
process.stdin.on('error', stop);
