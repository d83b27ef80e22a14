import { actor, denied, done, ownsPath, unsupported } from './request.ts';
import type { VaultAnswer, VaultRequest } from './request.ts';
import { VaultError, duration, newSecret, seconds } from './secret.ts';
import type { Secret } from './secret.ts';

const describe = (secret: Secret): VaultAnswer => ({
  status: 200,
  mountType: 'kv',
  data: {
    cas_required: secret.casRequired,
    created_time: secret.created,
    current_version: secret.current,
    custom_metadata: secret.custom,
    delete_version_after: duration(secret.deleteAfter),
    last_updated_by: secret.updatedBy,
    max_versions: secret.maxVersions,
    oldest_version: secret.oldest,
    updated_time: secret.updated,
    versions: Object.fromEntries(
      secret.versions.map((version) => [
        String(version.number),
        {
          created_by: version.createdBy,
          created_time: version.created,
          deleted_by: version.deletedBy,
          deletion_time: version.deletion,
          destroyed: version.destroyed,
        },
      ]),
    ),
  },
});

const conversion = (field: string, reason: string): VaultError =>
  new VaultError(400, [`error converting input for field "${field}": ${reason}`]);

const whole = (value: unknown): number => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number;
  throw conversion(
    'max_versions',
    `cannot parse '' as int: strconv.ParseInt: parsing ${JSON.stringify(String(value))}: invalid syntax`,
  );
};

/**
 * The custom metadata of a secret, values made texts: at most 64 keys of 1 to 128 bytes, values of 1 to 512.
 * Source: https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#custom_metadata.
 */
const customOf = (value: unknown): Map<string, string | null> => {
  if (typeof value !== 'object' || value === null || (Array.isArray(value) && value.length > 0))
    throw conversion('custom_metadata', `'[0]' expected a map, got '${typeof value}'`);
  const entries = Object.entries(value);
  const refuse = (problem: string): VaultError =>
    new VaultError(400, [`1 error occurred:\n\t* custom_metadata validation failed: ${problem}\n\n`]);
  if (entries.length > 64) throw refuse(`payload must contain at most 64 keys, provided ${entries.length}`);
  return new Map(
    entries.map(([key, given]): [string, string | null] => {
      const text: string | null = given === null ? null : String(given);
      const [keyLength, length] = [Buffer.byteLength(key), Buffer.byteLength(text ?? ' ')];
      if (keyLength < 1 || keyLength > 128)
        throw refuse(`length of key "${key}" is ${keyLength} but must be 0 < len(key) <= 128`);
      if (length < 1 || length > 512)
        throw refuse(`length of value for key "${key}" is ${length} but must be 0 < len(value) <= 512`);
      return [key, text];
    }),
  );
};

const configured = (secret: Secret, request: VaultRequest, merging: boolean): Secret => {
  const { max_versions, cas_required, delete_version_after, custom_metadata } = request.body;
  const after = delete_version_after === undefined ? secret.deleteAfter : seconds(delete_version_after);
  if (after === undefined)
    throw conversion(
      'delete_version_after',
      `time: invalid duration ${JSON.stringify(delete_version_after)}`,
    );
  let custom: Secret['custom'] = secret.custom;
  if (custom_metadata !== undefined) {
    const merged = new Map<string, string | null>(merging ? Object.entries(secret.custom ?? {}) : []);
    for (const [key, value] of customOf(custom_metadata ?? {})) merged.set(key, value);
    const kept = [...merged].flatMap(([key, value]): [string, string][] =>
      value === null ? [] : [[key, value]],
    );
    custom = Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return {
    ...secret,
    maxVersions: max_versions === undefined ? secret.maxVersions : whole(max_versions),
    casRequired:
      cas_required === undefined ? secret.casRequired : cas_required === true || cas_required === 'true',
    deleteAfter: after,
    custom,
    updatedBy: merging ? secret.updatedBy : actor(request, 'update'),
  };
};

/**
 * The metadata of secrets and the folders they lie in. Throws VaultError: 404 for what is not there (an empty folder
 * too), 403 outside the folders of the token's owner.
 * Source: https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-metadata.
 */
export const metadata = (request: VaultRequest, path: string): VaultAnswer => {
  const { store, method } = request;
  if (method === 'LIST') {
    if (!ownsPath(request, path)) throw denied();
    const keys = store.list(path === '' ? '' : `${path.replace(/\/+$/, '')}/`);
    if (keys.length === 0) throw new VaultError(404);
    return { status: 200, data: { keys }, mountType: 'kv' };
  }
  if (request.lease && !(path.includes('/') && ownsPath(request, path))) throw denied();
  if (path === '') throw new VaultError(405, ['1 error occurred:\n\t* unsupported operation\n\n']);
  const secret = store.read(path);
  switch (method) {
    case 'GET':
      if (!secret) throw new VaultError(404);
      return describe(secret);
    case 'PUT': {
      const base = secret ?? newSecret(new Date(request.now).toISOString(), actor(request, 'create'));
      store.write(path, configured(base, request, false));
      return done;
    }
    case 'PATCH':
      if (!secret) throw new VaultError(404, [], true);
      store.write(path, configured(secret, request, true));
      return done;
    case 'DELETE':
      store.remove(path);
      return done;
    default:
      throw unsupported();
  }
};
