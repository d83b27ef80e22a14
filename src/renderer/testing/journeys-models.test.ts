import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure } from '../../shared/contract/errors.ts';
import { startBrowser } from './browser.ts';
import { buildRenderer } from './build.ts';
import type { FakeCore } from './fake-core.ts';
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

const go = (path: string, prepare?: (fake: FakeCore) => void): Promise<Visit> =>
  visit(
    browser,
    built.folder,
    { name: 'journey', path, ...(prepare && { prepare }) },
    { scheme: 'light', language: 'en' },
  );
const patience = { timeout: 15_000 };
const called = (visited: Visit, name: string) =>
  visited.fake.state.calls.filter((call) => call.name === name).map((call) => call.input);
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
const runs = '/models/runs?server=platform&experiments=12,11';
const grid = (page: Page) => page.getByRole('grid', { name: 'Runs' });
async function ready(page: Page): Promise<void> {
  await grid(page).getByText('train(0: DIM 20, LR 0.05, softmax)').waitFor();
  await grid(page).focus();
}

describe('the registry', () => {
  test('by keyboard from the list to a version that becomes the champion, its move told and kept', async () => {
    await using visited = await go('/models');
    const { page } = visited;
    await page.getByText('version 9 is newer than the champion, version 7', { exact: false }).waitFor();
    await page.getByRole('row', { name: /^codification-naf/ }).focus();
    await press(page, 'Enter');
    await page.getByRole('heading', { level: 2, name: 'Version 7' }).waitFor();
    await page.getByRole('row', { selected: true }).focus();
    await press(page, 'k', 'k');
    await page.getByRole('heading', { level: 2, name: 'Version 9' }).waitFor();
    await page.getByRole('button', { name: 'Make it the champion (now 7)' }).press('Enter');
    await page.getByText('@champion moves from version 7 to version 9 of codification-naf.').waitFor();
    await press(page, 'Enter');
    await page.getByText('Version 9 is the champion since', { exact: false }).waitFor();
    expect(called(visited, 'models.setAlias')).toEqual([
      { server: 'platform', name: 'codification-naf', version: '9', alias: 'champion', expected: '7' },
    ]);
    await page.getByRole('tab', { name: 'Moves of aliases' }).click();
    await page.getByRole('row', { name: /@champion 7 9 alice/ }).waitFor();
  });

  test('an alias that was moved by someone else meanwhile stays, and what was typed too', async () => {
    const moved = failure('conflict', 'The alias stands at version 8', { words: 'version 8' }).data;
    await using visited = await go(
      '/models/model?server=platform&name=codification-naf&version=%229%22',
      (fake) => fake.state.failing.set('models.setAlias', moved),
    );
    const { page } = visited;
    await page.getByRole('button', { name: 'Set an alias' }).click();
    await page.getByRole('combobox', { name: 'Alias' }).fill('latest');
    expect(await page.getByRole('button', { name: 'Set an alias' }).last().isDisabled()).toBe(true);
    await page.getByRole('combobox', { name: 'Alias' }).fill('staging');
    await press(page, 'Enter');
    await page.getByRole('dialog').getByRole('alert').waitFor();
    expect(await page.getByRole('combobox', { name: 'Alias' }).inputValue()).toBe('staging');
  });

  test('a server is tried before it is added, its secret sent once', async () => {
    await using visited = await go('/models', (fake) => fake.models.servers.set([]));
    const { page } = visited;
    await page.getByRole('button', { name: 'Add the server' }).click();
    await page.getByLabel('Name', { exact: true }).fill('mlflow-nace');
    await page.getByRole('textbox', { name: 'Address' }).fill('https://mlflow.example.org');
    await page.getByRole('radio', { name: /^User and password/ }).check();
    await page.getByLabel('User', { exact: true }).fill('alice');
    await page.getByLabel('Password', { exact: true }).fill('s3cret');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It answers').waitFor();
    await page.getByRole('button', { name: 'Add the server' }).last().click();
    const draft = {
      name: 'mlflow-nace',
      reach: { kind: 'address', url: 'https://mlflow.example.org' },
      signIn: { kind: 'basic', user: 'alice' },
      secret: 's3cret',
    };
    await expect.poll(() => called(visited, 'models.addModelServer'), patience).toEqual([draft]);
    expect(called(visited, 'models.tryModelServer')).toEqual([draft]);
  });
});

