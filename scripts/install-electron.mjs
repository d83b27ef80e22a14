// Runs after every install: tries once to fetch Electron's binary. Without it Sardonyx opens in the browser, so that
// nothing here may fail an install, take long, or look like an error.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** How long the download may take, in milliseconds. */
const patience = 10_000;

/**
 * Where Electron's package lies, undefined when it was left out of the install.
 * @returns {string | undefined}
 */
function electronFolder() {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

/**
 * Runs Electron's own installer for a while; what it started ends with it.
 * @param {string} installer
 * @param {string} scratch where the download goes first
 * @param {number} milliseconds
 * @returns {Promise<boolean>} whether it said that all is well
 */
function run(installer, scratch, milliseconds) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [installer], {
      cwd: path.dirname(installer),
      env: { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
      stdio: 'ignore',
      windowsHide: true,
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    const ended = (isGood) => {
      clearTimeout(timer);
      resolve(isGood);
    };
    child.once('error', () => ended(false));
    child.once('close', (code) => ended(code === 0));
  });
}

/**
 * Fetches the binary; a failure leaves no part of it behind.
 * @param {string | undefined} folder of Electron's package
 * @param {number} [milliseconds]
 * @returns {Promise<'skipped' | 'there' | 'installed' | 'failed'>}
 */
export async function installElectron(folder, milliseconds = patience) {
  const wanted = process.env['ELECTRON_SKIP_BINARY_DOWNLOAD'];
  if (folder === undefined || (wanted !== undefined && wanted !== '' && wanted !== '0' && wanted !== 'false'))
    return 'skipped';
  // The installer writes path.txt last: without it, what lies in dist is half of a download.
  const name = path.join(folder, 'path.txt');
  if (existsSync(name) && existsSync(path.join(folder, 'dist', 'version'))) return 'there';
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-electron-'));
  try {
    const isGood = await run(path.join(folder, 'install.js'), scratch, milliseconds);
    if (isGood && existsSync(name)) return 'installed';
    rmSync(path.join(folder, 'dist'), { recursive: true, force: true, maxRetries: 3 });
    rmSync(name, { force: true });
    return 'failed';
  } catch {
    return 'failed';
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const became = await installElectron(electronFolder()).catch(() => 'failed');
  if (became === 'failed')
    console.log(
      'Electron was not fetched: Sardonyx opens in the browser. For the window: npx install-electron',
    );
}
