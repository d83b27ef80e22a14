/** Opens addresses and files in the programs of the person, by the program that each system has for it. */
import { spawn } from 'node:child_process';
import { failure } from '../../shared/contract/errors.ts';

/**
 * Opens an https, http or mailto address; anything else is refused, because a service's notes may name it.
 * @throws RangeError for another kind of address.
 */
export function openAddress(address: string): Promise<void> {
  const { protocol, href } = new URL(address);
  if (!['https:', 'http:', 'mailto:'].includes(protocol)) {
    return Promise.reject(new RangeError(`Sardonyx does not open addresses of kind ${protocol}`));
  }
  return open(href).catch(() => {});
}

/** Opens a file in the program of its kind. @throws Failure `unsupported` where the system has none to do it. */
export async function openFile(file: string): Promise<void> {
  await open(file).catch((error: unknown) => {
    throw failure('unsupported', 'This laptop has no program that opens files', {
      reason: 'no-opener',
      values: { name: file },
      ...(error instanceof Error && { words: error.message }),
    });
  });
}

function open(what: string): Promise<void> {
  const [command, ...rest] = openerOf(process.platform);
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...rest, what], { stdio: 'ignore', detached: true });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}

function openerOf(platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['/usr/bin/open'];
  if (platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
