/** Where things are: the app's folder, its programs, its pages. Pure, so that each system's rules can be tested on any. */
import path from 'node:path';
import { parseArgs } from 'node:util';

export interface Environment {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Where each system keeps an app's own data; the same place as the browser's version uses. */
export function defaultFolder({ platform, home, variables }: Environment): string {
  const own = platform === 'win32' ? path.win32 : path.posix;
  if (platform === 'darwin') return own.join(home, 'Library', 'Application Support', 'Sardonyx');
  if (platform === 'win32')
    return own.join(variables['APPDATA'] ?? own.join(home, 'AppData', 'Roaming'), 'Sardonyx');
  return own.join(variables['XDG_DATA_HOME'] ?? own.join(home, '.local', 'share'), 'sardonyx');
}

/** What a person may say at the start; whatever else is on the line (Chromium's own switches, links) is passed over. */
export function readFolder(parameters: readonly string[]): string | undefined {
  const { values } = parseArgs({
    args: [...parameters],
    options: { folder: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  return typeof values.folder === 'string' && values.folder !== '' ? values.folder : undefined;
}

export interface Installed {
  readonly isPackaged: boolean;
  /** Folder of the built programs. */
  readonly programs: string;
  /** Electron's `process.resourcesPath`. */
  readonly resources: string;
  readonly platform: NodeJS.Platform;
}

/** Folder of helm, kubectl and node in a package. */
export function packagedPrograms(installed: Installed): string | undefined {
  return installed.isPackaged ? path.join(installed.resources, 'bin') : undefined;
}

/** The Node that runs the sandbox and its services: Electron's own cannot (the fuse `runAsNode` is off). */
export function nodeProgram(installed: Installed): string {
  const name = installed.platform === 'win32' ? 'node.exe' : 'node';
  if (installed.isPackaged) return path.join(installed.resources, 'bin', name);
  return path.join(installed.programs, '..', '..', 'node_modules', 'node', 'bin', name);
}

/** The script that helm and kubectl run for a token, beside the Node that runs it. */
export function credentialHelper(installed: Installed): string {
  const folder = installed.isPackaged ? path.join(installed.resources, 'bin') : installed.programs;
  return path.join(folder, 'credential-helper.mjs');
}

/** The sandbox's program; a plain Node cannot read out of the archive, so that it lies beside it in a package. */
export function sandboxProgram(installed: Installed): string {
  const root = installed.isPackaged
    ? path.join(installed.resources, 'sandbox')
    : path.join(installed.programs, '..', '..');
  return path.join(root, 'dist', 'sandbox', 'index.mjs');
}
