/** One listing from its first page to the moment when its rows are given back: asks for pages, follows the thread, keeps the first rows. */
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Arrangement, ListingState } from '../../../../shared/contract/storage/listing.ts';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { live, type Live } from '../../live.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { readPages } from '../../platform/s3/list-pages.ts';
import type { Store } from '../../store/store.ts';
import { keepRows, mostKeptRows, readKept } from './kept-rows.ts';
import type { TableCounts } from './listed-table.ts';
import type { ListingThread, RemoteListing } from './listing-thread.ts';

export interface ListWish extends Place {
  readonly versions: boolean;
  readonly recursive: boolean;
  readonly owner: boolean;
  readonly arrangement: Arrangement;
}

export interface OpenListing {
  readonly id: string;
  readonly wish: ListWish;
  readonly rows: RemoteListing;
  /** Undefined until the first page, or the failure, is there. */
  readonly state: Live<ListingState | undefined>;
  /** Ends when the server was asked for the last page and all is arranged, or with its failure. @throws Failure */
  readonly done: Promise<void>;
  /** No more pages are asked for; rows stay. */
  stop(): void;
  /** Gives the rows back. */
  close(): void;
}

const nothing: TableCounts = { count: 0, matching: 0, folders: 0, bytes: 0, generation: 1 };

/**
 * Opens a listing and asks for its pages until the end.
 * @param store where the first rows are kept; absent where nothing may be kept.
 */
export function openListing(options: {
  readonly id: string;
  readonly wish: ListWish;
  readonly endpoint: S3Endpoint;
  readonly thread: ListingThread;
  readonly store: Store | undefined;
  readonly report: (error: unknown, where: string) => void;
}): OpenListing {
  const { id, wish, endpoint, store } = options;
  const state = live<ListingState | undefined>(undefined);
  const over = new AbortController();
  const keeps = store && !wish.recursive && !wish.versions ? store : undefined;
  let counts = nothing;
  let failed: Failure | undefined;
  let asOf: number | undefined;
  let isSettled = false;
  let isKept = false;
  let settle = () => {};
  const settled = new Promise<void>((resolve) => (settle = resolve));

  const rows = options.thread.open(endpoint.host, wish.prefix, wish.arrangement, {
    counts(next, settledNow) {
      counts = next;
      isSettled = settledNow;
      tell();
      if (!failed && (counts.count >= mostKeptRows || isSettled)) keep();
      if (isSettled) settle();
    },
    broken(error) {
      failed ??= error;
      over.abort();
    },
  });

  function tell(): void {
    state.set({
      id,
      ...counts,
      state: failed ? 'failed' : isSettled ? 'done' : 'listing',
      ...(asOf !== undefined && { asOf }),
      ...(failed && { failure: failed.data }),
    });
  }

  function keep(): void {
    if (!keeps || isKept) return;
    isKept = true;
    rows
      .ask('first', { count: mostKeptRows })
      .then((first) => keepRows(keeps, wish, first))
      // A listing that was closed meanwhile is kept another time.
      .catch((error: unknown) => isFailure(error) || options.report(error, 'storage.list'));
  }

  async function run(): Promise<void> {
    try {
      await readPages(endpoint, wish, rows.sink, over.signal);
      rows.finish();
      await settled;
    } catch (error) {
      failed ??= isFailure(error) ? error : failure('internal', String(error));
      if (!isFailure(error)) options.report(error, 'storage.list');
      await recall();
      tell();
      throw failed;
    }
  }

  /** Where nothing came, what was last seen is shown. */
  async function recall(): Promise<void> {
    if (!keeps || counts.count > 0 || !['unreachable', 'busy', 'untrusted'].includes(failed?.code ?? ''))
      return;
    const kept = await readKept(keeps, wish).catch(() => undefined);
    if (!kept) return;
    asOf = kept.at;
    rows.keep(kept.rows);
    await settled;
  }

  const done = run();
  done.catch(() => {});
  return {
    id,
    wish,
    rows,
    state,
    done,
    stop: () => over.abort(),
    close() {
      over.abort();
      settle();
      rows.close();
    },
  };
}
