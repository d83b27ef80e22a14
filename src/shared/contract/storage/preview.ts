/** What an object looks like, without downloading everything. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { query } from '../operation.ts';
import { ObjectRef } from './places.ts';

export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof Cell>;

export const Column = z.object({
  name: z.string(),
  /** As the format calls it: `INT64`, `VARCHAR`, `text`... */
  type: z.string(),
  kind: z.enum(['number', 'text', 'boolean', 'time', 'other']),
  /** Over the whole file where the format tells, as in Parquet. */
  nulls: z.number().optional(),
  min: Cell.optional(),
  max: Cell.optional(),
  bytes: z.number().optional(),
});
export type Column = z.infer<typeof Column>;

export const RowGroup = z.object({
  rows: z.number(),
  bytes: z.number(),
  columns: z.array(
    z.object({
      name: z.string(),
      bytes: z.number(),
      compression: z.string(),
      nulls: z.number().optional(),
      min: Cell.optional(),
      max: Cell.optional(),
    }),
  ),
});

export const NotebookCell = z.object({
  kind: z.enum(['markdown', 'code', 'raw']),
  source: z.string(),
  execution: z.number().optional(),
  outputs: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('text'), text: z.string(), stream: z.enum(['out', 'error']) }),
      z.object({ kind: z.literal('image'), address: z.string() }),
      /** What is not shown (HTML, scripts, widgets), named. */
      z.object({ kind: z.literal('hidden'), type: z.string() }),
    ]),
  ),
});
export type NotebookCell = z.infer<typeof NotebookCell>;

const Seen = z.object({
  size: z.number(),
  etag: z.string(),
  bytesFetched: z.number(),
  /** What the ending of the name promises and what the bytes are, where the two disagree; the bytes were believed. */
  mismatch: z.object({ extension: z.string(), found: z.string() }).optional(),
});

export const Preview = z.discriminatedUnion('kind', [
  Seen.extend({
    kind: z.literal('text'),
    text: z.string(),
    /** A language of the editor: `python`, `r`, `json`, `plaintext`... */
    language: z.string(),
    encoding: z.string(),
    /** Only the beginning is shown. */
    truncated: z.boolean(),
    canEdit: z.boolean(),
  }),
  Seen.extend({ kind: z.literal('markdown'), text: z.string(), truncated: z.boolean() }),
  /** `address` serves the bytes, with ranges. */
  Seen.extend({ kind: z.literal('image'), address: z.string() }),
  Seen.extend({ kind: z.literal('pdf'), address: z.string() }),
  Seen.extend({ kind: z.literal('audio'), address: z.string(), type: z.string() }),
  Seen.extend({ kind: z.literal('video'), address: z.string(), type: z.string() }),
  Seen.extend({
    kind: z.literal('notebook'),
    language: z.string(),
    cells: z.array(NotebookCell),
    truncated: z.boolean(),
  }),
  Seen.extend({
    kind: z.literal('table'),
    format: z.enum(['parquet', 'csv', 'json', 'xlsx', 'ods', 'dbf', 'sav', 'dta', 'sas7bdat', 'arrow']),
    columns: z.array(Column),
    /** Rows of the whole file; absent where only the beginning was read. */
    rows: z.number().optional(),
    /** Names of the sheets; the page asks for one. */
    sheets: z.array(z.string()).optional(),
    /** Detected: `delimiter`, `quote`, `header`, `encoding`, `newline`. */
    dialect: z.record(z.string(), z.string()).optional(),
    rowGroups: z.array(RowGroup).optional(),
    metadata: z.record(z.string(), z.string()).optional(),
    createdBy: z.string().optional(),
    /** SQL can be asked of it. */
    canQuery: z.boolean(),
    first: z.array(z.array(Cell)),
    /** The rows end where the bytes that were read end. */
    truncated: z.boolean(),
  }),
  Seen.extend({
    kind: z.literal('archive'),
    entries: z.array(z.object({ name: z.string(), size: z.number(), modified: z.number().optional() })),
    truncated: z.boolean(),
  }),
  /** Known, but never opened here: `reason` is a key below `storage.named`. */
  Seen.extend({
    kind: z.literal('named'),
    format: z.string(),
    reason: z.enum(['code', 'no-reader', 'encrypted', 'folder']),
  }),
  /** Nobody knows: its first bytes. */
  Seen.extend({ kind: z.literal('bytes'), hex: z.string() }),
  /** Recognised, but broken, lying or too much: why, in words. */
  Seen.extend({ kind: z.literal('broken'), format: z.string(), problem: FailureData }),
]);
export type Preview = z.infer<typeof Preview>;

export const previewOperations = {
  preview: query(ObjectRef, Preview),
  /** A page of a table: at most 200 rows. */
  tableRows: query(
    ObjectRef.extend({
      etag: z.string(),
      sheet: z.string().optional(),
      from: z.int().nonnegative(),
      count: z.int().positive().max(200),
      columns: z.array(z.string()).optional(),
    }),
    z.object({ columns: z.array(z.string()), rows: z.array(z.array(Cell)), bytesFetched: z.number() }),
  ),
};
