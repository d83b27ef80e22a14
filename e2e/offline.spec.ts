/** With the platform gone, what was seen last is shown and said to be old; when it is back, all is live by itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { platformFileOf } from './support/facts.ts';
import { admit, openApp, type App } from './support/fixtures.ts';
import { addByFile, freshness, goTo, launch, row, signIn, untilReady } from './support/person.ts';
import { startSandbox, type Running } from './support/processes.ts';

const passphrase = { SARDONYX_PASSPHRASE: 'correct horse battery staple' };
let folder: string;
const running = new Map<'app' | 'sandbox', Running>();

async function startAll(): Promise<{ app: App; facts: Awaited<ReturnType<typeof startSandbox>>['facts'] }> {
  const sandbox = await startSandbox(path.join(folder, 'sandbox'));
  running.set('sandbox', sandbox);
  const app = await openApp(path.join(folder, 'app'), [], passphrase);
  running.set('app', app);
  return { app, facts: sandbox.facts };
}

test.beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));
});
test.afterAll(async () => {
  for (const program of running.values()) await program.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** What every screen must say and show while nothing answers. */
async function expectStored(page: Page): Promise<void> {
  await goTo(page, 'Services');
  await expect(row(page, 'kept')).toBeVisible();
  await expect(freshness(page)).toHaveText(/^(as of|offline since) \d/, { timeout: 45_000 });
  await expect(page.getByRole('main')).toContainText(
    /This is how it was .+; what changes needs the network\./,
  );
  await goTo(page, 'Catalog');
  await expect(page.getByRole('link', { name: 'Launch workspace' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('status').first()).toContainText(/as of \d/);
}

test('the app starts with the platform gone, and is live by itself once it is back', async ({
  page,
  context,
}) => {
  const first = await startAll();
  await admit(context, first.app);
  await page.goto(first.app.origin);
  await addByFile(page, platformFileOf(first.facts, 'Sandbox'));
  await signIn(page, first.facts, 'alice');
  await launch(page, first.app.origin, 'ide', 'workspace', 'kept');
  await untilReady(page, 'kept');
  await goTo(page, 'Catalog');
  await page.getByRole('link', { name: 'Launch workspace' }).click();
  const launchButton = page.getByRole('main').getByRole('button', { name: /^Launch · / });
  await expect(launchButton).toBeEnabled();

  await test.step('the platform goes while a form is open: nothing can be launched, and the screen says why', async () => {
    await running.get('sandbox')?.stop();
    await expect(launchButton).toBeDisabled();
    await expect(page.getByRole('alert')).toContainText('launching needs the network');
    await expectStored(page);
  });

  await test.step('the app starts without it', async () => {
    await first.app.stop();
    const app = await openApp(path.join(folder, 'app'), ['--port', String(first.app.port)], passphrase);
    running.set('app', app);
    await admit(context, app);
    await page.goto(app.origin);
    await page.reload();
    await expect(page.getByRole('button', { name: /Signed in as Alice Martin$/ })).toBeVisible();
    await expectStored(page);
  });

  await test.step('a form cannot be opened, and the screen says why', async () => {
    await page.getByRole('link', { name: 'Launch workspace' }).click();
    await expect(page.getByRole('alert')).toContainText(/does not answer|refuses the connection/);
    await expect(launchButton).toHaveCount(0);
  });

  await test.step('all is live again by itself', async () => {
    running.set('sandbox', await startSandbox(path.join(folder, 'sandbox')));
    await expect(freshness(page)).toHaveText('live', { timeout: 60_000 });
    await goTo(page, 'Services');
    await expect(row(page, 'kept')).toContainText('Ready', { timeout: 30_000 });
    await goTo(page, 'Catalog');
    await page.getByRole('link', { name: 'Launch workspace' }).click();
    await expect(launchButton).toBeEnabled();
  });
});
