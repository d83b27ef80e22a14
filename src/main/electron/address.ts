/** Comparing addresses by their parsed parts: a comparison of text can be tricked by a prefix, a name or a password. */
import { serviceDomain } from './names.ts';

/** Parses an address, undefined when it is none. */
export function parseAddress(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/**
 * Scheme, host and port of an address, `undefined` for one without a host or with a user name in it.
 * Unlike `URL.origin` it knows the app's own scheme, and it sees through `blob:` (URL standard, 4.7).
 */
export function originOf(text: string): string | undefined {
  const url = parseAddress(text);
  if (!url) return undefined;
  if (url.protocol === 'blob:') return originOf(url.pathname);
  if (url.host === '' || url.username !== '' || url.password !== '') return undefined;
  return `${url.protocol}//${url.host}`;
}

/** True for a page (not a `blob:`) of that origin. */
export function isPageOf(text: string, origin: string): boolean {
  return parseAddress(text)?.protocol !== 'blob:' && originOf(text) === origin;
}

/** True for bytes that a page of that origin made itself. */
export function isBlobOf(text: string, origin: string): boolean {
  return parseAddress(text)?.protocol === 'blob:' && originOf(text) === origin;
}

/** True for a name that belongs to the opened services, in any notation that resolves to it. */
export function isServiceName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return name === serviceDomain || name.endsWith(`.${serviceDomain}`);
}

/**
 * The origin of an opened service when the address is one of the gateway's, undefined otherwise.
 * @param id the service's name, which must be the first label of the host.
 * @param port where the gateway listens.
 */
export function serviceOriginOf(text: string, id: string, port: number): string | undefined {
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(id)) return undefined;
  const origin = `http://${id}.${serviceDomain}:${port}`;
  return isPageOf(text, origin) ? origin : undefined;
}
