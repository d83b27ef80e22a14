/** The browser that the end-to-end suite drives: a real Chromium out of the package registry, or the installed one. */
import { existsSync } from 'node:fs';

export interface Browser {
  readonly executablePath: string;
  readonly args: string[];
}

/**
 * On linux-x64 the Chromium of `@sparticuz/chromium`, with its libraries unpacked too (that is what the variable
 * asks for), but never with its default arguments: they switch off web security. Elsewhere Chrome or Edge.
 * @throws Error when none is installed.
 */
export async function findBrowser(): Promise<Browser> {
  const args = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  if (process.platform === 'linux' && process.getuid?.() === 0) args.push('--no-sandbox');
  const named = process.env['SARDONYX_BROWSER'];
  if (named !== undefined) return { executablePath: named, args };
  if (process.platform === 'linux' && process.arch === 'x64') {
    process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs24.x';
    const { default: chromium } = await import('@sparticuz/chromium');
    return { executablePath: await chromium.executablePath(), args };
  }
  const found = installed[process.platform]?.find((place) => existsSync(place));
  if (found === undefined) throw new Error('No Chrome or Edge is installed: name one by SARDONYX_BROWSER');
  return { executablePath: found, args };
}

const installed: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
  linux: ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/microsoft-edge'],
};
