/** How a browser becomes the person's own: a token that is good once becomes a cookie. */
import { randomBytes, timingSafeEqual } from 'node:crypto';

const cookieName = 'sardonyx-session';

export interface Entry {
  /** A new token for an address to open; the older ones stay good until each is used once. */
  newToken(): string;
  /** The Set-Cookie value for a token, undefined when it is unknown or was used. */
  redeem(token: string): string | undefined;
  /** True when the Cookie header holds the session. */
  admits(cookies: string | undefined): boolean;
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
    redeem: (token) =>
      tokens.delete(token) ? `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/` : undefined,
    admits: (cookies) => same(cookieValue(cookies, cookieName) ?? '', session),
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
