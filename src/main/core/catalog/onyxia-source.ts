/** Charts as an Onyxia API offers them: schemas come resolved for the person's roles. */
import type { ChartKey } from '../../../shared/contract/catalog.ts';
import { failure } from '../../../shared/contract/errors.ts';
import type { Dependency } from '../../../shared/launch-form/types.ts';
import type { OnyxiaClient } from '../platform/onyxia/client.ts';
import type { Catalog, Chart } from '../platform/onyxia/types.ts';
import type { ChartSource, ListedCatalog, ListedChart } from './chart-source.ts';

/** Annotation by which a chart says what a platform lacks to run it. */
const needsAnnotation = 'sardonyx.sandbox/needs';

/** @param inGroup whether the project belongs to a group: some catalogs are for one kind of project only. */
export function onyxiaSource(client: OnyxiaClient, inGroup: boolean): ChartSource {
  async function versions({ catalogId, name }: ChartKey, signal?: AbortSignal): Promise<Chart[]> {
    const found = await client.chartVersions(catalogId, name, { signal });
    if (found.length === 0)
      throw failure('not-found', `There is no chart ${name}`, {
        reason: 'chart-gone',
        values: { chart: name },
      });
    return found;
  }

  return {
    list: async (signal) => {
      const found = await client.catalogs({ signal });
      return found
        .filter(({ catalog }) => isVisible(catalog, inGroup))
        .map(({ catalog, charts }) => listed(catalog, charts));
    },
    describe: async (chart, signal) => {
      const found = await versions(chart, signal);
      const [newest] = found;
      return {
        versions: found.map((one) => ({
          version: one.version,
          ...(one.appVersion === undefined ? {} : { appVersion: one.appVersion }),
          ...(one.created === undefined ? {} : { created: one.created }),
        })),
        sources: newest?.sources ?? [],
        maintainers: (newest?.maintainers ?? []).flatMap((one) => one.name ?? []),
      };
    },
    open: async (chart, version, signal) => {
      const [found, schema] = await Promise.all([
        versions(chart, signal),
        client.schema(chart.catalogId, chart.name, version, { signal }),
      ]);
      const exact = found.find((one) => one.version === version) ?? found[0];
      return {
        version,
        schema: schema ?? '',
        // Onyxia launches every version with the values.yaml of the newest one.
        valuesYaml: found[0]?.defaultValues ?? '{}',
        dependencies: (exact?.dependencies ?? []).flatMap(dependencyOf),
      };
    },
  };
}

function isVisible(catalog: Catalog, inGroup: boolean): boolean {
  if (catalog.status !== undefined && catalog.status !== 'PROD') return false;
  return (inGroup ? catalog.visible?.project : catalog.visible?.user) !== false;
}

function listed(catalog: Catalog, charts: readonly Chart[]): ListedCatalog {
  const rank = (chart: Chart) => {
    const place = catalog.highlightedCharts.indexOf(chart.name);
    return place === -1 ? catalog.highlightedCharts.length : place;
  };
  return {
    id: catalog.id,
    name: byLanguage(catalog.name, catalog.id),
    description: byLanguage(catalog.description, ''),
    ...(catalog.location === undefined ? {} : { repository: catalog.location }),
    charts: [...charts].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)).map(listedChart),
  };
}

/** A chart of an index or of the API, as the list shows it. */
export function listedChart(chart: Chart): ListedChart {
  const needs = chart.annotations?.[needsAnnotation];
  return {
    name: chart.name,
    version: chart.version,
    description: chart.description ?? '',
    keywords: chart.keywords,
    ...(chart.icon === undefined ? {} : { icon: chart.icon }),
    ...(chart.home === undefined ? {} : { home: chart.home }),
    ...(typeof needs === 'string' ? { needs } : {}),
  };
}

function byLanguage(
  text: string | Record<string, string> | undefined,
  otherwise: string,
): Record<string, string> {
  if (text === undefined) return { en: otherwise };
  return typeof text === 'string' ? { en: text } : text;
}

/** A dependency of Chart.yaml, with the name by which its values are found. */
export function dependencyOf(dependency: Readonly<Record<string, unknown>>): Dependency[] {
  const name = dependency['name'];
  if (typeof name !== 'string') return [];
  const condition = dependency['condition'];
  return [{ chartName: name, ...(typeof condition === 'string' && condition !== '' ? { condition } : {}) }];
}
