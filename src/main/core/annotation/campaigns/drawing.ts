/** Draws the rows of a plan out of a frame's columns; runs in the draft thread. Pure. */
import type {
  SamplingDesign,
  SamplingRequest,
  Stratum,
} from '../../../../shared/contract/annotation/campaigns.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import { createDraws, permutation } from '../../../../shared/sampling/draws.ts';
import type { ProbabilityDraw, PurposiveDraw } from '../../../../shared/sampling/frame.ts';
import { drawSimpleRandom } from '../../../../shared/sampling/simple-random.ts';
import { drawStratified } from '../../../../shared/sampling/stratified.ts';
import { drawUncertain } from '../../../../shared/sampling/uncertainty.ts';
import { categoryOf, deviationsOf } from './plan-strata.ts';

/** The columns of a frame, and what the nomenclature says of its codes. */
export interface DrawingRequest {
  readonly sampling: SamplingRequest;
  readonly group: Int32Array;
  readonly p1: Float64Array;
  readonly p2: Float64Array;
  readonly predicted: Int32Array;
  readonly codes: readonly string[];
  /** By code: its section, and the index of its division. */
  readonly sections: readonly string[];
  readonly divisions: Int32Array;
  /** Values of a date or of another column; only for strata of these. -1: none. */
  readonly column?: { readonly index: Int32Array; readonly names: readonly string[] } | undefined;
  /** Texts (groups) that other campaigns have. */
  readonly excluded: Int32Array;
  /** Rows with other texts to be read besides, of which control items are taken. */
  readonly spare: number;
}

/** What was drawn, a place for each item, in an order that tells nothing. */
export interface Drawing {
  readonly rows: Int32Array;
  readonly strata: Int32Array;
  /** NaN where the sample is none of probability. */
  readonly inclusion: Float64Array;
  readonly weights: Float64Array;
  /** Rows of the frame with the same text. */
  readonly multiplicities: Int32Array;
  readonly spare: Int32Array;
  readonly design: Omit<SamplingDesign, 'frame' | 'seed'>;
  /** Rows that could be drawn, those left out because another campaign has their text, and distinct texts of the former. */
  readonly open: number;
  readonly excluded: number;
  readonly distinctTexts: number;
}

/** The columns of the rows that may be drawn. */
export interface OpenRows {
  /** Their numbers in the frame. */
  readonly rows: Int32Array;
  readonly text: Int32Array;
  readonly p1: Float64Array;
  readonly p2: Float64Array;
  readonly code: Int32Array;
}

/** @throws Failure `sample-size` and what else the draws throw */
export function drawPlan(request: DrawingRequest): Drawing {
  const { sampling } = request;
  const open = openRows(request);
  const counts = countTexts(request.group);
  if (open.rows.length === 0)
    throw failure('invalid-input', 'No row is left to be drawn', { reason: 'plan-nothing-left' });
  const { draws, ...design } = drawKind(request, open);
  const order = permutation(createDraws(sampling.seed, 'item-order'), draws.length);
  const placed = Array.from(order, (place) => draws[place]).filter((draw) => draw !== undefined);
  const rows = Int32Array.from(placed, ({ row }) => open.rows[row] ?? 0);
  return {
    rows,
    strata: Int32Array.from(placed, ({ stratum }) => stratum),
    inclusion: Float64Array.from(placed, (draw) => draw.inclusionProbability ?? Number.NaN),
    weights: Float64Array.from(placed, (draw) => draw.weight ?? Number.NaN),
    multiplicities: rows.map((row) => counts[request.group[row] ?? 0] ?? 1),
    spare: spareRows(request, open, rows),
    design,
    open: open.rows.length,
    excluded: request.group.length - open.rows.length,
    distinctTexts: new Set(open.text).size,
  };
}

type Drawn = Drawing['design'] & { readonly draws: readonly (ProbabilityDraw | PurposiveDraw)[] };

