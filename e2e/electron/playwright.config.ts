/** The specs that need a real Electron: `npm run e2e:electron`. */
import os from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  // A name of their own: the suite in the folder above runs every *.spec.ts.
  testMatch: '*.electron.ts',
  globalSetup: './build.ts',
  outputDir: path.join(os.tmpdir(), 'sardonyx-electron-results'),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Each test starts an app of its own; side by side they would fight for the focus.
  workers: 1,
  forbidOnly: true,
  reporter: [['list']],
});
