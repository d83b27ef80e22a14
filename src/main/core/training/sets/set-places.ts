/** Where training sets lie. */
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import type { TrainingSetDraft } from '../../../../shared/contract/training/sets.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { listAll, scanPages } from '../../platform/s3/list-objects.ts';
import { rowFlags } from '../../platform/s3/list-row.ts';

/** The file that says what a set is; it is written last. */
export const setFileName = 'set.json';

/** The folder of all sets of a place. Pure. */
export function setsFolder({ prefix }: Pick<Place, 'prefix'>): string {
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return `${folder}training-sets/`;
}

/** Where the set of a draft will lie. Pure. */
export function placeOfSet({ at, name }: Pick<TrainingSetDraft, 'at' | 'name'>): Place {
  return { ...at, prefix: `${setsFolder(at)}${name}/` };
}

/** How a set is named outside the app: `s3://bucket/prefix/`. Pure. */
export function addressOf({ bucket, prefix }: Place): string {
  return `s3://${bucket}/${prefix}`;
}

/** The folders of sets in a place, by a list of one level. @throws Failure */
export async function setsIn(endpoint: S3Endpoint, place: Place, signal: AbortSignal): Promise<Place[]> {
  const found: Place[] = [];
  const request = { bucket: place.bucket, prefix: setsFolder(place), recursive: false, versions: false };
  await scanPages(
    endpoint,
    request,
    async (columns, rows) => {
      for (let row = 0; row < rows; row += 1)
        if (columns.flags(row) & rowFlags.folder) found.push({ ...place, prefix: columns.key(row) });
      return false;
    },
    signal,
  );
  return found;
}

/**
 * The parts of a campaign's items (DESIGN 5, files of a campaign): every item of it, decided or not. @throws Failure
 */
export async function itemPartsOf(
  endpoint: S3Endpoint,
  { bucket, prefix }: CampaignRef,
  signal: AbortSignal | undefined,
): Promise<{ key: string; etag: string }[]> {
  const found: { key: string; etag: string }[] = [];
  const request = {
    bucket,
    prefix: `${prefix}items/`,
    recursive: true,
    versions: false,
    inOrder: true,
    signal,
  };
  for await (const page of listAll(endpoint, request))
    for (const { key, etag } of page) if (key.endsWith('.parquet')) found.push({ key, etag: etag ?? '' });
  return found;
}
