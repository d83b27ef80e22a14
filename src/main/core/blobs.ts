/** Bytes that never travel by RPC, over HTTP: both hosts hand their requests below `/blobs/` to these. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isFailure } from '../../shared/contract/errors.ts';
import { readRange } from './byte-range.ts';
import type { Core } from './core.ts';

/** Bytes of known size, whole in memory or read where they lie. */
export interface Blob {
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  /** Strong validator, for the browser's cache. */
  readonly etag: string;
  /** Sent besides, for example a policy that keeps a picture from running scripts. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Bytes `[start, end)`. @throws Failure */
  stream(start: number, end: number, signal: AbortSignal): Promise<Readable>;
}

/** Bytes in memory as a blob. */
export function blobOf(type: string, bytes: Uint8Array, etag: string): Blob {
  return {
    type,
    size: bytes.byteLength,
    etag,
    stream: async (start, end) => Readable.from([bytes.subarray(start, end)]),
  };
}

/** Answers GET, HEAD (with ranges and validators, RFC 9110 13 and 14) and PUT (what a page dropped). */
export async function serveBlob(
  core: Pick<Core, 'blob' | 'receive'>,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'PUT') return receive(core, path, request, response);
  const found = await core.blob(path).catch(() => undefined);
  if (!found) return refuse(response, 404);
  const { size, type, etag } = found;
  for (const [name, value] of Object.entries(found.headers ?? {})) response.setHeader(name, value);
  response.setHeader('etag', etag);
  response.setHeader('cache-control', 'private, max-age=3600');
  response.setHeader('accept-ranges', 'bytes');
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
  // A range of other bytes than those that the reader has would be garbage (RFC 9110, 13.1.5).
  const isSame = [undefined, etag].includes(request.headers['if-range'] as string | undefined);
  const range = readRange(isSame ? request.headers.range : undefined, size);
  if (range.kind === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${size}`);
    return refuse(response, 416);
  }
  const [start, end] = range.kind === 'part' ? [range.first, range.last + 1] : [0, size];
  const head = { 'content-type': type, 'content-length': end - start };
  if (range.kind === 'part') response.setHeader('content-range', `bytes ${start}-${end - 1}/${size}`);
  const status = range.kind === 'part' ? 206 : 200;
  if (request.method === 'HEAD' || end === start) return void response.writeHead(status, head).end();
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const body = await found.stream(start, end, gone.signal);
    response.writeHead(status, head);
    await pipeline(body, response);
  } catch {
    // Either the reader left, or the bytes stopped in the middle: a short body says so.
    if (response.headersSent) response.destroy();
    else refuse(response, 502);
  }
}

async function receive(
  core: Pick<Core, 'receive'>,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await core.receive(path, request);
    response.writeHead(204, { 'cache-control': 'no-store' }).end();
  } catch (error) {
    const code = isFailure(error) ? error.code : 'internal';
    const status = code === 'not-found' ? 404 : code === 'no-space' ? 507 : code === 'conflict' ? 409 : 500;
    if (!response.headersSent && !response.destroyed) refuse(response, status);
    request.destroy();
  }
}

function refuse(response: ServerResponse, status: number): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end();
}
