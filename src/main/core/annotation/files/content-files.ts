/** The files of the content cache: how much there is, which of it goes first, and all of it removed. */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { KeptFiles } from '../../shell/kept.ts';
import type { AnnotationContext } from '../annotation-context.ts';

/** The folder in a person's own that holds it all. */
export const cacheFolder = 'campaigns';

/** Bytes that the cache of a person may have. */
const most = 512 * 1024 ** 2;
/** Bytes that come in between two looks at all files. */
const betweenLooks = 32 * 1024 ** 2;

/** Bytes that came in since the last look, by folder; none is known of a folder that was not looked at. */
const cameIn = new Map<string, number>();

/** Counts bytes that came in; looks after the cap at the first ones and then from time to time. Never throws. */
export async function makeRoom(folder: string, bytes: number): Promise<void> {
  const since = (cameIn.get(folder) ?? betweenLooks) + bytes;
  cameIn.set(folder, since);
  if (since < betweenLooks) return;
  cameIn.set(folder, 0);
  await trimContent(folder, most - betweenLooks).catch(() => {});
}

/** Removes what was of no use for the longest until at most so many bytes are left. */
export async function trimContent(folder: string, bytes: number): Promise<void> {
  const files = await contentFiles(folder);
  let left = files.reduce((sum, { size }) => sum + size, 0);
  for (const { file, size } of files.sort((one, other) => one.usedAt - other.usedAt)) {
    if (left <= bytes) return;
    await rm(file, { force: true });
    left -= size;
  }
}

/**
 * What the settings page says of it, and removes.
 * @param here where the person works; undefined where nobody is signed in: nothing is counted then
 */
export function keptContent(here: () => Pick<AnnotationContext, 'folder'> | undefined): KeptFiles {
  return {
    kind: 'items',
    async kept() {
      const context = here();
      const files = context ? await contentFiles(context.folder) : [];
      return {
        count: files.length,
        bytes: files.reduce((sum, { size }) => sum + size, 0),
        oldest: files.length > 0 ? Math.min(...files.map(({ usedAt }) => usedAt)) : undefined,
      };
    },
    async remove() {
      const context = here();
      if (context) await rm(path.join(context.folder, cacheFolder), { recursive: true, force: true });
    },
  };
}

interface ContentFile {
  readonly file: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

async function contentFiles(folder: string): Promise<ContentFile[]> {
  const root = path.join(folder, cacheFolder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const found: ContentFile[] = [];
  for (const { parentPath, name } of files) {
    const file = path.join(parentPath, name);
    // Another program of the same person may have removed it meanwhile.
    const seen = await stat(file).catch(() => undefined);
    if (seen) found.push({ file, size: seen.size, usedAt: seen.mtimeMs });
  }
  return found;
}
