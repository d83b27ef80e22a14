/** Charts of plain Helm repositories: the index lists them, the archive of a version holds its form. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { ChartKey } from '../../../shared/contract/catalog.ts';
import { failure, isFailure } from '../../../shared/contract/errors.ts';
import type { CatalogSource } from '../../../shared/contract/platform.ts';
import { readChartArchive, type ChartContents } from '../platform/helm/archive.ts';
import {
  indexAddress,
  parseIndex,
  type ChartVersion,
  type RepositoryIndex,
} from '../platform/helm/repository.ts';
import type { Network } from '../network/network.ts';
import type { ChartSource, ListedCatalog } from './chart-source.ts';

type Repository = z.infer<typeof CatalogSource>;

/** Larger than any chart or index that is worth reading. */
const limit = 64 * 1024 * 1024;

/** Archives are immutable by their digest: the last few are kept. */
const keptArchives = 20;

/** @param repositories the Helm repositories of the platform. */
export function helmSource(
  repositories: readonly Repository[],
  network: Pick<Network, 'fetch'>,
): ChartSource {
  const indexes = new Map<string, RepositoryIndex>();
  const archives = new Map<string, Promise<ChartContents>>();

  async function read(address: string, signal?: AbortSignal): Promise<Uint8Array> {
    const response = await network.fetch(address, signal ? { signal } : {});
    if (!response.ok) {
      await response.body?.cancel();
      throw failure('not-found', `${address} answers ${response.status}`, {
        reason: 'repository-answer',
        values: { address, status: response.status },
      });
    }
    if (Number(response.headers.get('content-length') ?? 0) > limit)
      throw failure('unsupported', `${address} is too large`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.byteLength > limit) throw failure('unsupported', `${address} is too large`);
    return bytes;
  }

  async function indexOf(repository: Repository, signal?: AbortSignal): Promise<RepositoryIndex> {
    const index = await parseIndex(await read(indexAddress(repository.url), signal), repository.url);
    indexes.set(repository.id, index);
    return index;
  }

  async function versions(
    { catalogId, name }: ChartKey,
    signal?: AbortSignal,
  ): Promise<readonly ChartVersion[]> {
    const repository = repositories.find(({ id }) => id === catalogId);
    const index = repository && (indexes.get(catalogId) ?? (await indexOf(repository, signal)));
    const found = index?.charts.get(name);
    if (!found?.length)
      throw failure('not-found', `There is no chart ${name}`, {
        reason: 'chart-gone',
        values: { chart: name },
      });
    return found;
  }

  async function contents(version: ChartVersion, signal?: AbortSignal): Promise<ChartContents> {
    const [address] = version.urls;
    if (address === undefined)
      throw failure('not-found', `${version.name} ${version.version} has no archive`, {
        reason: 'chart-gone',
        values: { chart: version.name },
      });
    const key = version.digest ?? address;
    const known = archives.get(key);
    if (known) return known;
    const reading = read(address, signal).then((bytes) => readChartArchive(verified(bytes, version)));
    archives.set(key, reading);
    reading.catch(() => archives.delete(key));
    for (const old of [...archives.keys()].slice(0, -keptArchives)) archives.delete(old);
    return reading;
  }

  return {
    list: async (signal) => {
      const catalogs = await Promise.all(repositories.map((repository) => listed(repository, signal)));
      const [first] = catalogs.flatMap(({ problem }) => (problem ? [problem] : []));
      if (first && catalogs.every(({ problem }) => problem)) throw failure(first.code, first.message, first);
      return catalogs;
    },
    describe: async (chart, signal) => {
      const found = await versions(chart, signal);
      const [newest] = found;
      const readme = newest && (await contents(newest, signal).catch(() => undefined))?.readme;
      return {
        versions: found.map(({ version, appVersion, created }) => ({
          version,
          ...(appVersion === undefined ? {} : { appVersion }),
          ...(created === undefined ? {} : { created }),
        })),
        ...(readme === undefined ? {} : { readme }),
        sources: newest?.sources ?? [],
        maintainers: newest?.maintainers ?? [],
      };
    },
    open: async (chart, version, signal) => {
      const found = await versions(chart, signal);
      const exact = found.find((one) => one.version === version);
      const [newest] = found;
      if (!exact || !newest)
        throw failure('not-found', `${chart.name} has no version ${version}`, {
          reason: 'chart-gone',
          values: { chart: chart.name },
        });
      const [wanted, latest] = await Promise.all([contents(exact, signal), contents(newest, signal)]);
      return {
        version,
        schema: wanted.schema === undefined ? '' : parseSchemaText(wanted.schema),
        // The same as Onyxia does, so that a saved configuration means the same here and there.
        valuesYaml: latest.valuesYaml,
        dependencies: wanted.dependencies.map(({ name, condition }) => ({
          chartName: name,
          ...(condition === undefined ? {} : { condition }),
        })),
      };
    },
  };

  /** A repository that does not answer keeps its place, with the reason. */
  async function listed(repository: Repository, signal?: AbortSignal): Promise<ListedCatalog> {
    const base = {
      id: repository.id,
      name: { en: repository.name },
      description: {},
      repository: repository.url,
    };
    try {
      const index = await indexOf(repository, signal);
      const charts = [...index.charts.values()].flatMap(([newest]) =>
        newest && newest.type !== 'library' ? [newest] : [],
      );
      return {
        ...base,
        charts: charts
          .toSorted((a, b) => a.name.localeCompare(b.name))
          .map(({ name, version, description, keywords, icon, home }) => ({
            name,
            version,
            description: description ?? '',
            keywords,
            ...(icon === undefined ? {} : { icon }),
            ...(home === undefined ? {} : { home }),
          })),
      };
    } catch (error) {
      if (!isFailure(error)) throw error;
      return { ...base, charts: [], problem: error.data };
    }
  }
}

function verified(bytes: Uint8Array, { digest, name, version }: ChartVersion): Uint8Array {
  const plain = digest?.replace(/^sha256:/, '');
  if (plain !== undefined && createHash('sha256').update(bytes).digest('hex') !== plain) {
    throw failure('conflict', `The archive of ${name} ${version} is not the one that its index names`, {
      reason: 'chart-digest',
      values: { chart: name, version },
    });
  }
  return bytes;
}

/** A schema that is no JSON is handed on as text: the form then says that it is broken. */
function parseSchemaText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return { type: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
