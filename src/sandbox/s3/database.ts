import { DatabaseSync } from 'node:sqlite';

/**
 * Opens (and makes, the first time) the catalogue of buckets and objects. Keys are compared as UTF-8 bytes, which is
 * the order that S3 lists in (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html).
 */
export const openDatabase = (path: string): DatabaseSync => {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA cache_size = -32000;
    CREATE TABLE IF NOT EXISTS buckets (
      name TEXT PRIMARY KEY, created INTEGER NOT NULL, owners TEXT NOT NULL,
      versioning TEXT, policy TEXT, cors TEXT
    ) STRICT;
    CREATE TABLE IF NOT EXISTS versions (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL,
      latest INTEGER NOT NULL, marker INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
      modified INTEGER NOT NULL, storage_class TEXT NOT NULL, headers TEXT NOT NULL, tags TEXT NOT NULL,
      parts TEXT NOT NULL, multipart INTEGER NOT NULL, checksum TEXT
    ) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS version_of_key ON versions (bucket, key, version);
    CREATE INDEX IF NOT EXISTS history ON versions (bucket, key, sequence DESC);
    CREATE INDEX IF NOT EXISTS current
      ON versions (bucket, key, size, etag, modified, storage_class) WHERE latest = 1 AND marker = 0;
    CREATE TABLE IF NOT EXISTS uploads (
      id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, initiated INTEGER NOT NULL, details TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS upload_parts (
      upload TEXT NOT NULL, number INTEGER NOT NULL, etag TEXT NOT NULL, size INTEGER NOT NULL,
      modified INTEGER NOT NULL, file TEXT NOT NULL, checksum TEXT, PRIMARY KEY (upload, number)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS sessions (
      access_key TEXT PRIMARY KEY, secret TEXT NOT NULL, token TEXT NOT NULL, person TEXT NOT NULL,
      policy TEXT, expires INTEGER NOT NULL
    ) STRICT;
  `);
  return database;
};

/** Runs `work` as one transaction: all of it is kept, or none when it throws. */
export const transaction = <Result>(database: DatabaseSync, work: () => Result): Result => {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
};
