/** What the sample campaign draws from the requests. Pure. */
import { createHash } from 'node:crypto';
import { cleaned } from '../coding/text-features.ts';
import { seededRandom } from './random.ts';
import type { CodingRequest } from './requests.ts';

export const seed = 2008;
export const batchSize = 20;
/** Batches in the order in which their items lie in the file. */
export const batches = [
  { id: 'calibration-0001', kind: 'calibration', isShared: true },
  { id: 'overlap-0001', kind: 'overlap', isShared: true },
  { id: 'overlap-0002', kind: 'overlap', isShared: true },
  { id: 'single-0001', kind: 'single', isShared: false },
  { id: 'single-0002', kind: 'single', isShared: false },
  { id: 'single-0003', kind: 'single', isShared: false },
] as const;

export interface DrawnItem {
  readonly request: CodingRequest;
  readonly batch: string;
  /** Requests with the same text. */
  readonly multiplicity: number;
  readonly inclusionProbability: number;
  readonly weight: number;
}

export interface Draw {
  readonly items: readonly DrawnItem[];
  readonly rows: number;
  readonly distinctTexts: number;
  readonly frameId: string;
}

/**
 * A simple random sample of distinct texts, then one request of each: a request is drawn with the probability (n / T) / m, with T texts and
 * m requests of its text (Cochran 1977, chapter 2).
 */
export function drawItems(requests: readonly CodingRequest[]): Draw {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const groups = [...Map.groupBy(requests, ({ text }) => cleaned(text)).values()];
  const wanted = batches.length * batchSize;
  const items = Array.from({ length: wanted }, (_, place): DrawnItem => {
    // Fisher and Yates, as far as texts are wanted.
    const chosen = place + below(groups.length - place);
    const group = groups[chosen] ?? [];
    groups[chosen] = groups[place] ?? [];
    groups[place] = group;
    const multiplicity = group.length;
    const request = group[below(multiplicity)];
    const batch = batches[Math.floor(place / batchSize)];
    if (!request || !batch) throw new RangeError(`${groups.length} texts are too few`);
    return {
      request,
      batch: batch.id,
      multiplicity,
      inclusionProbability: wanted / groups.length / multiplicity,
      weight: (groups.length / wanted) * multiplicity,
    };
  });
  const frame = createHash('sha256').update(JSON.stringify(requests.map(({ id, text }) => [id, text])));
  return {
    items,
    rows: requests.length,
    distinctTexts: groups.length,
    frameId: frame.digest('hex').slice(0, 16),
  };
}
