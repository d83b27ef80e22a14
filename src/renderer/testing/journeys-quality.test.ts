import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure } from '../../shared/contract/errors.ts';
import { startBrowser } from './browser.ts';
import { buildRenderer } from './build.ts';
import type { FakeCore } from './fake-core.ts';
import { goldPlace } from './sample-campaigns.ts';
import { sampleReport } from './sample-quality.ts';
import { takeIn } from './screens-quality.ts';
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

const go = (tab: string, prepare?: (fake: FakeCore) => void, prefix = goldPlace.prefix): Promise<Visit> =>
  visit(
    browser,
    built.folder,
    {
      name: 'journey',
      path: `/annotation/campaign?${new URLSearchParams({ ...goldPlace, prefix, tab }).toString()}`,
      ...(prepare && { prepare }),
    },
    { scheme: 'light', language: 'en' },
  );
const patience = { timeout: 15_000 };
const called = (visited: Visit, name: string) =>
  visited.fake.state.calls.filter((call) => call.name === name).map((call) => call.input);
const queue = (page: Page) => page.getByRole('listbox', { name: 'Items to settle' });
const detail = (page: Page) => page.getByRole('article');
const verdict = (page: Page) => page.getByRole('region', { name: 'Your decision' });
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
async function ready(page: Page): Promise<void> {
  await queue(page).getByRole('option').first().waitFor();
  await expect.poll(() => isQueueFocused(page), patience).toBe(true);
}
const isQueueFocused = (page: Page) => queue(page).evaluate((element) => element === document.activeElement);
const shows = (page: Page, text: string) => detail(page).getByText(text, { exact: true }).first().waitFor();
const at = { ...goldPlace };

describe('disagreements', () => {
  test('three are settled by keyboard alone: an opinion, unclassifiable, another code with a comment', async () => {
    await using visited = await go('adjudication');
    const { page } = visited;
    await ready(page);
    await press(page, 'b', '2', 'Enter');
    await shows(page, 'COIFFURE A DOMICILE ET VENTE DE PRODUITS CAPILLAIRES');
    await press(page, 'Alt+u', '1', 'Enter');
    await shows(page, 'POINT CHAUD BOULANGERIE');
    await press(page, 's');
    await page.keyboard.type('patisserie');
    await verdict(page)
      .getByRole('option', { name: /10\.71D/ })
      .waitFor();
    const place = await verdict(page)
      .getByRole('option')
      .evaluateAll((options) => options.findIndex((option) => option.textContent.includes('10.71D')));
    await press(page, ...Array.from({ length: place }, () => 'ArrowDown'), 'Enter');
    await verdict(page).getByRole('status').first().getByText('10.71D').waitFor();
    await press(page, 'Alt+c');
    await page.keyboard.type('made on the spot');
    await press(page, 'Escape', '3', 'Enter');
    await shows(page, 'CONSEIL EN IMAGE, RELOOKING, VENTE DE COSMETIQUES');
    expect(await isQueueFocused(page)).toBe(true);
    expect(called(visited, 'annotation.adjudicate')).toEqual([
      { at, item: 'i-001', status: 'done', code: '47.91A', reason: 'guideline-gap', comment: '' },
      { at, item: 'i-002', status: 'unclassifiable', reason: 'ambiguous-text', comment: '' },
      { at, item: 'i-003', status: 'done', code: '10.71D', reason: 'slip', comment: 'made on the spot' },
    ]);
    await page.getByText('4 items of 8 wait for a decision.').waitFor();
    await page.getByText('3 decisions wait on this laptop to be sent').waitFor();
  });

  test('what was settled stays in its place and is undone by settling it again', async () => {
    await using visited = await go('adjudication');
    const { page } = visited;
    await ready(page);
    await press(page, 'a', '1', 'Enter');
    await shows(page, 'COIFFURE A DOMICILE ET VENTE DE PRODUITS CAPILLAIRES');
    await press(page, 'k');
    await page.getByText('Settled, waits on this laptop to be sent').waitFor();
    await press(page, 'b', 'Enter');
    await expect.poll(() => called(visited, 'annotation.adjudicate').length, patience).toBe(2);
    expect(called(visited, 'annotation.adjudicate')[1]).toMatchObject({ item: 'i-001', code: '47.91A' });
  });

  test('Enter says what is missing, a full disk leaves the item with its decision, and nothing begun is lost', async () => {
    const full = failure('no-space', 'ENOSPC', { words: 'database or disk is full' }).data;
    await using visited = await go('adjudication', (fake) =>
      fake.state.failing.set('annotation.adjudicate', full),
    );
    const { page, fake } = visited;
    await ready(page);
    await press(page, 'Enter');
    await page.getByText('Choose a code first', { exact: false }).waitFor();
    await press(page, 'a', 'Enter');
    await page.getByText('Say why people differed: 1 to 5.').waitFor();
    await press(page, '4', 'Enter');
    await page.getByText('The disk of this laptop is full', { exact: false }).waitFor();
    await press(page, 'j', 'k');
    await verdict(page).getByRole('status').first().getByText('47.91B').waitFor();
    fake.state.failing.delete('annotation.adjudicate');
    await press(page, 'Enter');
    await shows(page, 'COIFFURE A DOMICILE ET VENTE DE PRODUITS CAPILLAIRES');
  });

  test('names are shown to the lead only when asked for, and G C still belongs to the whole app', async () => {
    await using visited = await go('adjudication');
    const { page } = visited;
    await ready(page);
    expect(await detail(page).getByText('chloe').count()).toBe(0);
    await page.getByRole('switch', { name: 'Show names (for the lead)' }).press(' ');
    await detail(page).getByText('chloe').waitFor();
    await press(page, 'g', 'c');
    await page.getByRole('heading', { level: 1, name: 'Catalog' }).waitFor();
    expect(called(visited, 'annotation.adjudicate')).toEqual([]);
  });

  test('whoever neither leads nor adjudicates reads and settles nothing', async () => {
    await using visited = await go('adjudication', undefined, 'campaigns/naf-2025-lot-3/');
    const { page } = visited;
    await ready(page);
    await page.getByText('you can read', { exact: false }).waitFor();
    await press(page, 'a', '1', 'Enter');
    expect(await verdict(page).count()).toBe(0);
    expect(await page.getByRole('switch').count()).toBe(0);
    expect(called(visited, 'annotation.adjudicate')).toEqual([]);
  });
});

