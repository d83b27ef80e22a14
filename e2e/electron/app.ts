/** An app of its own for each test: a fresh folder, a real Electron, and what it sends to the system's browser. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';

const root = path.join(import.meta.dirname, '..', '..');

/** Path of Electron's binary, which is what its package gives outside of Electron. @throws Error where it is missing. */
export function electronBinary(): string {
  return createRequire(import.meta.url)('electron') as string;
}

export interface StartedApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly folder: string;
  /** Addresses that it wanted to open outside; nothing is really opened. */
  opened(): Promise<string[]>;
}

/** The arguments of a start on a folder. */
export function startParameters(folder: string, more: readonly string[] = []): string[] {
  return [root, '--folder', folder, ...more];
}

interface Fixtures {
  readonly folder: string;
  /** Starts it, with more arguments where a test wants them; it ends with the test. */
  readonly start: (more?: readonly string[]) => Promise<StartedApp>;
}

export const test = base.extend<Fixtures>({
  // Playwright reads the names of the fixtures that are needed out of this pattern.
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-electron-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  },
  start: async ({ folder }, use) => {
    const running: ElectronApplication[] = [];
    await use(async (more = []) => {
      const electron = await _electron.launch({
        executablePath: electronBinary(),
        args: startParameters(folder, more),
        env: { ...environment(), LANG: 'en_US.UTF-8', LANGUAGE: 'en' },
      });
      running.push(electron);
      await electron.evaluate(({ shell }) => {
        const opened: string[] = [];
        Object.assign(globalThis, { openedOutside: opened });
        shell.openExternal = async (address) => void opened.push(address);
      });
      const page = await electron.firstWindow();
      return {
        electron,
        page,
        folder,
        opened: () =>
          electron.evaluate(() => (globalThis as unknown as { openedOutside: string[] }).openedOutside),
      };
    });
    for (const electron of running) await electron.close().catch(() => {});
  },
});

/** Those variables that have a value, as Playwright wants them. */
export function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Calls the core as the page does: asks the preload script for a port and sends one message over it. */
export function callCore(page: Page, call: string, input: unknown = {}): Promise<unknown> {
  return page.evaluate(
    ([call, input]) =>
      new Promise((resolve) => {
        const receive = (event: MessageEvent<unknown>) => {
          const port = event.ports[0];
          if (event.data !== 'sardonyx-port' || !port) return;
          window.removeEventListener('message', receive);
          port.addEventListener('message', (answer: MessageEvent<unknown>) => resolve(answer.data));
          port.start();
          port.postMessage({ id: 1, call, input });
        };
        window.addEventListener('message', receive);
        window.postMessage('sardonyx-want-port', location.origin);
      }),
    [call, input] as const,
  );
}
