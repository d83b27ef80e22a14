/** What all queries of one person on one platform share: DuckDB, the copies of objects, a folder to work in. */
import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createObjectCache, type ObjectCache } from './object-cache.ts';
import { startDuck, type Duck } from './duck.ts';

/** The connections that plan: one reads statements, one tells columns, one tells files. */
export type Planner = 'parse' | 'columns' | 'files';

export interface Engine {
  readonly duck: Duck;
  readonly cache: ObjectCache;
  /** Folder for what patterns meant last. */
  readonly lists: string;
  /** The only folder that DuckDB sees. */
  readonly work: string;
  /** Copies stay when the app ends. */
  readonly isKept: boolean;
  /** Asks a planner. @throws DuckError */
  plan(planner: Planner, sql: string, values?: readonly string[]): Promise<string[][]>;
  /** Bytes free on the disk of the folder. */
  free(): Promise<number>;
  /** At most two run at once: each holds a thread that the whole app shares. */
  running<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const mebibyte = 2 ** 20;
const atOnce = 2;

/**
 * Starts an engine.
 * @param folder where copies may stay; undefined where the platform forbids them: then everything lies in a folder that goes at the end.
 */
export async function startEngine(options: {
  readonly folder: string | undefined;
  readonly temporaryFolder: string;
  readonly clock: () => number;
}): Promise<Engine> {
  const { folder, clock } = options;
  const base = folder ?? (await mkdtemp(path.join(options.temporaryFolder, 'sardonyx-query-')));
  const work = path.join(base, 'query');
  const cache = createObjectCache(path.join(base, 'cache', 'objects'), clock);
  const temporary = path.join(work, 'temporary');
  await rm(work, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  const free = async () => {
    const { bavail, bsize } = await statfs(base);
    return bavail * bsize;
  };
  const duck = startDuck({
    folder: work,
    temporary,
    temporaryLimit: Math.max(64 * mebibyte, Math.min(10 * 1024 * mebibyte, (await free()) / 2)),
  });

  const planners = new Map<Planner, Promise<void>>();
  const disabled: Readonly<Record<Planner, string>> = {
    parse: '',
    // Conditions that stay above the scans leave every column that is read among its projections.
    columns: 'filter_pushdown,statistics_propagation,late_materialization',
    // The files that are looked at here are made up: what their statistics say means nothing.
    files: 'statistics_propagation',
  };
  const openPlanner = (planner: Planner) => {
    const known = planners.get(planner);
    if (known) return known;
    const opening = duck.open({
      name: planner,
      memoryLimit: 512 * mebibyte,
      threads: 1,
      keepsOrder: true,
      disabledOptimizers: disabled[planner],
    });
    planners.set(planner, opening);
    return opening;
  };

  let running = 0;
  const queue: (() => void)[] = [];

  return {
    duck,
    cache,
    lists: path.join(base, 'cache', 'lists'),
    work,
    isKept: folder !== undefined,
    free,
    async plan(planner, sql, values) {
      await openPlanner(planner);
      return (await duck.run(planner, sql, values)) as string[][];
    },
    async running(signal, run) {
      while (running >= atOnce) {
        signal.throwIfAborted();
        await new Promise<void>((resolve) => {
          queue.push(resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      running += 1;
      try {
        return await run();
      } finally {
        running -= 1;
        queue.shift()?.();
      }
    },
    async close() {
      await duck.end();
      await cache.settle();
      await rm(work, { recursive: true, force: true });
      if (folder === undefined) await rm(base, { recursive: true, force: true });
    },
  };
}

/** Bytes that a query may use unless another number is asked for: a quarter of the laptop's memory, at most 4 GiB. */
export function usualMemory(): number {
  return Math.min(os.totalmem() / 4, 4 * 1024 * mebibyte);
}
