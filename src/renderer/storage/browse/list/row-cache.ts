/** The rows of a listing that are at hand, by pages; asks for those that are wanted, a few at a time, newest wish first. */
import type { Row } from '../../../../shared/contract/storage/listing.ts';

export const pageRows = 250;
const mostInFlight = 3;
const mostPages = 80;
const pauseAfterFailure = 2_000;

export interface RowCache {
  get(index: number): Row | undefined;
  /** Rows of this range are on screen (`to` exclusive): they are asked for, earlier wishes are dropped. */
  want(from: number, to: number): void;
  /** As `want`; resolves when they are there or could not be had. */
  load(from: number, to: number): Promise<void>;
  /** What was read may have changed place: shown until the new rows come. */
  outdate(generation?: number): void;
  /** Rows beyond the end are forgotten. */
  stop(): void;
}

interface Page {
  readonly rows: readonly Row[];
  readonly generation: number;
  readonly epoch: number;
}

type Fetch = (
  from: number,
  count: number,
) => Promise<{ readonly rows: readonly Row[]; readonly generation: number }>;

/** `changed` is called when rows came; `failed` when a page could not be had. */
export function createRowCache(
  fetch: Fetch,
  changed: () => void,
  failed: (error: unknown) => void,
  now: () => number = Date.now,
): RowCache {
  const pages = new Map<number, Page>();
  const inFlight = new Map<number, number>();
  const failedAt = new Map<number, number>();
  let wanted: readonly number[] = [];
  let newest = 0;
  let epoch = 0;
  let stopped = false;
  let settled: (() => void)[] = [];

  const isFresh = (page: Page | undefined) =>
    page !== undefined && page.epoch === epoch && page.generation >= newest;
  const isDue = (number: number) =>
    !isFresh(pages.get(number)) &&
    inFlight.get(number) !== epoch &&
    now() - (failedAt.get(number) ?? -pauseAfterFailure) >= pauseAfterFailure;

  const run = () => {
    for (const number of wanted) {
      if (stopped || inFlight.size >= mostInFlight) break;
      if (isDue(number) && !inFlight.has(number)) void fetchPage(number);
    }
    if (wanted.every((number) => !isDue(number) && !inFlight.has(number)))
      for (const settle of settled.splice(0)) settle();
  };

  async function fetchPage(number: number): Promise<void> {
    const asked = epoch;
    inFlight.set(number, asked);
    try {
      const { rows, generation } = await fetch(number * pageRows, pageRows);
      newest = Math.max(newest, generation);
      pages.delete(number);
      pages.set(number, { rows, generation, epoch: asked });
      failedAt.delete(number);
      if (pages.size > mostPages) pages.delete(pages.keys().next().value ?? number);
      if (!stopped) changed();
    } catch (error) {
      failedAt.set(number, now());
      if (!stopped) failed(error);
    } finally {
      inFlight.delete(number);
      run();
    }
  }

  const want = (from: number, to: number) => {
    const first = Math.floor(from / pageRows);
    const last = Math.floor(Math.max(from, to - 1) / pageRows);
    wanted = to > from ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [];
    run();
  };

  return {
    get: (index) => pages.get(Math.floor(index / pageRows))?.rows[index % pageRows],
    want,
    load: (from, to) =>
      new Promise((resolve) => {
        settled = [...settled, resolve];
        want(from, to);
      }),
    outdate(generation) {
      if (generation === undefined) epoch += 1;
      else newest = Math.max(newest, generation);
      failedAt.clear();
      run();
    },
    stop() {
      stopped = true;
      for (const settle of settled.splice(0)) settle();
    },
  };
}
