/** The storage: its parts joined to the contract. */
import type { Readable } from 'node:stream';
import { failure } from '../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { Places } from '../../../shared/contract/storage/places.ts';
import type { Blob } from '../blobs.ts';
import { listAll } from '../platform/s3/list-objects.ts';
import { createListings } from './listing/listing.ts';
import { copyObject } from './objects/copy-object.ts';
import { deleteObjects } from './objects/delete-objects.ts';
import { createObjects } from './objects/objects.ts';
import { createPlaces } from './places/places.ts';
import { createPreviews } from './preview/preview.ts';
import { createQueries } from './query/queries.ts';
import type { StorageContext, StoragePlatform, StorageSurroundings } from './storage-context.ts';
import { createTransfers } from './transfers/transfers.ts';

export interface Storage {
  readonly handlers: AppHandlers['storage'];
  /** Goes where the person works now and takes up what was under way there; no server is waited for. */
  enter(platform: StoragePlatform | undefined): Promise<void>;
  /** The profiles and bookmarks of this moment, and how each is reached. @throws Failure `signed-out` */
  whereabouts(): { readonly places: Places; readonly endpoint: StorageContext['endpoint'] };
  /** Bytes of an object that a page shows; paths begin with `object/`. */
  blob(path: string): Promise<Blob | undefined>;
  /** Bytes of a file that was dropped; paths begin with `staged/`. @throws Failure */
  receive(path: string, body: Readable): Promise<void>;
  /** Copies of objects on this laptop, made for queries. */
  readonly copies: {
    kept(): Promise<{ count: number; bytes: number; oldest?: number | undefined }>;
    remove(): Promise<void>;
  };
  close(): Promise<void>;
}

/** Makes the storage of nobody; `enter` says whose. */
export function createStorage(surroundings: StorageSurroundings): Storage {
  const places = createPlaces(surroundings);
  const { here } = places;
  const listings = createListings(here, surroundings);
  const objects = createObjects(here, surroundings);
  const transfers = createTransfers({
    here,
    resolve: listings.resolve,
    surroundings,
    copyObject,
    deleteObjects,
  });
  const previews = createPreviews(here, surroundings);
  const queries = createQueries({ here, listAll, surroundings });
  let entering = 0;

  return {
    handlers: {
      ...places.handlers,
      ...listings.handlers,
      ...objects.handlers,
      ...transfers.handlers,
      ...previews.handlers,
      ...queries.handlers,
    },
    async enter(platform) {
      const turn = ++entering;
      await places.enter(platform);
      if (turn !== entering) return;
      const context = platform && here();
      await Promise.all([transfers.enter(context), objects.enter(context)]);
    },
    whereabouts: () => ({ places: places.shown(), endpoint: (profile) => here().endpoint(profile) }),
    blob: (path) => previews.openBytes(path.slice('object/'.length)),
    receive: async (path, body) => {
      if (!path.startsWith('staged/'))
        throw failure('not-found', 'Nothing was announced at this address', { reason: 'staged-gone' });
      await transfers.receive(path, body);
    },
    copies: { kept: () => queries.kept(), remove: () => queries.removeKept() },
    async close() {
      await Promise.all([transfers.close(), listings.close(), queries.close(), objects.close()]);
      previews.close();
      places.close();
    },
  };
}
