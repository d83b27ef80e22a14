/** Starts the bundled platform as a process of its own, under the same Node. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  '..',
  '..',
  'sandbox',
  `index${path.extname(import.meta.url)}`,
);

/**
 * Resolves with the first line that the sandbox prints, its platform file; rejects with what it said on its error
 * output when it ends before. It also ends when this process does: its standard input closes.
 */
export function startSandbox(folder: string): Promise<{ platformFile: string; stop(): Promise<void> }> {
  const child = spawn(
    process.execPath,
    [program, '--folder', folder, '--with-parent', '--print', 'platform-file'],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  child.stderr.on('data', (text) => {
    said = (said + String(text)).slice(-4_000);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The sandbox ended (${code}): ${said}`)));
    createInterface(child.stdout).once('line', (platformFile) => {
      resolve({
        platformFile,
        stop: async () => {
          child.kill('SIGTERM');
          await gone;
        },
      });
    });
  });
}
