/** How the store names a campaign: `profile/bucket/prefix`. Pure. */
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';

/** The name of a campaign in the journal and in keys of documents. */
export function campaignKey({ profile, bucket, prefix }: CampaignRef): string {
  return `${encodeURIComponent(profile)}/${bucket}/${prefix}`;
}

/** The campaign of such a name. */
export function campaignOfKey(key: string): CampaignRef {
  const [profile = '', bucket = '', ...prefix] = key.split('/');
  return { profile: decodeURIComponent(profile), bucket, prefix: prefix.join('/') };
}
