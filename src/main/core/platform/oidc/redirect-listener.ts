/** Where the identity provider sends the browser back to: a page on 127.0.0.1 (RFC 8252, 7.3). */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { redirectPage } from './redirect-page.ts';

export interface Arrival {
  /** The whole address that the browser came to, with the provider's answer in its query. */
  readonly query: URLSearchParams;
  /** Sends the browser on. */
  continueTo(address: string): void;
  /** Shows the last page; the code is not in its address any more. */
  finish(outcome: 'done' | 'failed', words?: string): void;
}

export interface RedirectListener {
  readonly port: number;
  /** The next arrival with this `state`; others see a page that says so, and change nothing. */
  arrival(state: string, signal: AbortSignal): Promise<Arrival>;
  close(): Promise<void>;
}

export const redirectPath = '/callback';

/**
 * Listens on loopback.
 * @param port 0 for any.
 * @throws the error of Node where the port is taken.
 */
export async function listenForRedirect(
  port: number,
  languages: readonly string[],
): Promise<RedirectListener> {
  const waiting = new Map<string, (arrival: Arrival) => void>();
  let last: { outcome: 'done' | 'failed'; words?: string | undefined } = { outcome: 'failed' };
  let shown = () => {};
  const finished = new Promise<void>((resolve) => (shown = resolve));
  let finishing = false;

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    // A name that was pointed at loopback must not get here (DNS rebinding).
    const expectedHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '');
    if (!expectedHost || request.method !== 'GET') return answer(response, 404, '');
    if (url.pathname === '/finished') {
      answer(response, 200, redirectPage(last.outcome, languages, last.words));
      response.once('finish', shown);
      return;
    }
    const accept =
      url.pathname === redirectPath ? waiting.get(url.searchParams.get('state') ?? '') : undefined;
    if (!accept) return answer(response, 404, redirectPage('unknown', languages));
    waiting.delete(url.searchParams.get('state') ?? '');
    accept({
      query: url.searchParams,
      continueTo: (address) => response.writeHead(302, { ...headers, location: address }).end(),
      finish(outcome, words) {
        last = { outcome, words };
        finishing = true;
        response.writeHead(302, { ...headers, location: '/finished' }).end();
      },
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    arrival(state, signal) {
      return new Promise((resolve, reject) => {
        const abort = () => {
          waiting.delete(state);
          reject(signal.reason);
        };
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort, { once: true });
        waiting.set(state, (arrival) => {
          signal.removeEventListener('abort', abort);
          resolve(arrival);
        });
      });
    },
    async close() {
      if (finishing)
        await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, 3_000).unref())]);
      server.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 1_000).unref();
    },
  };
}

const headers = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

function answer(response: ServerResponse, status: number, page: string): void {
  response
    .writeHead(status, { ...headers, 'content-type': 'text/html; charset=utf-8', connection: 'close' })
    .end(page);
}