describe('the report', () => {
  test('leads from two codes that are confused to their items, and back to all', async () => {
    await using visited = await go('quality');
    const { page } = visited;
    await page.getByRole('button', { name: 'See the items with 96.02A and 96.02B' }).click();
    await ready(page);
    await page.getByText('3 shown').waitFor();
    await page.getByRole('button', { name: 'Show more than 96.02A and 96.02B' }).click();
    await page.getByText('8 shown').waitFor();
  });

  test('shows figures again as they come, and explains the estimator that is chosen', async () => {
    await using visited = await go('quality', (fake) => {
      const report = fake.quality.quality.get();
      fake.quality.quality.set({ ...report, state: 'computing', progress: 0.25, agreement: [] });
    });
    const { page, fake } = visited;
    await page.getByText('Agreement is being computed.').waitFor();
    fake.quality.quality.set(sampleReport(Date.now()));
    await page.getByText('Four coders coded 128 items', { exact: false }).waitFor();
    await page.getByRole('radio', { name: "Gwet's AC1" }).check();
    await page.getByText('Gwet (2008)', { exact: false }).waitFor();
    await page.getByRole('table', { name: "Gwet's AC1" }).waitFor();
  });
});

describe('exchange', () => {
  test('an export is made with a name of its own and its files can be fetched', async () => {
    await using visited = await go('exchange');
    const { page } = visited;
    await page.getByRole('radio', { name: 'CSV' }).check();
    await page.getByRole('checkbox', { name: 'unclassifiable items' }).check();
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('Été 2026');
    expect(await page.getByRole('button', { name: /^Make the export/ }).isDisabled()).toBe(true);
    await name.fill('ete-2026');
    await press(page, 'Enter');
    const link = page.getByRole('link', { name: 'Download test_data_NAF2008.parquet' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe('/blobs/export-0');
    expect(called(visited, 'annotation.exportCampaign')).toEqual([
      { at, format: 'csv', rows: 'resolved', sets: ['coded', 'unclassifiable'], name: 'ete-2026' },
    ]);
  });

  test('annotations of Label Studio are taken in under the names of the campaign', async () => {
    await using visited = await go('exchange');
    const { page } = visited;
    await takeIn(page);
    await page.getByText('412 decisions taken in.').waitFor();
    await page.getByText('line 88, column 14').waitFor();
    expect(called(visited, 'annotation.importAnnotations')).toEqual([
      { at, files: [{ kind: 'sent', id: 'sent-1', name: 'project-83.json' }], people: { '10': 'bob' } },
    ]);
  });
});
