/** What this laptop keeps of a person on a platform, as signing out has to know it. */
import path from 'node:path';
import type { Annotation } from './annotation/annotation.ts';
import * as ofAnnotation from './annotation/personal-files.ts';
import type { Host } from './host.ts';
import { copyPrefixes } from './shell/kept.ts';
import * as ofProject from './project-files.ts';
import type { ProjectWork } from './project-work.ts';
import * as ofStorage from './storage/personal-files.ts';
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
  readonly annotation: Pick<Annotation, 'enter' | 'flush'>;
  readonly project: Pick<ProjectWork, 'enter'>;
  readonly secrets: Host['secrets'];
  readonly isHere: (platformId: string, userName: string) => boolean;
}): PersonalData {
  const { databases, storage, annotation, project, secrets, isHere } = parts;
  const store = (platformId: string, userName: string) => databases.open('platforms', platformId, userName);
  const files = (platformId: string, userName: string) =>
    path.join(databases.folderOf('platforms', platformId, userName), 'files');
  const leave = async (platformId: string, userName: string) => {
    if (!isHere(platformId, userName)) return;
    await project.enter(undefined);
    await annotation.enter(undefined);
    await storage.enter(undefined);
  };

  return {
    store,
    files,
    count: async (platformId, userName) => {
      if (isHere(platformId, userName)) await annotation.flush();
      const one = store(platformId, userName);
      const waiting = [await ofStorage.countUnsent(one), await ofAnnotation.countUnsent(one)];
      return waiting.reduce((sum, count) => sum + count, (await one.outbox()).length);
    },
    discard: async (platformId, userName) => {
      const one = store(platformId, userName);
      for (const { id } of await one.outbox()) await one.dequeue(id);
      await leave(platformId, userName);
      await ofStorage.discardUnsent(one, files(platformId, userName));
      await ofAnnotation.discardUnsent(one);
    },
    wipeCopies: async (platformId, userName) => {
      const one = store(platformId, userName);
      await leave(platformId, userName);
      for (const prefix of Object.values(copyPrefixes).flat()) {
        for (const { key } of await one.kept(prefix)) await one.delete(key);
      }
      const folder = files(platformId, userName);
      await ofStorage.wipeCopies(folder, secrets, { platformId, userName });
      await ofAnnotation.wipeCopies(path.join(folder, 'annotation'), secrets, { platformId, userName });
      await ofProject.wipeCopies(path.join(folder, 'project'), one, secrets, { platformId, userName });
    },
  };
}
