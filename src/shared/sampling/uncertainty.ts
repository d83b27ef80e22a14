import { shareOut } from './allocation.ts';
import { codeQueues, doubtQueues, rareQueues, type CandidateFrame } from './candidates.ts';
import { checkSampleSize, type Sample, type Shares, type UncertaintyDesign } from './design.ts';
import { createDraws, generatorName, permutation } from './draws.ts';
import type { PurposiveDraw } from './frame.ts';
import { takeTurns } from './turns.ts';

/** What to pick. */
export interface UncertaintyOptions {
  readonly n: number;
  readonly seed: number;
  /** Parts of margin, random, rare and diverse rows, in any unit; 60 %, 20 %, 20 % and none unless said. */
  readonly shares?: Shares;
  /** From here up a probability counts as likely: 0.5 unless said, for one-versus-all; lower where scores sum to 1. */
  readonly likely?: number;
  /** At most so many rows of a normalised text, when the frame has texts: 1 unless said. */
  readonly perText?: number;
  /** Division of each code, by code index; without it each code is one. */
  readonly divisionOf?: ArrayLike<number>;
  /** Examples of each code in the training set, by code index: the fewer, the rarer. */
  readonly trainingCounts?: ArrayLike<number>;
  /** 1 for each row that must not be picked, such as those whose text is in a gold set. */
  readonly excluded?: ArrayLike<number>;
}

/** A convention, not a result. */
const usualShares: Shares = { margin: 0.6, random: 0.2, rare: 0.2 };

function total(queues: readonly ArrayLike<number>[]): number {
  return queues.reduce((sum, rows) => sum + rows.length, 0);
}

/** True once for each row, while its text has not been taken too often. */
function createGate(
  frame: CandidateFrame,
  perText: number,
  excluded: ArrayLike<number> | undefined,
): (row: number) => boolean {
  const closed = new Uint8Array(frame.size);
  const ofText = new Map<number, number>();
  return (row) => {
    const text = frame.text?.[row] ?? -1;
    const before = text < 0 ? 0 : (ofText.get(text) ?? 0);
    if (closed[row] !== 0 || before >= perText || (excluded?.[row] ?? 0) !== 0) return false;
    closed[row] = 1;
    if (text >= 0) ofText.set(text, before + 1);
    return true;
  };
}

/**
 * Rows for a training set, picked where coding teaches most (breaking ties, Scheffer
 * 2001, but never alone): those of small margin in two queues, several likely and none likely, half each, predicted divisions
 * taking turns; rare codes, the rarest first; diverse ones, predicted codes taking turns; random ones. No row twice, no
 * text more often than `perText`. What a queue cannot give comes from the other doubt, then at random. Equal chances
 * are broken by the seed.
 *
 * These rows have no inclusion probability and the design says so: no estimate may use them. There may be fewer than
 * `n` when texts repeat. Throws a Failure `invalid-input` (`sample-size`) unless 1 <= n <= N, a RangeError when no share
 * is above 0.
 */
export function drawUncertain(
  frame: CandidateFrame,
  options: UncertaintyOptions,
): Sample<PurposiveDraw, UncertaintyDesign> {
  const { n, seed, shares = usualShares, likely = 0.5, perText = 1 } = options;
  checkSampleSize(n, 1, frame.size);
  const { diverse: diverseShare = 0 } = shares;
  const parts = [shares.margin, shares.rare, diverseShare, shares.random];
  const [margin = 0, rare = 0, diverse = 0] = shareOut(n, parts);
  const whole = parts.reduce((sum, part) => sum + part, 0);

  const order = permutation(createDraws(seed, 'uncertainty'), frame.size);
  const gate = createGate(frame, perText, options.excluded);
  const codes = codeQueues(frame, order);
  const picked: { name: string; populationSize: number; rows: number[] }[] = [];
  const take = (name: string, queues: readonly ArrayLike<number>[], count: number): number => {
    const rows = takeTurns(queues, count, gate);
    picked.push({ name, populationSize: total(queues), rows });
    return rows.length;
  };

  const several = doubtQueues(frame, 'several-likely', likely, order, options.divisionOf);
  const unknown = doubtQueues(frame, 'none-likely', likely, order, options.divisionOf);
  let done = take('several-likely', several, Math.max(Math.ceil(margin / 2), margin - total(unknown)));
  done += take('none-likely', unknown, margin - done);
  done += take('rare', rareQueues(codes, options.trainingCounts), rare);
  done += take('diverse', [...codes.values()], diverse);
  take('random', [order], n - done);

  const strata = picked.map(({ name, populationSize, rows }) => {
    return { name, populationSize, sampled: rows.length };
  });
  const draws = picked.flatMap(({ name: queue, populationSize, rows }, stratum) =>
    rows.map((row) => ({ row, stratum, populationSize, sampled: rows.length, queue })),
  );
  return {
    draws,
    design: {
      kind: 'uncertainty',
      probability: false,
      deduplicated: frame.text !== undefined,
      generator: generatorName,
      seed,
      rows: frame.size,
      asked: n,
      sampled: draws.length,
      shares: {
        margin: shares.margin / whole,
        random: shares.random / whole,
        rare: shares.rare / whole,
        ...(diverseShare > 0 && { diverse: diverseShare / whole }),
      },
      likely,
      perText,
      strata,
    },
  };
}
