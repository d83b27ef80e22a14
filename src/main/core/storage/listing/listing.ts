/** The listings that are open: made by a stream, read by questions, closed some minutes after nobody reads the stream any more. */
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { listingOperations, ListingState } from '../../../../shared/contract/storage/listing.ts';
import type { ResolveSelection } from '../selection.ts';
import type { Here, StorageSurroundings } from '../storage-context.ts';
import { createListingThread, listingClosed } from './listing-thread.ts';
import { listCommand, measureCommand } from './listing-command.ts';
import { measureSelection } from './measure.ts';
import { openListing, type ListWish, type OpenListing } from './open-listing.ts';
import { resolveListing, resolveRows, type Resolution } from './resolution.ts';

export interface Listings {
  readonly handlers: Pick<AppHandlers['storage'], keyof typeof listingOperations>;
  readonly resolve: ResolveSelection;
  close(): Promise<void>;
}

interface Held {
  readonly listing: OpenListing;
  /** Readers of the stream, and actions that go through its rows. */
  holders: number;
  timer?: NodeJS.Timeout | undefined;
}

/** Milliseconds that rows stay after the last reader left, and listings without a reader. */
const lingering = 120_000;
const mostLingering = 3;

/** Makes the listings; their thread starts with the first one. */
export function createListings(here: Here, surroundings: StorageSurroundings): Listings {
  const thread = createListingThread();
  const open = new Map<string, Held>();
  let next = 1;

  function held(id: string): Held {
    const found = open.get(id);
    if (found) return found;
    throw listingClosed();
  }

  function hold(one: Held): () => void {
    one.holders += 1;
    clearTimeout(one.timer);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      one.holders -= 1;
      if (one.holders === 0) linger(one);
    };
  }

  function linger(one: Held): void {
    one.listing.stop();
    one.timer = setTimeout(() => drop(one), lingering);
    one.timer.unref();
    const left = [...open.values()].filter(({ holders }) => holders === 0);
    for (const oldest of left.slice(0, Math.max(0, left.length - mostLingering))) drop(oldest);
  }

  function drop(one: Held): void {
    clearTimeout(one.timer);
    open.delete(one.listing.id);
    one.listing.close();
  }

  function begin(wish: ListWish): Held {
    const context = here();
    const endpoint = context.endpoint(wish.profile);
    const listing = openListing({
      id: `listing-${next++}`,
      wish,
      endpoint,
      thread,
      // Read again, the place is on screen with newer rows than those that were kept.
      isShown: [...open.values()].some(({ holders, listing }) => holders > 0 && isSame(listing.wish, wish)),
      offline: context.network.reachability.state().state === 'offline',
      store: context.forbidsLocalCopies ? undefined : context.store,
      report: surroundings.report,
    });
    const one: Held = { listing, holders: 0 };
    open.set(listing.id, one);
    const end = surroundings.commands.start('mc', listCommand(endpoint.profile.name, wish));
    listing.done.then(
      () => end('done'),
      () => end('failed'),
    );
    return one;
  }

  function resolve(selection: Parameters<ResolveSelection>[0]): Resolution {
    if (selection.kind === 'rows') return resolveRows(selection, here().endpoint(selection.profile));
    const one = held(selection.id);
    return resolveListing(selection, one.listing, here().endpoint(one.listing.wish.profile), () => hold(one));
  }

  return {
    handlers: {
      list: (wish, { signal }) => follow(() => begin(wish), hold, signal),
      rows: async ({ id, ...ask }) => held(id).listing.rows.ask('rows', ask),
      arrange: async ({ id, ...arrangement }) => held(id).listing.rows.ask('arrange', arrangement),
      find: async ({ id, ...ask }) => held(id).listing.rows.ask('find', ask),
      indexOf: async ({ id, ...ask }) => held(id).listing.rows.ask('indexOf', ask),
      async *measure({ selection }, { signal }) {
        const resolution = resolve(selection);
        const command = measureCommand(resolution.endpoint.profile.name, resolution);
        const end = surroundings.commands.start('mc', command);
        let isDone = false;
        try {
          for await (const measured of measureSelection(resolution, signal)) {
            isDone = measured.done;
            yield measured;
          }
        } finally {
          end(isDone ? 'done' : 'failed');
        }
      },
    },
    resolve,
    async close() {
      for (const one of open.values()) drop(one);
      await thread.close();
    },
  };
}

/** True when both list the same place. */
function isSame(one: ListWish, other: ListWish): boolean {
  return one.profile === other.profile && one.bucket === other.bucket && one.prefix === other.prefix;
}

/** States of a listing from its first page on, for as long as they are read. */
async function* follow(
  begin: () => Held,
  hold: (one: Held) => () => void,
  signal: AbortSignal,
): AsyncGenerator<ListingState, void, undefined> {
  const one = begin();
  const letGo = hold(one);
  try {
    for await (const state of one.listing.state.follow(signal)) if (state) yield state;
  } finally {
    letGo();
  }
}
