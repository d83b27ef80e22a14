/** The steps from an empty database to today's; a released step is never changed, only followed by another. */

/** Each step brings a database from version n to n + 1 (its place in this list). */
export const migrations: readonly string[] = [
  `CREATE TABLE document (
     key TEXT PRIMARY KEY,
     value TEXT NOT NULL,
     written_at INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE outbox (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     kind TEXT NOT NULL,
     payload TEXT NOT NULL,
     added_at INTEGER NOT NULL
   );
   CREATE TABLE set_aside (
     key TEXT PRIMARY KEY,
     value TEXT NOT NULL,
     reason TEXT NOT NULL,
     at INTEGER NOT NULL
   ) WITHOUT ROWID;`,
];