describe('ten thousand runs', () => {
  test('are moved through, chosen and compared by keyboard', async () => {
    await using visited = await go(runs);
    const { page } = visited;
    await ready(page);
    await press(page, 'x', 'j', 'x');
    await press(page, 'End');
    await grid(page).getByText('train(9999:', { exact: false }).waitFor();
    await press(page, 'x', 'c');
    await page.getByRole('heading', { level: 1, name: 'Runs compared' }).waitFor();
    await page.getByText(/^3 runs differ in \d parameters?\./).waitFor();
    expect(called(visited, 'models.runsById')).toEqual([{ runs: ['run-00000', 'run-00001', 'run-09999'] }]);
    await page.getByRole('button', { name: 'As a table' }).click();
    await page.getByRole('table', { name: 'accuracy_level_1 by run' }).waitFor();
  });

  test('are filtered and ordered, and a fault in the filter is shown at its place', async () => {
    await using visited = await go(runs);
    const { page } = visited;
    await ready(page);
    await press(page, '/');
    await page.keyboard.type('metrics.f1_macro > 0.6 or x');
    await press(page, 'Enter');
    expect(await page.getByRole('alert').locator('mark').textContent()).toBe('or');
    const filter = page.getByRole('textbox', { name: 'Filter runs' });
    await filter.fill("metrics.f1_macro > 0.6 and params.DIM = '180'");
    await press(page, 'Enter');
    await page.getByText(/runs fit the filter/).waitFor();
    await grid(page).focus();
    await press(page, 'ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter');
    await expect
      .poll(() => called(visited, 'models.runRows').at(-1), patience)
      .toMatchObject({
        filter: "metrics.f1_macro > 0.6 and params.DIM = '180'",
        order: [{ column: 'metrics.accuracy_level_1', descending: true }],
        offset: 0,
      });
    expect(await page.getByRole('columnheader', { name: 'accuracy_level_1' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
  });
});

describe('a model on this laptop', () => {
  test('answers a text with its variables, and says why another code was thought of', async () => {
    await using visited = await go('/models/try?id=pin-7');
    const { page } = visited;
    await page.getByRole('textbox', { name: 'Text' }).fill('Coiffure à domicile');
    await page.getByRole('textbox', { name: 'TYP' }).fill('X');
    await press(page, 'Enter');
    await page.getByText('coiffur domicil vent', { exact: false }).waitFor();
    expect(called(visited, 'models.predictHere')).toEqual([
      { id: 'pin-7', questions: [{ text: 'Coiffure à domicile', variables: { TYP: 'X' } }], count: 5 },
    ]);
    await page.getByRole('heading', { name: 'Why 96.21H' }).waitFor();
    await page.getByRole('row', { selected: true }).focus();
    await press(page, 'j');
    await page.getByRole('heading', { name: 'Why 96.22W' }).waitFor();
  });

  test('is checked against its own examples before another preprocessing is used', async () => {
    await using visited = await go('/models/try?id=pin-7&tab=profile');
    const { page } = visited;
    await page.getByRole('radio', { name: /^none/ }).check();
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('2 of 5 agree').waitFor();
    await page.getByRole('radio', { name: /^that of the APE coding/ }).check();
    await page.getByText('The form has changed since.').waitFor();
    expect(await page.getByRole('button', { name: 'Use this preprocessing' }).isDisabled()).toBe(true);
    expect(called(visited, 'models.setModelProfile')).toEqual([]);
  });

  test('predicts a whole file, whose columns are found by their names', async () => {
    await using visited = await go('/models/try?id=pin-7&tab=batch');
    const { page } = visited;
    await page.route('**/blobs/sent-1', (route) => route.fulfill({ status: 204 }));
    await page.locator('input[type=file]').setInputFiles({
      name: 'libelles.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('libelle\nCOIFFURE\n'),
    });
    await page.getByRole('button', { name: 'Predict 12,400 rows' }).click();
    const link = page.getByRole('link', { name: /^Download/ });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe('/blobs/predicted-1');
    expect(called(visited, 'models.predictFile')).toEqual([
      {
        id: 'pin-7',
        file: { kind: 'sent', id: 'sent-1', name: 'libelles.csv' },
        text: 'libelle',
        variables: { TYP: 'TYP', NAT: 'NAT' },
      },
    ]);
  });
});
