/** Long work on objects: up, down, server-side copies, deletions, synchronisation. One line each, however many files. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';
import { Selection } from './listing.ts';
import { Place } from './places.ts';

export const Counts = z.object({
  done: z.number(),
  total: z.number(),
  failed: z.number(),
  skipped: z.number(),
});

/** What to do where the name is taken. */
export const ConflictAnswer = z.enum(['replace', 'skip', 'keep-both', 'newer']);
export type ConflictAnswer = z.infer<typeof ConflictAnswer>;

export const Transfer = z.object({
  id: z.string(),
  kind: z.enum(['upload', 'download', 'copy', 'move', 'delete', 'sync']),
  /** Name of the single file, or of the folder, or empty when there are several. */
  name: z.string(),
  /** As a person reads it: `s3://bucket/prefix` or a folder of this laptop. */
  from: z.string(),
  to: z.string().optional(),
  state: z.enum(['waiting', 'running', 'paused', 'asking', 'done', 'failed', 'cancelled']),
  /** The files are still being counted: totals will grow. */
  counting: z.boolean(),
  files: Counts,
  bytes: z.object({ done: z.number(), total: z.number() }),
  /** Bytes a second, averaged over the last seconds. */
  rate: z.number().optional(),
  secondsLeft: z.number().optional(),
  /** Names that are taken at the target; asked once for all of them. */
  conflicts: z.object({ count: z.number(), sample: z.array(z.string()) }).optional(),
  /** Why it waits or failed. */
  problem: FailureData.optional(),
  /** Until when a deletion or move can be undone (versioning is on). */
  canUndo: z.boolean(),
  startedAt: z.number(),
  endedAt: z.number().optional(),
});
export type Transfer = z.infer<typeof Transfer>;

export const Transfers = z.object({
  /** Newest first; at most the last 200. */
  transfers: z.array(Transfer),
  active: z.int(),
  /** Bytes a second now. */
  up: z.number(),
  down: z.number(),
  limits: z.object({ up: z.number().optional(), down: z.number().optional() }),
  /** The laptop is kept awake for them. */
  awake: z.boolean(),
});
export type Transfers = z.infer<typeof Transfers>;

export const OrphanedUpload = z.object({
  key: z.string(),
  uploadId: z.string(),
  startedAt: z.number(),
  /** Sum of the parts that are there; absent until asked. */
  bytes: z.number().optional(),
  parts: z.int().optional(),
  /** A transfer of this laptop still needs it. */
  ours: z.boolean(),
});
export type OrphanedUpload = z.infer<typeof OrphanedUpload>;

/** A staged file: one that the browser dropped, whose bytes the page sends to `address` by PUT. */
export const StagedFile = z.object({ path: z.string(), address: z.string() });

export const SyncPlan = z.object({
  id: z.string(),
  state: z.enum(['comparing', 'ready', 'failed']),
  create: z.object({ files: z.number(), bytes: z.number() }),
  update: z.object({ files: z.number(), bytes: z.number() }),
  remove: z.object({ files: z.number(), bytes: z.number() }),
  same: z.number(),
  /** The first lines of the plan. */
  sample: z.array(
    z.object({ action: z.enum(['create', 'update', 'remove']), name: z.string(), bytes: z.number() }),
  ),
  problem: FailureData.optional(),
});
export type SyncPlan = z.infer<typeof SyncPlan>;

const TransferId = z.object({ id: z.string() });

export const transferOperations = {
  transfers: stream(z.object({}), Transfers),
  /** Files and folders of this laptop, by absolute path. */
  upload: mutation(z.object({ to: Place, paths: z.array(z.string()).min(1) }), TransferId),
  /** Announces files that the page will send (dropped into the browser); `path` is relative, with slashes. */
  stage: mutation(
    z.object({
      to: Place,
      files: z
        .array(
          z.object({ path: z.string(), size: z.number().nonnegative(), modified: z.number().optional() }),
        )
        .min(1)
        .max(100_000),
    }),
    TransferId.extend({ files: z.array(StagedFile) }),
  ),
  /** To a folder of this laptop (absolute path). */
  download: mutation(z.object({ selection: Selection, folder: z.string() }), TransferId),
  copy: mutation(z.object({ selection: Selection, to: Place }), TransferId),
  move: mutation(z.object({ selection: Selection, to: Place }), TransferId),
  /** `name` replaces the last part of a key or prefix. */
  rename: mutation(
    z.object({ profile: z.string(), bucket: z.string(), key: z.string(), name: z.string().min(1) }),
    TransferId,
  ),
  /** `versions`: every version goes, for good. */
  remove: mutation(z.object({ selection: Selection, versions: z.boolean().default(false) }), TransferId),
  undo: mutation(TransferId, TransferId),
  pause: mutation(TransferId, z.object({})),
  resume: mutation(TransferId, z.object({})),
  cancel: mutation(TransferId, z.object({})),
  /** Only what failed. */
  retry: mutation(TransferId, z.object({})),
  answerConflicts: mutation(TransferId.extend({ answer: ConflictAnswer }), z.object({})),
  /** Ended transfers leave the list. */
  forget: mutation(z.object({ ids: z.array(z.string()) }), z.object({})),
  failedFiles: query(
    TransferId.extend({ from: z.int().nonnegative(), count: z.int().positive().max(500) }),
    z.object({ files: z.array(z.object({ name: z.string(), problem: FailureData })), total: z.int() }),
  ),
  /** Bytes a second; absent: no limit. */
  setLimits: mutation(
    z.object({ up: z.number().positive().optional(), down: z.number().positive().optional() }),
    z.object({}),
  ),
  /** Compares a folder of this laptop with a prefix; the stream lives as long as the plan is of use. */
  planSync: stream(
    z.object({
      local: z.string(),
      remote: Place,
      direction: z.enum(['up', 'down']),
      /** Remove at the target what is not at the source. */
      remove: z.boolean(),
    }),
    SyncPlan,
  ),
  startSync: mutation(z.object({ planId: z.string() }), TransferId),
  orphans: query(z.object({ profile: z.string(), bucket: z.string() }), z.array(OrphanedUpload)),
  abortOrphans: mutation(
    z.object({
      profile: z.string(),
      bucket: z.string(),
      uploads: z.array(z.object({ key: z.string(), uploadId: z.string() })).min(1),
    }),
    z.object({ aborted: z.int() }),
  ),
  /** A folder of this laptop, for the picker; absent: the person's own. */
  localFolder: query(
    z.object({ path: z.string().optional(), hidden: z.boolean().default(false) }),
    z.object({
      path: z.string(),
      parent: z.string().optional(),
      entries: z.array(
        z.object({
          name: z.string(),
          path: z.string(),
          kind: z.enum(['folder', 'file']),
          size: z.number().optional(),
          modified: z.number().optional(),
        }),
      ),
      /** Home, Downloads, Documents, drives: those that exist. */
      shortcuts: z.array(z.object({ name: z.string(), path: z.string() })),
      freeBytes: z.number().optional(),
    }),
  ),
  createLocalFolder: mutation(
    z.object({ parent: z.string(), name: z.string().min(1) }),
    z.object({ path: z.string() }),
  ),
};
