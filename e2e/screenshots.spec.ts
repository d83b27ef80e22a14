/** Pictures of the screens for the documentation: `SARDONYX_SCREENSHOTS=1 npm run e2e -- screenshots`. */
import path from 'node:path';
import type { BrowserContextOptions } from '@playwright/test';
import { prepareScreens } from './support/prepare-screens.ts';
import { admit, expect, test } from './support/fixtures.ts';
import { launch, row } from './support/person.ts';
import { screens, type Places } from './support/screens.ts';

test.use({ world: { name: 'screenshots' } });
test.setTimeout(180_000);

const images = path.join(import.meta.dirname, '..', 'docs', 'images');
const wanted = [
  'first-run',
  'sign-in',
  'home',
  'catalog',
  'chart',
  'launch',
  'services',
  'service',
  'logs',
  'opened',
  'palette',
  'settings',
];

let prepared: { readonly places: Places; admitTo: Parameters<typeof admit>[1]; stop(): Promise<void> };

test.beforeAll(async ({ browser, app, facts, folder }) => {
  prepared = await prepareScreens(browser, app, facts, folder);
  const context = await browser.newContext({ locale: 'en-US' });
  await admit(context, app);
  const page = await context.newPage();
  // What a morning may look like: some run, one rests, some failed for different reasons.
  await launch(page, app.origin, 'ide', 'workspace', 'survey-2026');
  await expect(row(page, 'survey-2026')).toContainText('Ready', { timeout: 60_000 });
  await page.getByRole('complementary').getByRole('button', { name: 'Pause' }).click();
  await expect(row(page, 'survey-2026')).toContainText('Paused', { timeout: 60_000 });
  for (const [chart, name] of [
    ['over-quota', 'large-model'],
    ['missing-image', 'team-image'],
    ['unbound-volume', 'archive'],
  ] as const) {
    await launch(page, app.origin, 'faults', chart, name);
    await expect(row(page, name)).toContainText('Failed', { timeout: 60_000 });
  }
  await context.close();
});
test.afterAll(async () => {
  await prepared.stop();
});

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['', { locale: 'en-US', colorScheme: 'light' }],
  ['-fr-dark', { locale: 'fr-FR', colorScheme: 'dark' }],
];

for (const [suffix, options] of looks) {
  test(`pictures${suffix}`, async ({ browser, app }) => {
    const context = await browser.newContext({
      ...options,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 800 },
    });
    await admit(context, app);
    await admit(context, prepared.admitTo);
    for (const { name, show } of screens.filter((screen) => wanted.includes(screen.name))) {
      const page = await context.newPage();
      await show(page, prepared.places);
      await page.evaluate(() => document.fonts.ready);
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: path.join(images, `${name}${suffix}.png`) });
      await page.close();
    }
    await context.close();
  });
}
