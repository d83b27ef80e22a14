/**
 * The runs of one server, read by a process of its own, so that its memory is its own: the first load, questions to the local store, a
 * later look. `node models-runs-process.ts URL EXPERIMENT RUNS [START]`; prints one line of JSON. A POST to START starts runs and
 * answers how many there are.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openLaptop, platformServer, until } from './models-laptop.ts';
import {
  allColumns,
  askedFew,
  askedWhole,
  firstColumns,
  p95,
  type Question,
} from './models-runs-questions.ts';
import { median } from './report.ts';

/** What one process measured: milliseconds, and MiB at the most of the whole process. */
export interface RunsRun {
  /** From the start to the first 500 rows on hand, and to all. */
  readonly first: number;
  readonly all: number;
  /** Longest holds of the core's loop: while it loads, while it answers with few and with all columns. */
  readonly heldLoading: number;
  readonly heldFew: number;
  readonly heldAll: number;
  /** 95 of 100 new questions are answered within, with few and with all columns. */
  readonly few: number;
  readonly whole: number;
  /** Half of them. */
  readonly wholeMiddle: number;
  readonly refresh?: number;
  readonly memory: number;
}

const [url = '', experiment = '', count = '', start] = process.argv.slice(2);
const server = platformServer;
const experiments = [experiment];
const { signal } = new AbortController();
const limit = 500;

/** Milliseconds of some work, and the longest that it held the loop. */
async function timed(work: () => Promise<unknown>): Promise<{ took: number; held: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  await work();
  const took = performance.now() - began;
  delay.disable();
  return { took, held: delay.max / 1e6 };
}

async function measured(): Promise<RunsRun> {
  await using laptop = await openLaptop(url);
  const { handlers } = laptop;
  const watch = (over: AbortSignal) => handlers.watchRuns({ server, experiments }, { signal: over });
  const rows = async (filter: string, column: string | undefined, columns: readonly string[]) => {
    const order = column === undefined ? [] : [{ column, descending: true }];
    const question = { server, experiments, filter, order, columns: [...columns], offset: 0, limit };
    const page = await handlers.runRows(question, { signal });
    if (page.rows.length < limit) throw new Error(`${filter}: ${page.rows.length} rows`);
  };
  const comes = (expected: number) =>
    until(watch, ({ state, loaded, problem }) => {
      if (problem) throw new Error(problem.message);
      return state === 'live' && loaded === expected;
    });
  const answers = async (asked: readonly Question[], columns: readonly string[]) => {
    const times: number[] = [];
    const { held } = await timed(async () => {
      for (const { filter, column } of asked)
        times.push((await timed(() => rows(filter, column, columns))).took);
    });
    return { held, within: p95(times), middle: median(times) };
  };

  const first = timed(async () => {
    await until(watch, ({ loaded }) => loaded >= limit);
    await rows('', undefined, firstColumns);
  });
  const all = await timed(() => comes(Number(count)));
  const few = await answers(askedFew, firstColumns);
  const whole = await answers(askedWhole, allColumns);
  const more = start && Number(await (await fetch(start, { method: 'POST' })).text());
  const refresh = more ? (await timed(() => comes(more))).took : undefined;
  return {
    first: (await first).took,
    all: all.took,
    heldLoading: all.held,
    heldFew: few.held,
    heldAll: whole.held,
    few: few.within,
    whole: whole.within,
    wholeMiddle: whole.middle,
    ...(refresh !== undefined && { refresh }),
    memory: process.resourceUsage().maxRSS / 1024,
  };
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await measured())}\n`, () => process.exit(0));
