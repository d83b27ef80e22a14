/** An opened service comes back by itself, at the same address, whatever broke between it and the person. */
import type { Page } from '@playwright/test';
import { inject } from './support/admin.ts';
import { admit, expect, openApp, test, type App } from './support/fixtures.ts';
import {
  addByFile,
  frameOf,
  freshness,
  goTo,
  launch,
  openService,
  row,
  signIn,
  untilReady,
} from './support/person.ts';
import { platformFileOf } from './support/facts.ts';

test.use({ world: { name: 'healing' } });

const namespace = 'user-alice';
const replaced = 'workspace was started again behind this page.';

/** Opens the workspace, launching it when this file has not yet. */
async function openWorkspace(page: Page, app: App): Promise<string> {
  await page.goto(app.origin);
  await expect(freshness(page)).toHaveText('live');
  await goTo(page, 'Services');
  await expect(page.getByRole('table').or(page.getByText('Nothing runs in this project.'))).toBeVisible();
  if ((await row(page, 'workspace').count()) === 0) await launch(page, app.origin, 'ide', 'workspace');
  await untilReady(page, 'workspace');
  await openService(page, 'workspace');
  const release = await page.locator('iframe[title="Service workspace"]').getAttribute('data-service');
  if (release === null) throw new Error('The frame does not say which service it shows');
  return release;
}

/** Where the frame's document is now. */
async function addressOf(page: Page): Promise<string> {
  const handle = await page.locator('iframe[title="Service workspace"]').elementHandle();
  const url = (await handle?.contentFrame())?.url() ?? '';
  return new URL(url).origin;
}

/** Runs a command in the open workspace and sees its answer: the whole way there and back works. */
async function runs(page: Page, mark: string): Promise<void> {
  const service = frameOf(page, 'workspace');
  await expect(service.getByRole('status')).toHaveText('Connected', { timeout: 45_000 });
  await service.getByRole('textbox', { name: 'Command' }).fill(`echo ${mark}-$((40 + 2))`);
  await service.getByRole('button', { name: 'Execute' }).click();
  await expect(service.getByRole('log')).toContainText(`${mark}-42`, { timeout: 30_000 });
}

test('its pod is killed', async ({ page, app, facts }) => {
  const release = await openWorkspace(page, app);
  await runs(page, 'before');
  const address = await addressOf(page);
  const killed = await inject(facts).killPods(namespace, release);
  expect(killed).toHaveLength(1);
  await expect(page.getByText(replaced)).toBeVisible({ timeout: 30_000 });
  await runs(page, 'after-kill');
  expect(await addressOf(page)).toBe(address);
  // What was done before is still on the screen: the page was not loaded anew under the person's hands.
  await expect(frameOf(page, 'workspace').getByRole('log')).toContainText('before-42');
  await page.getByRole('button', { name: 'Reload', exact: true }).click();
  await runs(page, 'reloaded');
});

test('its pod is killed while another screen is shown', async ({ page, app, facts }) => {
  const release = await openWorkspace(page, app);
  await runs(page, 'seen');
  await goTo(page, 'Services');
  await inject(facts).killPods(namespace, release);
  await expect(page.getByText(replaced)).toBeAttached({ timeout: 30_000 });
  await untilReady(page, 'workspace');
  await page.keyboard.press('Control+1');
  await runs(page, 'unseen');
});

test('every connection to the cluster is cut', async ({ page, app, facts }) => {
  await openWorkspace(page, app);
  await runs(page, 'before-cut');
  await inject(facts).fault({ target: 'kubernetes', cut: true });
  await expect(frameOf(page, 'workspace').getByRole('status')).toHaveText('Reconnecting…');
  await inject(facts).clear();
  await runs(page, 'after-cut');
  await expect(freshness(page)).toHaveText('live');
});

test('the whole platform is restarted', async ({ page, app, facts }) => {
  await openWorkspace(page, app);
  await runs(page, 'before-restart');
  await inject(facts).restart(500);
  await runs(page, 'after-restart');
  await expect(freshness(page)).toHaveText('live', { timeout: 45_000 });
  await page
    .getByRole('navigation', { name: 'Opened services' })
    .getByRole('link', { name: 'Services' })
    .click();
  await untilReady(page, 'workspace');
});

test('the access tokens expire while it is open', async ({ page, app, facts }) => {
  await openWorkspace(page, app);
  await runs(page, 'before-expiry');
  await inject(facts).fault({ target: 'identity', accessTokenSeconds: 5, expireTokens: true });
  await inject(facts).fault({ target: 'kubernetes', cut: true, count: 1 });
  await runs(page, 'after-expiry');
  await expect(freshness(page)).toHaveText('live');
  await launch(page, app.origin, 'automation', 'batch-run', 'after-expiry');
  await expect(row(page, 'after-expiry')).toBeVisible();
});

test('the app itself is killed and started again', async ({ browser, facts, folder }) => {
  const place = `${folder}/killed`;
  const passphrase = { SARDONYX_PASSPHRASE: 'correct horse battery staple' };
  const first = await openApp(place, [], passphrase);
  const context = await browser.newContext({ locale: 'en-US' });
  let second: App | undefined;
  try {
    await admit(context, first);
    const page = await context.newPage();
    await page.goto(first.origin);
    await addByFile(page, platformFileOf(facts, 'Sandbox'));
    await signIn(page, facts, 'alice');
    await openWorkspace(page, first);
    await runs(page, 'before-crash');

    await first.kill();
    await expect(freshness(page)).toHaveText('Sardonyx itself does not answer; it is asked again');

    second = await openApp(place, ['--port', String(first.port)], passphrase);
    expect(second.port).toBe(first.port);
    // Starting it again opens a page in the same browser: from then on the one that was left open works, too.
    await admit(context, second);
    await expect(freshness(page)).toHaveText('live', { timeout: 30_000 });
    await expect(page.getByRole('button', { name: /Signed in as Alice Martin$/ })).toBeVisible();
    await goTo(page, 'Services');
    await untilReady(page, 'workspace');
    await openService(page, 'workspace');
    await runs(page, 'after-crash');
  } finally {
    await context.close();
    await first.kill();
    await second?.stop();
  }
});
