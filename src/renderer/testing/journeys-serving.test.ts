import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from './browser.ts';
import { buildRenderer } from './build.ts';
import type { FakeCore } from './fake-core.ts';
import { goldPlace } from './sample-campaigns.ts';
import { sampleApplications, servedAddress } from './sample-serving.ts';
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
const called = (visited: Visit, name: string) =>
  visited.fake.state.calls.filter((call) => call.name === name).map((call) => call.input);
const list = (page: Page) => page.getByRole('table', { name: 'Applications' });
const pane = (page: Page, name: string) => page.getByRole('complementary', { name: `Details of ${name}` });
const id = sampleApplications[0]?.id;

describe('what is served', () => {
  test('an application is found and left by key, and the focus goes back to its row', async () => {
    await using visited = await go('/serving');
    const { page } = visited;
    await list(page).locator('tr[tabindex="0"]').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await pane(page, 'codification-api').waitFor();
    await pane(page, 'codification-api').focus();
    await page.keyboard.press('Escape');
    await pane(page, 'codification-api').waitFor({ state: 'hidden' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toContain('codification-api');
  });

  test('another version is proposed first, with what would change, and then asked for', async () => {
    await using visited = await go(`/serving?id=${encodeURIComponent(id ?? '')}`);
    const { page } = visited;
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Change codification-api' });
    await dialog.getByText('Nothing differs yet.').waitFor();
    await dialog.getByRole('combobox', { name: 'Version of codification-naf' }).fill('4');
    await dialog.getByRole('button', { name: 'Show what would change' }).click();
    await dialog.getByText('MLFLOW_MODEL_VERSION').first().waitFor();
    await dialog.getByRole('button', { name: 'Change it now' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const changes = [
      {
        kind: 'variable',
        workload: 'codification-api',
        container: 'api',
        name: 'MLFLOW_MODEL_VERSION',
        value: '4',
      },
    ];
    expect(called(visited, 'serving.applyChange')).toEqual([{ id, changes }]);
  });

  test('who may not change it gets the patch, and is told that Argo CD would undo', async () => {
    await using visited = await go(`/serving?id=${encodeURIComponent(id ?? '')}`, (fake) => {
      fake.serving.proposal = { ...fake.serving.proposal, ways: ['patch'], undoneBySync: true };
    });
    const { page } = visited;
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('combobox', { name: 'Version of codification-naf' }).fill('4');
    await page.getByRole('button', { name: 'Show what would change' }).click();
    await page.getByText('it would undo a change made here').waitFor();
    await expect(page.getByRole('button', { name: 'Change it now' }).count()).resolves.toBe(0);
    await page.getByRole('region', { name: 'Patch to commit' }).waitFor();
  });

  test('going back is refused while it is kept in step by itself', async () => {
    await using visited = await go(`/serving?id=${encodeURIComponent(id ?? '')}`, (fake) => {
      const applications = sampleApplications.map((one) => ({ ...one, autoSync: true }));
      fake.serving.applications.set({ applications, state: 'live' });
    });
    const { page } = visited;
    await page.getByText('it would undo going back').waitFor();
    await expect(page.getByRole('button', { name: 'Go back to this' }).isDisabled()).resolves.toBe(true);
  });
});

describe('asking', () => {
  test('a text is asked of what is live and of what is here with Enter, and the answers stand side by side', async () => {
    await using visited = await go('/serving/try');
    const { page } = visited;
    await page.getByLabel('codification-api').waitFor();
    await page.getByRole('textbox', { name: 'Text' }).fill('coiffure');
    await page.getByLabel('Event').fill('01P');
    await page.getByRole('textbox', { name: 'Text' }).press('Enter');
    await page.getByText('All agree on the first code: 96.02A.').waitFor();
    expect(called(visited, 'serving.askModels')).toMatchObject([
      {
        question: { text: 'coiffure', variables: { event: '01P' } },
        sources: [{ kind: 'served', address: servedAddress }, { kind: 'pinned' }, { kind: 'pinned' }],
      },
    ]);
  });
});

describe('comparing', () => {
  test('two are compared on a gold set, can be stopped, and the result stays', async () => {
    await using visited = await go('/serving/compare', (fake) => {
      fake.serving.comparisons = [];
      fake.serving.standsAt = 600;
    });
    const { page, fake } = visited;
    const choose = async (label: string, name: RegExp) => {
      await page
        .getByRole('combobox', { name: label })
        .or(page.getByRole('textbox', { name: label }))
        .first()
        .click();
      await page.getByRole('option', { name }).first().click();
    };
    await choose('Version A, for example the one that is live', /^codification-api/);
    await choose('Version B, for example the one to promote', /./);
    await page.getByText('Choose two that differ.').waitFor();
    await page
      .getByRole('combobox', { name: 'Version B, for example the one to promote' })
      .or(page.getByRole('textbox', { name: 'Version B, for example the one to promote' }))
      .first()
      .click();
    await page.getByRole('option').last().click();
    await choose('Gold set', /./);
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByText('600 of 1,000 texts asked of both').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    fake.serving.standsAt = undefined;
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByText(/^B \(codification-naf 4\) is right on 2\.3 points more/).waitFor();
    expect(called(visited, 'serving.compareModels')).toMatchObject([
      { gold: goldPlace },
      { gold: goldPlace },
    ]);
    await page.getByText('Both are wrong', { exact: true }).click();
    await page.getByText('No text is of this kind at this level.').waitFor();
  });
});
