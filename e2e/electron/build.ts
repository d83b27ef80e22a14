/** Builds pages and programs once before the specs. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..', '..');

/** Playwright calls it before the first spec. */
async function build(): Promise<void> {
  execFileSync(process.execPath, [path.join(root, 'scripts/build-electron.ts')], {
    cwd: root,
    stdio: 'inherit',
  });
}

// Playwright asks for a default export here.
// oxlint-disable-next-line no-default-export
export { build as default };
