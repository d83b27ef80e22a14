import { createDraws, shuffled } from './draws.ts';
import { failure } from '../contract/errors.ts';

/** How items are put into batches. */
export interface BatchOptions {
  readonly seed: number;
  /** Most items of a batch, hidden controls included. */
  readonly batchSize: number;
  /** Items of the calibration batch, which everyone codes first; 0 for none. */
  readonly calibration: number;
  /** Part of the other items, in [0, 1], that several annotators code. */
  readonly overlapShare: number;
  /** How many annotators code an item of the overlap. */
  readonly overlapAnnotators: number;
  readonly annotators: readonly string[];
  /** Items whose code is known and that nobody tells apart; each goes into one batch. */
  readonly controls?: readonly string[];
}

/** Items that are handed out together. */
export interface Batch {
  readonly kind: 'calibration' | 'overlap' | 'single';
  /** Controls are somewhere among the others. */
  readonly items: readonly string[];
  /** How many annotators must hold it. */
  readonly holders: number;
}

/** Parts of nearly the same size: the larger ones first, by one at most. */
function evenParts<Thing>(things: readonly Thing[], count: number): Thing[][] {
  const start = (part: number): number =>
    part * Math.floor(things.length / count) + Math.min(part, things.length % count);
  return Array.from({ length: count }, (_, part) => things.slice(start(part), start(part + 1)));
}

/** Least number of places for controls in a batch for which all of them fit. */
function controlPlaces(parts: readonly number[], controls: number, batchSize: number): number {
  for (let places = 0; places < batchSize; places++) {
    const batches = parts.reduce((sum, items) => sum + Math.ceil(items / (batchSize - places)), 0);
    if (batches * places >= controls) return places;
  }
  throw failure('invalid-input', `${controls} control items do not fit into batches of ${batchSize}.`, {
    reason: 'too-many-controls',
    values: { controls, batchSize },
  });
}

function checkOptions(items: readonly string[], options: BatchOptions): void {
  const { annotators, overlapShare, overlapAnnotators, calibration, batchSize } = options;
  const all = [...items, ...(options.controls ?? [])];
  if (new Set(all).size < all.length) throw new RangeError('an item is there twice');
  if (!(overlapShare >= 0 && overlapShare <= 1)) throw new RangeError('the overlap is a part of the items');
  if (!Number.isInteger(batchSize) || batchSize < 1) throw new RangeError('a batch holds at least one item');
  if (!Number.isInteger(calibration) || calibration < 0)
    throw new RangeError('calibration is a number of items');
  const needed = Math.max(1, overlapShare > 0 ? overlapAnnotators : 1);
  if (annotators.length >= needed && new Set(annotators).size === annotators.length) return;
  throw failure('invalid-input', `${needed} different annotators are needed, not ${annotators.length}.`, {
    reason: 'too-few-annotators',
    values: { needed, annotators: annotators.length },
  });
}

/**
 * Puts items into batches: a calibration batch for everyone, batches of the overlap for several annotators, the rest for
 * one each. Every item is in exactly one batch, so nobody who holds a batch once meets an item twice; which item goes
 * where is by seed. Controls are spread evenly over the batches of overlap and rest, at random places.
 *
 * Throws a Failure `invalid-input`: `too-few-annotators` when an item would need more of them than there are,
 * `too-many-controls` when batches have no room for them; a RangeError for anything else that is out of range.
 */
export function makeBatches(items: readonly string[], options: BatchOptions): Batch[] {
  checkOptions(items, options);
  const { batchSize, annotators, overlapAnnotators } = options;
  const draws = createDraws(options.seed, 'batches');
  const order = shuffled(draws, items);
  const calibration = order.splice(0, options.calibration);
  const overlap = order.splice(0, Math.round(order.length * options.overlapShare));
  const controls = shuffled(draws, options.controls ?? []);
  const places = controlPlaces([overlap.length, order.length], controls.length, batchSize);
  const parts = (kind: Batch['kind'], part: readonly string[], holders: number): Batch[] =>
    evenParts(part, Math.ceil(part.length / (batchSize - places))).map((each) => ({
      kind,
      items: each,
      holders,
    }));
  const batches = [...parts('overlap', overlap, overlapAnnotators), ...parts('single', order, 1)];
  const hidden = evenParts(controls, batches.length);
  return [
    ...(calibration.length > 0
      ? [{ kind: 'calibration' as const, items: calibration, holders: annotators.length }]
      : []),
    ...batches.map((batch, place) => ({
      ...batch,
      items: shuffled(draws, [...batch.items, ...(hidden[place] ?? [])]),
    })),
  ];
}
