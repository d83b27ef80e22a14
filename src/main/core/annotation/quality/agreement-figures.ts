/** Every figure of agreement, level by level: the values first, then their intervals. */
import type { AgreementFigure } from '../../../../shared/contract/annotation/quality.ts';
import {
  agreementStatistic,
  type AgreementEstimator as Estimator,
} from '../../../../shared/statistics/agreement.ts';
import { ancestorDistance } from '../../../../shared/statistics/hierarchy.ts';
import type { Scope } from './agreement-scopes.ts';
import { missing, type CodeTable } from './code-table.ts';
import { jointBootstrap, type FigureGroup } from './joint-bootstrap.ts';
import { coarserPatterns, countPlaces, patternsOf, type Patterns } from './patterns.ts';

/** The figures of one scope: at once without intervals, with them when they are awaited. */
export interface ScopeFigures {
  readonly figures: readonly AgreementFigure[];
  /** @param pause awaited now and then; throws to end it */
  withIntervals(pause: () => Promise<void>): Promise<readonly AgreementFigure[]>;
}

/** Always the same, so that an interval changes only when a coding does. */
const seed = 20_080_101;
const resamples = 1000;
/** Fewer tell nothing about their own spread. */
const leastItems = 10;

const estimators: readonly { readonly name: AgreementFigure['estimator']; readonly estimator: Estimator }[] =
  [
    { name: 'percent', estimator: 'percent-agreement' },
    { name: 'krippendorff-nominal', estimator: 'krippendorff-alpha' },
    { name: 'cohen-kappa', estimator: 'cohen-kappa' },
    { name: 'fleiss-kappa', estimator: 'fleiss-kappa' },
    { name: 'gwet-ac1', estimator: 'gwet-ac1' },
  ];

interface Level extends FigureGroup {
  readonly level: number;
  readonly names: readonly AgreementFigure['estimator'][];
}

/**
 * Agreement of one scope at each of its levels by every estimator, and over all levels at once by the hierarchical distance
 * (1 - level of the lowest common ancestor / depth). Items that fewer than two people coded count in none. Gwet's AC1 takes all answers
 * that could have been given at the level, Fleiss' kappa the items with the most frequent number of codings (`items` says how many).
 * Formulas and sources: `shared/statistics`.
 */
export function scopeFigures({ scope, rows, ordered, fromLevel }: Scope, table: CodeTable): ScopeFigures {
  const units = patternsOf(rows, ordered);
  const counts = countPlaces(units);
  const perItem = commonNumber(units, counts);
  const codings = rows.reduce((sum, row) => sum + row.filter((category) => category !== missing).length, 0);
  const make = () => levelsOf({ units, ordered, fromLevel, perItem }, table);
  const figures = make().map(({ level, patterns, statistics, names }) =>
    statistics.map((statistic, place): AgreementFigure => {
      const estimator = names[place] ?? 'percent';
      const measure = statistic.at(countPlaces(patterns, undefined, counts));
      return {
        estimator,
        level,
        scope,
        ...(measure.value === undefined ? { reason: measure.reason } : { value: measure.value }),
        items: measure.n,
        codings: estimator === 'fleiss-kappa' ? measure.n * perItem : measure.n === 0 ? 0 : codings,
      };
    }),
  );
  return {
    figures: figures.flat(),
    async withIntervals(pause) {
      if (rows.length < leastItems) return figures.flat();
      // Made anew: of a hundred pairs they would be hundreds of megabytes.
      const bounds = await jointBootstrap(units, make(), { seed, resamples, pause });
      return figures.flatMap((ofLevel, group) =>
        ofLevel.map((figure, place) => {
          const found = bounds[group]?.[place];
          if (!found || figure.value === undefined || figure.items < leastItems) return figure;
          return { ...figure, low: found[0], high: found[1], resamples };
        }),
      );
    },
  };
}

function levelsOf(
  scope: Pick<Scope, 'ordered' | 'fromLevel'> & { readonly units: Patterns; readonly perItem: number },
  table: CodeTable,
): Level[] {
  const { units, ordered, fromLevel, perItem: ratingsPerUnit } = scope;
  const levels: Level[] = [];
  for (let level = table.depth; level >= fromLevel; level -= 1) {
    const patterns = coarserPatterns(units, table.atLevel(level), ordered);
    const options = { categories: table.answers(level), ratingsPerUnit };
    const statistics = estimators.map(({ estimator }) =>
      agreementStatistic(estimator, patterns.rows, options),
    );
    levels.push({ level, patterns, statistics, names: estimators.map(({ name }) => name) });
  }
  const distance = ancestorDistance((category) => table.pathOf(Number(category)), table.depth);
  const patterns = { rows: units.rows, place: Int32Array.from(units.rows, (_, place) => place) };
  const statistics = [agreementStatistic('krippendorff-alpha', units.rows, { distance })];
  return [...levels, { level: 0, patterns, statistics, names: ['krippendorff-hierarchical'] }];
}

/** The most frequent number of codings of an item, of two the larger. */
function commonNumber({ rows }: Patterns, counts: Uint32Array): number {
  const items = new Map<number, number>();
  for (const [place, row] of rows.entries())
    items.set(row.length, (items.get(row.length) ?? 0) + (counts[place] ?? 0));
  const [most] = [...items].sort(([sizeA, a], [sizeB, b]) => b - a || sizeB - sizeA);
  return most?.[0] ?? 2;
}
