/** How the Onyxia API answers: JSON compressed where the client allows it, and errors in its three shapes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/**
 * A refusal, in the shape in which the real API words it:
 * `problem` is application/problem+json (RFC 9457), `plain` is Spring's {timestamp, status, error, path}, `empty` has no body.
 */
export class Refusal extends Error {
  readonly status: number;
  readonly shape: 'problem' | 'plain' | 'empty';
  readonly fields: { title?: string; detail?: string; properties?: Record<string, unknown> };
  readonly headers: Record<string, string>;
  constructor(
    status: number,
    shape: Refusal['shape'],
    fields: Refusal['fields'] = {},
    headers: Record<string, string> = {},
  ) {
    super(`${status} ${fields.title ?? ''}`.trim());
    this.status = status;
    this.shape = shape;
    this.fields = fields;
    this.headers = headers;
  }
}

/** 403 for a project, a group, a name or a quota that the person may not use. */
export const accessDenied = () => new Refusal(403, 'problem', { title: 'Access denied' });

/** 404 for a chart or version that no catalog has. */
export const notFound = () => new Refusal(404, 'plain');

/** 500 without a reason: all that a client learns when helm or the cluster refuses. */
export const internalError = () => new Refusal(500, 'plain');

const reasons: Record<number, string> = {
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
};

const common = { 'cache-control': 'no-cache, no-store, max-age=0, must-revalidate', vary: 'Origin' };

function corsHeaders(request: IncomingMessage): Record<string, string> {
  const { origin } = request.headers;
  return origin === undefined
    ? {}
    : { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
): void {
  const compress =
    type !== 'application/problem+json' &&
    /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '');
  response.writeHead(status, {
    ...common,
    ...corsHeaders(request),
    'content-type': type,
    ...(compress ? { 'content-encoding': 'gzip' } : {}),
  });
  // Written apart from the end, so that the answer is chunked as the real one is.
  response.write(compress ? gzipSync(text) : text);
  response.end();
}

/** Answers 200 with JSON; `undefined` is an answer without a body. */
export function answer(request: IncomingMessage, response: ServerResponse, body: unknown): void {
  if (body === undefined) {
    response.writeHead(200, { ...common, ...corsHeaders(request), 'content-length': 0 }).end();
    return;
  }
  send(request, response, 200, 'application/json', JSON.stringify(body));
}

/** Answers 200 with text. */
export function answerText(request: IncomingMessage, response: ServerResponse, text: string): void {
  send(request, response, 200, 'text/plain;charset=UTF-8', text);
}

/** Answers a refusal; `path` is the address with its `/api`, without the query. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
  path: string,
): void {
  const { status, shape, fields } = refusal;
  if (shape === 'empty') {
    response
      .writeHead(status, { ...common, ...corsHeaders(request), ...refusal.headers, 'content-length': 0 })
      .end();
    return;
  }
  const body =
    shape === 'plain'
      ? { timestamp: Date.now(), status, error: reasons[status] ?? 'Error', path }
      : {
          type: 'about:blank',
          title: fields.title ?? reasons[status] ?? 'Error',
          status,
          ...(fields.detail === undefined ? {} : { detail: fields.detail }),
          instance: path,
          ...(fields.properties === undefined ? {} : { properties: fields.properties }),
        };
  send(
    request,
    response,
    status,
    shape === 'plain' ? 'application/json' : 'application/problem+json',
    JSON.stringify(body),
  );
}
