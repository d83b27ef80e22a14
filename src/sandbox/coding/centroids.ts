/** TF-IDF vectors of texts and the centroids of their classes. Pure. */
import { buckets, cleaned, featuresOf } from './text-features.ts';

/** A sparse vector: weights by bucket. */
export type Vector = ReadonlyMap<number, number>;

/** The centroids, bucket by bucket: those of bucket b lie in `[starts[b], starts[b + 1])`. */
export interface Centroids {
  readonly starts: Int32Array;
  readonly classes: Int16Array;
  readonly weights: Float64Array;
  /** Inverse document frequencies, by bucket. */
  readonly inverse: Float64Array;
}

/**
 * Centroids of length 1 of vectors of length 1, so that each text counts as much as any other of its class.
 * Sublinear TF-IDF (Manning, Raghavan and Schütze 2008, 6.4), Rocchio's centroids (14.2).
 * @param texts with the number of their class, from 0
 */
export function centroidsOf(
  texts: readonly { readonly text: string; readonly at: number }[],
  classCount: number,
): Centroids {
  const counted = texts.map(({ text, at }) => ({ counts: countsOf(text), at }));
  const frequencies = new Float64Array(buckets);
  for (const { counts } of counted)
    for (const bucket of counts.keys()) frequencies[bucket] = (frequencies[bucket] ?? 0) + 1;
  const inverse = frequencies.map((frequency) => Math.log((1 + texts.length) / (1 + frequency)) + 1);
  const sums = Array.from({ length: classCount }, () => new Map<number, number>());
  for (const { counts, at } of counted) {
    const sum = sums[at];
    for (const [bucket, weight] of weighed(counts, inverse))
      sum?.set(bucket, (sum.get(bucket) ?? 0) + weight);
  }
  return { ...byBucket(sums), inverse };
}

/** The vector of a text, of length 1. */
export function vectorOf(text: string, inverse: Float64Array): Vector {
  return weighed(countsOf(text), inverse);
}

/** The cosine of a vector and the centroid of each class. */
export function cosines(
  vector: Vector,
  { starts, classes, weights }: Centroids,
  classCount: number,
): Float64Array {
  const scores = new Float64Array(classCount);
  for (const [bucket, weight] of vector) {
    const end = starts[bucket + 1] ?? 0;
    for (let place = starts[bucket] ?? 0; place < end; place += 1) {
      const at = classes[place] ?? 0;
      scores[at] = (scores[at] ?? 0) + weight * (weights[place] ?? 0);
    }
  }
  return scores;
}

/** The weight of one bucket in the centroid of one class. */
export function weightOf({ starts, classes, weights }: Centroids, bucket: number, at: number): number {
  const end = starts[bucket + 1] ?? 0;
  for (let place = starts[bucket] ?? 0; place < end; place += 1)
    if (classes[place] === at) return weights[place] ?? 0;
  return 0;
}

function countsOf(text: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { bucket } of featuresOf(cleaned(text))) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  return counts;
}

function weighed(counts: Vector, inverse: Float64Array): Vector {
  const vector = new Map<number, number>();
  for (const [bucket, count] of counts) vector.set(bucket, (1 + Math.log(count)) * (inverse[bucket] ?? 0));
  const length = lengthOf(vector);
  for (const [bucket, weight] of vector) vector.set(bucket, weight / length);
  return vector;
}

function lengthOf(vector: Vector): number {
  let squares = 0;
  for (const weight of vector.values()) squares += weight * weight;
  return Math.sqrt(squares) || 1;
}

function byBucket(sums: readonly Vector[]): Omit<Centroids, 'inverse'> {
  const starts = new Int32Array(buckets + 1);
  for (const sum of sums) for (const bucket of sum.keys()) starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1;
  for (let bucket = 0; bucket < buckets; bucket += 1)
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0);
  const size = starts[buckets] ?? 0;
  const classes = new Int16Array(size);
  const weights = new Float64Array(size);
  const next = starts.slice();
  for (const [at, sum] of sums.entries()) {
    const length = lengthOf(sum);
    for (const [bucket, weight] of sum) {
      const place = next[bucket] ?? 0;
      next[bucket] = place + 1;
      classes[place] = at;
      weights[place] = weight / length;
    }
  }
  return { starts, classes, weights };
}
