/** A person at a laptop of their own: an app in its own folder, which can end and start again, and a browser before it. */
import path from 'node:path';
import { expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { platformFileOf, type Facts } from './facts.ts';
import { admit, openApp, type App } from './fixtures.ts';
import { addByFile, signIn } from './person.ts';

/** Keeps the person signed in over a restart. */
const passphrase = { SARDONYX_PASSPHRASE: 'correct horse battery staple' };

export interface Laptop {
  readonly page: Page;
  readonly origin: string;
  /** Ends the app without a word, as a crash does. */
  kill(): Promise<void>;
  /** Asks the app to end. */
  stop(): Promise<void>;
  /** Starts the app again at the same address, and loads the page anew. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a laptop below a folder and signs the person in. */
export async function openLaptop(
  browser: Browser,
  facts: Facts,
  folder: string,
  person: string,
  look: BrowserContextOptions = {},
): Promise<Laptop> {
  const own = path.join(folder, `laptop-of-${person}`);
  let app: App = await openApp(own, [], passphrase);
  const { port, origin } = app;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...look });
  const page = await context.newPage();
  const close = async () => {
    await context.close();
    await app.stop();
  };
  try {
    await admit(context, app);
    await page.goto(origin);
    await addByFile(page, platformFileOf(facts, facts.admin ? 'Sandbox' : 'Lab'));
    await signIn(page, facts, person);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    page,
    origin,
    kill: () => app.kill(),
    stop: () => app.stop(),
    async start() {
      app = await openApp(own, ['--port', String(port)], passphrase);
      await admit(context, app);
      await page.reload();
      await expect(page.getByRole('button', { name: /Signed in as/ })).toBeVisible();
    },
    close,
  };
}
