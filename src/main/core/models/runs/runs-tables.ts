/** The tables of runs of one server: a cache that can be made again, so nothing waits for the disk. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another layout is another version: the cache is then made anew. */
const version = 1;

const tables = `
  CREATE TABLE experiment (
    id TEXT PRIMARY KEY,
    newest INTEGER NOT NULL DEFAULT 0,
    pass INTEGER NOT NULL DEFAULT 0,
    complete_at INTEGER,
    fresh_at INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE,
    experiment TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    started INTEGER,
    ended INTEGER,
    user TEXT,
    artifact_uri TEXT NOT NULL,
    models TEXT NOT NULL,
    digest TEXT NOT NULL,
    pass INTEGER NOT NULL
  );
  CREATE INDEX run_experiment ON run (experiment, started DESC, run_id);
  CREATE TABLE field (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, UNIQUE (kind, key));
  CREATE TABLE metric (field INTEGER NOT NULL, run INTEGER NOT NULL, value REAL, PRIMARY KEY (field, run)) WITHOUT ROWID;
  CREATE INDEX metric_run ON metric (run);
  CREATE TABLE label (
    field INTEGER NOT NULL,
    run INTEGER NOT NULL,
    value TEXT NOT NULL,
    number REAL,
    PRIMARY KEY (field, run)
  ) WITHOUT ROWID;
  CREATE INDEX label_run ON label (run);
  CREATE TABLE dataset (run INTEGER NOT NULL, name TEXT, digest TEXT, context TEXT);
  CREATE INDEX dataset_run ON dataset (run);
  CREATE TABLE history (run_id TEXT NOT NULL, metric TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (run_id, metric))
    WITHOUT ROWID;
`;

/**
 * Opens or makes the tables; a damaged file or one of another layout is replaced. @param file `:memory:` keeps nothing
 * @throws Error of SQLite on a full disk
 */
export function openRunsTables(file: string): DatabaseSync {
  if (file === ':memory:') return prepared(new DatabaseSync(file));
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    return prepared(new DatabaseSync(file));
  } catch (error) {
    if (!(error instanceof Error) || !/not a database|malformed|another layout/.test(error.message))
      throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    return prepared(new DatabaseSync(file));
  }
}

function prepared(database: DatabaseSync): DatabaseSync {
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000;');
    // MLflow sets the same for its own store on SQLite.
    database.exec('PRAGMA case_sensitive_like = ON; PRAGMA cache_size = -16000;');
    database.function('folded', { deterministic: true }, (text) =>
      typeof text === 'string' ? text.toLowerCase() : null,
    );
    const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    if (found === 0) database.exec(`BEGIN; ${tables} PRAGMA user_version = ${version}; COMMIT;`);
    else if (found !== version) throw new Error('The cache has another layout');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
