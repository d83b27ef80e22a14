/** SQL over objects, by DuckDB on this laptop, fetching only the columns that a question needs. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';
import { ObjectRef, Place } from './places.ts';
import { Cell, Column } from './preview.ts';

export const QueryState = z.object({
  id: z.string(),
  state: z.enum(['planning', 'fetching', 'running', 'done', 'failed', 'cancelled']),
  sql: z.string(),
  /** Objects that are read, bytes that were fetched and bytes that were here already. */
  objects: z.int(),
  bytesFetched: z.number(),
  bytesToFetch: z.number(),
  bytesCached: z.number(),
  startedAt: z.number(),
  milliseconds: z.number().optional(),
  columns: z.array(Column).optional(),
  rows: z.number().optional(),
  /** The result was cut at this many rows; an export is not. */
  truncatedAt: z.number().optional(),
  /** Answered from copies of this laptop because nothing answers, as of then. */
  asOf: z.number().optional(),
  failure: FailureData.optional(),
});
export type QueryState = z.infer<typeof QueryState>;

const ResultId = z.object({ id: z.string() });

export const ResultView = z.object({
  sort: z.array(z.object({ column: z.string(), descending: z.boolean() })).default([]),
  /** Contained in the text of any cell, or a condition in SQL on the result when it begins with `=`. */
  filter: z.string().default(''),
});
export type ResultView = z.infer<typeof ResultView>;

export const ColumnProfile = z.object({
  rows: z.number(),
  nulls: z.number(),
  /** Exact up to 100,000 rows, else estimated (HyperLogLog). */
  distinct: z.number(),
  distinctIsEstimate: z.boolean(),
  min: Cell.optional(),
  max: Cell.optional(),
  mean: z.number().optional(),
  median: z.number().optional(),
  /** Equal-width bins of a number or time; counts of the most frequent values otherwise. */
  histogram: z.array(z.object({ from: z.number(), to: z.number(), count: z.number() })).optional(),
  frequent: z.array(z.object({ value: Cell, count: z.number() })).optional(),
});
export type ColumnProfile = z.infer<typeof ColumnProfile>;

export const SnippetLanguage = z.enum([
  'r-arrow',
  'r-paws',
  'r-duckdb',
  'python-s3fs',
  'python-polars',
  'python-pyarrow',
  'python-duckdb',
  'python-boto3',
  'duckdb-cli',
  'rclone',
  'mc',
  'aws',
]);

export const ChartPoint = z.object({ x: Cell, y: z.number(), series: z.string().optional() });

export const queryOperations = {
  /** Runs until done; stopping to read cancels what still runs. The result stays for `resultRows` until `forgetResult`. */
  runQuery: stream(
    z.object({
      sql: z.string().min(1).max(100_000),
      /** Where `s3://` addresses are looked up. */
      profile: z.string(),
      /** Bytes; absent: a quarter of the laptop's memory, at most 4 GiB. */
      memoryLimit: z.number().positive().optional(),
      /** Bytes that the person agreed to fetch, after `query-too-much` named them (its value `bytes`); absent: 5 GiB. */
      allowBytes: z.number().positive().optional(),
    }),
    QueryState,
  ),
  resultRows: query(
    ResultId.extend({
      from: z.int().nonnegative(),
      count: z.int().positive().max(500),
      view: ResultView.prefault({}),
    }),
    z.object({ rows: z.array(z.array(Cell)), total: z.number() }),
  ),
  columnProfile: query(ResultId.extend({ column: z.string(), view: ResultView.prefault({}) }), ColumnProfile),
  /** Points to draw, aggregated by DuckDB: at most 5,000. */
  chart: query(
    ResultId.extend({
      x: z.string(),
      y: z.string().optional(),
      aggregate: z.enum(['count', 'sum', 'mean', 'median', 'min', 'max', 'none']),
      series: z.string().optional(),
    }),
    z.object({ points: z.array(ChartPoint), truncated: z.boolean() }),
  ),
  /** To a folder of this laptop (absolute path of the file) or to an object. */
  exportResult: mutation(
    ResultId.extend({
      format: z.enum(['csv', 'parquet']),
      to: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('file'), path: z.string() }),
        z.object({ kind: z.literal('object'), object: ObjectRef.omit({ versionId: true }) }),
      ]),
      /** Replace what has this name. */
      replace: z.boolean().default(false),
    }),
    z.object({ rows: z.number(), bytes: z.number() }),
  ),
  forgetResult: mutation(ResultId, z.object({})),
  queryHistory: query(
    z.object({}),
    z.array(
      z.object({
        sql: z.string(),
        profile: z.string(),
        at: z.number(),
        milliseconds: z.number().optional(),
        rows: z.number().optional(),
        failed: z.boolean(),
      }),
    ),
  ),
  forgetQueries: mutation(z.object({}), z.object({})),
  /** A question to begin with, for an object or a prefix. */
  suggestQuery: query(Place.extend({ key: z.string().optional() }), z.object({ sql: z.string() })),
  /** Ready code; keys are read from environment variables, never written in it. */
  snippet: query(
    Place.extend({ key: z.string().optional(), language: SnippetLanguage }),
    z.object({ text: z.string(), language: z.string() }),
  ),
  /** The environment variables that the snippets need, with their values: on purpose, it shows secrets. */
  snippetKeys: mutation(
    z.object({ profile: z.string(), shell: z.enum(['bash', 'powershell', 'r']) }),
    z.object({ text: z.string(), expiresAt: z.number().optional() }),
  ),
};
