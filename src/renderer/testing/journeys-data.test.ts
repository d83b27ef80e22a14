import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from './browser.ts';
import { buildRenderer } from './build.ts';
import { doneRun } from './fake-data.ts';
import { withPdf } from './screens-data.ts';
import type { Screen } from './screens.ts';
import { visit, type Visit } from './visit.ts';

let browser: Browser;
let built: Awaited<ReturnType<typeof buildRenderer>>;
beforeAll(async () => {
  [built, browser] = await Promise.all([buildRenderer(), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await built[Symbol.asyncDispose]();
});

const go = (path: string, prepare?: Screen['prepare'], act?: Screen['act']): Promise<Visit> =>
  visit(
    browser,
    built.folder,
    { name: 'journey', path, ...(prepare ? { prepare } : {}), ...(act ? { act } : {}) },
    { scheme: 'light', language: 'en' },
  );
const of = (object: string) => `/storage/query?profile=ssp&bucket=alice&object=${encodeURIComponent(object)}`;
const sirene = '/storage/query?profile=ssp&bucket=alice&prefix=sirene%2F';
const patience = { timeout: 15_000 };
const called = (visited: Visit, name: string) =>
  visited.fake.state.calls.filter((call) => call.name === name).map((call) => call.input);
/** The cell in which the focus of the grid stands. */
const active = (page: Page) =>
  page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant');
    return id ? (document.querySelector(`[id="${id}"]`)?.textContent ?? '') : '';
  });
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const run = (page: Page) => page.getByRole('button', { name: 'Run', exact: true }).click();

describe('a table', () => {
  test('of a million rows is gone through by keyboard alone, page by page', async () => {
    await using visited = await go(of('sirene/items.parquet'));
    const { page, errors } = visited;
    const grid = page.getByRole('grid', { name: 'Rows of items.parquet' });
    expect(await grid.getAttribute('aria-rowcount')).toBe('1234568');
    await grid.focus();
    expect(await active(page)).toBe('1');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    expect(await active(page)).toBe('3');
    await page.keyboard.press('End');
    await expect.poll(() => active(page), patience).toBe('FR00209458');
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Home');
    await expect.poll(() => active(page), patience).toBe('1,234,567');
    await page.keyboard.press('PageUp');
    await expect.poll(() => active(page), patience).not.toBe('1,234,567');
    await page.keyboard.press('Control+Home');
    await expect.poll(() => active(page), patience).toBe('1');
    const pages = called(visited, 'storage.tableRows') as { from: number; count: number }[];
    expect(pages.every(({ count }) => count <= 200)).toBe(true);
    // What lies between the first and the last rows was not fetched on the way.
    expect(pages.length).toBeLessThan(8);
    expect(errors).toEqual([]);
  });

  test('goes to a row, shows all of a long cell, and hands over cell, row and column', async () => {
    await using visited = await go(of('sirene/items.parquet'));
    const { page } = visited;
    await page.getByLabel('Go to row').fill('1000004');
    await page.keyboard.press('Enter');
    await expect.poll(() => active(page), patience).toBe('1,000,004');
    await page.keyboard.press('Control+c');
    await expect.poll(() => copied(page), patience).toBe('1000004');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page
      .getByRole('region', { name: 'libellé' })
      .getByText(/dans toute la métropole$/)
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Row', exact: true }).click();
    await expect.poll(() => copied(page), patience).toMatch(/^1000004\tRestauration rapide, .*\t/);
    await page.getByRole('button', { name: 'Column', exact: true }).click();
    await expect.poll(async () => (await copied(page)).split('\n').length, patience).toBe(10_001);
  });

  test('whose end nobody knows grows as it is read, and says where it ends', async () => {
    await using visited = await go(of('sirene/items.csv'));
    const { page } = visited;
    const grid = page.getByRole('grid');
    await page.getByText('The rows end where the bytes that were read end').waitFor();
    await page.getByText('parted by semicolons, CP1252, quoted by ", names in the first line').waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe('-1');
    await grid.focus();
    for (let step = 0; step < 12 && (await grid.getAttribute('aria-rowcount')) === '-1'; step += 1) {
      const before = called(visited, 'storage.tableRows').length;
      await page.keyboard.press('Control+End');
      await expect
        .poll(() => called(visited, 'storage.tableRows').length, patience)
        .toBeGreaterThan(before - 1);
      await page.waitForLoadState('networkidle');
    }
    await expect.poll(() => grid.getAttribute('aria-rowcount'), patience).toBe('641');
  });

  test('of Parquet tells its nulls, its spread, its columns and its row groups', async () => {
    await using visited = await go(of('sirene/items.parquet'));
    const { page } = visited;
    await page.getByText('12 KiB of 300 MiB read').waitFor();
    await page.getByRole('img', { name: '9.1 % null, 18 to 77' }).waitFor();
    await page.getByRole('img', { name: 'no nulls, 1 to 1,234,567' }).waitFor();
    await page.getByRole('tab', { name: 'Columns' }).click();
    await page.getByRole('row', { name: /^siret .*72,621/ }).waitFor();
    await page.getByRole('tab', { name: 'Row groups' }).click();
    await page.getByRole('button', { name: 'Row group 10' }).click();
    await page.getByRole('row', { name: /^id .*1,125,001 1,234,567/ }).waitFor();
  });

  test('that was replaced meanwhile is read anew', async () => {
    await using visited = await go(of('sirene/items.parquet'), (fake) =>
      fake.state.failing.set('storage.tableRows', { code: 'conflict', message: 'The object was replaced.' }),
    );
    const { page, fake } = visited;
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+End');
    const reload = page.locator('main').getByRole('button', { name: 'Reload' });
    await reload.waitFor();
    fake.state.failing.clear();
    const before = fake.data.previews['sirene/items.parquet'];
    if (before) fake.data.previews['sirene/items.parquet'] = { ...before, etag: '"e2"' };
    await reload.click();
    await expect.poll(() => called(visited, 'storage.preview').length, patience).toBe(2);
    await reload.waitFor({ state: 'detached' });
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+End');
    await expect
      .poll(() => (called(visited, 'storage.tableRows').at(-1) as { etag: string }).etag, patience)
      .toBe('"e2"');
  });

  test('with sheets shows another one by its own columns', async () => {
    await using visited = await go(of('survey.xlsx'));
    const { page } = visited;
    await page.getByLabel('Sheet').selectOption('Codes');
    await page.getByRole('columnheader', { name: 'intitulé' }).waitFor();
    await page.getByRole('gridcell', { name: 'Modalité 3' }).waitFor();
  });
});

