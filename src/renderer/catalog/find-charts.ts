/** Which charts a person sees, and in which order. Pure. */
import type { Catalogs, ChartSummary } from '../../shared/contract/catalog.ts';
import { rank } from '../ui/rank.ts';

export type CatalogTab =
  | { readonly kind: 'all' | 'favourites' | 'recent' | 'saved' }
  | { readonly kind: 'catalog'; readonly id: string };

/** The tab that an address names; an unknown name is all. */
export function readTab(name: string | undefined, catalogs: Catalogs): CatalogTab {
  if (name === 'favourites' || name === 'recent' || name === 'saved') return { kind: name };
  const catalog = catalogs.catalogs.find((one) => name === `catalog-${one.id}`);
  return catalog ? { kind: 'catalog', id: catalog.id } : { kind: 'all' };
}

/** The name of a tab in an address. */
export function tabName(tab: CatalogTab): string {
  return tab.kind === 'catalog' ? `catalog-${tab.id}` : tab.kind;
}

/** The charts of a tab: favourites first among all, the last used first among the recent. */
export function chartsOf(tab: CatalogTab, catalogs: Catalogs): ChartSummary[] {
  const all = catalogs.catalogs.flatMap((catalog) => catalog.charts);
  switch (tab.kind) {
    case 'catalog':
      return all.filter((chart) => chart.catalogId === tab.id);
    case 'favourites':
      return all.filter((chart) => chart.favourite);
    case 'recent':
      return all
        .filter((chart) => chart.lastUsed !== undefined)
        .toSorted((a, b) => (b.lastUsed ?? 0) - (a.lastUsed ?? 0));
    case 'all':
    case 'saved':
      return all.toSorted((a, b) => Number(b.favourite) - Number(a.favourite));
  }
}

/** Those that fit what was typed, best first: name before keywords before description; accents and case set aside. */
export function findCharts(charts: readonly ChartSummary[], query: string): ChartSummary[] {
  return rank(query, charts, (chart) => [
    { text: chart.name, weight: 4 },
    ...chart.keywords.map((text) => ({ text, weight: 2 })),
    { text: chart.description, weight: 1 },
  ]);
}

/** A text that a catalog has in several languages: the one asked for, else English, else any. */
export function inLanguage(texts: Readonly<Record<string, string>>, language: string): string {
  return texts[language] ?? texts.en ?? Object.values(texts)[0] ?? '';
}
