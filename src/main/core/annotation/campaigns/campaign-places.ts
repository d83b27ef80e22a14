/** Where campaigns are looked for: the places of the platform, and those that the person added. */
import { z } from 'zod';
import type { CampaignPlan, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import { Place } from '../../../../shared/contract/storage/places.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { scanPages } from '../../platform/s3/list-objects.ts';
import { rowFlags } from '../../platform/s3/list-row.ts';
import type { Store } from '../../store/store.ts';

const storeKey = 'annotation/places';

/** The folder of all campaigns of a place. A place may name that folder itself. Pure. */
export function campaignsFolder({ prefix }: Pick<Place, 'prefix'>): string {
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return /(^|\/)campaigns\/$/.test(folder) ? folder : `${folder}campaigns/`;
}

/** Where a campaign that is planned will lie. Pure. */
export function placeOf({ id, at }: Pick<CampaignPlan, 'id' | 'at'>): CampaignRef {
  return { ...at, prefix: `${campaignsFolder(at)}${id}/` };
}

/** The campaign that a place names itself; undefined where it is a folder of campaigns. Pure. */
export function campaignAt(place: Place): CampaignRef | undefined {
  const prefix = place.prefix.endsWith('/') ? place.prefix : `${place.prefix}/`;
  return /(^|\/)campaigns\/[^/]+\/$/.test(prefix) ? { ...place, prefix } : undefined;
}

/** The folders of campaigns in a place, by one list of one level. @throws Failure */
export async function campaignsIn(
  endpoint: S3Endpoint,
  place: Place,
  signal: AbortSignal,
): Promise<CampaignRef[]> {
  const own = campaignAt(place);
  if (own) return [own];
  const { bucket } = place;
  const folder = campaignsFolder(place);
  const found: CampaignRef[] = [];
  await scanPages(
    endpoint,
    { bucket, prefix: folder, recursive: false, versions: false },
    async (columns, rows) => {
      for (let row = 0; row < rows; row += 1)
        if (columns.flags(row) & rowFlags.folder) found.push({ ...place, prefix: columns.key(row) });
      return false;
    },
    signal,
  );
  return found;
}

/** True for the same folder. Pure. */
export function isSamePlace(one: Place, other: Place): boolean {
  return one.profile === other.profile && one.bucket === other.bucket && one.prefix === other.prefix;
}

/** The places that the person added, in that order. */
export async function addedPlaces(store: Pick<Store, 'get'>): Promise<Place[]> {
  const stored = z.array(z.unknown()).safeParse((await store.get(storeKey))?.value).data ?? [];
  return stored.flatMap((one) => Place.safeParse(one).data ?? []);
}

export async function addPlace(store: Pick<Store, 'get' | 'set'>, place: Place): Promise<void> {
  const known = await addedPlaces(store);
  if (!known.some((one) => isSamePlace(one, place))) await store.set(storeKey, [...known, place]);
}

export async function removePlace(store: Pick<Store, 'get' | 'set'>, place: Place): Promise<void> {
  const known = await addedPlaces(store);
  await store.set(
    storeKey,
    known.filter((one) => !isSamePlace(one, place)),
  );
}
