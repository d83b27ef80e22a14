import { DatabaseSync } from 'node:sqlite';

/**
 * Opens (and makes, the first time) the tables of the tracking server and of the registry. As in MLflow's own stores on
 * SQLite, LIKE minds the case. Times in milliseconds since 1970.
 */
export const openDatabase = (path: string): DatabaseSync => {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA cache_size = -64000;
    PRAGMA case_sensitive_like = ON;
    PRAGMA foreign_keys = ON;
    CREATE TABLE IF NOT EXISTS experiments (
      id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, location TEXT NOT NULL, stage TEXT NOT NULL,
      created INTEGER NOT NULL, updated INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS experiment_tags (
      experiment INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (experiment, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS runs (
      id TEXT PRIMARY KEY, experiment INTEGER NOT NULL, name TEXT NOT NULL, user TEXT NOT NULL, status TEXT NOT NULL,
      started INTEGER NOT NULL, ended INTEGER, artifact_uri TEXT NOT NULL, stage TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS runs_by_time ON runs (experiment, stage, started DESC, id);
    CREATE TABLE IF NOT EXISTS params (
      run TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS run_tags (
      run TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS metrics (
      run TEXT NOT NULL, key TEXT NOT NULL, step INTEGER NOT NULL, timestamp INTEGER NOT NULL, value REAL NOT NULL,
      is_nan INTEGER NOT NULL, PRIMARY KEY (run, key, step, timestamp, value, is_nan)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS latest_metrics (
      run TEXT NOT NULL, key TEXT NOT NULL, step INTEGER NOT NULL, timestamp INTEGER NOT NULL, value REAL NOT NULL,
      is_nan INTEGER NOT NULL, PRIMARY KEY (run, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS run_inputs (
      sequence INTEGER PRIMARY KEY, run TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, context TEXT, input TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS inputs_of_run ON run_inputs (run, name, digest);
    CREATE TABLE IF NOT EXISTS run_models (
      sequence INTEGER PRIMARY KEY, run TEXT NOT NULL, direction TEXT NOT NULL, model TEXT NOT NULL, step INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS models_of_run ON run_models (run, direction);
    CREATE TABLE IF NOT EXISTS logged_models (
      id TEXT PRIMARY KEY, experiment INTEGER NOT NULL, name TEXT NOT NULL, location TEXT NOT NULL, type TEXT NOT NULL,
      status INTEGER NOT NULL, source_run TEXT NOT NULL, stage TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS logged_model_values (
      model TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (model, kind, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS logged_model_metrics (
      model TEXT NOT NULL, run TEXT NOT NULL, key TEXT NOT NULL, value REAL NOT NULL, is_nan INTEGER NOT NULL,
      timestamp INTEGER NOT NULL, step INTEGER NOT NULL, dataset_name TEXT, dataset_digest TEXT,
      PRIMARY KEY (model, key, run, timestamp, step)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS registered_models (
      name TEXT PRIMARY KEY, created INTEGER NOT NULL, updated INTEGER NOT NULL, description TEXT
    ) STRICT;
    CREATE TABLE IF NOT EXISTS registered_model_tags (
      name TEXT NOT NULL REFERENCES registered_models ON UPDATE CASCADE ON DELETE CASCADE,
      key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS aliases (
      name TEXT NOT NULL REFERENCES registered_models ON UPDATE CASCADE ON DELETE CASCADE,
      alias TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (name, alias)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS model_versions (
      name TEXT NOT NULL REFERENCES registered_models ON UPDATE CASCADE ON DELETE CASCADE,
      version INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, description TEXT, stage TEXT NOT NULL,
      source TEXT NOT NULL, location TEXT NOT NULL, run TEXT NOT NULL, run_link TEXT NOT NULL, model TEXT,
      PRIMARY KEY (name, version)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS model_version_tags (
      name TEXT NOT NULL, version INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (name, version, key),
      FOREIGN KEY (name, version) REFERENCES model_versions ON UPDATE CASCADE ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
  `);
  return database;
};
