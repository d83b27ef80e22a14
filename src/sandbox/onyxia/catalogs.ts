/** The catalogs as the Onyxia API tells them: settings of the administrator around the repository's index. */
import { catalogs as settings, type CatalogSettings } from '../charts/catalogs.ts';
import type { Catalog, PublishedChart } from '../charts/repository.ts';
import { internalError, notFound } from './respond.ts';

/** One chart version in the API's words: the index entry, with values.yaml as text. */
export function packageOf(chart: PublishedChart): Record<string, unknown> {
  return { ...chart.entry, defaultValues: chart.valuesYaml };
}

const settingsOf = (id: string): CatalogSettings | undefined => settings.find((each) => each.id === id);

/** Every catalog in the shape of `GET /public/catalogs`; one version a chart, the newest. */
export function catalogsAnswer(catalogs: readonly Catalog[], updated: Date): Record<string, unknown> {
  return {
    catalogs: catalogs.flatMap((catalog) => {
      const declared = settingsOf(catalog.id);
      if (!declared) return [];
      const latest = [...catalog.charts].map(([name, versions]) => [name, packageOf(versions[0]!)] as const);
      return [
        {
          catalog: {
            apiVersion: 'v1',
            generated: catalog.generated,
            latestPackages: Object.fromEntries(latest),
          },
          id: catalog.id,
          name: declared.name,
          description: declared.description,
          maintainer: 'sandbox@sardonyx.test',
          location: catalog.url,
          status: 'PROD',
          lastUpdateTime: updated.getTime(),
          type: 'helm',
          excludedCharts: [],
          highlightedCharts: declared.highlighted,
          includeKeywords: [],
          excludeKeywords: [],
          includeAnnotations: {},
          excludeAnnotations: {},
          skipTlsVerify: false,
          allowSharing: declared.allowSharing,
          visible: { user: true, project: true },
          multipleServicesMode: declared.versions,
          maxNumberOfVersions: 5,
        },
      ];
    }),
  };
}

/** The versions of a chart that the catalog offers, newest first. Throws 500 for an absent catalog, 404 for an absent chart. */
export function chartVersions(
  catalogs: readonly Catalog[],
  catalogId: string,
  name: string,
): readonly PublishedChart[] {
  const catalog = catalogs.find((each) => each.id === catalogId);
  if (!catalog) throw internalError();
  const versions = catalog.charts.get(name);
  if (!versions) throw notFound();
  return settingsOf(catalogId)?.versions === 'all' ? versions : versions.slice(0, 1);
}

/** One version of a chart. Throws as chartVersions, and 404 for an absent version. */
export function chartVersion(
  catalogs: readonly Catalog[],
  catalogId: string,
  name: string,
  version: string,
): PublishedChart {
  const chart = chartVersions(catalogs, catalogId, name).find((each) => each.metadata.version === version);
  if (!chart) throw notFound();
  return chart;
}
