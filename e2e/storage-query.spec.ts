/** Questions in SQL about objects: asked, arranged, drawn, exported; refused where they would do harm; answered offline from what is here. */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { inject } from './support/admin.ts';
import { expect, test } from './support/fixtures.ts';
import { objectRow, saveInto, showPlace, showQuery, stand } from './support/storage.ts';

test.use({ world: { name: 'storage-query' } });

const byDay = `SELECT date, count(*) AS requests, round(avg(confidence_index), 4) AS mean
FROM read_parquet('s3://alice/journaux/*/*.parquet', hive_partitioning = true)
GROUP BY date
ORDER BY date`;

const grid = (page: Page) => page.getByRole('grid', { name: 'Result' });

/** Replaces the question and runs it by key. */
async function ask(page: Page, sql: string): Promise<void> {
  await expect(page.locator('.view-lines').first()).toBeVisible();
  await page.getByRole('textbox', { name: 'Question in SQL' }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(sql);
  await page.keyboard.press('ControlOrMeta+Enter');
}

/** The texts of a column of the result, from the first row on, once they are there. */
async function column(page: Page, number: number): Promise<string[]> {
  const rows = grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });
  await expect(rows.first().getByRole('gridcell').first()).not.toBeEmpty();
  return Promise.all(
    (await rows.all()).map((row) =>
      row
        .getByRole('gridcell')
        .nth(number - 1)
        .innerText(),
    ),
  );
}

test('a folder is asked with what is proposed, and a mean by day fetches few bytes', async ({
  page,
  app,
}) => {
  await showPlace(page, app.origin);
  await stand(page, 'journaux/');
  await expect(objectRow(page, 'journaux/')).toBeVisible();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Query in SQL' }).click();
  await expect(page.getByRole('heading', { name: 'SQL', exact: true })).toBeVisible();
  await expect(page.locator('.view-lines').first()).toContainText('journaux');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('100 rows', { timeout: 30_000 });
  await expect(grid(page).getByRole('columnheader', { name: /^text_description/ })).toBeVisible();

  await ask(page, byDay);
  await expect(page.getByRole('main')).toContainText('7 rows', { timeout: 30_000 });
  await expect(page.getByRole('main')).toContainText('7 objects read');
  expect(await column(page, 2)).toEqual(Array.from({ length: 7 }, () => '2,000'));
  for (const mean of await column(page, 3)) {
    expect(Number(mean)).toBeGreaterThan(0.3);
    expect(Number(mean)).toBeLessThan(0.9);
  }
});

test('the answer is sorted, filtered, profiled and drawn', async ({ page, app }) => {
  await showQuery(page, app.origin, { prefix: 'journaux/' });
  await ask(page, byDay);
  await expect(page.getByRole('main')).toContainText('7 rows', { timeout: 30_000 });
  const before = await column(page, 3);
  await grid(page).focus();
  for (const key of ['End', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
  await expect(page.getByRole('button', { name: 'Original order' })).toBeVisible();
  expect(before).toHaveLength(7);
  await expect.poll(() => column(page, 3)).toEqual(before.toSorted());

  await page.getByRole('searchbox', { name: 'Filter the rows' }).fill('2026-11-1');
  await expect(page.getByRole('status').filter({ hasText: 'of 7 rows' })).toHaveText('6 of 7 rows');
  await page.getByRole('searchbox', { name: 'Filter the rows' }).fill('= requests < 0');
  await expect(page.getByText('No row holds that.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await page.getByRole('button', { name: 'Original order' }).click();

  await page.getByRole('button', { name: 'Column profile' }).click();
  await grid(page).focus();
  await page.keyboard.press('End');
  const profile = page.getByRole('complementary', { name: 'Profile of mean' });
  await expect(profile).toContainText('Distinct');
  await expect(profile).toContainText(/7, exact/);
  await profile.getByRole('button', { name: 'Close' }).click();

  await page.getByText('Chart', { exact: true }).click();
  await expect(page.getByRole('combobox', { name: 'Across (x)' })).toBeVisible();
  await expect(page.getByRole('img', { name: / by date$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Show as a table' }).click();
  await expect(page.getByRole('table', { name: 'Data of the chart' }).getByRole('row')).toHaveCount(8);
});

test('the answer is written to a file of this laptop, never over another one unasked', async ({
  page,
  app,
  folder,
}) => {
  const target = path.join(folder, 'exports');
  mkdirSync(target);
  await showQuery(page, app.origin, { prefix: 'journaux/' });
  await ask(page, byDay);
  await expect(page.getByRole('main')).toContainText('7 rows', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Export the result' });
  await dialog.getByText('CSV', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Choose the folder…' }).click();
  await saveInto(page, target, 'Export here', 'means.csv');
  await expect(dialog).toContainText('7 rows exported');
  const lines = readFileSync(path.join(target, 'means.csv'), 'utf8').trim().split(/\r?\n/);
  expect(lines).toHaveLength(8);
  expect(lines[0]).toBe('date,requests,mean');
  expect(lines[1]).toMatch(/^2026-11-09,2000,0\.\d+$/);

  await dialog.getByRole('button', { name: 'Choose the folder…' }).click();
  await saveInto(page, target, 'Export here', 'means.csv');
  await expect(dialog.getByRole('checkbox', { name: 'Replace what has this name' })).not.toBeChecked();
  await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeDisabled();
});

test('a question that takes too long is cancelled; one that would change something is refused', async ({
  page,
  app,
}) => {
  await showQuery(page, app.origin, { prefix: 'journaux/' });
  await ask(
    page,
    'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range % 7 = b.range % 11',
  );
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Cancelled');

  await ask(page, "COPY (SELECT 1) TO '/tmp/harm.csv'");
  await expect(page.getByRole('main')).toContainText('Failed');
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'Only statements that read are run: SELECT',
  );
  await ask(page, "SELECT * FROM read_text('/etc/hostname')");
  await expect(page.getByRole('main')).toContainText('Failed');

  await ask(page, 'SELECT 1 AS ok FROM\nnothing_here');
  await expect(page.getByRole('main')).toContainText('nothing_here');
  await expect(page.getByRole('main')).toContainText('Line 2');
});

test('what was asked before is answered again when the storage is gone', async ({ page, app, facts }) => {
  await showQuery(page, app.origin, { prefix: 'journaux/' });
  await ask(page, byDay);
  await expect(page.getByRole('main')).toContainText('7 rows', { timeout: 30_000 });
  const before = await column(page, 3);
  expect(before).toHaveLength(7);
  await inject(facts).fault({ target: 's3', cut: true });
  await ask(page, `${byDay} -- again`);
  await expect(
    page.getByText(/^as of .*: nothing answers, this comes from the copies on this laptop$/),
  ).toBeVisible({
    timeout: 45_000,
  });
  await expect.poll(() => column(page, 3)).toEqual(before);
});