describe('a document', () => {
  test('of three pages is drawn page by page, with text to select', async () => {
    await using visited = await go(of('report.pdf'), undefined, withPdf);
    const { page, errors } = visited;
    await page.getByText('Page 1 of 3').waitFor();
    await page.getByText('First page').waitFor();
    expect(await page.getByText('Third page').count()).toBe(0);
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('Page 2 of 3').waitFor();
    await page.getByRole('group', { name: 'Page 2', exact: true }).getByText('Second page').waitFor();
    // Something was drawn: the bar of the second page is there in its colour.
    const drawn = () =>
      page
        .getByRole('group', { name: 'Page 2', exact: true })
        .locator('canvas')
        .evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          for (let at = 0; at < data.length; at += 4)
            if ((data[at] ?? 0) > 150 && (data[at + 1] ?? 0) < 90 && (data[at + 2] ?? 0) < 60) return true;
          return false;
        });
    await expect.poll(drawn, patience).toBe(true);
    await page.getByRole('button', { name: 'Larger' }).click();
    await page.getByText('125 %').waitFor();
    expect(errors).toEqual([]);
  });

  test('that is torn says so and holds nothing up', async () => {
    await using visited = await go(of('torn.pdf'), undefined, withPdf);
    await visited.page.getByRole('alert').getByText('This PDF cannot be read').waitFor();
  });
});

test('a notebook names what it does not show, and none of it runs', async () => {
  await using visited = await go(of('analysis.ipynb'));
  const { page } = visited;
  await page.getByRole('heading', { name: 'How sure is the model?' }).waitFor();
  await page.getByText('Output not shown: text/html').waitFor();
  await page.getByRole('region', { name: 'Error of cell 3' }).getByText('division by zero').first().waitFor();
});

