/** An adjudication as the journal keeps it. */
import { z } from 'zod';
import { Disagreement } from '../../../../shared/contract/annotation/quality.ts';
import type { AdjudicationRecord } from '../files/campaign-files.ts';

export const Adjudication = Disagreement.shape.settled.unwrap().omit({ sent: true }).extend({
  id: z.string(),
  item: z.string(),
  machine: z.string(),
}) satisfies z.ZodType<AdjudicationRecord>;
