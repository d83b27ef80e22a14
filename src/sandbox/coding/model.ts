/** A small model that codes texts: the nearest centroid, with probabilities by softmax. Pure, the same each time. */
import { createHash } from 'node:crypto';
import { centroidsOf, cosines, vectorOf, weightOf } from './centroids.ts';
import { cleaned, featuresOf, type Feature } from './text-features.ts';

export interface Example {
  readonly text: string;
  /** With its dot. */
  readonly code: string;
}

export interface Class {
  readonly code: string;
  readonly title: string;
}

export interface Prediction extends Class {
  /** In [0, 1]; those of all codes sum to 1. */
  readonly probability: number;
}

/** How much each part of the cleaned text speaks for a code; the shares sum to 1, or are all 0 where nothing does. */
export interface Explanation {
  readonly letters: readonly number[];
  readonly words: readonly { readonly word: string; readonly share: number }[];
}

export interface CodingModel {
  readonly name: string;
  /** By what it learnt: another training set is another version. */
  readonly version: string;
  /** The `count` most probable codes, the best first; of equal ones the first by code. */
  predict(text: string, count: number): Prediction[];
  explain(text: string, code: string): Explanation;
}

/** Cosines are divided by this before the softmax: by trial, so that sure and doubtful requests are mixed as in real logs. */
const temperature = 0.045;

/** Learns from examples and from the titles of all classes; examples of other classes are left out. */
export function trainModel(
  name: string,
  classes: readonly Class[],
  examples: readonly Example[],
): CodingModel {
  const place = new Map(classes.map(({ code }, index) => [code, index]));
  const known = examples.flatMap(({ text, code }) => {
    const at = place.get(code);
    return at === undefined ? [] : [{ text, at }];
  });
  const titles = classes.map(({ title }, at) => ({ text: title, at }));
  const centroids = centroidsOf([...titles, ...known], classes.length);
  const learnt = createHash('sha256').update(JSON.stringify([classes, examples]));

  return {
    name,
    version: `m-${learnt.digest('hex').slice(0, 32)}`,
    predict(text, count) {
      const scores = cosines(vectorOf(text, centroids.inverse), centroids, classes.length);
      const odds = scores.map((score) => Math.exp((score - 1) / temperature));
      const sum = odds.reduce((one, other) => one + other, 0);
      return greatest(odds, count).flatMap((at) => {
        const found = classes[at];
        return found ? [{ ...found, probability: (odds[at] ?? 0) / sum }] : [];
      });
    },
    explain(text, code) {
      const at = place.get(code) ?? -1;
      const clean = cleaned(text);
      return shared(
        clean,
        featuresOf(clean),
        ({ bucket }) => weightOf(centroids, bucket, at) * (centroids.inverse[bucket] ?? 0),
      );
    },
  };
}

/** Places of the greatest values, the greatest first; of equal ones the first. */
function greatest(values: Float64Array, count: number): number[] {
  const found: number[] = [];
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? 0;
    if (found.length === count && value <= (values[found.at(-1) ?? 0] ?? 0)) continue;
    const before = found.findIndex((other) => (values[other] ?? 0) < value);
    found.splice(before < 0 ? found.length : before, 0, place);
    if (found.length > count) found.pop();
  }
  return found;
}

/** Spreads what each feature says evenly over its letters. */
function shared(
  text: string,
  features: readonly Feature[],
  speaks: (feature: Feature) => number,
): Explanation {
  const weights = new Float64Array(text.length);
  let sum = 0;
  for (const feature of features) {
    const weight = speaks(feature);
    sum += weight;
    for (let at = feature.start; at < feature.end; at += 1)
      weights[at] = (weights[at] ?? 0) + weight / (feature.end - feature.start);
  }
  const letters = [...weights].map((weight) => (sum > 0 ? weight / sum : 0));
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    word,
    share: letters.slice(index, index + word.length).reduce((one, other) => one + other, 0),
  }));
  return { letters, words };
}
