/** One owner of the app's folder at a time; a second start finds the first. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const Lock = z.object({ pid: z.int(), port: z.int().optional(), controlKey: z.string() });
export type Lock = z.infer<typeof Lock>;

/** The folder is ours until it is released. */
export interface Owned {
  readonly kind: 'owner';
  readonly controlKey: string;
  /** Tells a second start where to ask. */
  announce(port: number): Promise<void>;
  release(): Promise<void>;
}

export type Ownership = Owned | { readonly kind: 'taken'; readonly by: Lock };

/**
 * Takes the folder (made with mode 0700 when it is missing). A lock whose process is gone is taken over:
 * that is what a crash leaves.
 */
export async function takeFolder(folder: string): Promise<Ownership> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'owner.json');
  const mine: Lock = { pid: process.pid, controlKey: randomBytes(24).toString('base64url') };
  for (;;) {
    try {
      const handle = await open(file, 'wx', 0o600);
      await handle.writeFile(JSON.stringify(mine));
      await handle.close();
      return {
        kind: 'owner',
        controlKey: mine.controlKey,
        announce: (port) => writeFile(file, JSON.stringify({ ...mine, port }), { mode: 0o600 }),
        release: () => rm(file, { force: true }),
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const other = await readLock(file);
      if (other && isAlive(other.pid)) return { kind: 'taken', by: other };
      await rm(file, { force: true });
    }
  }
}

async function readLock(file: string): Promise<Lock | undefined> {
  try {
    return Lock.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
