/** From what a person types to the API that answers there. */
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import { isLoopback } from '../../network/proxy-decision.ts';
import type { Network } from '../../network/network.ts';
import { createOnyxiaClient } from './client.ts';
import type { Configuration } from './types.ts';

export interface Discovered {
  /** Address of the API, without a slash at the end. */
  readonly base: string;
  readonly configuration: Configuration;
}

/**
 * Looks for an Onyxia at an address: with or without scheme, with or without `/api`, or any page of its web app.
 * @throws Failure `invalid-input` (`not-an-address`), `not-found` (`not-an-onyxia`: a server answers, but is none),
 * `unreachable` (no such host, nothing answers) or `untrusted`.
 */
export async function discover(address: string, network: Network, signal?: AbortSignal): Promise<Discovered> {
  const places = candidates(address);
  if (places.length === 0) {
    throw failure('invalid-input', 'This is not an address', {
      reason: 'not-an-address',
      field: 'address',
      values: { address },
    });
  }
  let away: Failure | undefined;
  let words = '';
  for (const base of places) {
    // Where the host itself cannot be talked to, its other paths cannot either.
    if (away && new URL(base).origin === new URL(places[0] as string).origin) continue;
    try {
      return { base, configuration: await createOnyxiaClient({ base, network }).configuration({ signal }) };
    } catch (error) {
      if (!isFailure(error) || error.code === 'cancelled' || error.code === 'untrusted') throw error;
      if (error.code === 'unreachable' && error.data.reason !== 'not-an-onyxia') away ??= error;
      else words ||= error.data.words ?? error.message;
    }
  }
  if (away && !words) throw away;
  const { host } = new URL(places[0] as string);
  throw failure('not-found', `${host} answers, but there is no Onyxia`, {
    reason: 'not-an-onyxia',
    values: { host },
    ...(words && { words }),
  });
}

/** The addresses at which an API may be, best guess first; empty for what is no address. Pure. */
export function candidates(typed: string): string[] {
  const trimmed = typed.trim();
  const schemed = /^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = URL.parse(schemed);
  if (
    !url?.hostname ||
    url.username !== '' ||
    /\s/.test(trimmed) ||
    trimmed === '' ||
    (schemed === trimmed && !/^https?:$/.test(url.protocol))
  )
    return [];
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) && schemed !== trimmed) return [];
  const segments = url.pathname.split('/').filter(Boolean);
  const api = segments.indexOf('api');
  const prefixes = segments.map((_, index) => segments.slice(0, index + 1).join('/'));
  const paths =
    api >= 0
      ? [segments.slice(0, api + 1).join('/'), 'api', '']
      : ['api', ...prefixes.flatMap((prefix) => [`${prefix}/api`, prefix]), ''];
  // Without a scheme: a server on this machine rarely has a certificate; others are never asked in the clear.
  const local = isLoopback(url.hostname.replace(/^\[|\]$/g, ''));
  const schemes = schemed === trimmed ? [url.protocol] : local ? ['http:', 'https:'] : ['https:'];
  const places = schemes.flatMap((scheme) =>
    paths.map((path) => `${scheme}//${url.host}${path ? `/${path}` : ''}`),
  );
  return [...new Set(places)];
}
