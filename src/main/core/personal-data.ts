/** What this laptop keeps of a person on a platform, as signing out has to know it. */
import path from 'node:path';
import type { Host } from './host.ts';
import { copyPrefixes } from './shell/kept.ts';
import { countUnsent, discardUnsent, wipeCopies } from './storage/personal-files.ts';
import type { Storage } from './storage/storage.ts';
import type { Databases } from './store/database.ts';
import type { Store } from './store/store.ts';

export interface PersonalData {
  store(platformId: string, userName: string): Store;
  /** Folder beside the store, for files. */
  files(platformId: string, userName: string): string;
  /** How much waits to be sent. */
  count(platformId: string, userName: string): Promise<number>;
  /** Forgets what waits. */
  discard(platformId: string, userName: string): Promise<void>;
  /** Removes copies and keys; what waits stays. */
  wipeCopies(platformId: string, userName: string): Promise<void>;
}

/** @param isHere whether that is the place where the person works now: its storage must stop before its files go. */
export function createPersonalData(parts: {
  readonly databases: Databases;
  readonly storage: Pick<Storage, 'enter'>;
  readonly secrets: Host['secrets'];
  readonly isHere: (platformId: string, userName: string) => boolean;
}): PersonalData {
  const { databases, storage, secrets, isHere } = parts;
  const store = (platformId: string, userName: string) => databases.open('platforms', platformId, userName);
  const files = (platformId: string, userName: string) =>
    path.join(databases.folderOf('platforms', platformId, userName), 'files');
  const leave = async (platformId: string, userName: string) => {
    if (isHere(platformId, userName)) await storage.enter(undefined);
  };

  return {
    store,
    files,
    count: async (platformId, userName) => {
      const one = store(platformId, userName);
      return (await one.outbox()).length + (await countUnsent(one));
    },
    discard: async (platformId, userName) => {
      const one = store(platformId, userName);
      for (const { id } of await one.outbox()) await one.dequeue(id);
      await leave(platformId, userName);
      await discardUnsent(one, files(platformId, userName));
    },
    wipeCopies: async (platformId, userName) => {
      const one = store(platformId, userName);
      await leave(platformId, userName);
      for (const prefix of Object.values(copyPrefixes).flat()) {
        for (const { key } of await one.kept(prefix)) await one.delete(key);
      }
      await wipeCopies(files(platformId, userName), secrets, { platformId, userName });
    },
  };
}
