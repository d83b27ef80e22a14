import type { DatabaseSync } from 'node:sqlite';
import type { Person, Session } from './model.ts';

/** Temporary credentials, kept in the catalogue so that they outlive a restart. */
export class Sessions {
  readonly #database: DatabaseSync;
  readonly #known = new Map<string, Session>();

  constructor(database: DatabaseSync, now: number) {
    this.#database = database;
    database.prepare('DELETE FROM sessions WHERE expires <= ?').run(now);
    for (const row of database.prepare('SELECT * FROM sessions').all())
      this.#known.set(String(row['access_key']), {
        accessKey: String(row['access_key']),
        secret: String(row['secret']),
        token: String(row['token']),
        person: JSON.parse(String(row['person'])) as Person,
        policy: row['policy'] === null ? undefined : String(row['policy']),
        expires: Number(row['expires']),
      });
  }

  /** The session of an access key, unless it has ended: an expired key is answered like an unknown one. */
  find(accessKey: string, now: number): Session | undefined {
    const session = this.#known.get(accessKey);
    return session && session.expires > now ? session : undefined;
  }

  keep(session: Session): void {
    this.#known.set(session.accessKey, session);
    this.#database
      .prepare('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)')
      .run(
        session.accessKey,
        session.secret,
        session.token,
        JSON.stringify(session.person),
        session.policy ?? null,
        session.expires,
      );
  }

  /** Ends every session at once, as a platform does whose keys were rotated. */
  endAll(): void {
    this.#known.clear();
    this.#database.exec('DELETE FROM sessions');
  }
}
