/** Predicts a model's own examples, to show whether a preprocessing is the right one. Pure. */
import type { ModelAnswer } from '../../../../shared/contract/models/inference.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import type { Example } from './examples.ts';

/** Examples that are shown. */
const most = 20;

interface Checked {
  readonly checked: number;
  readonly agreeing: number;
  readonly examples: readonly {
    readonly raw: string;
    readonly given: string;
    readonly expected?: string;
    readonly got?: string;
  }[];
}

/** How many answers are what was expected; the first that differ, or the first ones where none do. */
export function checkedExamples(rows: readonly Example[], answers: readonly ModelAnswer[]): Checked {
  const all = rows.map(({ expected }, at) => {
    const { raw = '', given = '', predictions = [] } = answers[at] ?? {};
    const got = predictions[0]?.code;
    return { raw, given, ...(expected !== undefined && { expected }), ...(got !== undefined && { got }) };
  });
  const told = all.filter(({ expected }) => expected !== undefined && expected !== '');
  const differing = told.filter(({ expected = '', got = '' }) => dotless(expected) !== dotless(got));
  return {
    checked: told.length,
    agreeing: told.length - differing.length,
    examples: (differing.length > 0 ? differing : all).slice(0, most),
  };
}
