/** The questions of the core, answered out of one database; long work gives way to other questions. */
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readMetrics, readRun } from '../../platform/mlflow/read-answers.ts';
import { list, object, parseJson, someText, text } from '../../platform/mlflow/tolerant-json.ts';
import { run as change, statement } from '../../store/statements.ts';
import { readKeptRun } from './read-run.ts';
import type { RunsCalls } from './runs-messages.ts';
import { selectColumns, selectIds, selectRows, type RunColumn, type RunsQuestion } from './select-runs.ts';
import { curveOf, type MetricCurve } from './thin-history.ts';
import { readDatasets, removeRuns, writeRuns } from './write-runs.ts';

/** Runs that are written in one turn: some milliseconds, for which a question waits. */
const slice = 16;
/** Orders that are remembered, so that scrolling is cutting. */
const mostOrders = 8;

type Answers = {
  readonly [Call in Exclude<keyof RunsCalls, 'close'>]: (
    input: RunsCalls[Call]['input'],
  ) => RunsCalls[Call]['output'] | Promise<RunsCalls[Call]['output']>;
};

/** What follows from the rows, until they change. */
interface Remembered {
  readonly orders: Map<string, Int32Array>;
  readonly columns: Map<string, RunColumn[]>;
}

export function answersOf(database: DatabaseSync): Answers {
  const remembered: Remembered = { orders: new Map(), columns: new Map() };
  const changed = (count: number) => {
    if (count > 0) for (const known of Object.values(remembered)) known.clear();
    return count;
  };

  function idsOf(question: RunsQuestion): Int32Array {
    const key = JSON.stringify(question);
    const ids = remembered.orders.get(key) ?? selectIds(database, question);
    remembered.orders.delete(key);
    remembered.orders.set(key, ids);
    for (const first of remembered.orders.keys())
      if (remembered.orders.size > mostOrders) remembered.orders.delete(first);
    return ids;
  }

  function remove(runs: readonly string[]): number {
    const ids = runs.flatMap((run) => {
      const row = statement(database, 'SELECT id FROM run WHERE run_id = ?').get(run);
      return row ? [Number(row['id'])] : [];
    });
    return changed(removeRuns(database, ids));
  }

  return {
    state({ experiment }) {
      const row = statement(
        database,
        'SELECT newest, complete_at, fresh_at FROM experiment WHERE id = ?',
      ).get(experiment) as
        { newest: number; complete_at: number | null; fresh_at: number | null } | undefined;
      const { runs } = statement(database, 'SELECT count(*) AS runs FROM run WHERE experiment = ?').get(
        experiment,
      ) as {
        runs: number;
      };
      const unfinished = statement(
        database,
        "SELECT run_id FROM run WHERE experiment = ? AND status IN ('RUNNING', 'SCHEDULED')",
      ).all(experiment) as { run_id: string }[];
      return {
        runs,
        newest: row?.newest ?? 0,
        ...(row?.complete_at && { completeAt: row.complete_at }),
        ...(row?.fresh_at && { freshAt: row.fresh_at }),
        unfinished: unfinished.map(({ run_id: id }) => id),
      };
    },

    async page({ bytes, experiment, pass, isLook }) {
      const answer = object(jsonOf(bytes));
      const records = list(answer['runs']).map((one) => ({ run: readRun(one), datasets: readDatasets(one) }));
      await nextTurn();
      let count = 0;
      for (let at = 0; at < records.length; at += slice) {
        count += changed(writeRuns(database, records.slice(at, at + slice), pass));
        await nextTurn();
      }
      if (isLook) {
        const newest = Math.max(0, ...records.map(({ run }) => run.startedAt ?? 0));
        const sql = `INSERT INTO experiment (id, newest) VALUES (?, ?)
          ON CONFLICT DO UPDATE SET newest = max(newest, excluded.newest)`;
        change(database, sql, experiment, newest);
      }
      const next = someText(answer['next_page_token']);
      return { ids: records.map(({ run }) => run.id), changed: count, ...(next !== undefined && { next }) };
    },
    put({ bytes }) {
      const one = object(jsonOf(bytes))['run'];
      const run = readRun(one);
      if (run.lifecycle === 'deleted') return { run, changed: remove([run.id]) };
      const record = { run, datasets: readDatasets(one) };
      return { run, changed: changed(writeRuns(database, [record], 0)) };
    },
    endPass({ experiment, pass, at }) {
      const sql = 'SELECT id FROM run WHERE experiment = ? AND pass < ?';
      const gone = statement(database, sql).all(experiment, pass) as { id: number }[];
      const count = removeRuns(
        database,
        gone.map(({ id }) => id),
      );
      change(
        database,
        'UPDATE experiment SET pass = ?, complete_at = ?, fresh_at = ? WHERE id = ?',
        pass,
        at,
        at,
        experiment,
      );
      return changed(count);
    },
    endLook({ experiment, at }) {
      change(database, 'UPDATE experiment SET fresh_at = ? WHERE id = ?', at, experiment);
      return undefined;
    },
    remove: ({ runs }) => remove(runs),

    rows({ columns, offset, limit, ...question }) {
      const ids = idsOf(question);
      return {
        rows: selectRows(database, [...ids.subarray(offset, offset + limit)], columns),
        total: ids.length,
      };
    },
    columns({ experiments }) {
      const key = JSON.stringify(experiments);
      const columns = remembered.columns.get(key) ?? selectColumns(database, experiments);
      remembered.columns.set(key, columns);
      return columns;
    },
    runs: ({ ids }) =>
      ids.flatMap((id) => {
        const run = readKeptRun(database, id);
        return run ? [run] : [];
      }),
    counts() {
      const rows = statement(
        database,
        'SELECT experiment, count(*) AS runs FROM run GROUP BY experiment',
      ).all();
      return Object.fromEntries(rows.map((row) => [String(row['experiment']), Number(row['runs'])]));
    },

    curves({ answers, runs, metric, points }) {
      const metrics = answers.flatMap((bytes) => list(object(jsonOf(bytes))['metrics']));
      const byRun = Map.groupBy(metrics, (one) => text(one['run_id']));
      return runs.map((run) => {
        const own = byRun.get(run) ?? (runs.length === 1 ? byRun.get('') : undefined) ?? [];
        const curve = curveOf(run, readMetrics(own), points);
        change(
          database,
          'INSERT OR REPLACE INTO history VALUES (?, ?, ?)',
          run,
          metric,
          JSON.stringify(curve),
        );
        return curve;
      });
    },
    keptCurves: ({ runs, metric, points }) =>
      runs.map((run) => {
        const row = statement(database, 'SELECT record FROM history WHERE run_id = ? AND metric = ?').get(
          run,
          metric,
        );
        const curve = row ? (JSON.parse(String(row['record'])) as MetricCurve) : undefined;
        if (!curve) return { run, steps: [], values: [], at: [], all: 0 };
        const kept = curve.values.map((value, at) => ({
          key: metric,
          value,
          step: curve.steps[at] ?? 0,
          timestamp: curve.at[at] ?? 0,
        }));
        return { ...curveOf(run, kept, points), all: curve.all };
      }),
  };
}

/** @throws SyntaxError where it is no JSON */
function jsonOf(bytes: Uint8Array<ArrayBuffer>): unknown {
  return parseJson(Buffer.from(bytes.buffer).toString('utf8'));
}
