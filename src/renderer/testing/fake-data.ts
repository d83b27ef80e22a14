/** Previews and queries in memory, for pictures and tests of the interface. */
import { failure } from '../../shared/contract/errors.ts';
import type { AppHandlers } from '../../shared/contract/index.ts';
import type { Cell, previewOperations } from '../../shared/contract/storage/preview.ts';
import type { QueryState, queryOperations } from '../../shared/contract/storage/query.ts';
import { changing } from './changing.ts';
import type { FakeCalls } from './fake-calls.ts';
import { sampleColumns, samplePreviews, sampleRow, totalRows } from './sample-data.ts';
import { now } from './samples.ts';

export const doneRun: QueryState = {
  id: 'q1',
  state: 'done',
  sql: '',
  objects: 1,
  bytesFetched: 12_700_000,
  bytesToFetch: 12_700_000,
  bytesCached: 4_200_000,
  startedAt: now - 2_000,
  milliseconds: 1_840,
  columns: sampleColumns.map(({ name, type, kind }) => ({ name, type, kind })),
  rows: 20_000,
};

const compare = (one: Cell, other: Cell) =>
  one === other ? 0 : one === null ? 1 : other === null ? -1 : one < other ? -1 : 1;

/** State that a test sets, and handlers over it. */
export function fakeData(calls: FakeCalls) {
  const state = {
    previews: { ...samplePreviews },
    /** Previews never come. */
    isSilent: false,
    /** What `runQuery` tells, until it is done. */
    run: changing<QueryState>(doneRun),
    rows: Array.from({ length: 20_000 }, (_, index) => sampleRow(index)),
    history: [
      {
        sql: "SELECT section, count(*) FROM 's3://alice/sirene/items.parquet' GROUP BY 1",
        profile: 'ssp',
        at: now - 60_000,
        milliseconds: 900,
        rows: 10,
        failed: false,
      },
      {
        sql: "SELECT * FORM 's3://alice/sirene/items.parquet'",
        profile: 'ssp',
        at: now - 90_000,
        failed: true,
      },
    ],
  };
  /** An object that nobody described looks like the first of its kind. */
  const previewOf = (key: string) => {
    const ending = key.slice(key.lastIndexOf('.'));
    const alike = Object.keys(state.previews).find((one) => one.endsWith(ending));
    if (state.previews[key] ?? /gone/.test(key)) return state.previews[key];
    return state.previews[alike ?? (ending === '.bin' ? 'core.dump' : 'server.log')];
  };
  const columns = sampleColumns.map((column) => column.name);
  const arrange = (view: { sort: { column: string; descending: boolean }[]; filter: string }) => {
    const condition = /^=\s*age\s*>\s*(\d+)$/.exec(view.filter);
    if (view.filter.startsWith('=') && !condition)
      throw failure('invalid-input', 'Binder Error', { words: 'Binder Error: Referenced column not found' });
    const kept = condition
      ? state.rows.filter((row) => Number(row[3] ?? 0) > Number(condition[1]))
      : state.rows.filter(
          (row) => view.filter === '' || row.join(' ').toLowerCase().includes(view.filter.toLowerCase()),
        );
    if (view.sort.length === 0) return kept;
    return kept.toSorted((one, other) => {
      for (const { column, descending } of view.sort) {
        const at = columns.indexOf(column);
        const [a, b] = [one[at] ?? null, other[at] ?? null];
        const order = compare(a, b);
        // What is null stands last, whatever the order, as in DuckDB.
        if (order !== 0) return descending && a !== null && b !== null ? -order : order;
      }
      return 0;
    });
  };

  const handlers: Pick<
    AppHandlers['storage'],
    keyof typeof previewOperations | keyof typeof queryOperations
  > = {
    preview: async (input) => {
      calls.note('storage.preview', input);
      if (state.isSilent) await new Promise(() => {});
      const found = previewOf(input.key);
      if (!found) throw failure('not-found', `There is no ${input.key}.`);
      return found;
    },
    tableRows: async (input) => {
      calls.note('storage.tableRows', input);
      const preview = previewOf(input.key);
      const names =
        input.sheet === 'Codes'
          ? ['code', 'intitulé']
          : preview?.kind === 'table'
            ? preview.columns.map((one) => one.name)
            : [];
      const all = input.sheet === 'Codes' ? 12 : preview?.kind === 'table' ? (preview.rows ?? 640) : 0;
      const end = Math.min(all, input.from + input.count, totalRows);
      const rows = Array.from({ length: Math.max(0, end - input.from) }, (_, index) =>
        input.sheet === 'Codes'
          ? [`0${index}`, `Modalité ${index}`]
          : sampleRow(input.from + index).slice(0, names.length),
      );
      return { columns: names, rows, bytesFetched: 4_096 };
    },
    async *runQuery(input, { signal }) {
      calls.note('storage.runQuery', input);
      signal.addEventListener('abort', () => calls.note('storage.runQuery.stopped', {}), { once: true });
      for await (const run of state.run.follow(signal)) {
        yield { ...run, sql: input.sql };
        if (['done', 'failed', 'cancelled'].includes(run.state)) return;
      }
    },
    resultRows: async (input) => {
      calls.note('storage.resultRows', input);
      const rows = arrange(input.view);
      return { rows: rows.slice(input.from, input.from + input.count), total: rows.length };
    },
    columnProfile: async (input) => {
      calls.note('storage.columnProfile', input);
      const rows = arrange(input.view);
      const at = columns.indexOf(input.column);
      const values = rows.map((row) => row[at] ?? null).filter((value) => value !== null);
      const numbers = values.filter((value) => typeof value === 'number').toSorted((a, b) => a - b);
      const [least, greatest] = [numbers[0] ?? 0, numbers.at(-1) ?? 0];
      const width = (greatest - least) / 20 || 1;
      const counts = Map.groupBy(values, String);
      return {
        rows: rows.length,
        nulls: rows.length - values.length,
        distinct: counts.size,
        distinctIsEstimate: input.column === 'siret',
        ...(numbers.length > 0
          ? {
              min: least,
              max: greatest,
              mean: numbers.reduce((sum, value) => sum + value, 0) / numbers.length,
              median: numbers[numbers.length >> 1] ?? 0,
              histogram: Array.from({ length: 20 }, (_, bin) => ({
                from: least + bin * width,
                to: least + (bin + 1) * width,
                count: numbers.filter((value) => Math.min(19, Math.floor((value - least) / width)) === bin)
                  .length,
              })),
            }
          : {
              frequent: [...counts]
                .map(([value, all]) => ({ value, count: all.length }))
                .toSorted((one, other) => other.count - one.count)
                .slice(0, 8),
            }),
      };
    },
    chart: async (input) => {
      calls.note('storage.chart', input);
      const x = columns.indexOf(input.x);
      const series = input.series === undefined ? -1 : columns.indexOf(input.series);
      const groups = Map.groupBy(state.rows, (row) => JSON.stringify([row[x], row[series]]));
      const points = [...groups.values()].map((rows) => ({
        x: rows[0]?.[x] ?? null,
        y: rows.length,
        ...(series < 0 ? {} : { series: String(rows[0]?.[series]) }),
      }));
      return {
        points: points.toSorted((one, other) => compare(one.x, other.x)).slice(0, 400),
        truncated: points.length > 400,
      };
    },
    exportResult: async (input) => {
      calls.note('storage.exportResult', input);
      return { rows: 20_000, bytes: 1_300_000 };
    },
    forgetResult: calls.done('storage.forgetResult'),
    queryHistory: async () => state.history,
    forgetQueries: async (input) => {
      calls.note('storage.forgetQueries', input);
      state.history = [];
      return {};
    },
    suggestQuery: async (input) => {
      calls.note('storage.suggestQuery', input);
      return {
        sql: `SELECT *\nFROM 's3://${input.bucket}/${input.key ?? `${input.prefix}**/*.parquet`}'\nLIMIT 1000`,
      };
    },
    snippet: async (input) => {
      calls.note('storage.snippet', input);
      return {
        text: `library(arrow)\n\nbucket <- s3_bucket("${input.bucket}", endpoint_override = Sys.getenv("AWS_S3_ENDPOINT"))\nopen_dataset(bucket$path("${input.key ?? input.prefix}"))`,
        language: 'r',
      };
    },
    snippetKeys: async (input) => {
      calls.note('storage.snippetKeys', input);
      return {
        text: 'export AWS_ACCESS_KEY_ID=AKIASAMPLE\nexport AWS_SECRET_ACCESS_KEY=sample-secret',
        expiresAt: now + 3_600_000,
      };
    },
  };
  return { state, handlers };
}
