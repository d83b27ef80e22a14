/** From `npm start` to a usable first screen, what the first screen loads, and what stays in memory when nothing happens. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from '../e2e/browser.ts';
import { buildRenderer, isBuilt } from '../scripts/build-renderer.ts';
import { root } from '../scripts/root.ts';
import { family } from './memory.ts';
import { ownMemoryOf } from './own-memory.ts';
import { median, type Figure } from './report.ts';

const runs = 5;
const noPeer = {
  peer: null,
  reason: 'Onyxia web needs an instance to be served by, which this machine cannot install',
} as const;

interface Run {
  readonly screen: number;
  readonly script: number;
  readonly memory: number;
}

/** A start as a person meets it: the command, the address, the first screen with its doors. */
async function start(browser: Browser): Promise<Run> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-bench-'));
  const began = performance.now();
  const app = spawn(
    process.execPath,
    [path.join(root, 'scripts/start.ts'), '--web', '--no-open', '--port', '0', '--folder', folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const address = await addressOf(app);
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
    const scripts = new Set<string>();
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.add(new URL(response.url()).pathname);
    });
    await page.goto(address);
    await page.getByRole('button', { name: 'Start the sandbox' }).waitFor();
    const screen = performance.now() - began;
    await page.waitForLoadState('networkidle');
    const script = [...scripts].reduce(
      (sum, name) => sum + gzipSync(readFileSync(path.join(root, 'dist/renderer', name))).byteLength,
      0,
    );
    await page.context().close();
    const memory = family(app.pid ?? 0).reduce((sum, pid) => sum + ownMemoryOf(pid), 0);
    return { screen, script: script / 1024, memory };
  } finally {
    app.kill('SIGTERM');
    await once(app, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

function addressOf(app: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!app.stdout) return reject(new Error('no output'));
    createInterface(app.stdout).on('line', (line) => {
      const found = /http:\/\/\S+/.exec(line);
      if (found) resolve(found[0]);
    });
    app.once('exit', (code) => reject(new Error(`the app ended with ${code}`)));
  });
}

/** JavaScript that Vite wrote in all, to see that the heavy parts are elsewhere. */
function allScripts(): number {
  const folder = path.join(root, 'dist/renderer/assets');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .reduce((sum, name) => sum + gzipSync(readFileSync(path.join(folder, name))).byteLength, 0);
}

/** Medians of five starts. */
export async function measure(): Promise<Figure[]> {
  if (!isBuilt()) await buildRenderer();
  const browser = await chromium.launch(await findBrowser());
  try {
    await start(browser);
    const measured: Run[] = [];
    for (let run = 0; run < runs; run += 1) measured.push(await start(browser));
    const middle = (pick: (run: Run) => number) => Math.round(median(measured.map(pick)));
    return [
      {
        what: 'npm start to a usable first screen, web host',
        value: middle((run) => run.screen),
        unit: 'ms',
        budget: 3000,
        direction: 'below',
        ...noPeer,
      },
      {
        what: 'JavaScript of the first screen, gzip',
        value: middle((run) => run.script),
        unit: 'KiB',
        budget: 300,
        direction: 'below',
        ...noPeer,
      },
      {
        what: 'JavaScript in all, gzip, loaded on demand',
        value: Math.round(allScripts() / 1024),
        unit: 'KiB',
        direction: 'below',
        ...noPeer,
      },
      {
        what: 'idle memory of all our processes, web host without the browser',
        value: middle((run) => run.memory),
        unit: 'MiB',
        budget: 300,
        direction: 'below',
        peer: null,
        reason: 'Freelens cannot be downloaded here',
      },
    ];
  } finally {
    await browser.close();
  }
}
