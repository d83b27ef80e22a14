/**
 * One place as it is listed: its state as it grows, its rows as they are wanted. Read again, what was there stays on
 * screen until the new listing has come as far, so that nothing jumps.
 */
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { Arrangement, ListingState, Row } from '../../../../shared/contract/storage/listing.ts';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { failureOf } from '../../../app/failures.ts';
import { createRowCache, type RowCache } from './row-cache.ts';

export interface ListingRequest {
  readonly place: Place;
  readonly versions: boolean;
  readonly recursive: boolean;
  /** Servers tell owners only when asked. */
  readonly owner: boolean;
}

export interface ListingView {
  readonly state: ListingState | undefined;
  /** Why there is no listing, or why it could not be read again. */
  readonly failure: FailureData | undefined;
  /** Grows when rows came. */
  readonly revision: number;
  /** Grows when a new reading took the place of the old one: rows may have moved. */
  readonly reading: number;
}

export interface ListingSource {
  readonly request: ListingRequest;
  get(): ListingView;
  subscribe(listener: () => void): () => void;
  row(index: number): Row | undefined;
  want(from: number, to: number): void;
  /** Sorts and filters anew. */
  arrange(arrangement: Arrangement): void;
  /** Asks the server again. */
  reload(): void;
  indexOf(key: string): Promise<number>;
  /** Position of the next row whose name begins so; -1: none. */
  find(text: string, from: number): Promise<number>;
  /** Resolves when a row is at hand, or cannot be had. */
  reach(index: number): Promise<void>;
  /** Rows of a range, also those that are not at hand; `to` exclusive. */
  rows(from: number, to: number): Promise<Row[]>;
  stop(): void;
}

interface Reading {
  readonly ending: AbortController;
  readonly cache: RowCache;
  state: ListingState | undefined;
  arranged: Arrangement;
}

const mostAtOnce = 500;
/** As many as a screen shows, at the most. */
const rowsAround = 60;

/** Opens it; `stop` ends the stream, and with it the listing in the core. */
export function openListing(request: ListingRequest, first: Arrangement): ListingSource {
  const listeners = new Set<() => void>();
  let view: ListingView = { state: undefined, failure: undefined, revision: 0, reading: 0 };
  let arrangement = first;
  let seen = { from: 0, to: 60 };
  let current: Reading | undefined;
  let next: Reading | undefined;
  let stopped = false;

  const become = (change: Partial<ListingView>) => {
    if (stopped) return;
    view = { ...view, ...change };
    for (const listener of listeners) listener();
  };

  const end = (reading: Reading | undefined) => {
    reading?.cache.stop();
    reading?.ending.abort();
  };

  const arrangeReading = async (reading: Reading) => {
    if (!reading.state || reading.arranged === arrangement) return;
    const wanted = (reading.arranged = arrangement);
    reading.cache.outdate();
    try {
      const { matching } = await core.storage.arrange({ id: reading.state.id, ...wanted });
      if (reading.arranged !== wanted) return;
      reading.cache.outdate();
      reading.state = { ...reading.state, matching };
      if (reading === current) become({ state: reading.state });
    } catch (error) {
      if (reading === current && !reading.ending.signal.aborted) become({ failure: failureOf(error) });
    }
  };

  const takeOver = async (reading: Reading) => {
    if (current) {
      const last = reading.state?.matching ?? 0;
      await reading.cache.load(Math.min(seen.from, last), Math.min(seen.to, last));
    }
    if (next !== reading || stopped) return;
    end(current);
    current = reading;
    next = undefined;
    become({
      state: reading.state,
      failure: undefined,
      reading: view.reading + 1,
      revision: view.revision + 1,
    });
  };

  const accept = (reading: Reading, state: ListingState) => {
    const moved = state.generation !== reading.state?.generation;
    reading.state = state;
    if (moved) reading.cache.outdate(state.generation);
    void arrangeReading(reading);
    if (reading === current) {
      if (moved) current.cache.want(seen.from, seen.to);
      become({ state });
      return;
    }
    // A reading that failed before it came as far does not hide what is known.
    if (state.state === 'failed' && current && state.matching < (current.state?.matching ?? 0)) {
      become({ failure: state.failure });
      return;
    }
    if (!current || state.state !== 'listing' || state.matching >= (current.state?.matching ?? 0))
      void takeOver(reading);
  };

  const read = async (): Promise<void> => {
    end(next);
    const ending = new AbortController();
    const { signal } = ending;
    const cache = createRowCache(
      (from, count) => core.storage.rows({ id: reading.state?.id ?? '', from, count }, { signal }),
      () => reading === current && become({ revision: view.revision + 1 }),
      () => {},
    );
    const reading: Reading = { ending, cache, state: undefined, arranged: arrangement };
    next = reading;
    try {
      const { place, versions, recursive, owner } = request;
      const asked = { ...place, versions, recursive, owner, arrangement };
      for await (const state of core.storage.list(asked, { signal })) accept(reading, state);
    } catch (error) {
      if (!signal.aborted) become({ failure: failureOf(error) });
    }
  };

  const idOf = () => current?.state?.id;
  void read();
  return {
    request,
    get: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    row: (index) => current?.cache.get(index),
    want(from, to) {
      seen = { from, to };
      current?.cache.want(from, to);
    },
    arrange(wanted) {
      arrangement = wanted;
      for (const reading of [current, next]) if (reading) void arrangeReading(reading);
    },
    reload() {
      become({ failure: undefined });
      void read();
    },
    async indexOf(key) {
      const id = idOf();
      return id === undefined ? -1 : (await core.storage.indexOf({ id, key })).index;
    },
    async find(text, from) {
      const id = idOf();
      return id === undefined ? -1 : (await core.storage.find({ id, text, from })).index;
    },
    reach: async (index) => {
      if (current?.cache.get(index) === undefined)
        await current?.cache.load(Math.max(0, index - rowsAround), index + rowsAround);
    },
    async rows(from, to) {
      const id = idOf();
      const found: Row[] = [];
      for (let at = from; id !== undefined && at < to; at += mostAtOnce) {
        const { rows } = await core.storage.rows({ id, from: at, count: Math.min(mostAtOnce, to - at) });
        found.push(...rows);
        if (rows.length === 0) break;
      }
      return found;
    },
    stop() {
      stopped = true;
      end(current);
      end(next);
      listeners.clear();
    },
  };
}
