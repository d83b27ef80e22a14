/** Buckets as a person walks through them: by key, by path, by name, by what lies in them. */
import { expect, test } from './support/fixtures.ts';
import { details, list, names, objectRow, openStorage, showPlace, truthOf } from './support/storage.ts';

test.use({ world: { name: 'storage-browse' } });

const samples = ['archives/', 'carnets/', 'donnees/', 'images/', 'journaux/', 'scripts/', 'lisez-moi.md'];

test('the own bucket is one key away, and is walked through without a mouse', async ({ page, app }) => {
  await openStorage(page, app.origin);
  await expect(page.getByRole('heading', { name: 'alice', exact: true })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/6 folders, 1 object/);
  await expect.poll(() => names(page)).toEqual(samples);

  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  await expect(list(page)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'donnees', exact: true })).toBeVisible();
  await expect.poll(() => names(page)).toEqual(['declarations.jsonl', 'entreprises.csv']);
  await expect(list(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(details(page, 'declarations.jsonl')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(details(page, 'declarations.jsonl')).toBeHidden();
  await page.keyboard.press('Backspace');
  await expect(page.getByRole('heading', { name: 'alice', exact: true })).toBeVisible();
  await expect(objectRow(page, 'donnees/')).toHaveAttribute('data-active', 'true');

  // Letters jump to what begins so.
  await page.keyboard.type('sc');
  await expect(objectRow(page, 'scripts/')).toHaveAttribute('data-active', 'true');
});

test('a path is typed: a folder, an object, and what is no path is told', async ({ page, app }) => {
  await showPlace(page, app.origin);
  await page.keyboard.press('Control+l');
  const field = page.getByRole('textbox', { name: 'Type a path' });
  await expect(field).toBeFocused();
  await page.keyboard.type('alice/journaux/date=2026-11-17/');
  await page.keyboard.press('Enter');
  await expect(objectRow(page, 'part-0.parquet')).toBeVisible();
  const path = page.getByRole('navigation', { name: 'Path' });
  await expect(path.getByRole('listitem')).toHaveText(['alice', 'journaux', 'date=2026-11-17']);
  await path.getByRole('button', { name: 'journaux' }).click();
  await expect(page.getByRole('main')).toContainText('7 folders');

  await page.keyboard.press('Control+l');
  await page.keyboard.type('s3://alice/scripts/taux.R');
  await page.keyboard.press('Enter');
  await expect(details(page, 'taux.R')).toContainText('open_dataset');

  await page.keyboard.press('Control+l');
  await page.keyboard.type('https://example.org/');
  await page.keyboard.press('Enter');
  await expect(
    page.getByText('Only addresses of objects lead somewhere here: s3://bucket/folder/'),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(objectRow(page, 'taux.R')).toBeVisible();
});

test('what is listed is filtered and sorted, with everything below it too', async ({ page, app }) => {
  await showPlace(page, app.origin);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Filter' })).toBeFocused();
  await page.keyboard.type('IMAG');
  await expect.poll(() => names(page)).toEqual(['images/']);
  await expect(page.getByRole('main')).toContainText('1 folder out of 7');
  await page.keyboard.press('Escape');
  await expect.poll(() => names(page)).toEqual(samples);

  await page.getByRole('checkbox', { name: 'Everything below' }).check();
  await page.keyboard.press('/');
  await page.keyboard.type('*.parquet');
  await expect(page.getByRole('main')).toContainText('7 objects');
  await page.getByRole('searchbox', { name: 'Filter' }).fill('');
  await page.getByRole('button', { name: 'Size' }).click();
  await expect(page.getByRole('columnheader', { name: 'Size' })).toHaveAttribute(
    'aria-sort',
    /ascending|descending/,
  );
  await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').click();
  await expect.poll(() => names(page)).toContain('scripts/taux.R');
  const bySize = await names(page);
  await page.getByRole('button', { name: 'Name' }).click();
  await expect.poll(() => names(page)).not.toEqual(bySize);
});

test('old versions and what was deleted are shown on demand, and brought back', async ({
  page,
  app,
  facts,
}) => {
  const truth = truthOf(facts);
  await truth.put('alice', 'versions/note.txt', 'first');
  await truth.put('alice', 'versions/note.txt', 'second');
  await truth.put('alice', 'versions/gone.txt', 'gone');
  await truth.remove('alice', 'versions/gone.txt');
  await showPlace(page, app.origin, { prefix: 'versions/' });
  await expect.poll(() => names(page)).toEqual(['note.txt']);
  await page.getByRole('checkbox', { name: 'Versions' }).check();
  await expect(page.getByRole('main')).toContainText('4 versions');
  await expect(list(page)).toContainText('deleted');
  await expect(list(page)).toContainText('newest');
  await expect(list(page)).toContainText('older');

  await page.getByRole('checkbox', { name: 'Versions' }).uncheck();
  await showPlace(page, app.origin, { prefix: 'versions/', object: 'versions/note.txt', tab: 'versions' });
  await details(page, 'note.txt').getByRole('button', { name: 'Make it the newest' }).click();
  await expect.poll(async () => String(await truth.get('alice', 'versions/note.txt'))).toBe('first');
  truth.end();
});
