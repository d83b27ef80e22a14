/** One object: what is known of it, its versions, tags, sharing, editing. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';
import { ObjectRef, Place } from './places.ts';

export const ObjectDetails = z.object({
  size: z.number(),
  modified: z.number(),
  etag: z.string(),
  contentType: z.string(),
  contentEncoding: z.string().optional(),
  cacheControl: z.string().optional(),
  storageClass: z.string(),
  versionId: z.string().optional(),
  encryption: z.string().optional(),
  checksum: z.object({ algorithm: z.string(), value: z.string() }).optional(),
  metadata: z.record(z.string(), z.string()),
  /** Absent: this server or these rights do not tell. */
  tags: z.record(z.string(), z.string()).optional(),
});
export type ObjectDetails = z.infer<typeof ObjectDetails>;

export const ObjectVersion = z.object({
  versionId: z.string(),
  latest: z.boolean(),
  deleted: z.boolean(),
  modified: z.number(),
  size: z.number().optional(),
  etag: z.string().optional(),
});
export type ObjectVersion = z.infer<typeof ObjectVersion>;

/** `public`: everyone may read below the prefix. `partly`: a wider or narrower statement is in force. */
export const Publicity = z.object({
  state: z.enum(['public', 'private', 'partly', 'unknown']),
  /** The prefix that makes it public, when it is a wider one. */
  by: z.string().optional(),
  address: z.string().optional(),
  problem: FailureData.optional(),
});
export type Publicity = z.infer<typeof Publicity>;

/** An object that is open in a program of this laptop; it is put back each time it is saved. */
export const OpenedFile = z.object({
  id: z.string(),
  object: ObjectRef,
  file: z.string(),
  state: z.enum(['fetching', 'open', 'saving', 'saved', 'conflict', 'failed', 'waiting']),
  savedAt: z.number().optional(),
  problem: FailureData.optional(),
});
export type OpenedFile = z.infer<typeof OpenedFile>;

export const objectOperations = {
  details: query(ObjectRef, ObjectDetails),
  versions: query(ObjectRef, z.array(ObjectVersion)),
  setTags: mutation(ObjectRef.extend({ tags: z.record(z.string(), z.string()) }), z.object({})),
  /** Replaces metadata and content type (a copy onto itself), only while the ETag is still the one given. */
  setMetadata: mutation(
    ObjectRef.extend({
      etag: z.string(),
      contentType: z.string(),
      metadata: z.record(z.string(), z.string()),
    }),
    z.object({}),
  ),
  /** Makes an old version the newest again; deleting the delete marker where that is enough. */
  restoreVersion: mutation(ObjectRef.extend({ versionId: z.string() }), z.object({})),
  createFolder: mutation(Place.extend({ name: z.string().min(1) }), z.object({ key: z.string() })),
  /** A link that works for anyone until `expiresAt`; never longer than the keys that sign it live. */
  presign: mutation(
    ObjectRef.extend({
      seconds: z.int().positive().max(604_800),
      method: z.enum(['GET', 'PUT']).default('GET'),
    }),
    z.object({ address: z.string(), expiresAt: z.number(), shortenedByKeys: z.boolean() }),
  ),
  publicity: query(Place, Publicity),
  /** Adds or removes exactly our statements; every other statement of the policy stays as it is. */
  setPublic: mutation(Place.extend({ on: z.boolean() }), Publicity),
  /** The whole text (at most 5 MiB) for editing. */
  readText: query(
    ObjectRef,
    z.object({ text: z.string(), encoding: z.string(), newline: z.enum(['\n', '\r\n']), etag: z.string() }),
  ),
  /** Writes a text if the object is still the one with `etag`; `force` after the person saw the conflict. New object: `etag` empty. */
  writeText: mutation(
    ObjectRef.extend({
      text: z.string(),
      encoding: z.string().default('utf-8'),
      /** Every line end becomes this one; absent: as they stand in the text. */
      newline: z.enum(['\n', '\r\n']).optional(),
      etag: z.string(),
      force: z.boolean().default(false),
    }),
    z.object({ etag: z.string() }),
  ),
  openLocally: mutation(ObjectRef, z.object({ id: z.string(), file: z.string() })),
  openedFiles: stream(z.object({}), z.array(OpenedFile)),
  /** After a conflict: put ours in its place, keep both (under another name), or drop ours. */
  settleOpenedFile: mutation(
    z.object({ id: z.string(), how: z.enum(['replace', 'keep-both', 'discard']) }),
    z.object({}),
  ),
  closeOpenedFile: mutation(z.object({ id: z.string() }), z.object({})),
};
