/** The listing of a place for as long as it is shown. */
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Arrangement } from '../../../shared/contract/storage/listing.ts';
import type { Place } from '../../../shared/contract/storage/places.ts';
import { useListLook } from './list/columns.ts';
import { openListing, type ListingSource, type ListingView } from './list/listing-source.ts';

const none: ListingView = { state: undefined, failure: undefined, revision: 0, reading: 0 };

/** Opened anew for another place, arranged anew for another order or filter; undefined without a place. */
export function useListing(
  place: Place | undefined,
  options: { readonly versions: boolean; readonly recursive: boolean },
  arrangement: Arrangement,
): { readonly source: ListingSource | undefined; readonly view: ListingView } {
  const { versions, recursive } = options;
  const owner = useListLook((look) => look.shown.includes('owner'));
  const [source, setSource] = useState<ListingSource>();
  const { sort, descending, filter } = arrangement;
  const wanted = useMemo(() => ({ sort, descending, filter }), [sort, descending, filter]);
  const isNamed = place !== undefined;
  const { profile = '', bucket = '', prefix = '' } = place ?? {};
  useEffect(() => {
    if (!isNamed) return;
    const opened = openListing({ place: { profile, bucket, prefix }, versions, recursive, owner }, wanted);
    setSource(opened);
    return () => {
      opened.stop();
      setSource(undefined);
    };
    // The arrangement is brought in below: another order is no other listing.
  }, [isNamed, profile, bucket, prefix, versions, recursive, owner]);
  useEffect(() => source?.arrange(wanted), [source, wanted]);
  const view = useSyncExternalStore(
    (changed) => source?.subscribe(changed) ?? (() => {}),
    () => source?.get() ?? none,
  );
  // For one picture after a change of place the old listing is still at hand: it is not the new place's.
  const isOurs =
    source !== undefined &&
    source.request.place.profile === profile &&
    source.request.place.bucket === bucket &&
    source.request.place.prefix === prefix;
  return isOurs ? { source, view } : { source: undefined, view: none };
}
