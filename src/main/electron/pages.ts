/** The built pages of the app: which file an address means, and the headers that keep pages in their place. */
import path from 'node:path';
import { appOrigin } from './names.ts';

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

/** Media type of a file, by its ending. */
export function typeOf(file: string): string {
  return types[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
}

/** The policy of every page of the app (checklist 7): nothing from elsewhere, no frame, no text run as script. */
export const contentSecurityPolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data: blob:`,
  `media-src 'self'`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `worker-src 'self' blob:`,
  `frame-src 'none'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
  `require-trusted-types-for 'script'`,
].join('; ');

/** Headers of every answer below the app's own scheme. */
export const safetyHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

export type PageRequest =
  | { readonly kind: 'file'; readonly file: string }
  /** Bytes that the core has, by their path and query. */
  | { readonly kind: 'bytes'; readonly path: string }
  | { readonly kind: 'refused'; readonly status: 404 | 405 };

/**
 * Decides what an address of the app's scheme means. A file stays in the folder, whatever the address says: parsing
 * takes out `..`, decoding may bring it back.
 */
export function decidePage(folder: string, method: string, address: string): PageRequest {
  const reads = method === 'GET' || method === 'HEAD';
  if (!reads && method !== 'PUT') return { kind: 'refused', status: 405 };
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || `${url.protocol}//${url.host}` !== appOrigin || url.username !== '')
    return { kind: 'refused', status: 404 };
  if (url.pathname.startsWith('/blobs/'))
    return { kind: 'bytes', path: url.pathname.slice('/blobs/'.length) + url.search };
  if (!reads) return { kind: 'refused', status: 405 };
  const name = decoded(url.pathname);
  const root = path.resolve(folder);
  const file = path.resolve(root, `.${path.posix.normalize(name === '/' ? '/index.html' : name)}`);
  const isInside = file.startsWith(root + path.sep) && !name.includes('\0') && !name.includes('\\');
  return isInside ? { kind: 'file', file } : { kind: 'refused', status: 404 };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '\0';
  }
}
