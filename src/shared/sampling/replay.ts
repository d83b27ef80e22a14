import { failure } from '../contract/errors.ts';
import type { SimpleRandomDesign, StratifiedDesign } from './design.ts';
import { generatorName } from './draws.ts';
import type { Frame, ProbabilityDraw } from './frame.ts';
import { drawSimpleRandom } from './simple-random.ts';
import type { Category } from './strata.ts';
import { drawStratified, stratumSizes } from './stratified.ts';

/** A probability sample's design with what it was drawn from. */
export type Replay =
  | { readonly design: SimpleRandomDesign; readonly frame: Pick<Frame, 'size' | 'text'> }
  | { readonly design: StratifiedDesign; readonly strata: Category };

function sameStrata(design: StratifiedDesign, strata: Category): boolean {
  const sizes = stratumSizes(strata);
  return (
    design.strata.length === sizes.length &&
    design.strata.every(
      ({ name, populationSize }, stratum) =>
        name === strata.names[stratum] && populationSize === sizes[stratum],
    )
  );
}

/**
 * Draws a probability sample again by its stored design. Throws a Failure `conflict` (`sample-frame-changed`) when the
 * frame is not the one it was drawn from: another number of rows or texts, or strata of other names or sizes; a
 * RangeError when the design was made by another generator.
 */
export function replay(given: Replay): readonly ProbabilityDraw[] {
  const { design } = given;
  if ((design.generator as string) !== generatorName) throw new RangeError(`unknown: ${design.generator}`);
  const { seed, sampled: n } = design;
  const rows = 'frame' in given ? given.frame.size : given.strata.index.length;
  const changed = (): Error =>
    failure('conflict', `The sample was drawn from ${design.rows} rows; these ${rows} are not they.`, {
      reason: 'sample-frame-changed',
      values: { expected: design.rows, found: rows },
    });
  if (rows !== design.rows) throw changed();
  if ('strata' in given) {
    if (!sameStrata(given.design, given.strata)) throw changed();
    return drawStratified(given.strata, { ...given.design, n }).draws;
  }
  const again = drawSimpleRandom(given.frame, { n, seed, unit: design.deduplicated ? 'text' : 'row' });
  if (again.design.strata[0]?.populationSize !== design.strata[0]?.populationSize) throw changed();
  return again.draws;
}
