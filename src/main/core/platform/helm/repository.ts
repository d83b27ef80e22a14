/** The index of a Helm repository. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse } from 'yaml';
import { failure } from '../../../../shared/contract/errors.ts';

export interface ChartVersion {
  readonly name: string;
  readonly version: string;
  readonly appVersion?: string;
  readonly description?: string;
  readonly icon?: string;
  readonly home?: string;
  /** `application` or `library`; a library cannot be launched. */
  readonly type?: string;
  readonly keywords: readonly string[];
  readonly sources: readonly string[];
  readonly maintainers: readonly string[];
  readonly created?: string;
  /** SHA-256 of the archive in hexadecimal. */
  readonly digest?: string;
  /** Absolute addresses of the archive. */
  readonly urls: readonly string[];
  readonly deprecated: boolean;
}

export interface RepositoryIndex {
  /** Versions of each chart, newest first. */
  readonly charts: ReadonlyMap<string, readonly ChartVersion[]>;
  /** Entries that could not be read, by the chart's name. */
  readonly broken: readonly string[];
}

const INDEX_LIMIT = 64 * 1024 * 1024;
const SLICE = 8;

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const optional = <K extends string>(key: K, value: unknown): Partial<Record<K, string>> =>
  (typeof value === 'string' || typeof value === 'number') && value !== ''
    ? ({ [key]: String(value) } as Partial<Record<K, string>>)
    : {};

function wrong(words: string): Error {
  return failure('unsupported', 'This is not the index of a Helm repository', {
    reason: 'not-a-repository',
    words,
  });
}

/** Address of the index below the address of a repository. */
export function indexAddress(repository: string): string {
  return new URL('index.yaml', repository.endsWith('/') ? repository : `${repository}/`).href;
}

/** Compares two versions by semantic versioning 2.0.0 (11): a negative number when `a` is older. What is no version is oldest. */
export function compareVersions(a: string, b: string): number {
  const split = (version: string): { numbers: number[]; tail: string[] } => {
    const [core = '', ...rest] = version.replace(/^v/, '').replace(/\+.*$/, '').split('-');
    return {
      numbers: core.split('.').map((part) => Number.parseInt(part, 10)),
      tail: rest.length === 0 ? [] : rest.join('-').split('.'),
    };
  };
  const [left, right] = [split(a), split(b)];
  for (let at = 0; at < 3; at += 1) {
    const difference = (left.numbers[at] || 0) - (right.numbers[at] || 0);
    if (difference !== 0) return difference;
  }
  if (left.tail.length === 0 || right.tail.length === 0) return right.tail.length - left.tail.length;
  for (let at = 0; at < Math.max(left.tail.length, right.tail.length); at += 1) {
    const [one, other] = [left.tail[at], right.tail[at]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    if (one === other) continue;
    const [n, m] = [/^\d+$/.test(one), /^\d+$/.test(other)];
    if (n && m) return Number(one) - Number(other);
    if (n !== m) return n ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return 0;
}

function readVersion(value: unknown, name: string, repository: string): ChartVersion | undefined {
  const entry = fields(value);
  const version = typeof entry['version'] === 'number' ? String(entry['version']) : entry['version'];
  const base = repository.endsWith('/') ? repository : `${repository}/`;
  const urls = strings(entry['urls'])
    .filter((url) => URL.canParse(url, base))
    .map((url) => new URL(url, base).href);
  if (typeof version !== 'string' || urls.length === 0) return undefined;
  return {
    name,
    version,
    ...optional('appVersion', entry['appVersion']),
    ...optional('description', entry['description']),
    ...optional('icon', entry['icon']),
    ...optional('home', entry['home']),
    ...optional('type', entry['type']),
    ...optional(
      'created',
      entry['created'] instanceof Date ? entry['created'].toISOString() : entry['created'],
    ),
    ...optional('digest', entry['digest']),
    keywords: strings(entry['keywords']),
    sources: strings(entry['sources']),
    maintainers: Array.isArray(entry['maintainers'])
      ? entry['maintainers'].map((one) => String(fields(one)['name'] ?? '')).filter(Boolean)
      : [],
    urls,
    deprecated: entry['deprecated'] === true,
  };
}

/** The pieces of an index as helm writes it: each version's block by the chart it is of. Undefined for any other layout. */
function pieces(text: string): { name: string; block: string }[] | undefined {
  const found: { name: string; block: string }[] = [];
  let name: string | undefined;
  let block: string[] = [];
  let inside = false;
  const close = (): void => {
    if (name !== undefined && block.length > 0) found.push({ name, block: block.join('\n') });
    block = [];
  };
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) {
      close();
      name = undefined;
      inside = /^entries:\s*$/.test(line);
      continue;
    }
    if (!inside) continue;
    const key = /^ {2}("?)([\w.-]+)\1:\s*$/.exec(line);
    if (key) {
      close();
      name = key[2];
    } else if (/^ {2}- /.test(line) && name !== undefined) {
      close();
      block.push(line.slice(2).replace(/^-/, ' '));
    } else if (block.length > 0 && (/^ {4}/.test(line) || line.trim() === '')) block.push(line.slice(2));
    else if (line.trim() !== '') return undefined;
  }
  close();
  return found.length > 0 && !text.includes(': &') ? found : undefined;
}

/**
 * Reads an index (YAML, or JSON, which is YAML) of at most 64 MiB. Helm's own layout is read a version at a time, so that
 * thousands of versions do not hold up the event loop; entries that are broken are told, not fatal. Throws a Failure
 * `unsupported` for what is no index.
 */
export async function parseIndex(source: Uint8Array | string, repository: string): Promise<RepositoryIndex> {
  const text =
    typeof source === 'string'
      ? source
      : Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString('utf8');
  if (text.length > INDEX_LIMIT) throw wrong(`larger than ${INDEX_LIMIT} bytes`);
  const charts = new Map<string, ChartVersion[]>();
  const broken = new Set<string>();
  const add = (name: string, value: unknown): void => {
    const version = readVersion(value, name, repository);
    if (version) charts.set(name, [...(charts.get(name) ?? []), version]);
    else broken.add(name);
  };
  const blocks = /^\s*\{/.test(text) ? undefined : pieces(text);
  if (blocks) {
    let started = performance.now();
    for (const { name, block } of blocks) {
      try {
        add(name, parse(block, { maxAliasCount: 10, logLevel: 'error' }));
      } catch {
        broken.add(name);
      }
      if (performance.now() - started > SLICE) {
        await nextTurn();
        started = performance.now();
      }
    }
  } else {
    for (const [name, versions] of Object.entries(wholeEntries(text)))
      for (const one of Array.isArray(versions) ? versions : []) add(name, one);
  }
  for (const versions of charts.values()) versions.sort((a, b) => compareVersions(b.version, a.version));
  return { charts, broken: [...broken] };
}

/** JSON is read as such: a YAML reader takes a hundred times as long. Text that only begins like it is undefined. */
function readJson(text: string): unknown {
  try {
    return /^\s*\{/.test(text) ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function wholeEntries(text: string): Fields {
  let index: unknown;
  try {
    index = readJson(text) ?? parse(text, { maxAliasCount: 50, logLevel: 'error' });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
  if (!('entries' in fields(index))) throw wrong(text.slice(0, 200));
  return fields(fields(index)['entries']);
}
