/** Opens a screen in the browser as a person would meet it, and notes what went wrong on the way. */
import type { Browser, Page } from 'playwright-core';
import { createFakeCore, type FakeCore } from './fake-core.ts';
import { watchNetwork } from './quiet-network.ts';
import type { Look, Screen } from './screens.ts';
import { serveRenderer } from './serve-renderer.ts';

export interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly fake: FakeCore;
  /** Errors of the console, refusals by the policy of the page among them. */
  readonly errors: readonly string[];
  /** Breaks every pipe, as a crash of the core would. */
  cut(): void;
}

/** A page of its own over a core of its own. */
export async function visit(browser: Browser, build: string, screen: Screen, look: Look): Promise<Visit> {
  const fake = createFakeCore();
  screen.prepare?.(fake);
  const server = await serveRenderer(build, fake.handlers);
  fake.state.serviceAddress = `${server.url}service`;
  const context = await browser.newContext({
    viewport: look.zoomed ? { width: 640, height: 400 } : { width: 1280, height: 800 },
    deviceScaleFactor: look.zoomed ? 2 : 1,
    colorScheme: look.scheme,
    locale: look.language,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const quietNetwork = watchNetwork(page);
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${server.url}#${screen.path}`);
  await page.getByRole('navigation').first().waitFor();
  await screen.act?.(page, fake);
  // What is loaded on demand is there once the network is quiet.
  await quietNetwork();
  await page.evaluate(() => document.fonts.ready);
  return {
    page,
    fake,
    errors,
    cut: server.cut,
    async [Symbol.asyncDispose]() {
      await context.close();
      await server.stop();
    },
  };
}
