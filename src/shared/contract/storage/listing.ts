/** What lies below a prefix: any number of objects, at the reader's pace. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { query, stream } from '../operation.ts';
import { Place } from './places.ts';

export const Row = z.object({
  kind: z.enum(['folder', 'object']),
  /** What is shown: the key without the prefix of the listing; a folder ends with a slash. */
  name: z.string(),
  /** The whole key, or the whole prefix of a folder. */
  key: z.string(),
  size: z.number().optional(),
  modified: z.number().optional(),
  storageClass: z.string().optional(),
  owner: z.string().optional(),
  etag: z.string().optional(),
  /** Only in a listing of versions. */
  version: z.object({ id: z.string(), latest: z.boolean(), deleted: z.boolean() }).optional(),
});
export type Row = z.infer<typeof Row>;

export const SortColumn = z.enum(['name', 'size', 'modified', 'storageClass', 'owner']);
export type SortColumn = z.infer<typeof SortColumn>;

export const Arrangement = z.object({
  sort: SortColumn.default('name'),
  descending: z.boolean().default(false),
  /** Words that a name must hold, whatever their case and accents; `*.csv` as a glob. */
  filter: z.string().default(''),
});
export type Arrangement = z.infer<typeof Arrangement>;

export const ListingState = z.object({
  /** For `rows`, `find`, and to mean what is listed; the listing lives as long as the stream is read. */
  id: z.string(),
  state: z.enum(['listing', 'done', 'failed']),
  /** Rows so far, those that the filter lets through, folders among the latter. */
  count: z.int(),
  matching: z.int(),
  folders: z.int(),
  /** Sum of the sizes of what matches. */
  bytes: z.number(),
  /** Grows whenever rows that were read may have changed place. */
  generation: z.int(),
  /** Rows kept from then: until the server's first page comes, or because it does not answer. */
  asOf: z.number().optional(),
  failure: FailureData.optional(),
});
export type ListingState = z.infer<typeof ListingState>;

const ListingId = z.object({ id: z.string() });

/** What an action is about: some rows, or all that a listing shows (its filter applied). */
export const Selection = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rows'),
    profile: z.string(),
    bucket: z.string(),
    /** Keys of objects, and prefixes (ending with a slash) meaning everything below. */
    keys: z.array(z.string()).min(1).max(100_000),
    /** Particular versions, by key; absent: the newest. */
    versions: z.array(z.object({ key: z.string(), versionId: z.string() })).optional(),
  }),
  z.object({ kind: z.literal('listing'), id: z.string(), except: z.array(z.string()).default([]) }),
]);
export type Selection = z.infer<typeof Selection>;

export const listingOperations = {
  /** Lists one level (`recursive`: everything below); the first state comes with the first page. */
  list: stream(
    Place.extend({
      versions: z.boolean().default(false),
      recursive: z.boolean().default(false),
      /** Asks for the owner of each object too; pages become larger by a third. */
      owner: z.boolean().default(false),
      arrangement: Arrangement.prefault({}),
    }),
    ListingState,
  ),
  /** At most 500 rows; `generation` says to which arrangement they belong. */
  rows: query(
    ListingId.extend({ from: z.int().nonnegative(), count: z.int().positive().max(500) }),
    z.object({ rows: z.array(Row), generation: z.int() }),
  ),
  /** Sorts and filters what was listed and what will be; does not ask the server again. */
  arrange: query(ListingId.extend(Arrangement.shape), z.object({ matching: z.int() })),
  /** Position of the first row at or after `from` whose name begins so (type-ahead, whatever the case); -1: none. */
  find: query(ListingId.extend({ text: z.string().min(1), from: z.int() }), z.object({ index: z.int() })),
  /** Position of a row by its key; -1: not shown. */
  indexOf: query(ListingId.extend({ key: z.string() }), z.object({ index: z.int() })),
  /** Counts what lies below prefixes; ends when it is done, or when the reader stops. */
  measure: stream(
    z.object({ selection: Selection }),
    z.object({ objects: z.number(), bytes: z.number(), done: z.boolean() }),
  ),
};
