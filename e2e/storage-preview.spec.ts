/** What an object looks like, without downloading it: each kind as it is meant to be read, and damage told as damage. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { details, showPlace, truthOf, type Truth } from './support/storage.ts';

test.use({ world: { name: 'storage-preview' } });

const log = 'journaux/date=2026-11-17/part-0.parquet';

let truth: Truth;
test.beforeAll(({ facts }) => {
  truth = truthOf(facts);
});
test.afterAll(() => truth.end());

/** Shows an object beside the list. */
async function look(page: Page, origin: string, object: string): Promise<Locator> {
  const [, prefix = '', name = ''] = /^(.*\/)?([^/]+)$/.exec(object) ?? [];
  await showPlace(page, origin, { ...(prefix ? { prefix } : {}), object });
  const pane = details(page, name)
    .getByRole('region', { name: `Preview of ${name}` })
    .first();
  await expect(pane).toBeVisible();
  return pane;
}

test('a text for people is rendered, and its source is one key away', async ({ page, app }) => {
  const pane = await look(page, app.origin, 'lisez-moi.md');
  await expect(pane.getByRole('heading', { name: 'Votre espace de stockage' })).toBeVisible();
  await expect(pane.getByRole('cell', { name: 'un carnet Jupyter' })).toBeVisible();
  await pane.getByText('Source', { exact: true }).click();
  await expect(pane).toContainText('# Votre espace de stockage');
});

test('a table in CP1252 with semicolons shows its accents and its columns', async ({ page, app }) => {
  const pane = await look(page, app.origin, 'donnees/entreprises.csv');
  await expect(pane).toContainText('50 rows');
  await expect(pane).toContainText('5 columns');
  await expect(pane).toContainText('parted by semicolons');
  const rows = pane.getByRole('grid', { name: 'Rows of entreprises.csv' });
  await expect(rows.getByRole('columnheader', { name: 'libellé' })).toBeVisible();
  await expect(rows).toContainText('coiffure à domicile et vente de produits capillaires');
  await rows.focus();
  await page.keyboard.press('End');
  await expect(rows.getByRole('columnheader', { name: 'chiffre_affaires_k€' })).toBeVisible();
});

test('a notebook is read, not run: a script in it does nothing and is named', async ({ page, app }) => {
  const hostile = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: 'python' } },
    cells: [
      {
        cell_type: 'code',
        execution_count: 1,
        metadata: {},
        source: 'show()',
        outputs: [
          {
            output_type: 'display_data',
            metadata: {},
            data: {
              'text/html': '<script>document.title="hostile"</script><img src=x onerror="document.title=1">',
            },
          },
        ],
      },
    ],
  };
  await truth.put('alice', 'hostile/show.ipynb', JSON.stringify(hostile));
  const pane = await look(page, app.origin, 'carnets/exploration.ipynb');
  await expect(pane.getByRole('heading', { name: 'Taux de codification' })).toBeVisible();
  await expect(pane.getByRole('region', { name: 'Code, cell 2' })).toHaveText('print(len(requests))');
  await expect(pane.getByRole('region', { name: 'Output of cell 2' })).toHaveText('14000');

  const other = await look(page, app.origin, 'hostile/show.ipynb');
  await expect(other).toContainText('Output not shown: text/html.');
  await expect(page).toHaveTitle(/Sardonyx/);
});

test('a picture is drawn, an archive lists what it holds', async ({ page, app }) => {
  const pane = await look(page, app.origin, 'images/taux.svg');
  await expect(pane.getByRole('img', { name: 'taux.svg' })).toHaveJSProperty('naturalWidth', 400);
  await expect(pane).toContainText('400 × 200 pixels');

  const archive = await look(page, app.origin, 'archives/scripts.zip');
  await expect(archive).toContainText('3 files in it');
  const files = archive.getByRole('table', { name: 'Files in scripts.zip' });
  await expect(files.getByRole('cell', { name: 'scripts/taux.R' })).toBeVisible();
});

test('a Parquet file opens as a table with its statistics; any page of it is one key away', async ({
  page,
  app,
}) => {
  const pane = await look(page, app.origin, log);
  await expect(pane).toContainText('2,000 rows');
  await expect(pane).toContainText('9 columns');
  const rows = pane.getByRole('grid', { name: 'Rows of part-0.parquet' });
  await rows.focus();
  await page.keyboard.press('Control+End');
  await expect(rows.getByRole('rowheader', { name: '2,000', exact: true })).toBeVisible();
  const last = rows
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: '2,000', exact: true }) });
  await expect(last.getByRole('gridcell').last()).toHaveText(/^0[.,]\d+$/);

  await pane.getByRole('tab', { name: 'Columns' }).click();
  const surface = pane.getByRole('row', { name: /^surface / });
  await expect(surface).toContainText('INT32');
  await expect(surface).toContainText('%');
  await pane.getByRole('tab', { name: 'Row groups' }).click();
  await expect(pane.getByRole('rowheader')).toHaveText(['Row group 1', 'Row group 2']);
});

test('a Parquet file that was cut short says so, and so does one that is something else', async ({
  page,
  app,
}) => {
  const whole = await truth.get('alice', log);
  await truth.put('alice', 'damaged/cut.parquet', whole.subarray(0, Math.floor(whole.length / 2)));
  await truth.put('alice', 'damaged/text.parquet', 'siren;label\n1;a\n');
  const pane = await look(page, app.origin, 'damaged/cut.parquet');
  await expect(pane).toContainText('Damaged');
  await expect(pane).toContainText(/This looks like parquet, but it cannot be read\./i);

  const other = await look(page, app.origin, 'damaged/text.parquet');
  await expect(other).toContainText('siren');
});
