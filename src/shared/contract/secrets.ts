/** Secrets in Vault or OpenBao (KV 2): folders, secrets of keys and values, their versions. */
import { z } from 'zod';
import { FailureData } from './errors.ts';
import { mutation, query, stream } from './operation.ts';

/** Path below the project's folder, without a slash at the beginning; a folder ends with one, the root is empty. */
const Path = z.object({ path: z.string() });

export const SecretsPlace = z.object({
  state: z.enum(['ready', 'missing', 'broken']),
  /** `Vault` or `OpenBao`, as its answers say; its address, engine and the project's folder. */
  product: z.string().optional(),
  address: z.string().optional(),
  mount: z.string().optional(),
  folder: z.string().optional(),
  problem: FailureData.optional(),
});
export type SecretsPlace = z.infer<typeof SecretsPlace>;

export const SecretEntry = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'secret']),
});
export type SecretEntry = z.infer<typeof SecretEntry>;

export const SecretFolder = z.object({
  entries: z.array(SecretEntry),
  /** Vault answers the same for an empty folder and for one without access. */
  emptyOrForbidden: z.boolean(),
  /** Names only, as last seen, when Vault does not answer. */
  asOf: z.number().optional(),
  problem: FailureData.optional(),
});
export type SecretFolder = z.infer<typeof SecretFolder>;

export const SecretVersionSummary = z.object({
  version: z.int(),
  createdAt: z.number(),
  deletedAt: z.number().optional(),
  destroyed: z.boolean(),
  /** Who wrote it, as Vault names them; not every server tells. */
  by: z.string().optional(),
});
export type SecretVersionSummary = z.infer<typeof SecretVersionSummary>;

/** How a secret of a list stands; only what its metadata tells. */
export const SecretStanding = z.object({
  path: z.string(),
  version: z.int(),
  updatedAt: z.number(),
  deleted: z.boolean(),
});
export type SecretStanding = z.infer<typeof SecretStanding>;

/** Keys that differ between two versions; never a value. */
export const SecretComparison = z.object({
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(z.string()),
});
export type SecretComparison = z.infer<typeof SecretComparison>;

/** Values stay in the core: `length` and `multiline` are all that the page knows until one is revealed. */
export const SecretField = z.object({
  key: z.string(),
  length: z.int(),
  multiline: z.boolean(),
  /** `json`: not a string; shown and edited as JSON. */
  kind: z.enum(['text', 'json']),
});
export type SecretField = z.infer<typeof SecretField>;

export const Secret = z.object({
  path: z.string(),
  /** 0: it does not exist yet. */
  version: z.int(),
  createdAt: z.number().optional(),
  /** The newest version is deleted (and can be brought back). */
  deleted: z.boolean(),
  /** In the order that the person gave them (`.onyxia.keysOrdering`). */
  fields: z.array(SecretField),
  versions: z.array(SecretVersionSummary),
  metadata: z.record(z.string(), z.string()),
});
export type Secret = z.infer<typeof Secret>;

/** A changed or unchanged field; `value` absent: as it is in the version that was read. `from`: the key it had. */
export const SecretChange = z.object({
  key: z.string().min(1),
  from: z.string().optional(),
  value: z.string().optional(),
  kind: z.enum(['text', 'json']).default('text'),
});
export type SecretChange = z.input<typeof SecretChange>;

export const secrets = {
  place: stream(z.object({}), SecretsPlace),
  /** `stored`: at once what was seen last, without asking Vault. */
  list: query(Path.extend({ stored: z.boolean().optional() }), SecretFolder),
  /** How some secrets stand; those that cannot be told are left out. */
  standings: query(z.object({ paths: z.array(z.string()).max(200) }), z.array(SecretStanding)),
  read: query(Path.extend({ version: z.int().positive().optional() }), Secret),
  /** One value in the clear, on purpose. */
  reveal: mutation(
    Path.extend({ key: z.string(), version: z.int().positive().optional() }),
    z.object({ value: z.string() }),
  ),
  /** Writes all fields in this order if `version` is still the newest (0: if there is none), else `conflict`. */
  write: mutation(
    Path.extend({ version: z.int().nonnegative(), fields: z.array(SecretChange) }),
    z.object({ version: z.int() }),
  ),
  rename: mutation(Path.extend({ to: z.string().min(1) }), z.object({})),
  /** Deletes the newest version; it can be brought back. */
  remove: mutation(Path, z.object({})),
  undelete: mutation(Path.extend({ versions: z.array(z.int().positive()).min(1) }), z.object({})),
  /** Makes the content of an old version the newest. */
  restore: mutation(
    Path.extend({ from: z.int().positive(), version: z.int().nonnegative() }),
    z.object({ version: z.int() }),
  ),
  /** All versions, for good. */
  destroy: mutation(Path, z.object({})),
  /** Which keys differ between two versions; a version that was deleted counts as empty. */
  compare: query(Path.extend({ from: z.int().positive(), to: z.int().positive() }), SecretComparison),
  /** Replaces the custom metadata: notes about the secret that Vault keeps beside it, in the clear. */
  describe: mutation(Path.extend({ metadata: z.record(z.string(), z.string()) }), z.object({})),
  /** What to put into the launch form's Vault section so that a service gets these values as environment variables. */
  useInLaunch: query(
    Path,
    z.object({
      secret: z.string(),
      variables: z.array(z.string()),
      /** Keys that cannot be the name of an environment variable: a service does not get them. */
      unusable: z.array(z.string()).optional(),
    }),
  ),
  /** For the clipboard: `vault kv get` and the like, without values. */
  commands: query(Path, z.object({ text: z.string() })),
};
