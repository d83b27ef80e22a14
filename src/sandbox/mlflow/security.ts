/** Who may ask: the Host allow-list and the block of other origins that MLflow has since 3.5 (`server/security_utils.py`). */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const localHost = /^(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?::.*)?$/;
const privateHost = /^(?:192\.168\.|10\.|172\.(?:1[6-9]|2\d|3[01])\.|fc00:|fd00:)/;

/** Whether the server answers under this name; `more` are those that `--allowed-hosts` would add. */
export function isAllowedHost(host: string | undefined, more: readonly string[] = []): boolean {
  if (!host) return false;
  return localHost.test(host) || privateHost.test(host) || more.includes(host);
}

/** Whether a page of another origin tries to change something. */
export function isForeign({ method = 'GET', headers: { origin } }: IncomingMessage): boolean {
  if (origin === undefined || !['POST', 'PUT', 'DELETE', 'PATCH'].includes(method)) return false;
  try {
    return !['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
  } catch {
    return true;
  }
}

export interface MlflowCredentials {
  readonly user: string;
  readonly password: string;
}

/** Whether a request brings these credentials (HTTP Basic, RFC 7617). */
export function isSignedIn({ headers }: IncomingMessage, { user, password }: MlflowCredentials): boolean {
  const wanted = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  const given = Buffer.from(headers.authorization ?? '');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
