/** The folder of a sandbox: everything it keeps, for one running sandbox at a time. */
import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Where a sandbox keeps its things when nobody says otherwise: one folder a user of the machine. */
export function defaultFolder(): string {
  return path.join(os.tmpdir(), `sardonyx-sandbox-${os.userInfo().username}`);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Makes the folder (0700) and takes it: returns the way to give it back. Throws when it belongs to someone else (the
 * temporary folder is shared, and services run programs from here) or when another sandbox runs in it.
 */
export function takeFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const status = lstatSync(folder);
  const mine = process.getuid === undefined || status.uid === process.getuid();
  if (!status.isDirectory() || !mine)
    throw new Error(`${folder} is not a folder of yours: choose another with --folder`);
  const lock = path.join(folder, 'sandbox.pid');
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(lock, 'utf8'));
    if (holder > 0 && isRunning(holder))
      throw new Error(`a sandbox already runs in ${folder} (process ${holder})`);
    rmSync(lock, { force: true });
  }
}
