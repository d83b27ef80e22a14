import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { Secret } from './secret.ts';

/** A token that was given out; times in milliseconds since the epoch. `ttl` is its first lease in seconds. */
export interface Lease {
  readonly token: string;
  readonly accessor: string;
  readonly person: { readonly name: string; readonly groups: readonly string[] };
  readonly entity: string;
  readonly issued: number;
  readonly ttl: number;
  readonly expires: number;
}

const digest = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Secrets and leases, in one database file that outlives a restart. Plain text: a sandbox guards nothing. */
export class VaultStore {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS secrets (path TEXT PRIMARY KEY, secret TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS leases (digest TEXT PRIMARY KEY, lease TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    `);
  }

  read(path: string): Secret | undefined {
    const row = this.#database.prepare('SELECT secret FROM secrets WHERE path = ?').get(path);
    return row && (JSON.parse(String(row['secret'])) as Secret);
  }

  write(path: string, secret: Secret): void {
    this.#database.prepare('INSERT OR REPLACE INTO secrets VALUES (?, ?)').run(path, JSON.stringify(secret));
  }

  remove(path: string): void {
    this.#database.prepare('DELETE FROM secrets WHERE path = ?').run(path);
  }

  /** The names directly below a folder (`''` or ending with `/`), folders ending with `/`, in order. */
  list(folder: string): string[] {
    const rows = this.#database
      .prepare('SELECT path FROM secrets WHERE substr(path, 1, length(?)) = ? ORDER BY path')
      .all(folder, folder);
    const names = rows.map((row) => String(row['path']).slice(folder.length).replace(/\/.*$/s, '/'));
    return [...new Set(names)];
  }

  lease(token: string): Lease | undefined {
    const row = this.#database.prepare('SELECT lease FROM leases WHERE digest = ?').get(digest(token));
    return row && (JSON.parse(String(row['lease'])) as Lease);
  }

  keepLease(lease: Lease): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO leases VALUES (?, ?)')
      .run(digest(lease.token), JSON.stringify(lease));
  }

  endLease(token: string): void {
    this.#database.prepare('DELETE FROM leases WHERE digest = ?').run(digest(token));
  }

  endAllLeases(): void {
    this.#database.exec('DELETE FROM leases');
  }

  /** A value that is made once and then kept. */
  setting(name: string, make: () => string): string {
    const row = this.#database.prepare('SELECT value FROM settings WHERE name = ?').get(name);
    if (row) return String(row['value']);
    const value = make();
    this.#database.prepare('INSERT INTO settings VALUES (?, ?)').run(name, value);
    return value;
  }

  close(): void {
    this.#database.close();
  }
}
