/** Who changed a secret, as its metadata tells. */
export interface Actor {
  readonly actor: string;
  readonly operation: string;
  readonly entity_id: string;
  readonly client_id: string;
}

/** What a secret holds: a JSON object, or `null` where one was written. */
export type SecretData = Readonly<Record<string, unknown>> | null;

/** One version of a secret; times as ISO texts, empty where there is none. */
export interface SecretVersion {
  readonly number: number;
  readonly created: string;
  readonly deletion: string;
  readonly destroyed: boolean;
  readonly createdBy: Actor;
  readonly deletedBy: Actor | null;
  readonly data: SecretData;
}

/** A secret with all its versions, oldest first. `maxVersions` 0 stands for ten; `deleteAfter` in seconds, 0: never. */
export interface Secret {
  readonly created: string;
  readonly updated: string;
  readonly updatedBy: Actor;
  readonly current: number;
  readonly oldest: number;
  readonly casRequired: boolean;
  readonly maxVersions: number;
  readonly deleteAfter: number;
  readonly custom: Readonly<Record<string, string>> | null;
  readonly versions: readonly SecretVersion[];
}

/** What a Vault request is refused with: status and the texts of `errors`; `empty` for no body at all. */
export class VaultError extends Error {
  readonly status: number;
  readonly errors: readonly string[];
  readonly empty: boolean;

  constructor(status: number, errors: readonly string[] = [], empty = false) {
    super(errors.join('; '));
    this.status = status;
    this.errors = errors;
    this.empty = empty;
  }
}

/** A secret that was never written, at `now`. */
export const newSecret = (now: string, by: Actor): Secret => ({
  created: now,
  updated: now,
  updatedBy: by,
  current: 0,
  oldest: 0,
  casRequired: false,
  maxVersions: 0,
  deleteAfter: 0,
  custom: null,
  versions: [],
});

/**
 * Throws 400 unless the check-and-set parameter is the current version (0: the secret must not exist).
 * Source: https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#create-update-secret.
 */
export const checkAndSet = (secret: Secret | undefined, cas: unknown, alwaysRequired = false): void => {
  if (cas === undefined) {
    if (secret?.casRequired === true || alwaysRequired)
      throw new VaultError(400, ['check-and-set parameter required for this call']);
    return;
  }
  const wanted = typeof cas === 'string' && /^\d+$/.test(cas) ? Number(cas) : cas;
  if (typeof wanted !== 'number' || !Number.isInteger(wanted))
    throw new VaultError(400, ['error parsing check-and-set parameter']);
  if (wanted !== (secret?.current ?? 0))
    throw new VaultError(400, ['check-and-set parameter did not match the current version']);
};

/** Adds a version, and drops the oldest ones beyond the number that is kept. */
export const addVersion = (secret: Secret, data: SecretData, now: number, by: Actor): Secret => {
  const created = new Date(now).toISOString();
  const number = secret.current + 1;
  const kept = secret.maxVersions || 10;
  const deletion = secret.deleteAfter > 0 ? new Date(now + secret.deleteAfter * 1000).toISOString() : '';
  const version = { number, created, deletion, destroyed: false, createdBy: by, deletedBy: null, data };
  const pruned = number > kept;
  return {
    ...secret,
    updated: created,
    updatedBy: by,
    current: number,
    oldest: pruned ? Math.max(secret.oldest, number - kept + 1) : secret.oldest,
    versions: [...secret.versions, version].filter((one) => one.number > number - kept),
  };
};

/** Whether a version can still be read at a time. */
export const isReadable = (version: SecretVersion, now: number): boolean =>
  !version.destroyed && (version.deletion === '' || Date.parse(version.deletion) > now);

const change = (
  secret: Secret,
  numbers: readonly number[],
  by: Actor,
  alter: (version: SecretVersion) => SecretVersion,
): Secret => ({
  ...secret,
  updatedBy: by,
  versions: secret.versions.map((version) => (numbers.includes(version.number) ? alter(version) : version)),
});

/** Deletes versions so that they can be brought back; those already deleted keep their time. */
export const softDelete = (secret: Secret, numbers: readonly number[], now: number, by: Actor): Secret =>
  change(secret, numbers, by, (version) =>
    isReadable(version, now) ? { ...version, deletion: new Date(now).toISOString(), deletedBy: by } : version,
  );

/** Brings deleted versions back; destroyed ones stay so. */
export const undelete = (secret: Secret, numbers: readonly number[], by: Actor): Secret =>
  change(secret, numbers, by, (version) =>
    version.destroyed ? version : { ...version, deletion: '', deletedBy: null },
  );

/** Removes the data of versions for good. */
export const destroy = (secret: Secret, numbers: readonly number[], by: Actor): Secret =>
  change(secret, numbers, by, (version) => ({ ...version, destroyed: true, deletedBy: by, data: null }));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON merge patch: null removes, objects are merged, all else replaces. Source: RFC 7396, section 2. */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isRecord(patch)) return patch;
  const result = new Map(Object.entries(isRecord(target) ? target : {}));
  for (const [name, value] of Object.entries(patch))
    if (value === null) result.delete(name);
    else result.set(name, mergePatch(result.get(name), value));
  return Object.fromEntries(result);
};

/** The keys of a secret without its values, down to a depth (0: all the way). */
export const subkeys = (data: SecretData, depth: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(data ?? {}).map(([name, value]) => [
      name,
      isRecord(value) && Object.keys(value).length > 0 && depth !== 1 ? subkeys(value, depth - 1) : null,
    ]),
  );

const unit: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a duration as Vault takes it: a number of seconds, or `3h25m19s`. Undefined for anything else. */
export const seconds = (value: unknown): number | undefined => {
  if (typeof value === 'number' && value >= 0) return Math.floor(value);
  if (typeof value !== 'string') return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  if (!/^(\d+(\.\d+)?[smhd])+$/.test(value)) return undefined;
  return [...value.matchAll(/(\d+(?:\.\d+)?)([smhd])/g)].reduce(
    (total, [, amount, name]) => total + Number(amount) * (unit[name ?? ''] ?? 0),
    0,
  );
};

/** A duration as Vault writes it: `0s`, `3h25m19s`. */
export const duration = (total: number): string => {
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
};
