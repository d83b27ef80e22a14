/** How a browser becomes the person's own: a token that is good once becomes a cookie. */
import { randomBytes, timingSafeEqual } from 'node:crypto';

/** Cookies do not know ports (RFC 6265, 8.5): without it two apps on one machine would end each other's sessions. */
const cookieName = (port: number): string => `sardonyx-session-${port}`;

export interface Entry {
  /** A new token for an address to open; the older ones stay good until each is used once. */
  newToken(): string;
  /** The Set-Cookie value for a token, undefined when it is unknown or was used. `port` is where the host listens. */
  redeem(token: string, port: number): string | undefined;
  /** True when the Cookie header holds the session of the host at this port. */
  admits(cookies: string | undefined, port: number): boolean;
}

/** One session for the life of the process; nothing of it is written anywhere. */
export function createEntry(): Entry {
  const session = randomBytes(32).toString('base64url');
  const tokens = new Set<string>();
  return {
    newToken: () => {
      const token = randomBytes(24).toString('base64url');
      tokens.add(token);
      return token;
    },
    redeem: (token, port) =>
      tokens.delete(token) ? `${cookieName(port)}=${session}; HttpOnly; SameSite=Strict; Path=/` : undefined,
    admits: (cookies, port) => same(cookieValue(cookies, cookieName(port)) ?? '', session),
  };
}

/** One value of a Cookie header (RFC 6265, 4.2). */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, ...rest] = pair.trim().split('=');
    if (key === name) return rest.join('=');
  }
  return undefined;
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
