/** What was seen of MLflow servers on this laptop: registries, experiments and runs. */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectContext } from '../project-context.ts';
import type { KeptFiles } from '../shell/kept.ts';
import { seenFolder, seenPrefix } from './seen-store.ts';

/**
 * Counts and removes it; it comes back when the servers are looked at again.
 * @param letGo closes the caches that are open
 */
export function keptRuns(
  here: () => ProjectContext | undefined,
  letGo: (context: ProjectContext | undefined) => Promise<void>,
): KeptFiles {
  return {
    kind: 'runs',
    async kept() {
      const context = here();
      if (!context) return { count: 0, bytes: 0 };
      const documents = await context.store.kept(seenPrefix);
      const files = await filesBelow(seenFolder(context, ''));
      const all = [...documents, ...files];
      const oldest = Math.min(...all.map(({ at }) => at));
      return {
        count: all.length,
        bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
        ...(Number.isFinite(oldest) && { oldest }),
      };
    },
    async remove() {
      const context = here();
      if (!context) return;
      await letGo(context);
      for (const { key } of await context.store.kept(seenPrefix)) await context.store.delete(key);
      await rm(seenFolder(context, ''), { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function filesBelow(folder: string): Promise<{ bytes: number; at: number }[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const known = await stat(path.join(folder, name)).catch(() => undefined);
      return known?.isFile() ? [{ bytes: known.size, at: known.birthtimeMs || known.mtimeMs }] : [];
    }),
  );
  return found.flat();
}
