/** Redirects, followed by us and not by the library: each hop may need another proxy, and secrets stay with their origin. */
import { failure } from '../../../shared/contract/errors.ts';

export interface FetchInit {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | URLSearchParams | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the headers must be there; 0: as long as it takes. The body may take longer. */
  readonly timeout?: number | undefined;
  /** `manual` hands the redirect itself back. */
  readonly redirect?: 'follow' | 'manual' | undefined;
}

const mostRedirects = 5;

/** Headers that must not reach another origin. */
const bound = new Set(['authorization', 'dpop', 'cookie', 'x-vault-token', 'proxy-authorization']);

/**
 * Asks and follows: 303, and 301 or 302 after a POST, become GET (RFC 9110, 15.4).
 * @throws Failure `unreachable` with `too-many-redirects` after five, or `insecure-redirect` from https to http.
 */
export async function followRedirects<Init extends FetchInit>(
  address: string,
  init: Init,
  once: (address: string, init: Init) => Promise<Response>,
): Promise<Response> {
  let at = new URL(address).href;
  let how = init;
  for (let hops = 0; ; hops += 1) {
    const response = await once(at, how);
    const location = response.headers.get('location');
    if (init.redirect === 'manual' || !location || ![301, 302, 303, 307, 308].includes(response.status))
      return response;
    await response.body?.cancel();
    const values = { host: new URL(at).host };
    if (hops === mostRedirects) {
      throw failure('unreachable', 'Too many redirects', { reason: 'too-many-redirects', values });
    }
    const next = new URL(location, at);
    if (at.startsWith('https:') && next.protocol !== 'https:') {
      throw failure('unreachable', 'A redirect leads from https to http', {
        reason: 'insecure-redirect',
        values,
      });
    }
    how = redirected(how, response.status, next.origin === new URL(at).origin);
    at = next.href;
  }
}

function redirected<Init extends FetchInit>(init: Init, status: number, sameOrigin: boolean): Init {
  const kept = Object.entries(init.headers ?? {}).filter(
    ([name]) => sameOrigin || !bound.has(name.toLowerCase()),
  );
  const method = (init.method ?? 'GET').toUpperCase();
  const becomesGet =
    (status === 303 && method !== 'HEAD') || ((status === 301 || status === 302) && method === 'POST');
  if (!becomesGet) return { ...init, headers: Object.fromEntries(kept) };
  const headers = kept.filter(([name]) => !/^content-/i.test(name));
  return { ...init, method: 'GET', body: undefined, headers: Object.fromEntries(headers) };
}
