/** Opens an address in the browser of the person, by the program that each system has for it. */
import { spawn } from 'node:child_process';

/**
 * Opens an https, http or mailto address; anything else is refused, because a service's notes may name it.
 * @throws RangeError for another kind of address.
 */
export function openAddress(address: string): Promise<void> {
  const { protocol, href } = new URL(address);
  if (!['https:', 'http:', 'mailto:'].includes(protocol)) {
    return Promise.reject(new RangeError(`Sardonyx does not open addresses of kind ${protocol}`));
  }
  const [command, ...rest] = openerOf(process.platform);
  return new Promise((resolve) => {
    const child = spawn(command, [...rest, href], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve());
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
