/** Serves the app's pages and bytes by a scheme of its own (checklist 1, 18). */
import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { appScheme } from './names.ts';
import { decidePage, safetyHeaders, typeOf } from './pages.ts';

/** Declares the scheme; must run before the app is ready. It is like https: an origin, secure, with fetch and streams. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

export interface PagesOptions {
  /** Folder of the built renderer. */
  readonly folder: string;
  /** Where the core hands out bytes; undefined while it does not run. */
  readonly corePort: () => number | undefined;
  readonly blobKey: string;
}

/** Answers the scheme in the app's own session only: pages of services live in other sessions and cannot load it. */
export function servePages(options: PagesOptions): void {
  protocol.handle(appScheme, (request) => answer(request, options));
}

/** One answer; every one carries the safety headers. */
export async function answer(request: Request, options: PagesOptions): Promise<Response> {
  const asked = decidePage(options.folder, request.method, request.url);
  if (asked.kind === 'refused') return respond(null, asked.status, {});
  if (asked.kind === 'bytes') return bytes(asked.path, request, options);
  try {
    return respond(new Uint8Array(await readFile(asked.file)), 200, {
      'content-type': typeOf(asked.file),
      'cache-control': 'no-cache',
    });
  } catch {
    return respond(null, 404, {});
  }
}

const passedOn = ['range', 'if-range', 'if-none-match'];
const passedBack = [
  'content-security-policy',
  'content-type',
  'content-length',
  'content-range',
  'accept-ranges',
  'etag',
  'cache-control',
];

async function bytes(path: string, request: Request, { corePort, blobKey }: PagesOptions): Promise<Response> {
  const port = corePort();
  if (port === undefined) return respond(null, 503, {});
  try {
    const found = await fetch(`http://127.0.0.1:${port}/${path}`, {
      method: request.method,
      headers: { ...chosen(request.headers, passedOn), authorization: `Bearer ${blobKey}` },
      ...(request.method === 'PUT' && { body: request.body, duplex: 'half' as const }),
      redirect: 'error',
      signal: request.signal,
    });
    return respond(found.body, found.status, chosen(found.headers, passedBack));
  } catch {
    return respond(null, 503, {});
  }
}

function chosen(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

function respond(body: BodyInit | null, status: number, headers: Record<string, string>): Response {
  const isEmpty = status === 204 || status === 304;
  return new Response(isEmpty ? null : body, { status, headers: { ...safetyHeaders, ...headers } });
}
