import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
const gold = 'profile=ssp&bucket=projet-codification-ape&prefix=campaigns%2Fgold-2026-11%2F';
const source = 'profile=ssp&bucket=alice&object=diffusion%2Ftable.csv';

describe('the list of campaigns, by keyboard alone', () => {
  test('J and K move, Space looks, Escape closes the pane and the row has the focus again, Enter codes', async () => {
    await using visited = await go('/annotation');
    const { page } = visited;
    await page.getByRole('row', { name: 'Gold set of November' }).focus();
    await press(page, 'j', 'j', 'k', ' ');
    const pane = page.getByRole('complementary', { name: 'Campaign Recoding to NAF 2025, lot 3' });
    await pane.getByText('3 items were coded differently').waitFor();
    await pane.getByRole('button', { name: 'Close' }).focus();
    await press(page, 'Escape');
    await pane.waitFor({ state: 'detached' });
    await expect.poll(() => focused(page), patience).toContain('Recoding to NAF 2025');
    await press(page, 'Enter');
    await expect.poll(() => page.url(), patience).toContain('/annotation/coding?');
    expect(page.url()).toContain('naf-2025-lot-3');
  });

  test('one more folder is looked into, by a path with completion', async () => {
    await using visited = await go('/annotation');
    const { page } = visited;
    await page.getByRole('button', { name: 'Folders' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').pressSequentially('SSP');
    await dialog.getByRole('option', { name: 'SSP Cloud /' }).waitFor();
    await press(page, 'ArrowDown', 'Enter');
    await dialog.getByRole('option', { name: 'alice-essais' }).waitFor();
    await dialog.getByRole('combobox').pressSequentially('alice-e');
    await press(page, 'ArrowDown', 'Enter');
    await dialog.getByRole('button', { name: 'Look there' }).click();
    await expect
      .poll(() => called(visited, 'annotation.addCampaignPlace'), patience)
      .toEqual([{ at: { profile: 'ssp', bucket: 'alice-essais', prefix: '' } }]);
    await dialog.getByText('SSP Cloud / alice-essais', { exact: true }).waitFor();
    // Only what was added can be left out again; the focus goes on in the dialog.
    expect(await dialog.getByRole('button', { name: /^Stop looking in/ }).count()).toBe(2);
    await dialog.getByRole('button', { name: 'Stop looking in SSP Cloud / alice-essais' }).press('Enter');
    await dialog.getByText('SSP Cloud / alice-essais', { exact: true }).waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('role')), patience)
      .toBe('combobox');
  });

  test('the dialog of folders stays while the first folder is looked into', async () => {
    await using visited = await go('/annotation', (fake) =>
      fake.annotation.campaigns.set({ campaigns: [], places: [], loading: false }),
    );
    const { page, fake } = visited;
    await page.getByRole('button', { name: 'Look in another folder' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').waitFor();
    fake.annotation.campaigns.set({ campaigns: [], places: [], loading: true });
    await page.getByText('Looking for campaigns…').waitFor({ state: 'attached' });
    expect(await dialog.getByRole('combobox').isVisible()).toBe(true);
  });

  test('R looks for campaigns again, but not while a text is typed', async () => {
    await using visited = await go('/annotation');
    const { page } = visited;
    await page.getByRole('searchbox', { name: 'Filter campaigns' }).pressSequentially('r');
    await page.getByRole('row', { name: 'Gold set of November' }).focus();
    await press(page, 'r');
    await expect.poll(() => called(visited, 'annotation.refreshCampaigns').length, patience).toBe(1);
  });
});

describe('a new campaign', () => {
  test('is made with the roles as corrected, and the button says what it makes', async () => {
    await using visited = await go(`/annotation/new?${source}`);
    const { page } = visited;
    await page.getByLabel('What emetteur is taken for').selectOption('left out');
    await page.route('**/blobs/sent-1', (route) => route.fulfill({ status: 204 }));
    const words = page.getByRole('button', { name: 'Words for the values of cj, from a file' });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), words.click()]);
    await chooser.setFiles({ name: 'cj.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await words.getByText('1 value').waitFor();
    await page.getByRole('textbox', { name: 'Title' }).fill('Gold set of December');
    await page.getByRole('textbox', { name: 'Annotators' }).fill('alice, bob');
    const make = page.getByRole('button', { name: 'Make the campaign: 1,701 items, 43 batches' });
    await make.click(patience);
    await page.getByRole('heading', { level: 1, name: 'Gold set of December' }).waitFor();
    const [made] = called(visited, 'annotation.createCampaign') as {
      readonly plan: Record<string, unknown>;
      readonly source: { readonly columns: readonly { readonly name: string; readonly role: string }[] };
    }[];
    expect(made?.plan).toMatchObject({
      id: 'gold-set-of-december',
      annotators: ['alice', 'bob'],
      at: { profile: 'ssp', bucket: 'projet-codification-ape', prefix: '' },
      overlap: { annotators: 2, share: 0.1 },
      meanings: { cj: { 1000: { en: 'Sole trader' } } },
    });
    expect(made?.source.columns.find(({ name }) => name === 'emetteur')?.role).toBe('ignored');
    await press(page, 'g', 'a');
    await page.getByRole('row', { name: 'Gold set of December' }).waitFor();
  });

  test('keeps what was typed while the person is elsewhere', async () => {
    await using visited = await go('/annotation/new');
    const { page } = visited;
    await page.getByRole('textbox', { name: 'Title' }).fill('Half a thought');
    await page.getByRole('radio', { name: 'Training set' }).check();
    await page.getByRole('heading', { level: 1 }).click();
    await press(page, 'g', 'c');
    await page.getByRole('heading', { level: 1, name: 'Catalog' }).waitFor();
    await page.goBack();
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Title' }).inputValue(), patience)
      .toBe('Half a thought');
    expect(await page.getByRole('radio', { name: 'Training set' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Begin anew' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Title' }).inputValue(), patience).toBe('');
  });

  test('survives a reload: what was typed, the corrected roles, and the object, which is read anew', async () => {
    await using visited = await go(`/annotation/new?${source}`);
    const { page } = visited;
    await page.getByLabel('What emetteur is taken for').selectOption('left out');
    await page.getByRole('textbox', { name: 'Title' }).fill('Half a thought');
    await page.getByRole('textbox', { name: 'Items to draw' }).fill('');
    await page.reload();
    await expect
      .poll(() => page.getByLabel('What emetteur is taken for').inputValue(), patience)
      .toBe('ignored');
    expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Half a thought');
    expect(await page.getByRole('textbox', { name: 'Items to draw' }).inputValue()).toBe('');
    expect(called(visited, 'annotation.readSource')).toHaveLength(2);
  });

  test('leads to what is missing, and never offers a gold set led by the model', async () => {
    await using visited = await go(`/annotation/new?${source}`);
    const { page } = visited;
    expect(await page.getByRole('radio', { name: 'assisted' }).isDisabled()).toBe(true);
    expect(await page.getByRole('radio', { name: 'Uncertain first' }).isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Annotators' }).fill('');
    await page.getByRole('button', { name: 'somebody who codes' }).click();
    await page.keyboard.type('chloe');
    await page.getByRole('button', { name: 'somebody who codes' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Annotators' }).inputValue()).toBe('chloe');
  });

  test('that cannot be written stays as it was typed', async () => {
    await using visited = await go(`/annotation/new?${source}`, (fake) =>
      fake.state.failing.set('annotation.createCampaign', {
        code: 'unreachable',
        message: 'cut',
        reason: 'reset',
        values: { host: 'minio.sspcloud.fr' },
      }),
    );
    const { page } = visited;
    await page.getByRole('textbox', { name: 'Title' }).fill('Gold set of December');
    await page.getByRole('button', { name: /^Make the campaign: / }).click(patience);
    await page.getByText('minio.sspcloud.fr cut the connection.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Gold set of December');
  });
});

test('a lead writes the next version of the guidelines, and nothing else is sent', async () => {
  await using visited = await go(`/annotation/campaign?${gold}`);
  const { page } = visited;
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Change the guidelines' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Take the first activity.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Take the first activity.').waitFor();
  const [sent] = called(visited, 'annotation.changeCampaign') as { readonly change: unknown }[];
  expect(sent?.change).toEqual({ guidelines: 'Take the first activity.' });
});

test('a lead takes the deadline away', async () => {
  await using visited = await go(`/annotation/campaign?${gold}`);
  const { page } = visited;
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Change title and deadline' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'No deadline' }).press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const [sent] = called(visited, 'annotation.changeCampaign') as { readonly change: unknown }[];
  expect(sent?.change).toEqual({ deadline: null });
});

test('Home leads to the next batch, and the palette to every campaign', async () => {
  await using visited = await go('/');
  const { page } = visited;
  const row = page.getByRole('listitem').filter({ hasText: '50 items · about 18 min at your pace' });
  await row.getByRole('link', { name: 'Code the next batch of Gold set of November 2026' }).press('Enter');
  await expect.poll(() => page.url(), patience).toContain('/annotation/coding?');
  expect(page.url()).toContain('gold-2026-11');
  await page.goBack();
  await row.waitFor();
  await press(page, 'Control+k');
  await page.keyboard.type('look at recoding');
  await press(page, 'Enter');
  await page.getByRole('heading', { level: 1, name: 'Recoding to NAF 2025, lot 3' }).waitFor();
});

describe('a nomenclature', () => {
  test('is walked through by key; links jump, also into another version', async () => {
    await using visited = await go('/annotation/nomenclatures?id=naf-rev2');
    const { page } = visited;
    await page.getByRole('tree').focus();
    await press(page, 'End', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await press(page, 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'Enter');
    const pane = page.getByRole('complementary');
    await pane.getByRole('heading', { name: '96.02B Beauty treatment' }).waitFor();
    await pane.getByRole('button', { name: '96.23Y' }).click();
    await pane.getByRole('heading', { name: '96.23Y' }).waitFor();
    await pane.getByRole('button', { name: '96.02B' }).click();
    await pane.getByRole('button', { name: '47.75', exact: true }).click();
    await pane.getByRole('heading', { name: '47.75 Cosmetic' }).waitFor();
    await press(page, 'Escape');
    await pane.waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('role')), patience)
      .toBe('tree');
  });

  test('comes from a file of this laptop, whose bytes are sent before it is read and kept', async () => {
    await using visited = await go('/annotation/nomenclatures');
    const { page } = visited;
    const bodies: string[] = [];
    await page.route('**/blobs/sent-1', async (route) => {
      bodies.push(route.request().postData() ?? '');
      await route.fulfill({ status: 204 });
    });
    await page.getByRole('button', { name: 'Import a file' }).click();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'naf.csv', mimeType: 'text/csv', buffer: Buffer.from('code;titre') });
    await page.getByText('A correspondence NAF Rev. 2 to NAF 2025, 1,223 pairs.').waitFor();
    expect(bodies).toEqual(['code;titre']);
    expect(called(visited, 'annotation.readNomenclature')).toEqual([
      { file: { kind: 'sent', id: 'sent-1', name: 'naf.csv' } },
    ]);
    await page.getByRole('button', { name: 'Replace and keep it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(called(visited, 'annotation.importNomenclature')).toEqual([{ reading: 'reading-2' }]);
  });
});
