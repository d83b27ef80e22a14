/** The rules of the gateway that stands before an opened service: who may come in, and which headers change. */
import type { IncomingHttpHeaders } from 'node:http';

/** Path below which the gateway itself answers on a service's origin. */
export const enterPath = '/.sardonyx/enter';

/** Name of the cookie that admits to a service; services on 127.0.0.1 share their cookies, hence the id in it. */
export const gatewayCookie = (id: string): string => `sardonyx-service-${id}`;

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * True when a request comes from the service's own pages, from the app that frames it, or from the address bar.
 * Another opened service is same-site too: its requests carry our cookie and are refused here.
 * @param origins the service's own origin and the app's.
 */
export function isOwnRequest(
  headers: IncomingHttpHeaders,
  origins: { service: string; app: string },
): boolean {
  const origin = headers.origin;
  if (origin !== undefined && origin !== origins.service) {
    return origin === origins.app && headers['sec-fetch-mode'] === 'navigate';
  }
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  return headers['sec-fetch-mode'] === 'navigate';
}

/** What is passed on to the service: no hop-by-hop headers (RFC 9110, 7.6.1), none of our cookies, the service's sign-in. */
export function requestHeaders(
  headers: IncomingHttpHeaders,
  authorization: string | undefined,
): IncomingHttpHeaders {
  const passed: IncomingHttpHeaders = {};
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  for (const [name, value] of Object.entries(headers)) {
    if (!hopByHop.has(name) && !named.has(name)) passed[name] = value;
  }
  const cookie = withoutOurCookies(headers.cookie);
  if (cookie === undefined) delete passed.cookie;
  else passed.cookie = cookie;
  if (authorization !== undefined && passed.authorization === undefined) passed.authorization = authorization;
  return passed;
}

/** A Cookie header without the names that are ours; undefined when nothing is left. */
export function withoutOurCookies(cookie: string | undefined): string | undefined {
  const kept = (cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !pair.startsWith('sardonyx-'));
  return kept.length > 0 ? kept.join('; ') : undefined;
}

/** What is passed back to the browser: the service may be framed by the app and by nothing else, and its cookies stay with it. */
export function responseHeaders(
  headers: IncomingHttpHeaders,
  app: string,
): Record<string, string | string[]> {
  const passed: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || hopByHop.has(name) || name === 'x-frame-options') continue;
    passed[name] = value;
  }
  const policies = [headers['content-security-policy']].flat().filter((policy) => policy !== undefined);
  passed['content-security-policy'] =
    policies.length > 0 ? policies.map((policy) => framedBy(policy, app)).join(', ') : framedBy('', app);
  const cookies = headers['set-cookie'];
  if (cookies)
    passed['set-cookie'] = cookies.filter((line) => !line.startsWith('sardonyx-')).map(withoutDomain);
  return passed;
}

/** A Content-Security-Policy whose `frame-ancestors` names the app alone. */
export function framedBy(policy: string, app: string): string {
  const directives = policy
    .split(';')
    .map((directive) => directive.trim())
    .filter((directive) => directive !== '' && !/^frame-ancestors(\s|$)/i.test(directive));
  return [...directives, `frame-ancestors 'self' ${app}`].join('; ');
}

/** A Set-Cookie line without `Domain=`: it would reach the other services. */
export function withoutDomain(line: string): string {
  return line
    .split(';')
    .filter((part) => !/^\s*domain\s*=/i.test(part))
    .join(';');
}
