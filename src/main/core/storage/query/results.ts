/** Results of queries: a table each, in a database file of its own, until it is forgotten. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Cell, Column } from '../../../../shared/contract/storage/preview.ts';
import type { DuckValue } from './duck-protocol.ts';
import { interruptOn } from './duck.ts';
import { mayBeAboutBytes } from './query-failures.ts';
import { kindOf } from './cells.ts';
import type { Engine } from './engine.ts';
import type { Prepared } from './prepare.ts';

/** Rows of a result that is shown. */
export const mostRows = 1_000_000;
/** Databases that are open at once; the others are opened again when they are looked at. */
const mostOpen = 4;

export interface Result {
  readonly id: string;
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly truncatedAt: number | undefined;
}

export interface Results {
  /** Runs a statement and keeps what it gives. @throws DuckError, whose places count from the beginning of `prefix`. */
  make(id: string, prepared: Prepared, memoryLimit: number, signal: AbortSignal): Promise<Result>;
  get(id: string): Result;
  /** Asks the table `result` of a result. @throws DuckError */
  ask(id: string, sql: string, values?: readonly DuckValue[]): Promise<Cell[][]>;
  forget(id: string): Promise<void>;
}

/** What stands before the statement when it is run; for `EXPLAIN` that itself does. */
export const prefix = 'CREATE TABLE result AS SELECT * FROM (\n';

/** Results in an engine's folder. */
export function createResults(engine: Engine): Results {
  const kept = new Map<string, { result: Result; memoryLimit: number }>();
  const open = new Map<string, Promise<void>>();

  async function opened(id: string, memoryLimit: number, isFirstRows = false): Promise<void> {
    const known = open.get(id);
    open.delete(id);
    const opening =
      known ??
      engine.duck.open({
        name: id,
        file: path.join(engine.work, id, 'result.duckdb'),
        memoryLimit,
        // Only the beginning is here: one thread, and no second look at rows.
        threads: isFirstRows ? 1 : navigator.hardwareConcurrency,
        ...(isFirstRows && { disabledOptimizers: 'late_materialization' }),
        keepsOrder: true,
      });
    open.set(id, opening);
    const idle = [...open.keys()].find((one) => kept.has(one) && one !== id);
    if (open.size > mostOpen && idle) await close(idle);
    return opening;
  }
  async function close(id: string): Promise<void> {
    open.delete(id);
    await engine.duck.close(id);
  }

  async function materialise(id: string, { statement, ready, mirror }: Prepared): Promise<void> {
    const { duck } = engine;
    if (statement.explain === '') {
      await duck.run(id, `${prefix}${ready.sql}\n) LIMIT ${mostRows + 1}`);
      return;
    }
    const rows = await duck.run(id, `${statement.explain}${ready.sql}`);
    await duck.run(id, 'CREATE TABLE result (explain_key VARCHAR, explain_value VARCHAR)');
    for (const [key = null, value = null] of rows)
      await duck.run(id, 'INSERT INTO result VALUES (?, ?)', [key, mirror.named(String(value))]);
  }

  return {
    async make(id, prepared, memoryLimit, signal) {
      const { duck } = engine;
      await opened(id, memoryLimit, prepared.isFirstRows);
      const stopInterrupting = interruptOn(duck, id, signal);
      try {
        if (signal.aborted) throw failure('cancelled', 'Cancelled');
        try {
          await materialise(id, prepared);
        } catch (error) {
          if (signal.aborted || !mayBeAboutBytes(error) || !(await prepared.complete())) throw error;
          await materialise(id, prepared);
        }
        const [[count = 0] = []] = await duck.run(id, 'SELECT count(*) FROM result');
        const isCut = Number(count) > mostRows;
        if (isCut) await duck.run(id, `DELETE FROM result WHERE rowid >= ${mostRows}`);
        const described = await duck.run(id, 'SELECT column_name, column_type FROM (DESCRIBE result)');
        const result: Result = {
          id,
          columns: described.map(([name, type]) => ({
            name: String(name),
            type: String(type),
            kind: kindOf(String(type)),
          })),
          rows: Math.min(Number(count), mostRows),
          truncatedAt: isCut ? mostRows : undefined,
        };
        kept.set(id, { result, memoryLimit });
        return result;
      } catch (error) {
        await close(id);
        if (signal.aborted) throw failure('cancelled', 'Cancelled');
        throw error;
      } finally {
        stopInterrupting();
      }
    },
    get(id) {
      const known = kept.get(id);
      if (known) return known.result;
      throw failure('not-found', 'This result is gone', { reason: 'query-result-gone' });
    },
    async ask(id, sql, values) {
      const known = kept.get(id);
      if (!known) throw failure('not-found', 'This result is gone', { reason: 'query-result-gone' });
      await opened(id, known.memoryLimit);
      return engine.duck.run(id, sql, values);
    },
    async forget(id) {
      kept.delete(id);
      await close(id);
      await rm(path.join(engine.work, id), { recursive: true, force: true });
    },
  };
}
