/** Rows that are fetched by pages as they come into sight; pages far from it are dropped again. */
import type { Span } from './grid-window.ts';

export interface RowPagesOptions<Row> {
  readonly pageSize: number;
  /** How many pages are kept. */
  readonly keep?: number;
  readonly fetch: (from: number, count: number, signal: AbortSignal) => Promise<readonly Row[]>;
  /** Something changed: rows came, or a page failed. */
  readonly onChange: () => void;
  /** Rows from the first on that are known already. */
  readonly first?: readonly Row[];
}

export interface RowPages<Row> {
  rowAt(index: number): Row | undefined;
  /** What is in sight: what is missing is fetched, what is no longer wanted is not waited for. */
  show(rows: Span): void;
  /** Rows whatever is in sight, for copying; fetched page by page where they are not here. */
  read(rows: Span): Promise<Row[]>;
  /** Why a page in sight did not come. */
  failure(): unknown;
  retry(): void;
  dispose(): void;
}

/** Makes the pages; `dispose` ends what still runs. */
export function createRowPages<Row>(options: RowPagesOptions<Row>): RowPages<Row> {
  const { pageSize, keep = 40 } = options;
  const pages = new Map<number, readonly Row[]>();
  const running = new Map<number, AbortController>();
  const first = options.first ?? [];
  let shown: Span = { from: 0, to: 0 };
  let failed: unknown;
  let isDisposed = false;

  const pagesOf = (rows: Span): number[] => {
    const from = Math.floor(rows.from / pageSize);
    const to = Math.ceil(rows.to / pageSize);
    return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
  };
  const isHere = (page: number, rows: Span) =>
    pages.has(page) || Math.min((page + 1) * pageSize, rows.to) <= first.length;

  const forgetFar = () => {
    const middle = (shown.from + shown.to) / 2 / pageSize;
    const far = [...pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of far.slice(0, Math.max(0, pages.size - keep))) pages.delete(page);
  };

  const load = (page: number) => {
    const ends = new AbortController();
    running.set(page, ends);
    options.fetch(page * pageSize, pageSize, ends.signal).then(
      (rows) => {
        running.delete(page);
        if (isDisposed || ends.signal.aborted) return;
        pages.set(page, rows);
        forgetFar();
        options.onChange();
      },
      (error: unknown) => {
        running.delete(page);
        if (isDisposed || ends.signal.aborted) return;
        failed = error;
        options.onChange();
      },
    );
  };

  const bring = () => {
    const wanted = pagesOf(shown);
    for (const [page, ends] of running) {
      if (wanted.includes(page)) continue;
      ends.abort();
      running.delete(page);
    }
    if (failed !== undefined) return;
    for (const page of wanted) if (!isHere(page, shown) && !running.has(page)) load(page);
  };

  return {
    rowAt(index) {
      const page = pages.get(Math.floor(index / pageSize));
      return page ? page[index % pageSize] : first[index];
    },
    show(rows) {
      shown = rows;
      bring();
    },
    async read(rows) {
      const all: Row[] = [];
      for (const page of pagesOf(rows)) {
        const here =
          pages.get(page) ??
          (isHere(page, rows)
            ? first.slice(page * pageSize, (page + 1) * pageSize)
            : await options.fetch(page * pageSize, pageSize, new AbortController().signal));
        const skip = Math.max(0, rows.from - page * pageSize);
        all.push(...here.slice(skip, rows.to - page * pageSize));
        if (here.length < pageSize) break;
      }
      return all;
    },
    failure: () => failed,
    retry() {
      failed = undefined;
      bring();
      options.onChange();
    },
    dispose() {
      isDisposed = true;
      for (const ends of running.values()) ends.abort();
    },
  };
}
