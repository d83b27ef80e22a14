/** Sessions of Argo CD's API: tokens for people who signed in by name and password. */
import { randomBytes } from 'node:crypto';
import type { Person } from '../kubernetes/authentication.ts';

/** Milliseconds that a session lives (Argo CD's usual 24 hours). */
const lifetime = 24 * 3_600_000;

export interface Sessions {
  open(person: Person): string;
  /** Undefined for a token that is not known or no longer holds. */
  find(token: string): Person | undefined;
}

/** Sessions in memory: a restart ends them. */
export function createSessions(): Sessions {
  const known = new Map<string, { person: Person; until: number }>();
  return {
    open(person) {
      const token = randomBytes(32).toString('base64url');
      known.set(token, { person, until: Date.now() + lifetime });
      return token;
    },
    find(token) {
      const session = known.get(token);
      if (session === undefined || session.until > Date.now()) return session?.person;
      known.delete(token);
      return undefined;
    },
  };
}
