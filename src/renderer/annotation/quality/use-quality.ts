/** The quality of a campaign, as it is computed. */
import { useMemo } from 'react';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { QualityReport } from '../../../shared/contract/annotation/quality.ts';
import { core } from '../../app/core.ts';
import { createLive, useLive, type LiveState } from '../../app/live.ts';

/** What is stored first, then again as figures come. */
export function useQuality({ profile, bucket, prefix }: CampaignRef): LiveState<QualityReport> {
  const live = useMemo(
    () => createLive((signal) => core.annotation.quality({ at: { profile, bucket, prefix } }, { signal })),
    [profile, bucket, prefix],
  );
  return useLive(live);
}