describe('a question', () => {
  const fetching = () => {
    const { columns: _columns, rows: _rows, milliseconds: _milliseconds, ...begun } = doneRun;
    return { ...begun, state: 'fetching' as const, bytesFetched: 5_000_000, startedAt: Date.now() };
  };

  test('is suggested, run by Ctrl Enter, cancelled, and run again', async () => {
    await using visited = await go(sirene, (fake) => fake.data.run.set(fetching()));
    const { page, fake } = visited;
    await page.locator('.view-line', { hasText: 's3://alice/sirene/**/*.parquet' }).waitFor();
    await page.locator('.monaco-editor').first().click();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Fetching 4.8 MiB of 12 MiB').waitFor();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.locator('main').getByText('Cancelled', { exact: true }).waitFor();
    await expect.poll(() => called(visited, 'storage.runQuery.stopped').length, patience).toBe(1);
    fake.data.run.set(doneRun);
    await run(page);
    await page.getByText('Done in 1.8 s', { exact: true }).waitFor();
    await page.getByText('20,000 rows').first().waitFor();
    await page.getByText('12 MiB fetched, 4 MiB already here').waitFor();
    expect(called(visited, 'storage.forgetResult')).toEqual([{ id: 'q1' }]);
    expect(called(visited, 'storage.runQuery')[0]).toMatchObject({ profile: 'ssp' });
  });

  test('of several statements runs the one at the cursor, with the memory that it may take', async () => {
    await using visited = await go(
      `/storage/query?profile=ssp&sql=${encodeURIComponent('SELECT 1;\n\nSELECT 2;\n')}`,
    );
    const { page } = visited;
    await page.getByLabel('Memory limit').fill('1.5');
    await page.locator('.view-line').nth(2).click();
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => called(visited, 'storage.runQuery'), patience)
      .toEqual([{ sql: 'SELECT 2', profile: 'ssp', memoryLimit: 1.5 * 2 ** 30 }]);
  });

  test('that is wrong is marked where it is wrong', async () => {
    await using visited = await go(
      `/storage/query?profile=ssp&sql=${encodeURIComponent('SELECT 1;\nSELECT *\nFORM t')}`,
      (fake) =>
        fake.data.run.set({
          ...fetching(),
          state: 'failed',
          failure: {
            code: 'invalid-input',
            message: 'Parser Error',
            words: 'Parser Error: syntax error at or near "FORM"\n\nLINE 2: FORM t\n        ^',
          },
        }),
    );
    const { page } = visited;
    await page.locator('.view-line').nth(1).click();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Line 3, column 1').waitFor();
    await page.locator('[class*="squiggly-"]').first().waitFor();
  });

  test('keeps its text and its result while one looks elsewhere', async () => {
    await using visited = await go(sirene);
    const { page } = visited;
    await page.locator('.view-line', { hasText: 'LIMIT 1000' }).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' OFFSET 5');
    await run(page);
    await page.getByText('Done in 1.8 s', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Services' }).click();
    await page.getByRole('table', { name: 'Services of alice' }).waitFor();
    await page.evaluate(() => (location.hash = '#/storage/query'));
    await page.locator('.view-line', { hasText: 'OFFSET 5' }).waitFor();
    await page.getByRole('gridcell', { name: 'Commerce de détail de fleurs' }).first().waitFor();
    expect(called(visited, 'storage.runQuery')).toHaveLength(1);
  });
});

