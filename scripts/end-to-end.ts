/** `npm run e2e -- [--facts FILE] [SPEC...]`: the end-to-end suite over the sandbox, and over real servers where facts of them are given. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildRenderer, isBuilt } from './build-renderer.ts';
import { root } from './root.ts';

const { values: given, positionals } = parseArgs({
  options: { facts: { type: 'string' }, grep: { type: 'string' } },
  allowPositionals: true,
});

const folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-'));

/** Facts of the real servers: a file that was named, or what the lab says of itself. */
function labFacts(): string | undefined {
  if (given.facts !== undefined) return path.resolve(given.facts);
  const lab = process.env['SARDONYX_LAB'];
  if (lab === undefined) return undefined;
  const file = path.join(folder, 'lab-facts.json');
  writeFileSync(file, execFileSync(path.join(lab, 'lab'), ['facts'], { maxBuffer: 2 ** 24 }));
  return file;
}

if (!isBuilt()) await buildRenderer();
const facts = labFacts();
const ended = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules/@playwright/test/cli.js'),
    'test',
    '--config',
    path.join(root, 'e2e/playwright.config.ts'),
    ...(given.grep === undefined ? [] : ['--grep', given.grep]),
    ...positionals,
  ],
  {
    stdio: 'inherit',
    cwd: root,
    env: {
      ...process.env,
      // The sandboxes of all specs learn their sample model once.
      SARDONYX_SANDBOX_CACHE: path.join(os.tmpdir(), 'sardonyx-sandbox-cache'),
      ...(facts === undefined ? {} : { SARDONYX_FACTS: facts }),
    },
  },
);
rmSync(folder, { recursive: true });
process.exit(ended.status ?? 1);
