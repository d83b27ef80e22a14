/** Previews of objects: handlers of the contract, and bytes for the host. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { ObjectRef } from '../../../../shared/contract/storage/places.ts';
import type { previewOperations } from '../../../../shared/contract/storage/preview.ts';
import type { Here, StorageSurroundings } from '../storage-context.ts';
import { look, lookAtRows } from './look.ts';
import { createOpenedObjects } from './opened-objects.ts';
import { createReaderThreads } from './reader-threads.ts';
import { createServedObjects, type ServedObject } from './served-objects.ts';

export interface Previews {
  readonly handlers: Pick<AppHandlers['storage'], keyof typeof previewOperations>;
  /** What the host serves at a path below `/blobs/`; undefined: nothing of ours, or no longer. @throws Failure */
  bytes(path: string): Promise<ServedObject | undefined>;
  /** The same by the token alone. @throws Failure */
  openBytes(token: string): Promise<ServedObject | undefined>;
  /** Ends the threads; addresses that were given out lead nowhere from now on. */
  close(): void;
}

/** Makes the previews; nothing is asked of anybody, and no thread runs, before the first call. */
export function createPreviews(here: Here, _surroundings: StorageSurroundings): Previews {
  const threads = createReaderThreads();
  const objects = createOpenedObjects(here, changed);
  const served = createServedObjects(here);
  return {
    handlers: {
      preview: async (object, { signal }) =>
        look(await objects.open(object, signal), { threads, address: served.address }, signal),
      tableRows: async ({ etag, sheet, from, count, columns, ...object }, { signal }) =>
        lookAtRows(
          await objects.state(object, etag, signal),
          { sheet, from, count, columns },
          threads,
          signal,
        ),
    },
    bytes: served.at,
    openBytes: served.open,
    close() {
      served.clear();
      objects.clear();
      void threads.close();
    },
  };
}

function changed({ bucket, key }: ObjectRef) {
  return failure('conflict', 'The object changed', {
    reason: 'storage-changed',
    values: { name: key, bucket },
  });
}
