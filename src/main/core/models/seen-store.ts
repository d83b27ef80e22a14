/** What was seen last on a server, in the store; nothing is kept where the platform forbids copies. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectContext } from '../project-context.ts';
import type { Stored } from '../store/store.ts';

type Where = Pick<ProjectContext, 'store' | 'forbidsLocalCopies'>;

/** How the keys of all that was seen begin. */
export const seenPrefix = 'models/seen/';

/** @param seen the server, as `seenKey` names it */
export function seenStore({ store, forbidsLocalCopies }: Where, seen: string) {
  const key = (name: string) => `${seenPrefix}${seen}/${name}`;
  return {
    get: <T>(name: string): Promise<Stored<T> | undefined> => store.get<T>(key(name)),
    /** @throws Failure `no-space` */
    async set(name: string, value: unknown): Promise<void> {
      if (!forbidsLocalCopies) await store.set(key(name), value);
    },
  };
}

/** The folder of a server's cache. */
export function seenFolder({ folder }: Pick<ProjectContext, 'folder'>, seen: string): string {
  return path.join(folder, 'models', 'servers', seen);
}

/** Forgets a server; whoever has its cache open closes it first. */
export async function forgetSeen(context: ProjectContext, seen: string): Promise<void> {
  for (const { key } of await context.store.kept(`${seenPrefix}${seen}/`)) await context.store.delete(key);
  await rm(seenFolder(context, seen), { recursive: true, force: true, maxRetries: 3 });
}
