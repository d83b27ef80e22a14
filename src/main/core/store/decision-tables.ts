/** The journal of decisions in SQLite; runs in the thread that owns the databases. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { statement } from './statements.ts';
import type { DecisionCall, DecisionJournal, JournalEntry, JournalQuery } from './decision-journal.ts';

type NewEntry = Omit<JournalEntry, 'position' | 'part' | 'sent'>;
type BindRequest = Parameters<DecisionJournal['bind']>[0];

const columns = 'position, id, campaign, kind, item, record, part, sent';

/** Answers one call of the journal. @throws Error of SQLite; a write is then undone as a whole. */
export function answerDecisions(database: DatabaseSync, call: DecisionCall, input: unknown): unknown {
  switch (call) {
    case 'decisions-append':
      return whole(database, () => add(database, input as readonly NewEntry[], false));
    case 'decisions-adopt':
      return whole(database, () => add(database, input as readonly NewEntry[], true));
    case 'decisions-entries':
      return entries(database, input as JournalQuery);
    case 'decisions-bind':
      return whole(database, () => bind(database, input as BindRequest));
    case 'decisions-confirm':
      statement(database, 'UPDATE decision SET sent = 1 WHERE part = ? AND sent = 0').run(input as string);
      return undefined;
    case 'decisions-forget':
      statement(database, 'DELETE FROM decision WHERE campaign = ?').run(input as string);
      return undefined;
    case 'decisions-unsent':
      return statement(
        database,
        `SELECT campaign, count(*) AS entries FROM decision
          WHERE sent = 0 AND kind IN ('decision', 'adjudication') GROUP BY campaign ORDER BY campaign`,
      )
        .all()
        .map((row) => ({ ...row }));
  }
}

/** All of it in one transaction, on the disk when it returns. */
function whole<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function add(database: DatabaseSync, added: readonly NewEntry[], sent: boolean): void {
  for (const { id, campaign, kind, item, record } of added)
    statement(
      database,
      `INSERT INTO decision (id, campaign, kind, item, record, sent) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING`,
    ).run(id, campaign, kind, item, record, sent ? 1 : 0);
}

function entries(database: DatabaseSync, query: JournalQuery): JournalEntry[] {
  const conditions: [string, SQLInputValue][] = [['campaign = ?', query.campaign]];
  if (query.kind !== undefined) conditions.push(['kind = ?', query.kind]);
  if (query.item !== undefined) conditions.push(['item = ?', query.item]);
  const where = conditions.map(([condition]) => condition).join(' AND ');
  return statement(
    database,
    `SELECT ${columns} FROM decision WHERE ${where} ${query.unsent ? 'AND sent = 0' : ''}
      ORDER BY position ${query.newestFirst ? 'DESC' : ''} LIMIT ?`,
  )
    .all(...conditions.map(([, value]) => value), query.count ?? -1)
    .map(asEntry);
}

function bind(database: DatabaseSync, { campaign, kind, part, most }: BindRequest): JournalEntry[] {
  statement(
    database,
    `UPDATE decision SET part = ? WHERE position IN (
       SELECT position FROM decision WHERE campaign = ? AND kind = ? AND sent = 0 AND part IS NULL
        ORDER BY position LIMIT ?)`,
  ).run(part, campaign, kind, most);
  return statement(
    database,
    `SELECT ${columns} FROM decision WHERE campaign = ? AND kind = ? AND sent = 0 AND part IS NOT NULL
      ORDER BY position`,
  )
    .all(campaign, kind)
    .map(asEntry);
}

function asEntry(row: Record<string, unknown>): JournalEntry {
  return { ...(row as unknown as JournalEntry), sent: row['sent'] === 1 };
}
