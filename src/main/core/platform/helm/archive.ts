/** What a packed chart holds for those who want to launch it. */
import { gunzip } from 'node:zlib';
import { parse } from 'yaml';
import { failure } from '../../../../shared/contract/errors.ts';
import { readTar } from './tar.ts';

export interface ChartDependency {
  readonly name: string;
  /** Key of its values: the alias where there is one. */
  readonly key: string;
  readonly condition?: string;
  /** Undefined where the archive lacks it. */
  readonly chart?: ChartContents;
}

export interface ChartContents {
  /** Chart.yaml, parsed. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly version: string;
  readonly valuesYaml: string;
  /** values.schema.json as text: it may be broken, and is nobody's concern here. */
  readonly schema?: string;
  readonly readme?: string;
  readonly dependencies: readonly ChartDependency[];
}

const ARCHIVE_LIMIT = 20 * 1024 * 1024;
const TAR_LIMITS = { total: 40 * 1024 * 1024, entries: 10_000 };
const DEPTH = 4;

function unreadable(words: string): Error {
  return failure('unsupported', 'The chart cannot be read', { reason: 'chart-unreadable', words });
}

function inflate(packed: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gunzip(packed, { maxOutputLength: TAR_LIMITS.total + 16 * 1024 * 1024 }, (error, plain) =>
      error ? reject(unreadable(error.message)) : resolve(plain),
    );
  });
}

const FILE = /(^|\/)(Chart\.yaml|requirements\.yaml|values\.yaml|values\.schema\.json|README\.md)$/i;

/** Reads a packed chart (.tgz) of at most 20 MiB with its sub-charts, four levels deep. Throws a Failure `unsupported` that says what is wrong. */
export async function readChartArchive(packed: Uint8Array): Promise<ChartContents> {
  return readPacked(packed, 0);
}

async function readPacked(packed: Uint8Array, depth: number): Promise<ChartContents> {
  if (packed.byteLength > ARCHIVE_LIMIT) throw unreadable(`larger than ${ARCHIVE_LIMIT} bytes`);
  const tar = await inflate(packed);
  const files = readTar(tar, TAR_LIMITS, (path) => FILE.test(path) || /\/charts\/[^/]+\.tgz$/.test(path));
  const top = [...files.keys()]
    .map((path) => path.split('/')[0] ?? '')
    .find((folder) => files.has(`${folder}/Chart.yaml`));
  if (top === undefined) throw unreadable('there is no Chart.yaml in it');
  return readFolder(files, `${top}/`, depth);
}

async function readFolder(
  files: ReadonlyMap<string, Buffer>,
  folder: string,
  depth: number,
): Promise<ChartContents> {
  const file = (name: string): string | undefined => files.get(folder + name)?.toString('utf8');
  const metadata = record(yaml(file('Chart.yaml') ?? ''));
  const legacy = record(yaml(file('requirements.yaml') ?? ''));
  const schema = file('values.schema.json');
  const readme = file('README.md') ?? file('readme.md');
  return {
    metadata,
    name: String(metadata['name'] ?? ''),
    version: String(metadata['version'] ?? ''),
    valuesYaml: file('values.yaml') ?? '',
    ...(schema !== undefined && { schema }),
    ...(readme !== undefined && { readme }),
    dependencies: await dependencies(
      files,
      folder,
      metadata['dependencies'] ?? legacy['dependencies'],
      depth,
    ),
  };
}

async function dependencies(
  files: ReadonlyMap<string, Buffer>,
  folder: string,
  declared: unknown,
  depth: number,
): Promise<ChartDependency[]> {
  const all: ChartDependency[] = [];
  for (const one of Array.isArray(declared) ? declared.map(record) : []) {
    const { name, alias, condition } = one;
    if (typeof name !== 'string') continue;
    const chart = depth < DEPTH ? await subchart(files, folder, name, depth + 1) : undefined;
    all.push({
      name,
      key: typeof alias === 'string' ? alias : name,
      ...(typeof condition === 'string' && { condition }),
      ...(chart && { chart }),
    });
  }
  return all;
}

async function subchart(
  files: ReadonlyMap<string, Buffer>,
  folder: string,
  name: string,
  depth: number,
): Promise<ChartContents | undefined> {
  if (files.has(`${folder}charts/${name}/Chart.yaml`))
    return readFolder(files, `${folder}charts/${name}/`, depth);
  const packed = [...files].find(
    ([path]) => path.startsWith(`${folder}charts/${name}-`) && /-\d[^/]*\.tgz$/.test(path),
  );
  return packed && readPacked(packed[1], depth);
}

function yaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 50, logLevel: 'error' });
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error));
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
