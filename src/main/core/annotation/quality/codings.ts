/** Who coded what, as a table of units by raters. Pure. */
import type { CodingMode } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import { standings } from '../coding/in-force.ts';
import { missing, unclassifiable, type CodeTable } from './code-table.ts';

/** Decisions in force, by annotator (sorted) and item. Items that are open or in conflict are not there. */
export type InForce = ReadonlyMap<string, ReadonlyMap<string, Decision>>;

/** Rows are items, columns annotators, both in the order of their names; the cell of both is at `row * annotators.length + column`. */
export interface Codings {
  readonly items: readonly string[];
  readonly annotators: readonly string[];
  /** Categories as given before any suggestion was seen, or `missing`. */
  readonly independent: Int32Array;
  /** Categories as they stand in the end, or `missing`. */
  readonly final: Int32Array;
  /** Place in `codingModes`, or `missing`. */
  readonly mode: Int8Array;
}

export const codingModes: readonly CodingMode[] = ['blind', 'reveal', 'assisted'];

const byName = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** What holds of all decisions, in any order and however often each is given. */
export function inForce(decisions: Iterable<Decision>): InForce {
  const people = [...Map.groupBy(decisions, ({ annotator }) => annotator)].sort(([one], [other]) =>
    byName(one, other),
  );
  return new Map(
    people.map(([annotator, all]) => {
      const held = new Map<string, Decision>();
      for (const [item, standing] of standings(all))
        if (standing.kind === 'in-force') held.set(item, standing.decision);
      return [annotator, held];
    }),
  );
}

/**
 * The category that a person gave without help: in reveal mode the first code, also where it became unclassifiable once suggestions were
 * seen; else the final one, for in blind mode a slip that was taken back is no opinion. What was skipped or delegated is missing.
 */
export function independentCategory(decision: Decision, table: CodeTable): number {
  const { status, mode, codeFirst, codeFinal } = decision;
  if (status === 'skipped' || status === 'delegated') return missing;
  if (mode === 'reveal') return categoryOf(codeFirst, table);
  if (status === 'unclassifiable') return unclassifiable;
  return categoryOf(codeFinal, table);
}

/** The category that stands in the end. */
export function finalCategory({ status, codeFinal }: Decision, table: CodeTable): number {
  if (status === 'unclassifiable') return unclassifiable;
  return status === 'done' ? categoryOf(codeFinal, table) : missing;
}

function categoryOf(code: string | undefined, table: CodeTable): number {
  return (code === undefined ? undefined : table.categoryOf(code)) ?? missing;
}

/** The table of all decisions in force. */
export function createCodings(held: InForce, table: CodeTable): Codings {
  const annotators = [...held.keys()];
  const items = [...new Set([...held.values()].flatMap((decisions) => [...decisions.keys()]))].sort(byName);
  const rows = new Map(items.map((item, row) => [item, row]));
  const cells = items.length * annotators.length;
  const independent = new Int32Array(cells).fill(missing);
  const final = new Int32Array(cells).fill(missing);
  const mode = new Int8Array(cells).fill(missing);
  for (const [column, annotator] of annotators.entries())
    for (const [item, decision] of held.get(annotator) ?? []) {
      const cell = (rows.get(item) ?? 0) * annotators.length + column;
      independent[cell] = independentCategory(decision, table);
      final[cell] = finalCategory(decision, table);
      mode[cell] = codingModes.indexOf(decision.mode);
    }
  return { items, annotators, independent, final, mode };
}

/** The categories of one row that are not missing. */
export function given(codings: Codings, row: number): number[] {
  const from = row * codings.annotators.length;
  return [...codings.independent.subarray(from, from + codings.annotators.length)].filter(
    (category) => category !== missing,
  );
}
