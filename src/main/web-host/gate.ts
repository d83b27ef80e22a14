/** Who may ask the web host for what, decided from the request's headers alone. */

/** Name below which the app and the opened services have an origin each; every name below `localhost` is this machine. */
export const domain = 'sardonyx.localhost';

export interface AskedBy {
  readonly method: string;
  readonly upgrade: boolean;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** Sec-Fetch-Site, which browsers set and pages cannot. */
  readonly fetchSite: string | undefined;
}

export type Decision =
  | { readonly kind: 'app' }
  | { readonly kind: 'service'; readonly id: string }
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 421; readonly why: string };

const refused = (status: 400 | 403 | 421, why: string): Decision => ({ kind: 'refused', status, why });

/**
 * The web host's whole policy (DESIGN 8): Host on every request against DNS rebinding, Sec-Fetch-Site against other
 * pages (an IDE in a frame is same-site, so `same-site` is refused too), Origin on WebSockets and whatever may change
 * something. Requests for a service's origin are the gateway's, which has rules of its own.
 * @param port where the host listens.
 */
export function decide(asked: AskedBy, port: number): Decision {
  const name = hostName(asked.host, port);
  if (name === undefined) return refused(421, 'This address does not belong to Sardonyx');
  if (name !== `app.${domain}` && name.endsWith(`.${domain}`)) {
    const id = name.slice(0, -domain.length - 1);
    return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(id)
      ? { kind: 'service', id }
      : refused(421, 'No such service');
  }
  if (name !== `app.${domain}` && name !== 'localhost')
    return refused(421, 'This address does not belong to Sardonyx');
  if (asked.fetchSite !== undefined && asked.fetchSite !== 'same-origin' && asked.fetchSite !== 'none') {
    return refused(403, 'Another page may not ask this');
  }
  const changes = asked.upgrade || (asked.method !== 'GET' && asked.method !== 'HEAD');
  if (changes && asked.origin !== `http://${asked.host}`)
    return refused(403, 'Another origin may not ask this');
  return { kind: 'app' };
}

function hostName(host: string | undefined, port: number): string | undefined {
  const match = /^([a-z0-9.-]+):(\d+)$/.exec(host?.toLowerCase() ?? '');
  return match && Number(match[2]) === port ? match[1] : undefined;
}
