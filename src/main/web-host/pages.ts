/** Serves the built renderer with the headers that keep it in its place. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** The policy of every page of the app; `frames` are the origins that opened services may have. */
export function contentSecurityPolicy(frames: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `media-src 'self'`,
    `font-src 'self' data:`,
    `connect-src 'self'`,
    `worker-src 'self' blob:`,
    `frame-src ${frames}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
  ].join('; ');
}

/** Headers of every answer of the app's own origin. */
export function safetyHeaders(frames: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(frames),
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
}

/** The file that a path of the app means, contained in the folder; paths without a file are the app's own routes. */
export async function findPage(folder: string, pathname: string): Promise<string> {
  const index = path.join(folder, 'index.html');
  let relative: string;
  try {
    relative = decodeURIComponent(pathname);
  } catch {
    return index;
  }
  const file = path.join(folder, path.normalize(relative));
  if (!file.startsWith(folder + path.sep) || path.extname(file) === '') return index;
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? file : index;
}

/** Sends a file; names with a hash of their content may be kept for ever. */
export function sendPage(response: ServerResponse, file: string): void {
  const hashed = /-[\w-]{8}\.\w+$/.test(file);
  response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
  response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  createReadStream(file)
    .on('error', () => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    })
    .pipe(response);
}
