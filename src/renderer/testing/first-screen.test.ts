import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser } from './browser.ts';
import { buildRenderer } from './build.ts';
import { scriptsOf } from './first-screen.ts';

let browser: Browser;
let built: Awaited<ReturnType<typeof buildRenderer>>;
beforeAll(async () => {
  [built, browser] = await Promise.all([buildRenderer(), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await built[Symbol.asyncDispose]();
});

test.each(['welcome', 'home'])(
  'the screen %s loads at most 300 KB of JavaScript as gzip, and neither editor nor terminal',
  async (name) => {
    const scripts = await scriptsOf(browser, built.folder, name);
    expect(scripts.reduce((sum, script) => sum + script.gzip, 0)).toBeLessThanOrEqual(300 * 1024);
    expect(scripts.filter((script) => /monaco|yaml|xterm|markdown/.test(script.path))).toEqual([]);
  },
);
