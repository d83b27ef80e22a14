import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from './root.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-install-'));
  await mkdir(path.join(folder, 'dist'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the function in a process of its own, so that what it prints is seen. */
function install(
  milliseconds: number,
  more: Record<string, string> = {},
): Promise<{ became: string; said: string }> {
  const program = path.join(root, 'scripts/install-electron.mjs');
  const code = `
    const { installElectron } = await import(${JSON.stringify(pathToFileURL(program).href)});
    console.log('became ' + await installElectron(${JSON.stringify(folder)}, ${milliseconds}));`;
  const { ELECTRON_SKIP_BINARY_DOWNLOAD: _, ...environment } = process.env;
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['--input-type=module', '--eval', code],
      { env: { ...environment, ...more } },
      (error, stdout, stderr) =>
        error
          ? reject(error)
          : resolve({
              became: /became (.*)/.exec(stdout)?.[1] ?? '',
              said: stdout.replace(/became .*\n/, '') + stderr,
            }),
    );
  });
}

const installer = (body: string) =>
  writeFile(
    path.join(folder, 'install.js'),
    `const fs = require('node:fs'); fs.writeFileSync(__dirname + '/tried', ''); ${body}`,
  );
const half = `fs.writeFileSync(__dirname + '/dist/electron', 'half');`;

describe('the binary of Electron', () => {
  test('is fetched where it can be', async () => {
    await installer(`fs.writeFileSync(__dirname + '/path.txt', 'electron')`);
    expect(await install(10_000)).toEqual({ became: 'installed', said: '' });
  });

  test('is missing without a word of error when the download fails, and no half of it stays', async () => {
    await installer(`${half} throw new Error('getaddrinfo ENOTFOUND')`);
    expect(await install(10_000)).toEqual({ became: 'failed', said: '' });
    expect((await readdir(folder)).toSorted()).toEqual(['install.js', 'tried']);
  });

  test('is given up when it takes too long', async () => {
    await installer(`${half} setInterval(() => {}, 1000)`);
    expect(await install(500)).toEqual({ became: 'failed', said: '' });
    expect(existsSync(path.join(folder, 'dist'))).toBe(false);
  });

  test('is missing without a word when its installer is', async () => {
    expect(await install(10_000)).toEqual({ became: 'failed', said: '' });
  });

  test('is not fetched again, nor where it is not wanted', async () => {
    await installer('');
    expect((await install(10_000, { ELECTRON_SKIP_BINARY_DOWNLOAD: '1' })).became).toBe('skipped');
    await writeFile(path.join(folder, 'path.txt'), 'electron');
    await writeFile(path.join(folder, 'dist/version'), '45.3.4');
    expect((await install(10_000)).became).toBe('there');
    expect(existsSync(path.join(folder, 'tried'))).toBe(false);
  });
});
