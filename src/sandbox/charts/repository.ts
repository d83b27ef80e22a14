/** Serves the catalogs as Helm repositories: `<url>/<catalog>/index.yaml`, archives and icons. */
import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import path from 'node:path';
import { stringify } from 'yaml';
import { createFaultGate, withFaults, type FaultGate } from '../faults.ts';
import { listen } from '../listen.ts';
import { catalogs } from './catalogs.ts';
import { readCatalogCharts, type Chart } from './chart.ts';

/** One chart version as `index.yaml` and the Onyxia API tell it. */
interface IndexEntry {
  readonly apiVersion: string;
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly urls: readonly string[];
  readonly created: string;
  readonly type: 'application' | 'library';
  readonly [field: string]: unknown;
}

export interface PublishedChart extends Chart {
  readonly entry: IndexEntry;
}

export interface Catalog {
  readonly id: string;
  readonly url: string;
  readonly generated: string;
  /** Newest version first, by chart name. */
  readonly charts: ReadonlyMap<string, readonly PublishedChart[]>;
}

export interface ChartRepository {
  readonly url: string;
  readonly port: number;
  readonly catalogs: readonly Catalog[];
  stop(): Promise<void>;
}

const created = '2026-01-01T00:00:00Z';

function publish(chart: Chart, url: string): PublishedChart {
  const { dependencies, ...metadata } = chart.metadata;
  const entry: IndexEntry = {
    ...metadata,
    created,
    digest: createHash('sha256').update(chart.archive).digest('hex'),
    urls: [`${url}/${metadata.name}-${metadata.version}.tgz`],
    type: metadata.type ?? 'application',
    ...(dependencies ? { dependencies } : {}),
  };
  return { ...chart, entry };
}

/** Reads the charts of one catalog for the address it will be served at. */
export function openCatalog(
  folder: string,
  id: string,
  url: string,
  needs: Record<string, string | undefined>,
): Catalog {
  const charts = new Map<string, PublishedChart[]>();
  for (const chart of readCatalogCharts(path.join(folder, id), {
    iconUrl: (name) => `${url}/${name}.svg`,
    needs,
  })) {
    charts.set(chart.metadata.name, [...(charts.get(chart.metadata.name) ?? []), publish(chart, url)]);
  }
  return { id, url, generated: new Date().toISOString(), charts };
}

/** The text of `index.yaml` (https://helm.sh/docs/topics/chart_repository/). */
function indexYaml(catalog: Catalog): string {
  const entries = Object.fromEntries(
    [...catalog.charts].map(([name, versions]) => [name, versions.map((each) => each.entry)]),
  );
  return stringify({ apiVersion: 'v1', entries, generated: catalog.generated });
}

interface ServedFile {
  readonly type: string;
  readonly content: Buffer;
}

function filesOf(catalog: Catalog): Map<string, ServedFile> {
  const files = new Map<string, ServedFile>();
  files.set(`/${catalog.id}/index.yaml`, {
    type: 'application/yaml',
    content: Buffer.from(indexYaml(catalog)),
  });
  for (const versions of catalog.charts.values()) {
    for (const { metadata, archive, icon } of versions) {
      files.set(`/${catalog.id}/${metadata.name}-${metadata.version}.tgz`, {
        type: 'application/gzip',
        content: archive,
      });
      if (icon) files.set(`/${catalog.id}/${metadata.name}.svg`, { type: 'image/svg+xml', content: icon });
    }
  }
  return files;
}

/** Starts the repository on 127.0.0.1. `folder` holds one folder a catalog; `needs` see ReadOptions. */
export async function startChartRepository(options: {
  folder: string;
  port: number;
  needs?: Record<string, string | undefined>;
  faults?: FaultGate;
}): Promise<ChartRepository> {
  let files = new Map<string, ServedFile>();
  const serve: RequestListener = (request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://127.0.0.1').pathname);
    if (!file)
      return void response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
    const etag = `"${createHash('sha256').update(file.content).digest('hex').slice(0, 32)}"`;
    const headers = {
      'content-type': file.type,
      etag,
      'access-control-allow-origin': '*',
      'cache-control': 'no-cache',
    };
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, headers).end();
    response.writeHead(200, { ...headers, 'content-length': file.content.length });
    response.end(request.method === 'HEAD' ? undefined : file.content);
  };
  const server = createServer(withFaults(options.faults ?? createFaultGate(), serve));
  const port = await listen(server, options.port);
  const url = `http://127.0.0.1:${port}`;
  const opened = catalogs.map(({ id }) =>
    openCatalog(options.folder, id, `${url}/${id}`, options.needs ?? {}),
  );
  files = new Map(opened.flatMap((catalog) => [...filesOf(catalog)]));
  return {
    url,
    port,
    catalogs: opened,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
