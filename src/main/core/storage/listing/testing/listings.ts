/** Listings over a test store, with a real store on disk, and small ways to read them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listingOperations, type ListingState } from '../../../../../shared/contract/storage/listing.ts';
import type { S3Endpoint } from '../../../platform/s3/endpoint.ts';
import { createCommandLog, type CommandLog } from '../../../shell/commands.ts';
import { openDatabases } from '../../../store/database.ts';
import type { Store } from '../../../store/store.ts';
import type { StorageContext, StorageSurroundings } from '../../storage-context.ts';
import { createListings, type Listings } from '../listing.ts';

export interface TestListings extends AsyncDisposable {
  readonly listings: Listings;
  readonly store: Store;
  readonly commands: CommandLog;
  /** Reads the stream in the background; `until` waits for a state. */
  read(wish: {
    bucket: string;
    prefix?: string;
    recursive?: boolean;
    versions?: boolean;
    owner?: boolean;
    sort?: 'name' | 'size' | 'modified';
    descending?: boolean;
    filter?: string;
  }): Reading;
  /** Goes on as a person's app that was restarted: only the store is the same. */
  restarted(): Promise<void>;
}

export interface Reading {
  readonly states: readonly ListingState[];
  until(condition: (state: ListingState) => boolean): Promise<ListingState>;
  done(): Promise<ListingState>;
  stop(): Promise<void>;
}

/** Makes them; dispose of them at the end. */
export async function testListings(
  endpoint: () => S3Endpoint,
  { forbidsLocalCopies = false, isOffline = (): boolean => false } = {},
): Promise<TestListings> {
  const folder = await mkdtemp(join(tmpdir(), 'sardonyx-listing-'));
  const databases = openDatabases(folder);
  const store = databases.open('test');
  const commands = createCommandLog(Date.now);
  const network = { reachability: { state: () => ({ state: isOffline() ? 'offline' : 'online' }) } };
  const context = { endpoint, store, forbidsLocalCopies, network } as unknown as StorageContext;
  const surroundings = {
    commands,
    report: (error: unknown) => {
      throw error;
    },
  } as unknown as StorageSurroundings;
  const made: { listings: Listings } = { listings: createListings(() => context, surroundings) };
  const readings = new Set<Reading>();

  return {
    get listings() {
      return made.listings;
    },
    store,
    commands,
    read({ sort, descending, filter, prefix = '', ...wish }) {
      const over = new AbortController();
      const states: ListingState[] = [];
      let wake = Promise.withResolvers<void>();
      let failed: unknown;
      const input = listingOperations.list.input.parse({
        profile: endpoint().id,
        prefix,
        arrangement: { sort, descending, filter },
        ...wish,
      });
      const reading = (async () => {
        for await (const state of made.listings.handlers.list(input, { signal: over.signal })) {
          states.push(listingOperations.list.output.parse(state));
          wake.resolve();
        }
      })().catch((error: unknown) => {
        failed = error;
        wake.resolve();
      });
      const one: Reading = {
        states,
        async until(condition) {
          for (let seen = 0; ;) {
            for (; seen < states.length; seen += 1) {
              const state = states[seen];
              if (state && condition(state)) return state;
            }
            if (failed !== undefined) throw failed;
            wake = Promise.withResolvers();
            await wake.promise;
          }
        },
        done: () => one.until(({ state }) => state !== 'listing'),
        async stop() {
          readings.delete(one);
          over.abort();
          await reading;
        },
      };
      readings.add(one);
      return one;
    },
    async restarted() {
      for (const one of readings) await one.stop();
      await made.listings.close();
      made.listings = createListings(() => context, surroundings);
    },
    async [Symbol.asyncDispose]() {
      for (const one of readings) await one.stop();
      await made.listings.close();
      await databases.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Puts objects, several at once. */
export async function putAll(
  endpoint: S3Endpoint,
  bucket: string,
  keys: readonly string[],
  body: (key: string) => string = () => '',
): Promise<void> {
  const queue = [...keys];
  const work = async () => {
    for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
      const { body: answer } = await endpoint.send({ method: 'PUT', bucket, key, body: body(key) });
      answer.resume();
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
}
