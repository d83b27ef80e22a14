/** Answers over HTTP: JSON (indented for people at a terminal), text and failures. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { StatusError } from './status.ts';

/** Whether a person is probably reading: `?pretty=true`, or one of the programs the real server indents for. */
function wantsIndentation(request: IncomingMessage): boolean {
  if (/[?&]pretty=(true|1|)(&|$)/.test(request.url ?? '')) return true;
  return /^(curl|Wget|Mozilla\/5\.0)/.test(request.headers['user-agent'] ?? '');
}

/** Sends text that is JSON already. `contentType` defaults to `application/json`. */
export function sendJsonText(
  request: IncomingMessage,
  response: ServerResponse,
  code: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  const body = wantsIndentation(request)
    ? `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`
    : `${text}\n`;
  response.writeHead(code, {
    'audit-id': randomUUID(),
    'cache-control': 'no-cache, private',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

/** Sends a value as JSON. */
export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  code: number,
  value: unknown,
  headers?: Record<string, string>,
): void {
  sendJsonText(request, response, code, JSON.stringify(value), headers);
}

/** Sends a failure as a `Status` object; anything that is no StatusError becomes a 500 with its message. */
export function sendFailure(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const failure =
    error instanceof StatusError
      ? error
      : new StatusError(500, 'InternalError', `Internal error occurred: ${messageOf(error)}`);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const wait = failure.details?.retryAfterSeconds;
  sendJson(
    request,
    response,
    failure.code,
    failure.body(),
    wait === undefined ? {} : { 'retry-after': String(wait) },
  );
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
