/** Asks the identity provider, before a browser is opened, whether it will send the browser back to us. */
import type { Network } from '../../network/network.ts';

export type ProbeAnswer =
  | { readonly kind: 'accepted' }
  /** It shows an error page instead of coming back: the redirect address (or the client) is not registered. */
  | { readonly kind: 'refused'; readonly words: string; readonly clientUnknown: boolean }
  /** It comes back with an error at once, for example `invalid_scope`. */
  | { readonly kind: 'error'; readonly error: string; readonly words: string };

/**
 * Sends the authorization request with `prompt=none`, without cookies and without following: who accepts the redirect
 * address comes back to it with `login_required` (OpenID Connect Core, 3.1.2.6), who does not shows a page (RFC 6749, 4.1.2.1).
 * @throws Failure where the provider cannot be reached.
 */
export async function probeRedirect(
  network: Network,
  authorization: URL,
  redirectUri: string,
  signal?: AbortSignal,
): Promise<ProbeAnswer> {
  const quiet = new URL(authorization);
  quiet.searchParams.set('prompt', 'none');
  const response = await network.fetch(quiet, {
    redirect: 'manual',
    signal,
    headers: { accept: 'text/html' },
  });
  return readProbe(response.status, response.headers.get('location'), await response.text(), redirectUri);
}

/** What the answer to such a request means. Pure. */
export function readProbe(
  status: number,
  location: string | null,
  page: string,
  redirectUri: string,
): ProbeAnswer {
  if (location?.startsWith(redirectUri)) {
    const query = new URL(location).searchParams;
    const error = query.get('error');
    if (!error || /_required$|^temporarily_unavailable$/.test(error)) return { kind: 'accepted' };
    return {
      kind: 'error',
      error,
      words: [error, query.get('error_description')].filter(Boolean).join(': '),
    };
  }
  // 401, 403 and 429 may come from what guards the provider against programs: a browser is let through.
  if (status < 400 || [401, 403, 429].includes(status) || status >= 500) return { kind: 'accepted' };
  const text = page
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return {
    kind: 'refused',
    words: text.slice(0, 300),
    clientUnknown: /client/i.test(text) && !/redirect/i.test(text),
  };
}
