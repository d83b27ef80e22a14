/** The journal of transfers in SQLite; runs in the thread that owns the databases. */
import type { DatabaseSync } from 'node:sqlite';
import { run, statement } from './statements.ts';
import type { FileQuery, JournalCall, JournalChange, JournalFile } from './transfer-journal.ts';

/** Answers one call of the journal. @throws Error of SQLite; a write is then undone as a whole. */
export function answerJournal(database: DatabaseSync, call: JournalCall, input: unknown): unknown {
  switch (call) {
    case 'journal-write':
      return write(database, input as readonly JournalChange[]);
    case 'journal-transfers':
      return statement(database, 'SELECT id, record FROM transfer ORDER BY position')
        .all()
        .map((row) => ({ ...row }));
    case 'journal-files':
      return files(database, input as FileQuery);
    case 'journal-sums':
      return statement(
        database,
        `SELECT state, conflict, count(*) AS files, sum(size) AS bytes, count(problem) AS problems
           FROM transfer_file WHERE transfer = ? GROUP BY state, conflict`,
      )
        .all(input as string)
        .map((row) => ({ ...row, conflict: row['conflict'] === 1 }));
    case 'journal-parts': {
      const { transfer, file } = input as { transfer: string; file: number };
      return statement(
        database,
        'SELECT number, etag, size FROM transfer_part WHERE transfer = ? AND file = ? ORDER BY number',
      )
        .all(transfer, file)
        .map((row) => ({ ...row }));
    }
    case 'journal-part-bytes':
      return statement(
        database,
        'SELECT file, sum(size) AS bytes FROM transfer_part WHERE transfer = ? GROUP BY file',
      )
        .all(input as string)
        .map((row) => ({ ...row }));
    case 'journal-uploads':
      return statement(
        database,
        `SELECT upload_id AS id FROM transfer_file
          WHERE upload_id IS NOT NULL AND state IN ('ready', 'active', 'failed')`,
      )
        .all()
        .map((row) => row['id']);
  }
}

function files(database: DatabaseSync, query: FileQuery): unknown {
  const marks = query.states.map(() => '?').join(', ');
  const conflict = query.conflict === undefined ? '' : `AND conflict = ${query.conflict ? 1 : 0}`;
  const problems = query.problems ? 'AND problem IS NOT NULL' : '';
  return statement(
    database,
    `SELECT number, state, conflict, name, size, upload_id AS uploadId, record, problem, verified
       FROM transfer_file WHERE transfer = ? AND number > ? AND state IN (${marks}) ${conflict} ${problems}
      ORDER BY number LIMIT ? OFFSET ?`,
  )
    .all(query.transfer, query.after, ...query.states, query.count, query.from ?? 0)
    .map((row) => ({ ...row, conflict: row['conflict'] === 1 }));
}

function write(database: DatabaseSync, changes: readonly JournalChange[]): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const change of changes) apply(database, change);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function apply(database: DatabaseSync, change: JournalChange): void {
  switch (change.kind) {
    case 'transfer':
      run(
        database,
        'INSERT INTO transfer (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
        change.id,
        change.record,
      );
      return;
    case 'forget':
      run(database, 'DELETE FROM transfer WHERE id = ?', change.id);
      run(database, 'DELETE FROM transfer_file WHERE transfer = ?', change.id);
      run(database, 'DELETE FROM transfer_part WHERE transfer = ?', change.id);
      return;
    case 'clear-files':
      run(database, 'DELETE FROM transfer_file WHERE transfer = ?', change.transfer);
      run(database, 'DELETE FROM transfer_part WHERE transfer = ?', change.transfer);
      return;
    case 'files':
      for (const file of change.files) putFile(database, change.transfer, file);
      return;
    case 'file':
      putFile(database, change.transfer, change.file);
      return;
    case 'state':
      run(
        database,
        'UPDATE transfer_file SET state = ?, problem = ?, verified = ? WHERE transfer = ? AND number = ?',
        change.state,
        change.problem ?? null,
        change.verified ?? null,
        change.transfer,
        change.number,
      );
      if (change.state === 'done')
        run(
          database,
          'DELETE FROM transfer_part WHERE transfer = ? AND file = ?',
          change.transfer,
          change.number,
        );
      return;
    case 'settle':
      run(
        database,
        `UPDATE transfer_file SET state = ?, problem = ?
          WHERE transfer = ? AND state IN (${change.from.map(() => '?').join(', ')})`,
        change.to,
        change.problem ?? null,
        change.transfer,
        ...change.from,
      );
      return;
    case 'part':
      run(
        database,
        'INSERT OR REPLACE INTO transfer_part VALUES (?, ?, ?, ?, ?)',
        change.transfer,
        change.file,
        change.part.number,
        change.part.etag,
        change.part.size,
      );
      return;
    case 'clear-parts':
      run(
        database,
        'DELETE FROM transfer_part WHERE transfer = ? AND file = ?',
        change.transfer,
        change.file,
      );
  }
}

function putFile(database: DatabaseSync, transfer: string, file: JournalFile): void {
  run(
    database,
    'INSERT OR REPLACE INTO transfer_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    transfer,
    file.number,
    file.state,
    file.conflict ? 1 : 0,
    file.name,
    file.size,
    file.uploadId,
    file.record,
    file.problem,
    file.verified,
  );
}
