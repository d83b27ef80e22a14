/** Starts the bundled platform as a process of its own, under a plain Node. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface SandboxPrograms {
  readonly nodeProgram: string;
  readonly sandboxProgram: string;
}

/**
 * Resolves with the first line that the sandbox prints, its platform file; rejects with what it said on its error
 * output when it ends before. It also ends when this process does: its standard input closes.
 */
export function startSandbox(
  { nodeProgram, sandboxProgram }: SandboxPrograms,
  folder: string,
): Promise<{ platformFile: string; stop(): Promise<void> }> {
  const child = spawn(
    nodeProgram,
    [sandboxProgram, '--folder', folder, '--with-parent', '--print', 'platform-file'],
    { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true },
  );
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
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
          // Closing its input is the one way to end it gently that Windows knows too.
          child.stdin.end();
          await gone;
        },
      });
    });
  });
}
