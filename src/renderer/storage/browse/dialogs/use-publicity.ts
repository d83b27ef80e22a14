/** Who may read below a place. */
import { useQuery } from '@tanstack/react-query';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';

/** Under which name the answer is kept. */
export function publicityKey(place: Place): readonly string[] {
  return ['storage', 'publicity', place.profile, place.bucket, place.prefix];
}

/** Who may read at this moment. */
export function usePublicity(place: Place) {
  return useQuery({
    queryKey: publicityKey(place),
    queryFn: ({ signal }) => core.storage.publicity(place, { signal }),
  });
}
