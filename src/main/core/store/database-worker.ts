/** The thread that owns the databases: SQLite in WAL mode, every acknowledged write fsynced. */
import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import type { DatabaseAnswer, DatabaseRequest } from './database.ts';
import { isDecisionCall } from './decision-journal.ts';
import { answerDecisions } from './decision-tables.ts';
import { migrations } from './migrations.ts';
import { answerJournal } from './transfer-tables.ts';

const databases = new Map<string, DatabaseSync>();

class NewerDatabase extends Error {}

function databaseAt(file: string): DatabaseSync {
  const known = databases.get(file);
  if (known) return known;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const database = openOrSetAside(file);
  databases.set(file, database);
  return database;
}

/** A file that is no database (a crash of the disk, a hand edit) is kept beside under another name: nothing is deleted. */
function openOrSetAside(file: string): DatabaseSync {
  try {
    return prepare(new DatabaseSync(file));
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    renameSync(file, `${file}.damaged-${Date.now()}`);
    return prepare(new DatabaseSync(file));
  }
}

function prepare(database: DatabaseSync): DatabaseSync {
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (row.user_version > migrations.length) {
    throw new NewerDatabase(
      `The local store has version ${row.user_version}; this Sardonyx knows ${migrations.length}`,
    );
  }
  for (let version = row.user_version; version < migrations.length; version += 1) {
    database.exec(`BEGIN IMMEDIATE; ${migrations[version]} PRAGMA user_version = ${version + 1}; COMMIT;`);
  }
}

function answer(request: DatabaseRequest): unknown {
  if (request.call === 'close') return close(request.file);
  const database = databaseAt(request.file);
  const input = (request.input ?? {}) as Record<string, string>;
  switch (request.call) {
    case 'get':
      return read(database, input['key'] ?? '');
    case 'set':
      database
        .prepare(
          'INSERT INTO document VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, written_at = excluded.written_at',
        )
        .run(input['key'] ?? '', input['value'] ?? 'null', Date.now());
      return undefined;
    case 'delete':
      database.prepare('DELETE FROM document WHERE key = ?').run(input['key'] ?? '');
      return undefined;
    case 'kept':
      return database
        .prepare(
          'SELECT key, length(CAST(value AS BLOB)) AS bytes, written_at AS at FROM document WHERE substr(key, 1, ?) = ? ORDER BY key',
        )
        .all((input['prefix'] ?? '').length, input['prefix'] ?? '')
        .map((row) => ({ ...row }));
    case 'enqueue':
      database
        .prepare(
          'INSERT INTO outbox (id, kind, payload, added_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        )
        .run(input['id'] ?? '', input['kind'] ?? '', input['payload'] ?? 'null', Date.now());
      return undefined;
    case 'outbox':
      return database
        .prepare('SELECT id, kind, payload, added_at AS at FROM outbox ORDER BY position')
        .all()
        .map((row) => ({ ...row }));
    case 'dequeue':
      database.prepare('DELETE FROM outbox WHERE id = ?').run(input['id'] ?? '');
      return undefined;
    default:
      if (isDecisionCall(request.call)) return answerDecisions(database, request.call, request.input);
      return answerJournal(database, request.call, request.input);
  }
}

/** A record that cannot be read is set aside with the reason, so that the screen it belongs to opens empty instead of failing. */
function read(database: DatabaseSync, key: string): unknown {
  const row = database.prepare('SELECT value, written_at AS at FROM document WHERE key = ?').get(key) as
    { value: string; at: number } | undefined;
  if (!row) return undefined;
  try {
    return { value: JSON.parse(row.value) as unknown, at: row.at };
  } catch (error) {
    database
      .prepare('INSERT OR REPLACE INTO set_aside VALUES (?, ?, ?, ?)')
      .run(key, row.value, String(error), Date.now());
    database.prepare('DELETE FROM document WHERE key = ?').run(key);
    return undefined;
  }
}

function close(file: string): void {
  for (const [name, database] of databases) {
    if (file !== '' && name !== file) continue;
    database.close();
    databases.delete(name);
  }
}

function isCorrupt(error: unknown): boolean {
  return error instanceof Error && /not a database|malformed/.test(error.message);
}

parentPort?.on('message', (request: DatabaseRequest) => {
  let reply: DatabaseAnswer;
  try {
    reply = { id: request.id, value: answer(request) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code =
      error instanceof NewerDatabase ? 'newer' : /full|ENOSPC/.test(message) ? 'no-space' : 'internal';
    reply = { id: request.id, failed: { code, message } };
  }
  parentPort?.postMessage(reply);
});
