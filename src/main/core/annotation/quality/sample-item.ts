/** What the figures need of an item; its text stays where it is. Pure. */
import type { ItemRecord } from '../files/campaign-files.ts';

export interface SampleItem {
  readonly id: string;
  readonly batch: string;
  readonly stratum?: string;
  readonly weight?: number;
  /** The model's first suggestion. */
  readonly predicted?: string;
  readonly model?: string;
}

/** The item without what no figure needs. */
export function sampleItem({ id, batch, stratum, weight, suggestions }: ItemRecord): SampleItem {
  const [first] = [...(suggestions?.suggestions ?? [])].sort((one, other) => one.rank - other.rank);
  const model = [suggestions?.model, suggestions?.modelVersion].filter(Boolean).join('/');
  return {
    id,
    batch,
    ...(stratum !== undefined && { stratum }),
    ...(weight !== undefined && { weight }),
    ...(first && { predicted: first.code }),
    ...(model !== '' && { model }),
  };
}
