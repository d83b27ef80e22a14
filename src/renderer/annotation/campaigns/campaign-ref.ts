/** Folders of campaigns as keys and addresses. Pure. */
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { Place } from '../../../shared/contract/storage/places.ts';

/** One text for one folder. */
export function refKey({ profile, bucket, prefix }: Place): string {
  return [profile, bucket, prefix].join('\n');
}

/** True for the same folder. */
export function isSameRef(one: Place, other: Place): boolean {
  return refKey(one) === refKey(other);
}

/** The folder as other programs write it: `s3://alice/campaigns/gold/`. */
export function s3Address({ bucket, prefix }: Pick<Place, 'bucket' | 'prefix'>): string {
  return `s3://${bucket}/${prefix}`;
}

/** The folder that an address of the app names; undefined where a part is missing. */
export function refOf(search: {
  readonly profile?: string;
  readonly bucket?: string;
  readonly prefix?: string;
}): CampaignRef | undefined {
  const { profile, bucket, prefix } = search;
  return profile !== undefined && bucket !== undefined && prefix !== undefined
    ? { profile, bucket, prefix }
    : undefined;
}
