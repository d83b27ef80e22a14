/** The runs of each server: its cache, its experiments, and which of them are watched. */
import path from 'node:path';
import type { InProject, ProjectContext, ProjectSurroundings } from '../../project-context.ts';
import { seenFolder } from '../seen-store.ts';
import type { Servers } from '../servers/servers.ts';
import { createExperimentsState, type ExperimentsState } from './experiments-state.ts';
import type { RunsDatabase, RunsThread } from './runs-thread.ts';
import { watchExperiment, type WatchedExperiment } from './watched-experiment.ts';

export interface ServerRuns {
  readonly database: RunsDatabase;
  readonly experiments: ExperimentsState;
  watched(experiment: string): WatchedExperiment;
  wake(): void;
  close(): Promise<void>;
}

export interface RunsByServer {
  /** @throws Failure `not-found` with `model-server-gone` */
  of(server: string): Promise<ServerRuns>;
  /** Closes what is open of a server that is forgotten. */
  close(seen: string): Promise<void>;
  closeAll(): Promise<void>;
  wake(): void;
}

export function createRunsByServer(parts: {
  readonly here: InProject;
  readonly surroundings: ProjectSurroundings;
  readonly servers: Pick<Servers, 'known' | 'reach'>;
  readonly thread: RunsThread;
}): RunsByServer {
  const open = new Map<string, ServerRuns>();

  async function of(server: string): Promise<ServerRuns> {
    const context = parts.here();
    const { seen, server: known } = await parts.servers.known(server);
    const made = open.get(seen) ?? make(context, server, seen, known.name);
    open.set(seen, made);
    return made;
  }

  function make(context: ProjectContext, server: string, seen: string, name: string): ServerRuns {
    const { surroundings } = parts;
    const reach = () => parts.servers.reach(server);
    const file = context.forbidsLocalCopies
      ? `:memory:${context.key}${seen}`
      : path.join(seenFolder(context, seen), 'runs.sqlite');
    const database = parts.thread.open(file, name);
    const watched = new Map<string, WatchedExperiment>();
    return {
      database,
      experiments: createExperimentsState({ context, seen, reach, surroundings }),
      watched(experiment) {
        const one = watched.get(experiment) ?? watchExperiment({ experiment, reach, database, surroundings });
        watched.set(experiment, one);
        return one;
      },
      wake() {
        for (const one of watched.values()) one.wake();
      },
      async close() {
        for (const one of watched.values()) one.close();
        await database.ask('close', {});
      },
    };
  }

  async function close(seen: string): Promise<void> {
    const one = open.get(seen);
    open.delete(seen);
    await one?.close();
  }

  return {
    of,
    close,
    async closeAll() {
      await Promise.all([...open.keys()].map(close));
    },
    wake() {
      for (const one of open.values()) one.wake();
    },
  };
}
