/** What the answers of an S3 server betray of it, and what is remembered of each endpoint. Asks nobody. */
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { Dialect } from '../../../../shared/contract/storage/places.ts';
import type { S3Endpoint } from './endpoint.ts';

/** What is known so far; a feature that is absent was not tried yet. */
export type KnownDialect = Partial<Dialect>;

const products: readonly (readonly [RegExp, string])[] = [
  [/^minio/i, 'MinIO'],
  [/^ceph|radosgw/i, 'Ceph'],
  [/^garage/i, 'Garage'],
  [/^seaweedfs/i, 'SeaweedFS'],
  [/^amazons3/i, 'AWS'],
  [/^rustfs/i, 'RustFS'],
  [/^sandbox/i, 'Sandbox'],
];

/**
 * The product, from the headers of any answer (names in lower case); `S3` where they betray nothing.
 * Ceph's request ids begin with `tx` and 21 hexadecimal digits (`RGWSI_ZoneUtils::unique_trans_id`); a proxy may replace the `Server` header,
 * so headers that only one product sends are looked at as well.
 */
export function productOf(headers: Readonly<Record<string, string>>): string {
  const server = headers['server'] ?? '';
  const named = products.find(([pattern]) => pattern.test(server))?.[1];
  if (named) return named;
  const names = Object.keys(headers);
  if (names.some((name) => name.startsWith('x-minio-'))) return 'MinIO';
  if (names.some((name) => name.startsWith('x-rgw-'))) return 'Ceph';
  if (/^tx[0-9a-f]{21}-/i.test(headers['x-amz-request-id'] ?? '')) return 'Ceph';
  if (names.some((name) => name.startsWith('x-seaweedfs-'))) return 'SeaweedFS';
  return 'S3';
}

/** The code of the server's XML error, kept as the first word of the failure's `words`; empty where there was none. */
export function codeOf(failure: Failure): string {
  return /^([A-Za-z]+)(:|$)/.exec(failure.data.words ?? '')?.[1] ?? '';
}

/**
 * What a refusal says of a feature: `false` where the server does not have it, `true` where it only says that nothing was configured
 * yet, undefined where it says nothing (rights, network).
 */
export function offers(failure: Failure, unset: readonly string[] = []): boolean | undefined {
  if (unset.includes(codeOf(failure))) return true;
  return failure.code === 'unsupported' || failure.data.reason === 'storage-refused' ? false : undefined;
}

const memory = new WeakMap<S3Endpoint, { known: KnownDialect; changed: (known: KnownDialect) => void }>();

/** What is known of an endpoint. */
export function dialectOf(endpoint: S3Endpoint): KnownDialect {
  return memory.get(endpoint)?.known ?? {};
}

/** Begins with what was known before, and tells of everything that is learned from now on. */
export function rememberDialect(
  endpoint: S3Endpoint,
  known: KnownDialect,
  changed: (known: KnownDialect) => void,
): void {
  memory.set(endpoint, { known, changed });
}

/** Adds what was learned of an endpoint; it is forgotten with it unless somebody remembers. */
export function learnDialect(endpoint: S3Endpoint, learned: KnownDialect): void {
  const { known, changed } = memory.get(endpoint) ?? { known: {}, changed: () => {} };
  const next = { ...known, ...learned };
  memory.set(endpoint, { known: next, changed });
  changed(next);
}
