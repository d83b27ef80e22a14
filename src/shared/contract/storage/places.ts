/** Where objects are: storage profiles, buckets, bookmarks. */
import { z } from 'zod';
import { FailureData } from '../errors.ts';
import { mutation, query, stream } from '../operation.ts';

/** A bucket and a prefix in it; `prefix` is empty or ends with a slash. */
export const Place = z.object({ profile: z.string(), bucket: z.string(), prefix: z.string() });
export type Place = z.infer<typeof Place>;

export const ObjectRef = z.object({
  profile: z.string(),
  bucket: z.string(),
  key: z.string().min(1),
  /** Absent: the newest. */
  versionId: z.string().optional(),
});
export type ObjectRef = z.infer<typeof ObjectRef>;

/** What a server can do, tried once an endpoint and remembered; absent: not tried yet. */
export const Dialect = z.object({
  /** `Server` header or what its answers betray: MinIO, Ceph, Garage, SeaweedFS, AWS... */
  product: z.string(),
  checksums: z.boolean().optional(),
  deleteObjects: z.boolean().optional(),
  policies: z.boolean().optional(),
  versioning: z.boolean().optional(),
  conditionalWrites: z.boolean().optional(),
  triedAt: z.number(),
});
export type Dialect = z.infer<typeof Dialect>;

export const Profile = z.object({
  /** Stable name by which every other call means it. */
  id: z.string(),
  name: z.string(),
  endpoint: z.string(),
  region: z.string(),
  pathStyle: z.boolean(),
  /** `platform`: keys from the sign-in. `own`: keys that the person gave. `anonymous`: unsigned. */
  kind: z.enum(['platform', 'own', 'anonymous']),
  /** When its present keys end, in milliseconds since 1970. */
  expiresAt: z.number().optional(),
  dialect: Dialect.optional(),
});
export type Profile = z.infer<typeof Profile>;

export const Bookmark = z.object({
  profile: z.string(),
  bucket: z.string(),
  prefix: z.string(),
  title: z.string(),
  /** The same in other languages, by their codes (`en`, `fr`), where the platform has several. */
  titles: z.record(z.string(), z.string()).optional(),
  /** `platform`: from the region's settings; only `own` ones can be removed. */
  from: z.enum(['platform', 'own']),
});
export type Bookmark = z.infer<typeof Bookmark>;

export const Bucket = z.object({
  name: z.string(),
  createdAt: z.number().optional(),
  /** `mine`, of a `group` (project), or `other`. */
  owner: z.enum(['mine', 'group', 'other']),
  versioning: z.enum(['on', 'suspended', 'off', 'unknown']).optional(),
});
export type Bucket = z.infer<typeof Bucket>;

export const Places = z.object({
  profiles: z.array(Profile),
  bookmarks: z.array(Bookmark),
  /** Where the person most likely begins. */
  home: Place.optional(),
  /** Confidentiality of the platform: no copies on this laptop, no exports. */
  forbidsLocalCopies: z.boolean(),
  forbidsExports: z.boolean(),
});
export type Places = z.infer<typeof Places>;

export const Buckets = z.object({
  buckets: z.array(Bucket),
  /** `stored`: the server does not answer, these are the last known ones. */
  state: z.enum(['live', 'stored']),
  asOf: z.number(),
  /** Why the list is not live or may lack some: a server may forbid listing buckets, then bookmarks are shown. */
  problem: FailureData.optional(),
});
export type Buckets = z.infer<typeof Buckets>;

const ProfileId = z.object({ profile: z.string() });
const BucketName = ProfileId.extend({ bucket: z.string().min(3).max(63) });

export const placesOperations = {
  places: stream(z.object({}), Places),
  buckets: query(ProfileId, Buckets),
  createBucket: mutation(BucketName.extend({ versioning: z.boolean() }), z.object({})),
  /** Only when it is empty. */
  removeBucket: mutation(BucketName, z.object({})),
  setVersioning: mutation(BucketName.extend({ on: z.boolean() }), z.object({})),
  /** Adds or changes an own profile; without keys it is anonymous. `secretAccessKey` absent on a change: as before. */
  saveProfile: mutation(
    z.object({
      id: z.string().optional(),
      name: z.string().min(1),
      endpoint: z.url(),
      region: z.string().default('us-east-1'),
      pathStyle: z.boolean().default(true),
      accessKeyId: z.string().optional(),
      secretAccessKey: z.string().optional(),
      sessionToken: z.string().optional(),
    }),
    z.object({ id: z.string() }),
  ),
  removeProfile: mutation(ProfileId, z.object({})),
  /** Tries what the server can do, again; leaves nothing behind. */
  tryDialect: mutation(ProfileId.extend({ bucket: z.string().optional() }), Dialect),
  addBookmark: mutation(Place.extend({ title: z.string().min(1) }), z.object({})),
  removeBookmark: mutation(Place, z.object({})),
};