function drawKind(request: DrawingRequest, open: OpenRows): Drawn {
  const { kind, size: asked, seed, deduplicate, allocation = 'proportional', stratifyBy } = request.sampling;
  const frame = { ...open, size: open.rows.length };
  if (kind === 'uncertainty') {
    const shares = request.sampling.shares && { shares: request.sampling.shares };
    const { draws, design } = drawUncertain(frame, {
      n: asked,
      seed,
      divisionOf: request.divisions,
      ...shares,
    });
    const { sampled, deduplicated, strata } = design;
    return { draws, kind, probability: false, sampled, deduplicated, strata, shares: design.shares };
  }
  if (kind === 'stratified') {
    const category = categoryOf(request, open);
    const deviations = allocation === 'neyman' ? { deviations: deviationsOf(category, open) } : {};
    const { draws, design } = drawStratified(category, { n: asked, seed, allocation, ...deviations });
    return {
      ...withoutEmptyStrata(draws, design.strata),
      kind,
      probability: true,
      sampled: design.sampled,
      deduplicated: false,
      stratifiedBy:
        stratifyBy === 'column' ? (request.sampling.column ?? stratifyBy) : (stratifyBy ?? 'code'),
      allocation,
    };
  }
  const unit = deduplicate ? 'text' : 'row';
  const whole = deduplicate ? new Set(open.text).size : open.rows.length;
  const n = kind === 'all' ? whole : asked;
  const { draws, design } = drawSimpleRandom(frame, { n, seed, unit });
  const strata = design.strata.map((stratum) => ({ ...stratum, name: 'all' }));
  return { draws, kind, probability: true, sampled: n, deduplicated: deduplicate, strata };
}

/** Leaves out strata without rows, such as codes that were never predicted; draws mean the others by their new places. */
function withoutEmptyStrata(
  draws: readonly ProbabilityDraw[],
  all: readonly Stratum[],
): Pick<Drawn, 'draws' | 'strata'> {
  const strata = all.filter(({ populationSize }) => populationSize > 0);
  const places = new Map(strata.map((stratum, place) => [stratum, place]));
  const placeOf = all.map((stratum) => places.get(stratum) ?? 0);
  return { draws: draws.map((draw) => ({ ...draw, stratum: placeOf[draw.stratum] ?? 0 })), strata };
}

/** The rows whose text no other campaign has. A sample drawn of them stands for them alone. */
function openRows({ group, p1, p2, predicted, excluded }: DrawingRequest): OpenRows {
  const closed = new Set(excluded);
  const rows = Int32Array.from({ length: group.length }, (_, row) => row).filter(
    (row) => closed.size === 0 || !closed.has(group[row] ?? -1),
  );
  // `drawSimpleRandom` counts groups from 0 up: without the closed ones some are empty, which it leaves out.
  return {
    rows,
    text: rows.map((row) => group[row] ?? 0),
    p1: Float64Array.from(rows, (row) => p1[row] ?? Number.NaN),
    p2: Float64Array.from(rows, (row) => p2[row] ?? Number.NaN),
    code: rows.map((row) => predicted[row] ?? -1),
  };
}

function countTexts(group: Int32Array): Int32Array {
  let most = 0;
  for (const text of group) if (text > most) most = text;
  const counts = new Int32Array(most + 1);
  for (const text of group) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

/** Rows at random whose texts were not drawn, each text once. */
function spareRows(
  { sampling, group, spare }: DrawingRequest,
  open: OpenRows,
  drawn: Int32Array,
): Int32Array {
  const used = new Set<number>();
  for (const row of drawn) used.add(group[row] ?? -1);
  const draws = createDraws(sampling.seed, 'controls');
  const found: number[] = [];
  for (let tried = 0; found.length < spare && tried < spare * 20; tried += 1) {
    const row = open.rows[draws.below(open.rows.length)] ?? 0;
    const text = group[row] ?? -1;
    if (used.has(text)) continue;
    used.add(text);
    found.push(row);
  }
  return Int32Array.from(found);
}
