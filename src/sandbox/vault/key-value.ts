import { actor, denied, done, ownsPath, unsupported } from './request.ts';
import type { VaultAnswer, VaultRequest } from './request.ts';
import {
  VaultError,
  addVersion,
  checkAndSet,
  destroy,
  isReadable,
  mergePatch,
  newSecret,
  softDelete,
  subkeys,
  undelete,
} from './secret.ts';
import type { Secret, SecretData, SecretVersion } from './secret.ts';

const versionMetadata = (secret: Secret, version: SecretVersion): Record<string, unknown> => ({
  created_time: version.created,
  custom_metadata: secret.custom,
  deletion_time: version.deletion,
  destroyed: version.destroyed,
  version: version.number,
});

const written = (secret: Secret): VaultAnswer => {
  const version = secret.versions.at(-1);
  if (!version) throw new VaultError(500, ['no version was written']);
  return { status: 200, data: versionMetadata(secret, version), mountType: 'kv' };
};

const askedNumber = (query: URLSearchParams, name: string): number => {
  const text = query.get(name) ?? '0';
  if (/^\d+$/.test(text)) return Number(text);
  throw new VaultError(400, [
    `Field validation failed: error converting input for field "${name}": cannot parse '' as int: strconv.ParseInt: parsing "${text}": invalid syntax`,
  ]);
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const givenData = (request: VaultRequest): SecretData => {
  const { data } = request.body;
  if (data === undefined) throw new VaultError(400, ['no data provided']);
  // An empty list or null counts as no map at all, as in the real one.
  if (data === null || (Array.isArray(data) && data.length === 0)) return null;
  if (isRecord(data)) return data;
  throw new VaultError(400, [
    `error converting input for field "data": '' expected a map, got '${Array.isArray(data) ? 'slice' : typeof data}'`,
  ]);
};

const casOf = ({ body }: VaultRequest): unknown =>
  isRecord(body['options']) ? body['options']['cas'] : undefined;

const read = (
  request: VaultRequest,
  path: string,
  contents: (version: SecretVersion) => Record<string, unknown>,
  hidden: Record<string, unknown>,
): VaultAnswer => {
  const number = askedNumber(request.query, 'version');
  const secret = request.store.read(path);
  const version = secret?.versions.find((one) => one.number === (number || secret.current));
  if (!secret || !version) throw new VaultError(404);
  const metadata = versionMetadata(secret, version);
  return isReadable(version, request.now)
    ? { status: 200, data: { ...contents(version), metadata }, mountType: 'kv' }
    : { status: 404, data: { ...hidden, metadata } };
};

const write = (request: VaultRequest, path: string): VaultAnswer => {
  const data = givenData(request);
  const existing = request.store.read(path);
  checkAndSet(existing, casOf(request));
  const by = actor(request, existing?.current ? 'update' : 'create');
  const secret = addVersion(
    existing ?? newSecret(new Date(request.now).toISOString(), by),
    data,
    request.now,
    by,
  );
  request.store.write(path, secret);
  return written(secret);
};

const patch = (request: VaultRequest, path: string): VaultAnswer => {
  const changes = givenData(request);
  const secret = request.store.read(path);
  const version = secret?.versions.at(-1);
  if (!secret || !version) throw new VaultError(404, [], true);
  checkAndSet(secret, casOf(request));
  if (!isReadable(version, request.now)) return { status: 404, data: versionMetadata(secret, version) };
  if (version.data === null)
    throw new VaultError(500, ['1 error occurred:\n\t* resource does not exist\n\n']);
  const merged = mergePatch(version.data, changes ?? {}) as SecretData;
  const patched = addVersion(secret, merged, request.now, actor(request, 'patch'));
  request.store.write(path, patched);
  return written(patched);
};

const dataPath = (request: VaultRequest, path: string): VaultAnswer => {
  switch (request.method) {
    case 'GET':
      return read(request, path, ({ data }) => ({ data }), { data: null });
    case 'PUT':
      return write(request, path);
    case 'PATCH':
      return patch(request, path);
    case 'DELETE': {
      const secret = request.store.read(path);
      if (secret)
        request.store.write(
          path,
          softDelete(secret, [secret.current], request.now, actor(request, 'delete')),
        );
      return done;
    }
    default:
      throw unsupported();
  }
};

const givenVersions = ({ body }: VaultRequest): number[] => {
  const given = body['versions'];
  const list: unknown[] = Array.isArray(given)
    ? given
    : typeof given === 'string'
      ? given.split(',')
      : given === undefined || given === null
        ? []
        : [given];
  if (list.length === 0) throw new VaultError(400, ['No version number provided']);
  return list.map((one, index) => {
    const number = typeof one === 'string' && one.trim() !== '' ? Number(one) : one;
    if (typeof number === 'number' && Number.isInteger(number)) return number;
    throw new VaultError(400, [
      `Field validation failed: error converting input for field "versions": 1 error(s) decoding:\n\n* cannot parse '[${index}]' as int: strconv.ParseInt: parsing "${String(one)}": invalid syntax`,
    ]);
  });
};

const versionsPath = (
  request: VaultRequest,
  path: string,
  alter: (secret: Secret, numbers: readonly number[]) => Secret,
): VaultAnswer => {
  if (request.method !== 'PUT') throw unsupported();
  const numbers = givenVersions(request);
  const secret = request.store.read(path);
  if (secret) request.store.write(path, alter(secret, numbers));
  return done;
};

/**
 * The paths below a KV 2 engine that hold secrets: data, subkeys, delete, undelete and destroy. Undefined for another.
 * Throws VaultError, 403 outside the folders of the token's owner.
 * Source: https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2.
 */
export const keyValue = (request: VaultRequest, kind: string, path: string): VaultAnswer | undefined => {
  const owned = path.includes('/') && ownsPath(request, path);
  if (!['data', 'subkeys', 'delete', 'undelete', 'destroy'].includes(kind) || path === '') return undefined;
  if (request.lease && !owned) throw denied();
  switch (kind) {
    case 'data':
      return dataPath(request, path);
    case 'subkeys': {
      if (request.method !== 'GET') throw unsupported();
      const depth = askedNumber(request.query, 'depth');
      return read(request, path, ({ data }) => ({ subkeys: subkeys(data, depth) }), { subkeys: null });
    }
    case 'delete':
      return versionsPath(request, path, (secret, numbers) =>
        softDelete(secret, numbers, request.now, actor(request, 'update')),
      );
    case 'undelete':
      return versionsPath(request, path, (secret, numbers) =>
        undelete(secret, numbers, actor(request, 'update')),
      );
    default:
      return versionsPath(request, path, (secret, numbers) =>
        destroy(secret, numbers, actor(request, 'update')),
      );
  }
};
