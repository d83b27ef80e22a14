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
  `CREATE TABLE transfer (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     record TEXT NOT NULL
   );
   CREATE TABLE transfer_file (
     transfer TEXT NOT NULL,
     number INTEGER NOT NULL,
     state TEXT NOT NULL,
     conflict INTEGER NOT NULL,
     name TEXT NOT NULL,
     size INTEGER NOT NULL,
     upload_id TEXT,
     record TEXT NOT NULL,
     problem TEXT,
     verified TEXT,
     PRIMARY KEY (transfer, number)
   ) WITHOUT ROWID;
   CREATE INDEX transfer_file_state ON transfer_file (transfer, state, number);
   CREATE INDEX transfer_file_upload ON transfer_file (upload_id) WHERE upload_id IS NOT NULL;
   CREATE TABLE transfer_part (
     transfer TEXT NOT NULL,
     file INTEGER NOT NULL,
     number INTEGER NOT NULL,
     etag TEXT NOT NULL,
     size INTEGER NOT NULL,
     PRIMARY KEY (transfer, file, number)
   ) WITHOUT ROWID;`,
  `CREATE TABLE decision (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     campaign TEXT NOT NULL,
     kind TEXT NOT NULL,
     item TEXT NOT NULL,
     record TEXT NOT NULL,
     part TEXT,
     sent INTEGER NOT NULL
   );
   CREATE INDEX decision_campaign ON decision (campaign, kind, item);
   CREATE INDEX decision_unsent ON decision (campaign, kind, position) WHERE sent = 0;
   CREATE INDEX decision_part ON decision (part) WHERE part IS NOT NULL AND sent = 0;`,
];
