/** Releases of Helm and of Onyxia, out of the Secrets that keep them. */
import { gunzipSync } from 'node:zlib';
import { failure } from '../../../../shared/contract/errors.ts';
import { time } from './objects.ts';
import type { Metadata, Secret } from './objects.ts';

export const ONYXIA_SECRET_TYPE = 'onyxia.sh/release.v1';

export type ValueTree = Readonly<Record<string, unknown>>;

export interface ReleaseChart {
  readonly name: string;
  readonly version: string;
  readonly appVersion?: string;
  readonly description?: string;
  readonly icon?: string;
  readonly home?: string;
}

export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  /** Helm's own word: `deployed`, `failed`, `pending-install`, `pending-upgrade`, `pending-rollback`, `uninstalling`, `superseded`... */
  readonly status: string;
  readonly description: string;
  /** Milliseconds since 1970. */
  readonly firstDeployed: number;
  readonly lastDeployed: number;
  readonly notes: string;
  readonly chart: ReleaseChart;
  /** What was given at install. */
  readonly values: ValueTree;
  /** The chart's own. */
  readonly chartValues: ValueTree;
  readonly manifest: string;
}

/** What Onyxia keeps beside a release. */
export interface OnyxiaRelease {
  readonly release: string;
  readonly catalogId?: string;
  readonly owner?: string;
  readonly friendlyName?: string;
  readonly share: boolean;
}

const ENCODED_LIMIT = 4 * 1024 * 1024;
const DECODED_LIMIT = 48 * 1024 * 1024;

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const optional = <K extends string>(key: K, value: unknown): Partial<Record<K, string>> =>
  typeof value === 'string' && value !== '' ? ({ [key]: value } as Partial<Record<K, string>>) : {};

/**
 * The release inside `data.release` of a Secret as the API gives it: base64 of base64 of gzipped JSON (Helm,
 * pkg/storage/driver/util.go; JSON without gzip is read too). Throws a Failure `unsupported` for what is larger than a
 * Secret may be, inflates beyond 48 MiB, or is no release.
 */
export function decodeRelease(data: string): Release {
  if (data.length > ENCODED_LIMIT) throw broken('too large');
  try {
    const inner = Buffer.from(Buffer.from(data, 'base64').toString('latin1'), 'base64');
    const plain =
      inner[0] === 0x1f && inner[1] === 0x8b ? gunzipSync(inner, { maxOutputLength: DECODED_LIMIT }) : inner;
    return readRelease(JSON.parse(plain.toString('utf8')));
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error));
  }
}

function broken(words: string): Error {
  return failure('unsupported', 'A release cannot be read', { reason: 'release-unreadable', words });
}

/** A release from Helm's JSON of it (`helm get all -o json`, or what a Secret holds). Throws where it has no name. */
export function readRelease(json: unknown): Release {
  const release = fields(json);
  const info = fields(release['info']);
  const chart = fields(release['chart']);
  const metadata = fields(chart['metadata']);
  const name = text(release['name']);
  if (name === '') throw new Error('The release has no name');
  const lastDeployed = time(text(info['last_deployed'])) ?? 0;
  return {
    name,
    namespace: text(release['namespace']),
    revision: typeof release['version'] === 'number' ? release['version'] : 1,
    status: text(info['status']),
    description: text(info['description']),
    firstDeployed: time(text(info['first_deployed'])) ?? lastDeployed,
    lastDeployed,
    notes: text(info['notes']),
    chart: {
      name: text(metadata['name']),
      version: text(metadata['version']),
      ...optional('appVersion', metadata['appVersion']),
      ...optional('description', metadata['description']),
      ...optional('icon', metadata['icon']),
      ...optional('home', metadata['home']),
    },
    values: fields(release['config']),
    chartValues: fields(chart['values']),
    manifest: text(release['manifest']),
  };
}

