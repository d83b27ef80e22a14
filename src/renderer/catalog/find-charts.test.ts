import { describe, expect, test } from 'vitest';
import type { ChartSummary } from '../../shared/contract/catalog.ts';
import { chartsOf, findCharts, inLanguage, readTab } from './find-charts.ts';

const chart = (name: string, rest: Partial<ChartSummary> = {}): ChartSummary => ({
  catalogId: 'ide',
  name,
  version: '1.0.0',
  description: '',
  keywords: [],
  favourite: false,
  ...rest,
});
const names = (charts: readonly ChartSummary[]) => charts.map((one) => one.name);
const catalogs = {
  state: 'live' as const,
  catalogs: [
    {
      id: 'ide',
      name: {},
      description: {},
      charts: [chart('jupyter', { lastUsed: 1 }), chart('rstudio', { favourite: true, lastUsed: 2 })],
    },
    { id: 'databases', name: {}, description: {}, charts: [chart('postgresql', { catalogId: 'databases' })] },
  ],
};

describe('the search', () => {
  const charts = [
    chart('spark', { description: 'Python for large data' }),
    chart('vscode', { keywords: ['Python'] }),
    chart('python'),
    chart('elastic', { description: 'Moteur de recherche de données' }),
  ];
  test('looks in name, keywords and description, in this order of weight', () => {
    expect(names(findCharts(charts, 'python'))).toEqual(['python', 'vscode', 'spark']);
  });
  test('does not mind accents on either side', () => {
    expect([names(findCharts(charts, 'donnees')), names(findCharts(charts, 'pythôn'))[0]]).toEqual([
      ['elastic'],
      'python',
    ]);
  });
  test('finds nothing rather than something else', () => {
    expect(findCharts(charts, 'xyz')).toEqual([]);
  });
});

describe('the tabs', () => {
  test('all charts have the favourites first', () =>
    expect(names(chartsOf({ kind: 'all' }, catalogs))).toEqual(['rstudio', 'jupyter', 'postgresql']));
  test('the recent ones have the last used first', () =>
    expect(names(chartsOf({ kind: 'recent' }, catalogs))).toEqual(['rstudio', 'jupyter']));
  test('a catalog has its own', () =>
    expect(names(chartsOf(readTab('catalog-databases', catalogs), catalogs))).toEqual(['postgresql']));
  test('a tab of a catalog that went away is all', () =>
    expect(readTab('catalog-gone', catalogs)).toEqual({ kind: 'all' }));
});

test('a text falls back to English, then to any', () => {
  expect([
    inLanguage({ fr: 'a', en: 'b' }, 'fr'),
    inLanguage({ en: 'b', de: 'c' }, 'fr'),
    inLanguage({ de: 'c' }, 'fr'),
  ]).toEqual(['a', 'b', 'c']);
});
