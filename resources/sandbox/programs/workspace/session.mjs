// Who may come in: the password gives a session cookie; a token header serves programs.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const cookieName = 'workspace-session';

/** Sessions over one password; they live in memory and end with the process. */
export function createSessions(password) {
  const open = new Set();
  const digest = (text) => createHash('sha256').update(String(text)).digest();
  const isPassword = (given) => timingSafeEqual(digest(given), digest(password));

  return {
    isPassword,
    /** The Set-Cookie header of a new session. */
    begin() {
      const id = randomBytes(32).toString('base64url');
      open.add(id);
      return `${cookieName}=${id}; HttpOnly; SameSite=Lax; Path=/`;
    },
    /** Ends the session of a request. Answers the Set-Cookie header that removes it. */
    end(request) {
      open.delete(cookieOf(request));
      return `${cookieName}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0`;
    },
    /** 'token' or 'cookie', by which a request is signed in; undefined when it is not. */
    find(request) {
      const token = /^token (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (token !== undefined && isPassword(token)) return 'token';
      return open.has(cookieOf(request)) ? 'cookie' : undefined;
    },
    /** Whether a request comes from our own page (or from no page at all), also behind a proxy that tells the host. */
    isOwnOrigin(request) {
      const { origin, host } = request.headers;
      if (origin === undefined) return true;
      const hosts = [host, request.headers['x-forwarded-host']];
      return URL.canParse(origin) && hosts.includes(new URL(origin).host);
    },
  };
}

function cookieOf(request) {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === cookieName)?.[1] ?? '';
}