describe('an answer', () => {
  test('is sorted by its headings, also by several, and the focus stays', async () => {
    await using visited = await go(sirene);
    const { page } = visited;
    await run(page);
    const grid = page.getByRole('grid', { name: 'Result' });
    await grid.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await expect
      .poll(() => (called(visited, 'storage.resultRows').at(-1) as { view: unknown }).view, patience)
      .toEqual({
        sort: [
          { column: 'section', descending: false },
          { column: 'age', descending: true },
        ],
        filter: '',
      });
    expect(await page.getByRole('columnheader', { name: /^age/ }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    expect(await active(page)).toMatch(/^age/);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => active(page), patience).toBe('68');
    await page.getByRole('button', { name: 'Original order' }).click();
    await expect
      .poll(() => page.getByRole('columnheader', { name: /^age/ }).getAttribute('aria-sort'), patience)
      .toBe('none');
  });

  test('is filtered by words or a condition, and says what is wrong with one', async () => {
    await using visited = await go(sirene);
    const { page } = visited;
    await run(page);
    await page.getByRole('grid', { name: 'Result' }).waitFor();
    const filter = page.getByRole('searchbox', { name: 'Filter the rows' });
    await filter.fill('fleurs');
    await page.getByText('4,000 of 20,000 rows').waitFor();
    await filter.fill('= age > 70');
    await page
      .getByText(/^[\d,]+ of 20,000 rows$/)
      .filter({ hasNotText: '4,000' })
      .waitFor();
    await filter.fill('= wrong');
    await page.locator('main').getByRole('alert').first().waitFor();
    await filter.fill('nothing has this');
    await page.getByText('No row holds that.').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.getByRole('gridcell', { name: 'Commerce de détail de fleurs' }).first().waitFor();
  });

  test('has a profile of the column in which one stands', async () => {
    await using visited = await go(sirene);
    const { page } = visited;
    await run(page);
    await page.getByRole('button', { name: 'Column profile' }).click();
    const grid = page.getByRole('grid', { name: 'Result' });
    await grid.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    const pane = page.getByRole('complementary', { name: 'Profile of age' });
    await pane.getByText('60, exact').waitFor();
    await pane.getByRole('img', { name: /^20 bins from 18 to 77;/ }).waitFor();
    await page.keyboard.press('End');
    await page
      .getByRole('complementary', { name: 'Profile of siret' })
      .getByText(/^about [\d,]+, estimated$/)
      .waitFor();
  });

  test('is drawn, without a single refusal by the policy of the page, and read as a table', async () => {
    await using visited = await go(sirene);
    const { page, errors } = visited;
    await run(page);
    await page.getByText('Chart', { exact: true }).click();
    await page.getByRole('img', { name: 'Line: id, sum by created' }).waitFor();
    await page.getByLabel('Kind').selectOption('bar');
    await page.getByLabel('Across (x)').selectOption('section');
    await page.getByRole('img', { name: 'Bars: id, sum by section' }).hover();
    await page.getByRole('button', { name: 'Show as a table' }).click();
    await page.getByRole('row', { name: /^A 2,000$/ }).waitFor();
    await page.getByLabel('Kind').selectOption('histogram');
    await page
      .getByRole('row', { name: /^18\b/ })
      .or(page.getByRole('row', { name: /^1 1,000$/ }))
      .first()
      .waitFor();
    expect(errors).toEqual([]);
  });

  test('is exported to an object, and replaces one only on purpose', async () => {
    await using visited = await go(sirene);
    const { page, fake } = visited;
    await run(page);
    await page.getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export the result' });
    await dialog.getByText('CSV', { exact: true }).click();
    await dialog.getByText('An object', { exact: true }).click();
    await dialog.getByLabel('Path and name').fill('out/result');
    fake.state.failing.set('storage.exportResult', { code: 'conflict', message: 'There is one already.' });
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await dialog.getByLabel('Replace what has this name').check();
    fake.state.failing.clear();
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await dialog.getByText('20,000 rows exported, 1.2 MiB.').waitFor();
    const object = { profile: 'ssp', bucket: 'alice', key: 'out/result.csv' };
    expect(called(visited, 'storage.exportResult')).toEqual(
      [false, true].map((replace) => ({ id: 'q1', format: 'csv', to: { kind: 'object', object }, replace })),
    );
  });
});

test('an export goes to a folder of this laptop, unless the platform forbids it', async () => {
  await using visited = await go(sirene);
  const { page, fake } = visited;
  await run(page);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('button', { name: 'Choose the folder…' }).click();
  const picker = page.getByRole('dialog', { name: 'Export to a folder of this laptop' });
  await picker.getByRole('button', { name: 'Export here' }).click();
  await page.getByText('20,000 rows exported, 1.2 MiB.').waitFor();
  expect(called(visited, 'storage.exportResult')).toMatchObject([
    {
      id: 'q1',
      format: 'parquet',
      to: { kind: 'file', path: expect.stringMatching(/result\.parquet$/) as string },
    },
  ]);
  await page.keyboard.press('Escape');
  fake.storage.places.set({ ...fake.storage.places.get(), forbidsExports: true });
  await page.getByText('The platform forbids exports').waitFor();
  expect(await page.getByRole('button', { name: 'Export' }).isDisabled()).toBe(true);
});

test('what was asked before is run again, and forgotten', async () => {
  await using visited = await go(sirene);
  const { page } = visited;
  await page.getByRole('button', { name: 'History' }).click();
  const pane = page.getByRole('dialog', { name: 'History' });
  await pane.getByRole('button', { name: 'Run again' }).first().click();
  await page.getByText('Done in 1.8 s', { exact: true }).waitFor();
  expect(called(visited, 'storage.runQuery')).toMatchObject([
    { sql: expect.stringMatching(/GROUP BY 1$/) as string },
  ]);
  await page.getByRole('button', { name: 'History' }).click();
  await pane.getByRole('button', { name: 'Forget all of it' }).click();
  await pane.getByText('Nothing was asked yet.').waitFor();
});

test('ready code holds no secret; the keys are shown only on purpose', async () => {
  await using visited = await go(sirene);
  const { page } = visited;
  await page.getByRole('button', { name: 'Ready code' }).click();
  const pane = page.getByRole('dialog', { name: 'Ready code' });
  await pane.getByText('library(arrow)').waitFor();
  expect(called(visited, 'storage.snippetKeys')).toEqual([]);
  await pane.getByRole('button', { name: 'Show them' }).click();
  await pane.getByText('AWS_SECRET_ACCESS_KEY').waitFor();
  await pane.getByRole('button', { name: 'Hide them' }).click();
  expect(await page.getByText('AWS_SECRET_ACCESS_KEY').count()).toBe(0);
});
