/** What an item is taken for, from all that people decided: adjudicated, else what most say, else the only one. Pure. */
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import { newestFirst, type Standing } from '../coding/in-force.ts';
import type { AdjudicationRecord } from '../files/campaign-files.ts';

export interface Resolved {
  readonly by: 'adjudicated' | 'majority' | 'single';
  readonly status: Decision['status'];
  readonly code: string | undefined;
  /** The newest decision that says so; absent where only the adjudicator does. */
  readonly decision: Decision | undefined;
  readonly adjudication: AdjudicationRecord | undefined;
  /** Codings that count, and how many of them say so. */
  readonly codings: number;
  readonly agreeing: number;
}

/** `tie`: people differ and nobody settled it. `conflict`: all that there is was decided differently on two laptops. */
export type Resolution = Resolved | 'tie' | 'conflict' | 'open';

/** What a coding says; skipped and delegated ones say nothing. */
const opinion = ({ status, codeFinal = '' }: Pick<Decision, 'status' | 'codeFinal'>) =>
  status === 'unclassifiable' ? 'unclassifiable' : `done ${codeFinal}`;

const isCoding = ({ status }: Decision) => status === 'done' || status === 'unclassifiable';

/**
 * Takes the newest adjudication; else what more than half of the codings say; else the only coding; else, where
 * nobody coded it, that it was skipped.
 * @param people how the item stands with each annotator
 */
export function resolve(
  people: readonly Standing[],
  adjudications: readonly AdjudicationRecord[],
): Resolution {
  const decisions = people.flatMap((one) => (one.kind === 'in-force' ? [one.decision] : []));
  const codings = decisions.filter(isCoding).sort(newestFirst);
  const adjudication = newestOf(adjudications);
  const groups = [...Map.groupBy(codings, opinion).values()].sort((one, other) => other.length - one.length);
  const [first = []] = groups;
  const [newest] = first;
  if (adjudication) {
    const { status, code } = adjudication;
    const same = codings.filter((one) => opinion(one) === opinion({ status, codeFinal: code }));
    return {
      by: 'adjudicated',
      status,
      code,
      decision: same[0],
      adjudication,
      codings: codings.length,
      agreeing: same.length,
    };
  }
  if (newest) {
    if (first.length * 2 <= codings.length) return 'tie';
    return resolved(codings.length === 1 ? 'single' : 'majority', newest, codings.length, first.length);
  }
  if (people.some(({ kind }) => kind === 'conflict')) return 'conflict';
  const [skipped] = decisions.sort(newestFirst);
  return skipped ? resolved(decisions.length === 1 ? 'single' : 'majority', skipped, 0, 0) : 'open';
}

function resolved(by: Resolved['by'], decision: Decision, codings: number, agreeing: number): Resolved {
  const { status, codeFinal: code } = decision;
  return { by, status, code, decision, adjudication: undefined, codings, agreeing };
}

/** By time, and by id where times are equal. */
function newestOf(all: readonly AdjudicationRecord[]): AdjudicationRecord | undefined {
  return [...all].sort((one, other) => other.at - one.at || (one.id < other.id ? 1 : -1))[0];
}
