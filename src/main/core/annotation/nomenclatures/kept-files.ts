/** Files named by what is in them: the same content is kept once, a damaged one is told from a whole one. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { failure } from '../../../../shared/contract/errors.ts';

export interface KeptFiles {
  /** Writes a value as JSON; it is on the disk when this resolves. @returns SHA-256 of the file @throws Failure `no-space` */
  write(value: unknown): Promise<string>;
  /** The value; undefined where the file is gone or is not what was written. */
  read(hash: string): Promise<unknown>;
  /** Removes all files but these. */
  keepOnly(hashes: ReadonlySet<string>): Promise<void>;
}

/** SHA-256 of a text, hexadecimal. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Keeps JSON files in a folder, which is made when the first is written. */
export function createKeptFiles(folder: string): KeptFiles {
  const fileOf = (hash: string) => path.join(folder, `${hash}.json`);

  async function write(value: unknown): Promise<string> {
    const text = JSON.stringify(value);
    const hash = hashOf(text);
    const draft = path.join(folder, `${hash}.${randomUUID()}.part`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const handle = await open(draft, 'wx', 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, fileOf(hash));
    } catch (error) {
      await rm(draft, { force: true }).catch(() => {});
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
        throw failure('no-space', 'The disk of this laptop is full', { reason: 'disk-full' });
      throw error;
    }
    return hash;
  }

  return {
    write,
    async read(hash) {
      const text = await readFile(fileOf(hash), 'utf8').catch(() => undefined);
      return text === undefined || hashOf(text) !== hash ? undefined : (JSON.parse(text) as unknown);
    },
    async keepOnly(hashes) {
      const files = await readdir(folder).catch(() => []);
      const idle = files.filter((file) => file.endsWith('.json') && !hashes.has(file.slice(0, -5)));
      await Promise.all(idle.map((file) => rm(path.join(folder, file), { force: true })));
    },
  };
}
