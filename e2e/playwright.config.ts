/** One suite, any host, any platform. */
import os from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser } from './browser.ts';

const browser = await findBrowser();

export default defineConfig({
  testDir: '.',
  // The pictures of the documentation are taken on demand only.
  testIgnore: process.env['SARDONYX_SCREENSHOTS'] === undefined ? ['**/screenshots.spec.ts'] : [],
  outputDir: path.join(os.tmpdir(), 'sardonyx-test-results'),
  timeout: 90_000,
  expect: { timeout: 20_000 },
  workers: 2,
  // A run for landing tries a failed spec once more and reports it as flaky; a person's run does not.
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: [
    ['list'],
    [
      'json',
      { outputFile: process.env['SARDONYX_E2E_REPORT'] ?? path.join(os.tmpdir(), 'sardonyx-e2e.json') },
    ],
  ],
  use: {
    launchOptions: browser,
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'Europe/Paris',
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    trace: 'off',
  },
});
