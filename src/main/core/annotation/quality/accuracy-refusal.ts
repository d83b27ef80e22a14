/** Why nothing may be said of the model. Pure. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure, type FailureData } from '../../../../shared/contract/errors.ts';

type Design = Pick<CampaignFile, 'purpose' | 'mode' | 'sampling'>;

/** Undefined where the design allows it: a gold set, drawn by probability, coded before any suggestion was seen. */
export function refusedByDesign({ purpose, mode, sampling }: Design): FailureData | undefined {
  if (purpose !== 'gold') return refusal('accuracy-training', 'A training set says nothing of the model');
  if (!sampling.probability || sampling.kind === 'uncertainty')
    return refusal('accuracy-not-probability', 'The items were picked on purpose and stand for nothing else');
  if (mode === 'assisted')
    return refusal('accuracy-assisted', 'The codes were given with the suggestions in view');
  return undefined;
}

/** The failure that a report carries in the place of figures. */
export function refusal(reason: string, message: string, values?: Record<string, number>): FailureData {
  return failure('unsupported', message, { reason, ...(values && { values }) }).data;
}
