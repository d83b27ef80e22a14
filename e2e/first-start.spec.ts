/** From an empty folder to a program that ran, without a mouse. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { admit, openApp, type App } from './support/fixtures.ts';
import { activate, sequence, tabTo } from './support/keyboard.ts';
import { frameOf, freshness, row } from './support/person.ts';

let folder: string;
let app: App;

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));
  app = await openApp(folder);
});
test.afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('a first start leads to a program that ran, by keyboard alone', async ({ page, context }) => {
  await admit(context, app);
  await page.goto(app.origin);

  await test.step('the sandbox starts and its form comes filled in', async () => {
    await expect(page.getByRole('heading', { name: 'Where do you want to work?' })).toBeVisible();
    await activate(page, page.getByRole('button', { name: 'Start the sandbox' }));
    await expect(page.getByRole('heading', { name: 'Sign in to Sandbox' })).toBeVisible();
    await activate(page, page.getByRole('button', { name: 'Sign in with the browser' }));
    const opened = context.waitForEvent('page');
    await activate(page, page.getByRole('link', { name: 'Open the page' }));
    const provider = await opened;
    await expect(provider.getByLabel('User name')).toHaveValue('alice');
    await activate(provider, provider.getByRole('button', { name: 'Continue' }));
    await expect(page.getByRole('button', { name: /Signed in as Alice Martin$/ })).toBeVisible();
    await provider.close();
  });

  await test.step('the catalog is one sequence of keys away, and search finds the chart', async () => {
    await expect(freshness(page)).toHaveText('live');
    await sequence(page, 'g', 'c');
    await expect(page.getByRole('heading', { name: 'Catalog' })).toBeVisible();
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox', { name: 'Search the catalog' })).toBeFocused();
    await page.keyboard.type('edit files');
    await activate(page, page.getByRole('link', { name: 'Launch workspace' }));
  });

  await test.step('one key launches, and the service becomes ready', async () => {
    await expect(page.getByRole('heading', { name: /^Launch workspace/ })).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(row(page, 'workspace')).toContainText('Ready');
  });

  const service = frameOf(page, 'workspace');
  await test.step('Enter on its row opens it inside the app, signed in', async () => {
    await tabTo(page, row(page, 'workspace'));
    await page.keyboard.press('Enter');
    await expect(service.getByRole('status')).toHaveText('Connected');
    expect(new URL(page.url()).hash).toMatch(/^#\/opened\//);
  });

  await test.step('a file is written, saved and run in it', async () => {
    await activate(page, service.getByRole('button', { name: 'New file' }));
    await expect(service.getByRole('textbox', { name: 'Name of the new file' })).toBeFocused();
    await page.keyboard.type('answer.js');
    await page.keyboard.press('Enter');
    await expect(service.getByRole('textbox', { name: 'Content of the file' })).toBeFocused();
    await page.keyboard.type('console.log("the answer is", 6 * 7);');
    await page.keyboard.press('Control+s');
    await expect(service.getByRole('button', { name: 'Save' })).toBeDisabled();
    await page.keyboard.press('Control+Enter');
    await expect(service.getByRole('log')).toContainText('the answer is 42');
    await expect(service.getByRole('log')).toContainText('Ended with code 0');
  });

  await test.step('the way back leads to the palette, which reaches every screen', async () => {
    await tabTo(page, page.getByRole('link', { name: 'Home' }), 'Shift+Tab');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Search or do anything' })).toBeFocused();
    await page.keyboard.type('catalog');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Catalog' })).toBeVisible();
  });
});
