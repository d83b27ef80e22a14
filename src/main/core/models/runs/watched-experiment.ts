/** An experiment whose runs are kept fresh while somebody reads them. */
import { setTimeout as pause } from 'node:timers/promises';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Freshness } from '../../../../shared/contract/models/registry.ts';
import { live, type Live } from '../../live.ts';
import type { ProjectSurroundings } from '../../project-context.ts';
import type { ReachedServer } from '../servers/servers.ts';
import { refreshExperiment } from './refresh-experiment.ts';
import type { RunsDatabase } from './runs-thread.ts';

export interface ExperimentView extends Freshness {
  /** Runs in the local store. */
  readonly loaded: number;
  /** Grows with each change of rows. */
  readonly generation: number;
}

export interface WatchedExperiment {
  readonly view: Live<ExperimentView>;
  /** Keeps it fresh until the result is called. */
  read(): () => void;
  /** Rows were changed by somebody else. */
  touch(changed: number): void;
  /** Looks at once. */
  wake(): void;
  close(): void;
}

/** Milliseconds between looks: while runs are under way, else, and after a failure. */
const pauses = { busy: 5_000, idle: 30_000, failed: 20_000 };

/** Nothing is asked before the first reader. */
export function watchExperiment(parts: {
  readonly experiment: string;
  readonly reach: () => Promise<ReachedServer>;
  readonly database: RunsDatabase;
  readonly surroundings: { readonly host: { readonly clock: () => number } } & Pick<
    ProjectSurroundings,
    'report'
  >;
}): WatchedExperiment {
  const { experiment, database, surroundings } = parts;
  const { clock } = surroundings.host;
  const view = live<ExperimentView>({ state: 'loading', loaded: 0, generation: 0 });
  let readers = 0;
  let over: AbortController | undefined;
  let waking = new AbortController();

  const kept = () => database.ask('state', { experiment });
  const show = async (change: Partial<ExperimentView>, isSettled = false) => {
    const { runs, freshAt } = await kept();
    const { problem: _, ...before } = view.get();
    view.set({
      ...(isSettled ? before : view.get()),
      loaded: runs,
      ...(freshAt !== undefined && { asOf: freshAt }),
      ...change,
    });
  };
  let grown = Promise.resolve();
  const progress = (changed: number) => {
    if (changed === 0) return;
    grown = grown
      .then(() => show({ generation: view.get().generation + 1 }))
      .catch((error: unknown) => surroundings.report(error, 'runs'));
  };

  /** @returns how long to wait before the next look */
  async function look(signal: AbortSignal): Promise<number> {
    try {
      const { requests } = await parts.reach();
      await refreshExperiment({ requests, database, experiment, clock, progress, signal });
      await grown;
      await show({ state: 'live' }, true);
      return (await kept()).unfinished.length > 0 ? pauses.busy : pauses.idle;
    } catch (error) {
      if (signal.aborted) return 0;
      if (!isFailure(error)) surroundings.report(error, 'refresh runs');
      const problem = (isFailure(error) ? error : failure('internal', 'The runs could not be read')).data;
      await grown;
      await show({ state: 'stored', problem }, true);
      return pauses.failed;
    }
  }

  async function follow(signal: AbortSignal): Promise<void> {
    await show({});
    while (!signal.aborted) {
      const wait = await look(signal);
      const woken = AbortSignal.any([signal, waking.signal]);
      await pause(wait, undefined, { signal: woken, ref: false }).catch(() => undefined);
    }
  }

  return {
    view,
    read() {
      readers += 1;
      if (!over) {
        const begun = new AbortController();
        over = begun;
        follow(begun.signal).catch((error: unknown) => {
          if (!begun.signal.aborted) surroundings.report(error, 'watch runs');
        });
      }
      let isReading = true;
      return () => {
        readers -= isReading ? 1 : 0;
        isReading = false;
        if (readers > 0) return;
        over?.abort();
        over = undefined;
      };
    },
    touch: progress,
    wake() {
      waking.abort();
      waking = new AbortController();
    },
    close: () => over?.abort(),
  };
}
