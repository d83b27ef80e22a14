/** The making of a campaign: from a plan to its files, with how far it is. */
import type { CampaignFile, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import { writesConditionally } from '../../platform/s3/dialect-tries.ts';
import type { Here } from '../annotation-context.ts';
import { placeOf } from './campaign-places.ts';
import { composeCampaign } from './compose.ts';
import { drawDraft, openDraft, type DraftInput, type DraftParts } from './draft.ts';
import { startDraftThread } from './draft-thread.ts';

/** Shares of the whole at which the steps end, as 100,000 rows of a CSV take them. */
const drawnAt = 0.1;
const readAt = 0.5;

/**
 * Draws, cleans, makes batches and writes all files.
 * @param progress told of shares from 0 to 1
 * @throws Failure what speaks against the plan first; `conflict` with `campaign-exists`; `cancelled`
 */
export async function makeCampaign(
  parts: DraftParts & { readonly here: Here },
  input: DraftInput,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<{ readonly at: CampaignRef; readonly campaign: CampaignFile }> {
  const { userName, endpoint } = parts.here();
  const draft = await openDraft(parts, input, signal);
  const [problem] = draft.problems;
  if (problem) throw problem;
  const at = placeOf(input.plan);
  const can = await writesConditionally(endpoint(at.profile), at.bucket, signal);
  await using thread = startDraftThread(signal);
  const drawing = await drawDraft(parts, draft, thread, signal);
  progress(drawnAt);
  const made = { by: userName, at: parts.clock(), canClaim: can !== false };
  const { campaign, items, controls } = await composeCampaign(draft, drawing, thread, made, signal, (share) =>
    progress(drawnAt + share * (readAt - drawnAt)),
  );
  await parts.files.create(at, campaign, items, controls, signal, (share) =>
    progress(readAt + share * (1 - readAt)),
  );
  return { at, campaign };
}
