/** What training gets of the app, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCommandLog } from '../../shell/commands.ts';
import { createTaskList } from '../../shell/tasks.ts';
import type { ProjectSurroundings } from '../../project-context.ts';
import { openDatabases } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';

export interface TestSurroundings extends AsyncDisposable {
  readonly surroundings: ProjectSurroundings;
  readonly store: Store;
  readonly folder: string;
  readonly reports: unknown[];
  readonly notes: { kind: string }[];
}

/** A laptop's folder with a store; a folder that is there already is taken up as after a restart, and stays. */
export async function testSurroundings(given?: string): Promise<TestSurroundings> {
  const folder = given ?? (await mkdtemp(path.join(tmpdir(), 'sardonyx-training-')));
  const databases = openDatabases(path.join(folder, 'store'));
  const reports: unknown[] = [];
  const notes: { kind: string }[] = [];
  return {
    store: databases.open('test', 'alice'),
    folder,
    reports,
    notes,
    surroundings: {
      host: {
        clock: Date.now,
        secrets: undefined as never,
        onResume: () => () => {},
        temporaryFolder: folder,
        keepAwake: async () => undefined,
        version: '0.0.0-test',
      },
      commands: createCommandLog(Date.now),
      notifications: { add: (note) => void notes.push(note) },
      tasks: createTaskList(Date.now),
      report: (error) => void reports.push(error),
    },
    async [Symbol.asyncDispose]() {
      await databases.close();
      if (given === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
