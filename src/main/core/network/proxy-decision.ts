/** Which proxy leads to an address: the person's settings, the environment and the system's own answer, weighed. Pure. */
import { BlockList, isIP } from 'node:net';

export interface ProxySettings {
  readonly mode: 'system' | 'none' | 'manual';
  /** Address of the proxy in manual mode, for example `http://user:password@proxy:3128` or `socks5://proxy:1080`. */
  readonly url?: string | undefined;
  /** Hosts to reach without it, written as in NO_PROXY. */
  readonly except?: string | undefined;
}

export type ProxyDecision = { readonly kind: 'direct' } | { readonly kind: 'proxy'; readonly url: string };
export type Environment = Readonly<Record<string, string | undefined>>;

const direct: ProxyDecision = { kind: 'direct' };

/**
 * Decides how to reach an address.
 * Loopback is always direct. In mode `system` the environment comes first (who starts the app from a shell with
 * HTTPS_PROXY means it), then `systemProxy`, the answer of the host in the words of a PAC file.
 */
export function decideProxy(question: {
  readonly address: string;
  readonly settings: ProxySettings;
  readonly environment: Environment;
  readonly systemProxy?: string | undefined;
}): ProxyDecision {
  const { address, settings, environment, systemProxy } = question;
  const { host, port } = hostAndPort(address);
  if (settings.mode === 'none' || isLoopback(host)) return direct;
  if (settings.mode === 'manual') {
    if (bypasses(settings.except ?? '', host, port)) return direct;
    return asDecision(settings.url);
  }
  const named = proxyFromEnvironment(address, environment);
  if (named !== undefined) {
    const exceptions = environment['no_proxy'] ?? environment['NO_PROXY'] ?? '';
    return bypasses(exceptions, host, port) ? direct : asDecision(named);
  }
  return asDecision(proxyFromPac(systemProxy ?? ''));
}

/** True for names and addresses of this machine. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}

/** The environment's proxy for an address, lower case before upper case, ALL_PROXY last (as curl reads them). */
export function proxyFromEnvironment(address: string, environment: Environment): string | undefined {
  const secure = /^(https|wss):/i.test(address);
  const names = secure ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY'];
  return [...names, 'all_proxy', 'ALL_PROXY'].map((name) => environment[name]).find((value) => value);
}

/**
 * The first usable entry of a PAC answer, as an address; undefined for DIRECT or nothing.
 * `PROXY` and `HTTP` are http proxies, `HTTPS` one reached by TLS, `SOCKS` and `SOCKS5` are taken as SOCKS5.
 */
export function proxyFromPac(answer: string): string | undefined {
  for (const entry of answer.split(';')) {
    const [kind = '', target] = entry.trim().split(/\s+/);
    if (/^direct$/i.test(kind)) return undefined;
    if (!target) continue;
    if (/^(proxy|http)$/i.test(kind)) return `http://${target}`;
    if (/^https$/i.test(kind)) return `https://${target}`;
    if (/^socks5?$/i.test(kind)) return `socks5://${target}`;
  }
  return undefined;
}

/**
 * A proxy's address in one form, `http://`, `https://` or `socks5://` with a port; undefined for what is none.
 * Without a scheme it is http; without a port 80, 443 or 1080.
 */
export function normalizeProxy(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  if (!trimmed) return undefined;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  const common = withScheme.replace(/^socks(5h?)?:/i, 'socks5:');
  const scheme = /^(https?|socks5):\/\//i.exec(common)?.[1]?.toLowerCase();
  // `http:` while parsing: of an unknown scheme the parser keeps neither host rules nor credentials apart.
  const parsed = scheme
    ? URL.parse(common.replace(/^[^:]+:/, 'http:').replace(/:80(?=\/|$)/, ':00080'))
    : null;
  if (!scheme || !parsed?.hostname) return undefined;
  const written = /:(\d+)\/?(?:[?#].*)?$/.exec(common)?.[1];
  const port = written ?? { http: '80', https: '443', socks5: '1080' }[scheme];
  const credentials = parsed.username
    ? `${parsed.username}${parsed.password ? `:${parsed.password}` : ''}@`
    : '';
  return `${scheme}://${credentials}${parsed.hostname}:${Number(port)}`;
}

/**
 * True if a list in the manner of NO_PROXY names the host: `*`, names (with or without a leading dot or `*.`; they hold
 * for what lies below too), addresses, CIDR ranges, each with `:port` or without; separated by commas or spaces.
 */
export function bypasses(list: string, host: string, port: number): boolean {
  return list
    .split(/[\s,;]+/)
    .filter(Boolean)
    .some((entry) => matches(entry.toLowerCase(), host.toLowerCase().replace(/\.$/, ''), port));
}

function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return inRange(entry, host);
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(entry);
  const named = bracketed ?? (isIP(entry) === 6 ? [entry, entry] : /^([^:]+)(?::(\d+))?$/.exec(entry));
  const [, name = '', wantedPort] = named ?? [];
  if (!name || (wantedPort !== undefined && Number(wantedPort) !== port)) return false;
  const bare = name.replace(/^\*?\./, '').replace(/\.$/, '');
  return host === bare || (isIP(host) === 0 && host.endsWith(`.${bare}`));
}

function inRange(entry: string, host: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const kind = isIP(network);
  if (kind === 0 || kind !== isIP(host) || !/^\d+$/.test(bits) || Number(bits) > (kind === 4 ? 32 : 128))
    return false;
  const range = new BlockList();
  const family = kind === 4 ? 'ipv4' : 'ipv6';
  range.addSubnet(network, Number(bits), family);
  return range.check(host, family);
}

function hostAndPort(address: string): { host: string; port: number } {
  const url = new URL(address);
  const standard = url.protocol === 'https:' || url.protocol === 'wss:' ? 443 : 80;
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || standard };
}

function asDecision(proxy: string | undefined): ProxyDecision {
  const url = normalizeProxy(proxy);
  return url === undefined ? direct : { kind: 'proxy', url };
}
