/** `npm start`: the window where Electron is installed, otherwise the same app in the browser. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startWebHost } from '../src/main/web-host/index.ts';
import { buildRenderer, isBuilt } from './build-renderer.ts';
import { root } from './root.ts';

const { values: given } = parseArgs({
  options: {
    web: { type: 'boolean', default: false },
    port: { type: 'string' },
    folder: { type: 'string' },
    'no-open': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const usage = `npm start -- [--web] [--port N] [--folder DIR] [--no-open]

  --web       serve the app to a browser on this machine, also where Electron is installed
  --port      port of 127.0.0.1 for the browser (default 41700, or a free one)
  --folder    where Sardonyx keeps what it keeps
  --no-open   print the address only

SARDONYX_PASSPHRASE keeps you signed in over a restart of the browser's version: secrets rest in a file sealed by it.`;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Where each system keeps an app's own data. */
function defaultFolder(): string {
  const home = os.homedir();
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Sardonyx');
  if (process.platform === 'win32')
    return path.join(process.env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'Sardonyx');
  return path.join(process.env['XDG_DATA_HOME'] ?? path.join(home, '.local', 'share'), 'sardonyx');
}

/** The Electron binary, when its download succeeded at some time. */
function electronBinary(): string | undefined {
  const folder = path.join(root, 'node_modules', 'electron');
  const name = path.join(folder, 'path.txt');
  if (!existsSync(name)) return undefined;
  const binary = path.join(
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(folder, 'dist'),
    readFileSync(name, 'utf8').trim(),
  );
  return existsSync(binary) ? binary : undefined;
}

async function openWindow(binary: string): Promise<void> {
  const { buildElectron } = await import('./build-electron.ts');
  await buildElectron();
  const child = spawn(binary, [root, ...(given.folder === undefined ? [] : ['--folder', given.folder])], {
    stdio: 'inherit',
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}

async function serveBrowser(): Promise<void> {
  const port = Number(given.port ?? 41_700);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port takes a number from 0 to 65535, not ${given.port}`);
  const passphrase = process.env['SARDONYX_PASSPHRASE'];
  const started = await startWebHost({
    folder: path.resolve(given.folder ?? defaultFolder()),
    port,
    opensBrowser: !given['no-open'],
    ...(passphrase === undefined ? {} : { passphrase }),
  });
  say(`Sardonyx is at ${started.address}`);
  const { stop } = started;
  if (!stop) return say('It was running already: this is a new address of the same app.');
  say('Ctrl+C ends it.');
  let ending = false;
  const end = () => {
    if (ending) process.exit(1);
    ending = true;
    void stop().then(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

async function main(): Promise<void> {
  if (given.help) return say(usage);
  const binary = given.web ? undefined : electronBinary();
  if (!given.web && binary === undefined) {
    say(
      'Electron is not installed here, so the app opens in the browser. To get the window: npx install-electron',
    );
  }
  if (!isBuilt()) {
    say('Building the screens, once after each change ...');
    await buildRenderer();
  }
  await (binary === undefined ? serveBrowser() : openWindow(binary));
}

main().catch((error: unknown) => {
  process.stderr.write(`Sardonyx did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
