/** Buckets and objects: where they are, what lies there, moving it, looking into it, asking it questions. */
import { listingOperations } from './storage/listing.ts';
import { objectOperations } from './storage/objects.ts';
import { placesOperations } from './storage/places.ts';
import { previewOperations } from './storage/preview.ts';
import { queryOperations } from './storage/query.ts';
import { transferOperations } from './storage/transfers.ts';

export const storage = {
  ...placesOperations,
  ...listingOperations,
  ...objectOperations,
  ...transferOperations,
  ...previewOperations,
  ...queryOperations,
};