/** Name and revision of the release that a Secret keeps, from its labels (or its name); undefined for another Secret. */
export function releaseKey(
  metadata: Metadata | undefined,
): { readonly name: string; readonly revision: number } | undefined {
  const labels = metadata?.labels ?? {};
  const parts = /^sh\.helm\.release\.v1\.(.+)\.v(\d+)$/.exec(metadata?.name ?? '');
  const name = labels['name'] ?? parts?.[1];
  const revision = Number(labels['version'] ?? parts?.[2]);
  return name && Number.isInteger(revision) ? { name, revision } : undefined;
}

/** The Secret of the newest revision of each release, keyed by the release's name; works on metadata-only lists too. */
export function newestRevisions<T extends { readonly metadata?: Metadata }>(
  secrets: Iterable<T>,
): Map<string, T> {
  const newest = new Map<string, { revision: number; secret: T }>();
  for (const secret of secrets) {
    const key = releaseKey(secret.metadata);
    if (key && key.revision > (newest.get(key.name)?.revision ?? -1))
      newest.set(key.name, { revision: key.revision, secret });
  }
  return new Map([...newest].map(([name, { secret }]) => [name, secret]));
}

/** What Onyxia keeps in its Secret of a release; undefined for another Secret. Values may be missing or, by a defect of the API, plain text. */
export function decodeOnyxiaRelease(secret: Secret): OnyxiaRelease | undefined {
  const name = /^sh\.onyxia\.release\.v1\.(.+)$/.exec(secret.metadata?.name ?? '')?.[1];
  if (name === undefined || (secret.type !== undefined && secret.type !== ONYXIA_SECRET_TYPE))
    return undefined;
  const value = (key: string): string => readOnyxiaValue(secret.data?.[key] ?? '');
  return {
    release: name,
    ...optional('catalogId', value('catalog')),
    ...optional('owner', value('owner')),
    ...optional('friendlyName', value('friendlyName')),
    share: value('share') === 'true',
  };
}

function readOnyxiaValue(data: string): string {
  const plain = Buffer.from(data, 'base64').toString('utf8');
  return Buffer.from(plain, 'utf8').toString('base64').replace(/=+$/, '') === data.replace(/=+$/, '')
    ? plain
    : data;
}

/** The value at a dotted path: what was given, else the chart's own. */
export function valueAt(release: Pick<Release, 'values' | 'chartValues'>, dotted: string): unknown {
  const walk = (tree: unknown): unknown => dotted.split('.').reduce((at, key) => fields(at)[key], tree);
  return walk(release.values) ?? walk(release.chartValues);
}

const NOTE_PASSWORD = /(?:password|mot de passe)[*_`]*\s*:\s*(\S+)/gi;

function passwordInNotes(notes: string): string | undefined {
  for (const [, word] of notes.matchAll(NOTE_PASSWORD)) {
    const plain = (word ?? '').replace(/^[*`"']+|[*`"']+$/g, '');
    // A command to find it, or nothing at all, is no password.
    if (plain !== '' && !/^[$<]|^kubectl/.test(plain)) return plain;
  }
  return undefined;
}

function passwordInValues(tree: unknown, depth = 0): string | undefined {
  if (depth > 12) return undefined;
  const entries = Object.entries(fields(tree));
  const own = entries.find(
    ([key, value]) => /password$/i.test(key) && typeof value === 'string' && value !== '',
  );
  if (own) return own[1] as string;
  for (const [, value] of entries) {
    const inner = passwordInValues(value, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/**
 * The password of a service, as Onyxia finds it: in the notes (also in French and in bold), else `projectPassword` where the
 * values hold it, else the value of a key that ends in "password", given ones before the chart's own.
 */
export function releasePassword(
  release: Pick<Release, 'notes' | 'values' | 'chartValues'>,
  projectPassword?: string,
): string | undefined {
  const noted = passwordInNotes(release.notes);
  if (noted !== undefined) return noted;
  if (projectPassword && JSON.stringify(release.values).includes(JSON.stringify(projectPassword)))
    return projectPassword;
  return passwordInValues(release.values) ?? passwordInValues(release.chartValues);
}
