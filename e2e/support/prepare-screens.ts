/** Brings about what the screens show: an app where nobody is signed in, a service that runs and is open, one that failed. */
import path from 'node:path';
import { expect, type Browser, type Page } from '@playwright/test';
import { platformFileOf, type Facts } from './facts.ts';
import { admit, openApp, type App } from './fixtures.ts';
import { addByFile, launch, openService, row, untilReady } from './person.ts';
import type { Places } from './screens.ts';

export interface Prepared {
  readonly places: Places;
  /** The app where nobody is signed in, to let a browser in. */
  readonly admitTo: App;
  stop(): Promise<void>;
}

/** The release under which a service runs, out of the address of its row; undefined when there is none. */
async function releaseOf(page: Page, origin: string, name: string): Promise<string | undefined> {
  await page.goto(`${origin}/#/services`);
  await expect(page.locator('main tbody tr, main h2').first()).toBeVisible();
  if ((await row(page, name).count()) === 0) return undefined;
  await row(page, name).click();
  await expect(page).toHaveURL(/[?&]id=/);
  return /[?&]id=([^&]+)/.exec(page.url())?.[1];
}

/** Launches what is missing; may be called again on the same app. */
export async function prepareScreens(
  browser: Browser,
  app: App,
  facts: Facts,
  folder: string,
): Promise<Prepared> {
  const strange = await openApp(path.join(folder, 'strange'));
  const context = await browser.newContext({ locale: 'en-US' });
  await admit(context, app);
  await admit(context, strange);
  const page = await context.newPage();
  await page.goto(strange.origin);
  await addByFile(page, platformFileOf(facts, 'Sandbox'));
  await expect(page.getByRole('heading', { name: 'Sign in to Sandbox' })).toBeVisible();

  const release = async (catalog: string, chart: string): Promise<string> => {
    if ((await releaseOf(page, app.origin, chart)) === undefined)
      await launch(page, app.origin, catalog, chart);
    return (await releaseOf(page, app.origin, chart)) ?? '';
  };
  const failed = await release('faults', 'crash-loop');
  const ready = await release('ide', 'workspace');
  await untilReady(page, 'workspace');
  await openService(page, 'workspace');
  await context.close();
  return {
    places: { origin: app.origin, strange: strange.origin, ready, failed },
    admitTo: strange,
    stop: () => strange.stop(),
  };
}
