/**
 * One listing from its beginning to the moment when its rows are given back: shows what was kept of the folder, asks for pages, follows the
 * thread, keeps the first rows.
 */
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Arrangement, ListingState } from '../../../../shared/contract/storage/listing.ts';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { live, type Live } from '../../live.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { readPages } from '../../platform/s3/list-pages.ts';
import type { Store } from '../../store/store.ts';
import { forgetRows, keepRows, mostKeptRows, readKept } from './kept-rows.ts';
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
  /** Undefined until kept rows, the first page, or the failure, is there. */
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
 * Opens a listing and asks for its pages until the end. Kept rows are shown (`asOf`) until the first page takes their place.
 * @param isShown another listing shows the place: kept rows would bring back what is gone meanwhile.
 * @param offline nothing answered lately: the server is asked once, without waiting for it to come back.
 * @param store where the first rows are kept; absent where nothing may be kept.
 */
export function openListing(options: {
  readonly id: string;
  readonly wish: ListWish;
  readonly endpoint: S3Endpoint;
  readonly thread: ListingThread;
  readonly offline: boolean;
  readonly isShown: boolean;
  readonly store: Store | undefined;
  readonly report: (error: unknown, where: string) => void;
}): OpenListing {
  const { id, wish, endpoint, store } = options;
  const state = live<ListingState | undefined>(undefined);
  const over = new AbortController();
  const keeps = store && !wish.recursive && !wish.versions ? store : undefined;
  let counts = nothing;
  let failed: Failure | undefined;
  let keptAt: number | undefined;
  let isSettled = false;
  let showsKept = false;
  let isKept = false;
  let settle = () => {};
  const settled = new Promise<void>((resolve) => (settle = resolve));

  const rows = options.thread.open(endpoint.host, wish.prefix, wish.arrangement, {
    counts(next, settledNow, keptNow) {
      counts = next;
      isSettled = settledNow;
      showsKept = keptNow;
      tell();
      if (!failed && !showsKept && (counts.count >= mostKeptRows || isSettled)) keep();
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
      ...(showsKept && keptAt !== undefined && { asOf: keptAt }),
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
      await readPages(endpoint, { ...wish, offline: options.offline }, rows.sink, over.signal);
      rows.finish();
      await settled;
    } catch (error) {
      failed ??= isFailure(error) ? error : failure('internal', String(error));
      if (!isFailure(error)) options.report(error, 'storage.list');
      if (keeps && (failed.code === 'forbidden' || failed.code === 'not-found')) await forget(keeps);
      await recalled;
      tell();
      throw failed;
    }
  }

  /** Shows what was last seen, unless the server was faster. */
  async function recall(from: Store): Promise<void> {
    const kept = await readKept(from, wish);
    if (!kept) return;
    keptAt = kept.at;
    await rows.ask('keep', { rows: kept.rows });
  }

  /** What is gone, or not to be seen any more, is not shown from the store either. */
  async function forget(from: Store): Promise<void> {
    rows.forget();
    await forgetRows(from, wish).catch((error: unknown) => options.report(error, 'storage.list'));
  }

  const recalled =
    keeps && !options.isShown
      ? recall(keeps).catch((error: unknown) => {
          // A listing that was closed meanwhile needs none.
          if (!isFailure(error)) options.report(error, 'storage.list');
        })
      : undefined;
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
