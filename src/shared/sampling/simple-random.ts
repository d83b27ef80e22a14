import { checkSampleSize, type Sample, type SimpleRandomDesign } from './design.ts';
import { createDraws, generatorName, withoutReplacement, type Draws } from './draws.ts';
import type { Frame, ProbabilityDraw } from './frame.ts';
import { groupCount, groupRows, rowsOf } from './groups.ts';

/** What to draw: `unit` is `row` unless said. */
export interface SimpleRandomOptions {
  readonly n: number;
  readonly seed: number;
  readonly unit?: 'row' | 'text';
}

function rowDraws(draws: Draws, size: number, n: number): ProbabilityDraw[] {
  const place = {
    stratum: 0,
    populationSize: size,
    sampled: n,
    inclusionProbability: n / size,
    weight: size / n,
  };
  return Array.from(withoutReplacement(draws, size, n), (row) => ({ row, ...place }));
}

function textDraws(draws: Draws, texts: readonly Int32Array[], n: number): ProbabilityDraw[] {
  return Array.from(withoutReplacement(draws, texts.length, n), (text) => {
    const rows = texts[text] ?? new Int32Array();
    const multiplicity = rows.length;
    return {
      row: rows[draws.below(multiplicity)] ?? 0,
      stratum: 0,
      populationSize: texts.length,
      sampled: n,
      inclusionProbability: n / texts.length / multiplicity,
      weight: (texts.length / n) * multiplicity,
      multiplicity,
    };
  });
}

/**
 * A simple random sample without replacement (Cochran 1977, chapter 2). By row: each has the inclusion probability n / N,
 * and the weights sum to N. By text: n of the T distinct texts are drawn, then one of the m rows of each, so that no text
 * is coded twice; a row has the inclusion probability (n / T) / m, and the weights sum to N on average, not in each sample
 * (use a ratio estimate).
 *
 * Throws a Failure `invalid-input` (`sample-size`) unless 1 <= n <= N (or T), a RangeError when texts are asked for and
 * the frame has none for each row.
 */
export function drawSimpleRandom(
  frame: Pick<Frame, 'size' | 'text'>,
  { n, seed, unit = 'row' }: SimpleRandomOptions,
): Sample<ProbabilityDraw, SimpleRandomDesign> {
  const draws = createDraws(seed, 'simple-random');
  const design = (populationSize: number): SimpleRandomDesign => ({
    kind: 'simple-random',
    probability: true,
    deduplicated: unit === 'text',
    generator: generatorName,
    seed,
    rows: frame.size,
    sampled: n,
    strata: [{ name: '', populationSize, sampled: n }],
  });
  if (unit === 'row') {
    checkSampleSize(n, 1, frame.size);
    return { draws: rowDraws(draws, frame.size, n), design: design(frame.size) };
  }
  if (frame.text?.length !== frame.size) throw new RangeError('the frame has no text for each row');
  const groups = groupRows(frame.text, groupCount(frame.text));
  const texts: Int32Array[] = [];
  for (let text = 0; text + 1 < groups.starts.length; text++) {
    const rows = rowsOf(groups, text);
    if (rows.length > 0) texts.push(rows);
  }
  checkSampleSize(n, 1, texts.length);
  return { draws: textDraws(draws, texts, n), design: design(texts.length) };
}
