/** The preview and query screens, each in the states that a person can meet. */
import type { Page } from 'playwright-core';
import { doneRun } from './fake-data.ts';
import { samplePdf } from './sample-pdf.ts';
import type { Look, Screen } from './screens.ts';

const english: Look = { scheme: 'light', language: 'en' };
const french: Look = { scheme: 'dark', language: 'fr' };
const zoomed: Look = { scheme: 'light', language: 'fr', zoomed: true };
const all = [english, french, zoomed];

const query = (object?: string) =>
  `/storage/query?profile=ssp&bucket=alice${object ? `&object=${encodeURIComponent(object)}` : '&prefix=sirene%2F'}`;
const runNow = (page: Page) => page.getByRole('button', { name: /^(Run|Exécuter)$/ }).click();

/** Serves the sample document where the previews say that it is. */
export async function withPdf(page: Page): Promise<void> {
  await page.route('**/object/report.pdf', (route) =>
    route.fulfill({
      contentType: 'application/pdf',
      body: samplePdf(['First page', 'Second page', 'Third page']),
    }),
  );
  await page.route('**/object/torn.pdf', (route) =>
    route.fulfill({ contentType: 'application/pdf', body: Buffer.from('%PDF-1.7 and then nothing of use') }),
  );
  await page.reload();
}

const preview = (name: string, object: string, more: Partial<Screen> = {}): Screen => ({
  name: `preview-${name}`,
  path: query(object),
  ...more,
});

export const dataScreens: readonly Screen[] = [
  preview('parquet', 'sirene/items.parquet', { looks: all }),
  preview('parquet-columns', 'sirene/items.parquet', {
    looks: [english, french],
    act: (page) => page.getByRole('tab', { name: /Columns|Colonnes/ }).click(),
  }),
  preview('parquet-groups', 'sirene/items.parquet', {
    act: async (page) => {
      await page.getByRole('tab', { name: 'Row groups' }).click();
      await page.getByRole('button', { name: 'Row group 2', exact: true }).click();
    },
  }),
  preview('csv', 'sirene/items.csv', { looks: [english, french] }),
  preview('sheets', 'survey.xlsx', {
    act: async (page) => {
      await page.getByLabel('Sheet').selectOption('Codes');
      await page.getByRole('gridcell', { name: 'Modalité 3' }).waitFor();
    },
  }),
  preview('code', 'train.py', {
    looks: [english, french],
    act: (page) => page.locator('.view-line', { hasText: 'training_set' }).first().waitFor(),
  }),
  preview('log', 'server.log', { looks: [english, french] }),
  preview('markdown', 'README.md', { looks: [english, french] }),
  preview('image', 'chart.svg', { looks: [english, french] }),
  preview('image-torn', 'torn.png', { looks: [french] }),
  preview('pdf', 'report.pdf', {
    looks: all,
    act: async (page) => {
      await withPdf(page);
      await page.getByText('First page').waitFor();
    },
  }),
  preview('pdf-torn', 'torn.pdf', {
    looks: [english, french],
    act: async (page) => {
      await withPdf(page);
      await page.locator('main').getByRole('alert').first().waitFor();
    },
  }),
  preview('notebook', 'analysis.ipynb', { looks: [english, french] }),
  preview('archive', 'sources.zip', { looks: [english, french] }),
  preview('named', 'model.pkl', { looks: [english, french] }),
  preview('bytes', 'core.dump', { looks: [english, french] }),
  preview('broken', 'torn.parquet', { looks: [english, french] }),
  preview('empty', 'nothing.csv', { looks: [english] }),
  preview('failed', 'gone.csv', { looks: [english, french] }),
  preview('loading', 'sirene/items.parquet', {
    looks: [english],
    prepare: (fake) => {
      fake.data.isSilent = true;
    },
  }),
  ...['enquete-emploi.parquet', 'codes ape.csv', 'notebook.ipynb', 'analysis.R'].map((key): Screen => ({
    name: `preview-beside-${key.slice(key.lastIndexOf('.') + 1)}`,
    path: `/storage?profile=ssp&bucket=alice&object=${encodeURIComponent(key)}`,
    looks: [english, french],
    act: (page) => page.getByRole('region', { name: /^(Preview|Aperçu)/ }).waitFor(),
  })),
  { name: 'query-empty', path: '/storage/query', looks: all },
  {
    name: 'query-running',
    path: query(),
    looks: [english, french],
    prepare: (fake) => {
      const { columns: _columns, rows: _rows, milliseconds: _milliseconds, ...begun } = doneRun;
      fake.data.run.set({ ...begun, state: 'fetching', bytesFetched: 5_000_000, startedAt: Date.now() });
    },
    act: runNow,
  },
  {
    name: 'query-failed',
    path: `/storage/query?sql=${encodeURIComponent("SELECT section, count(*)\nFORM 's3://alice/items.parquet'\nGROUP BY 1")}`,
    looks: [english, french],
    prepare: (fake) => {
      const { columns: _columns, rows: _rows, ...begun } = doneRun;
      fake.data.run.set({
        ...begun,
        state: 'failed',
        failure: {
          code: 'invalid-input',
          message: 'Parser Error: syntax error at or near "FORM"',
          words: `Parser Error: syntax error at or near "FORM"\n\nLINE 2: FORM 's3://alice/items.parquet'\n        ^`,
        },
      });
    },
    act: async (page) => {
      await runNow(page);
      await page.locator('main').getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'query-result',
    path: query(),
    looks: all,
    act: async (page) => {
      await runNow(page);
      await page.getByRole('button', { name: /Column profile|Profil de colonne/ }).click();
      await page.getByRole('columnheader', { name: /^id/ }).click();
      await page.getByRole('figure').waitFor();
    },
  },
  {
    name: 'query-frequent',
    path: query(),
    looks: [french],
    act: async (page) => {
      await runNow(page);
      await page.getByRole('button', { name: /Column profile|Profil de colonne/ }).click();
      await page.getByRole('columnheader', { name: /libellé/ }).click();
      await page.getByRole('table').waitFor();
    },
  },
  {
    name: 'query-offline',
    path: query(),
    looks: [english, french],
    prepare: (fake) =>
      fake.data.run.set({ ...doneRun, bytesFetched: 0, asOf: Date.now() - 1_200_000, truncatedAt: 20_000 }),
    act: runNow,
  },
  {
    name: 'query-chart',
    path: query(),
    looks: all,
    act: async (page) => {
      await runNow(page);
      await page.getByText(/^(Chart|Graphique)$/).click();
      await page.getByRole('img', { name: / (by|selon) / }).waitFor();
    },
  },
  {
    name: 'query-export',
    path: query(),
    looks: [english, french],
    act: async (page) => {
      await runNow(page);
      await page.getByRole('button', { name: /^Export/ }).click();
      await page
        .getByRole('dialog')
        .getByText(/^(An object|Un objet)$/)
        .click();
    },
  },
  {
    name: 'query-no-export',
    path: query(),
    looks: [english],
    prepare: (fake) => fake.storage.places.set({ ...fake.storage.places.get(), forbidsExports: true }),
    act: async (page) => {
      await runNow(page);
      await page.getByText('The platform forbids exports').waitFor();
    },
  },
  {
    name: 'query-history',
    path: query(),
    looks: [english, french],
    act: (page) => page.getByRole('button', { name: /^(History|Historique)$/ }).click(),
  },
  {
    name: 'query-snippets',
    path: query(),
    looks: [english, french],
    act: (page) => page.getByRole('button', { name: /^(Ready code|Code prêt)$/ }).click(),
  },
];
