/** What every spec starts from: a sandbox and an app of its own in a fresh folder, and a person's browser before them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { test as base, type Browser, type BrowserContext } from '@playwright/test';
import { inject } from './admin.ts';
import { platformFileOf, type Facts } from './facts.ts';
import { startApp, startSandbox, type Running } from './processes.ts';
import { addByFile, signIn } from './person.ts';

/** A running app with the session of the browser that opened it. */
export interface App extends Running {
  readonly folder: string;
  readonly origin: string;
  readonly port: number;
  /** Value of the session cookie. */
  readonly session: string;
}

/** Settings of a spec file; a file with others than the last one gets processes of its own. */
export interface WorldOptions {
  /** A name of the file's own, so that no two files share a sandbox. */
  readonly name: string;
  readonly sandbox?: readonly string[];
  /** False: nobody is signed in when the first test begins. */
  readonly signedIn?: boolean;
}

interface WorldFixtures {
  readonly world: WorldOptions;
  readonly folder: string;
  readonly sandbox: Running & { readonly facts: Facts };
  readonly facts: Facts;
  readonly app: App;
}

/** Opens the address that is good once, as a browser would, and keeps its session. */
async function redeem(address: string): Promise<{ origin: string; port: number; session: string }> {
  const url = new URL(address);
  const cookie = await new Promise<string>((resolve, reject) => {
    // The name below `localhost` resolves in a browser, not in every resolver.
    const asking = request(
      {
        host: '127.0.0.1',
        port: url.port,
        path: `${url.pathname}${url.search}`,
        headers: { host: url.host },
      },
      (response) => {
        response.resume();
        resolve(response.headers['set-cookie']?.[0] ?? '');
      },
    );
    asking.on('error', reject).end();
  });
  const session = /^sardonyx-session-\d+=([^;]+)/.exec(cookie)?.[1];
  if (session === undefined) throw new Error(`${url.origin} gave no session`);
  return { origin: url.origin, port: Number(url.port), session };
}

/** Starts the app on a folder and lets a browser in. */
export async function openApp(
  folder: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<App> {
  const running = await startApp(folder, args, env);
  return { ...running, folder, ...(await redeem(running.address)) };
}

/** Lets a browser context in to the app. */
export async function admit(context: BrowserContext, app: App): Promise<void> {
  await context.addCookies([
    {
      name: `sardonyx-session-${app.port}`,
      value: app.session,
      url: app.origin,
      httpOnly: true,
      sameSite: 'Strict',
    },
  ]);
}

async function signInOnce(browser: Browser, app: App, facts: Facts): Promise<void> {
  const context = await browser.newContext({ locale: 'en-US' });
  try {
    await admit(context, app);
    const page = await context.newPage();
    await page.goto(app.origin);
    await addByFile(page, platformFileOf(facts, 'Sandbox'));
    await signIn(page, facts, 'alice');
  } finally {
    await context.close();
  }
}

export const test = base.extend<object, WorldFixtures>({
  world: [{ name: 'shared' }, { scope: 'worker', option: true }],
  folder: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from the pattern.
    async ({}, use) => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));
      await use(folder);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker' },
  ],
  sandbox: [
    async ({ folder, world }, use) => {
      const sandbox = await startSandbox(path.join(folder, 'sandbox'), world.sandbox ?? []);
      await use(sandbox);
      await sandbox.stop();
    },
    { scope: 'worker' },
  ],
  facts: [async ({ sandbox }, use) => use(sandbox.facts), { scope: 'worker' }],
  app: [
    async ({ browser, folder, world, facts }, use) => {
      const app = await openApp(path.join(folder, 'app'));
      if (world.signedIn !== false) await signInOnce(browser, app, facts);
      await use(app);
      await app.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  context: async ({ context, app }, use) => {
    await admit(context, app);
    await use(context);
  },
  /** Ends every fault of a test, also of one that failed. */
  page: async ({ page, facts }, use) => {
    await use(page);
    if (facts.admin)
      await inject(facts)
        .clear()
        .catch(() => {});
  },
});

export { expect } from '@playwright/test';
