/** Both models against the gold codes, level by level of the nomenclature. Pure. */
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { SamplingDesign } from '../../../../shared/contract/annotation/campaigns.ts';
import type { LevelComparison } from '../../../../shared/contract/serving/comparison.ts';
import { createTree } from '../../../../shared/nomenclature/tree.ts';
import { mcNemar } from '../../../../shared/statistics/mcnemar.ts';
import { differenceOf, shareOf, type Judged } from './estimates.ts';

export interface ComparisonJob {
  readonly nomenclature: Nomenclature;
  readonly sampling: Pick<SamplingDesign, 'kind' | 'probability' | 'deduplicated' | 'strata'>;
  /** Of each item; predictions are first codes, undefined where there is none. */
  readonly items: readonly {
    readonly truth: string;
    readonly a: string | undefined;
    readonly b: string | undefined;
    readonly stratum: string | undefined;
    readonly weight: number | undefined;
  }[];
}

/** For each item down to which level the gold code goes and each model is right; 0: not even the section, or no answer. */
export interface Verdicts {
  readonly reach: Uint8Array;
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

export interface ComparedLevels {
  readonly levels: readonly LevelComparison[];
  readonly verdicts: Verdicts;
}

/** Levels that some gold code reaches; an item counts at a level that its gold code reaches. */
export function comparedLevels({ nomenclature, sampling, items }: ComparisonJob): ComparedLevels {
  const tree = createTree(nomenclature);
  const common = (truth: string, code: string | undefined) =>
    code === undefined ? 0 : tree.commonLevel(truth, code);
  const verdicts = {
    reach: Uint8Array.from(items, ({ truth }) => tree.node(truth)?.level ?? 0),
    a: Uint8Array.from(items, ({ truth, a }) => common(truth, a)),
    b: Uint8Array.from(items, ({ truth, b }) => common(truth, b)),
  };
  const levels = Array.from({ length: tree.depth }, (_, index) => index + 1).flatMap((level) => {
    const judged = items.flatMap(({ stratum, weight }, index): Judged[] => {
      if ((verdicts.reach[index] ?? 0) < level) return [];
      const a = (verdicts.a[index] ?? 0) >= level;
      return [{ stratum, weight, a, b: (verdicts.b[index] ?? 0) >= level }];
    });
    return judged.length === 0 ? [] : [compared(level, judged, items, sampling)];
  });
  return { levels, verdicts };
}

function compared(
  level: number,
  judged: readonly Judged[],
  all: ComparisonJob['items'],
  sampling: ComparisonJob['sampling'],
): LevelComparison {
  const { onlyA, onlyB, method, statistic, pValue } = mcNemar(
    judged.filter(({ a, b }) => a && !b).length,
    judged.filter(({ a, b }) => b && !a).length,
  );
  return {
    level,
    n: judged.length,
    a: shareOf(judged, 'a', all, sampling),
    b: shareOf(judged, 'b', all, sampling),
    difference: differenceOf(judged, all, sampling),
    mcNemar: { onlyA, onlyB, method, pValue, ...(statistic !== undefined && { statistic }) },
  };
}
