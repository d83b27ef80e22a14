/** Axe finds nothing on any screen, in both languages and both colour schemes; at 200 % nothing is cut off. */
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from '@playwright/test';
import { admit, expect, test } from './support/fixtures.ts';
import { prepareScreens, type Prepared } from './support/prepare-screens.ts';
import { screens } from './support/screens.ts';

test.use({ world: { name: 'accessibility' } });
test.setTimeout(120_000);

let prepared: Prepared;

test.beforeAll(async ({ browser, app, facts, folder }) => {
  prepared = await prepareScreens(browser, app, facts, folder);
});
test.afterAll(async () => {
  await prepared.stop();
});

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['English, light', { locale: 'en-US', colorScheme: 'light' }],
  ['French, dark', { locale: 'fr-FR', colorScheme: 'dark' }],
];

/** What axe finds, a text for a person who mends it. A framed service is a page of its own, with landmarks of its own. */
async function violations(page: Page): Promise<string> {
  const results = [await new AxeBuilder({ page }).exclude('iframe').analyze()];
  if ((await page.locator('iframe:visible').count()) > 0)
    results.push(await new AxeBuilder({ page }).include(['iframe', 'body']).analyze());
  return results
    .flatMap((result) => result.violations)
    .map(({ id, help, nodes }) =>
      [
        `${id}: ${help}`,
        ...nodes.map(
          (node) => `  ${node.target.join(' ')}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`,
        ),
      ].join('\n'),
    )
    .join('\n');
}

for (const [look, options] of looks) {
  test(`axe finds nothing on any screen: ${look}`, async ({ browser, app }) => {
    const context = await browser.newContext({
      ...options,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 800 },
    });
    await admit(context, app);
    await admit(context, prepared.admitTo);
    try {
      for (const { name, show } of screens) {
        // A page of its own: a screen must not depend on the one before it.
        const page = await context.newPage();
        await show(page, prepared.places);
        await expect(page.locator('html')).toHaveAttribute('lang', options.locale?.slice(0, 2) ?? 'en');
        expect.soft(await violations(page), `${name}, ${look}`).toBe('');
        await page.close();
      }
    } finally {
      await context.close();
    }
  });
}

test('at 200 % nothing is cut off on any screen, in French, whose words are longer', async ({
  browser,
  app,
}) => {
  // 1280 x 800 at 200 %.
  const context = await browser.newContext({
    locale: 'fr-FR',
    reducedMotion: 'reduce',
    viewport: { width: 640, height: 400 },
    deviceScaleFactor: 2,
  });
  await admit(context, app);
  await admit(context, prepared.admitTo);
  for (const { name, show } of screens) {
    const page = await context.newPage();
    await show(page, prepared.places);
    const { wide, outside } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      // What can be pressed must lie within the window, or within something that scrolls to it.
      const scrolls = (element: Element | null): boolean =>
        element !== null &&
        (/(auto|scroll)/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
      const cut = [
        ...document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea'),
      ].filter((element) => {
        const box = element.getBoundingClientRect();
        const isSeen =
          element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
          box.width > 1 &&
          box.height > 1;
        return isSeen && (box.right > clientWidth + 1 || box.left < -1) && !scrolls(element.parentElement);
      });
      return {
        wide: scrollWidth - clientWidth,
        outside: cut.map((element) => element.outerHTML.slice(0, 120)),
      };
    });
    expect.soft(wide, `${name}: pixels beyond the right edge`).toBeLessThanOrEqual(0);
    expect.soft(outside, `${name}: out of reach`).toEqual([]);
    await page.close();
  }
  await context.close();
});
