/** Pictures of the screens for the documentation: `SARDONYX_SCREENSHOTS=1 npm run e2e -- screenshots`. */
import path from 'node:path';
import type { BrowserContextOptions, Page } from '@playwright/test';
import { annotationPictures } from './support/annotation-pictures.ts';
import { prepareScreens } from './support/prepare-screens.ts';
import { admit, expect, test } from './support/fixtures.ts';
import { frameOf, launch, row } from './support/person.ts';
import { screens, type Places } from './support/screens.ts';
import { storagePictures } from './support/storage-pictures.ts';

test.use({ world: { name: 'screenshots' } });
test.setTimeout(180_000);

const images = path.join(import.meta.dirname, '..', 'docs', 'images');
/** Screens by the name of their picture. */
const pictures: Readonly<Record<string, string>> = {
  'first-run': 'first-run',
  'sign-in': 'sign-in',
  home: 'home',
  catalog: 'catalog',
  launch: 'launch',
  services: 'services',
  'opened-service': 'opened',
  settings: 'settings',
};

const program = `const prices = [12.4, 11.9, 13.2, 12.7, 12.1];
const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length;
console.log('mean of', prices.length, 'prices:', mean.toFixed(2));
`;

/** The file is open and has just run, whatever the language of the page. */
async function runTheFile(page: Page): Promise<void> {
  const service = page.frameLocator('iframe');
  await service.getByRole('button', { name: 'mean-price.js' }).click();
  await service.locator('#run').click();
  await expect(service.getByRole('log')).toContainText('12.46');
  await expect(service.locator('#run')).toBeEnabled();
}

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
  await page.goto(`${app.origin}/#/opened/${prepared.places.ready}`);
  const service = frameOf(page, 'workspace');
  await service.getByRole('button', { name: 'New file' }).click();
  await service.getByRole('textbox', { name: 'Name of the new file' }).fill('mean-price.js');
  await service.getByRole('button', { name: 'Create' }).click();
  await service.getByRole('textbox', { name: 'Content of the file' }).fill(program);
  await service.getByRole('button', { name: 'Save' }).click();
  await expect(service.getByRole('button', { name: 'Save' })).toBeDisabled();
  await context.close();
});
test.afterAll(async () => {
  await prepared.stop();
});

/** What the names of the pictures end with, how they look, and which show another screen than the others'. */
const looks: readonly (readonly [string, BrowserContextOptions, Readonly<Record<string, string>>])[] = [
  ['', { locale: 'en-US', colorScheme: 'light' }, {}],
  ['-fr', { locale: 'fr-FR', colorScheme: 'dark' }, { services: 'service' }],
];

for (const [suffix, options, more] of looks) {
  test(`pictures${suffix}`, async ({ browser, app }) => {
    const context = await browser.newContext({
      ...options,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 800 },
    });
    await admit(context, app);
    await admit(context, prepared.admitTo);
    for (const [picture, name] of Object.entries({ ...pictures, ...more })) {
      const page = await context.newPage();
      await screens.find((screen) => screen.name === name)?.show(page, prepared.places);
      if (name === 'opened') await runTheFile(page);
      await page.evaluate(() => document.fonts.ready);
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: path.join(images, `${picture}${suffix}.png`) });
      await page.close();
    }
    for (const [picture, show] of Object.entries({ ...storagePictures, ...annotationPictures })) {
      const page = await context.newPage();
      await show(page, app.origin);
      await page.evaluate(() => document.fonts.ready);
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: path.join(images, `${picture}${suffix}.png`) });
      await page.close();
    }
    await context.close();
  });
}
