/** Whether answers agree. Pure. */
import type { Answer } from '../../../shared/contract/serving/asking.ts';

/** The first code where all that answered say the same; `differ` where not; undefined for fewer than two. */
export function agreementOf(answers: readonly Answer[]): { readonly code: string } | 'differ' | undefined {
  const firsts = answers
    .filter(({ problem }) => problem === undefined)
    .map(({ predictions }) => predictions[0]?.code);
  if (firsts.length < 2) return undefined;
  const [first] = firsts;
  return first !== undefined && firsts.every((code) => code === first) ? { code: first } : 'differ';
}

/** Codes that more than one answer has, whatever their rank. */
export function sharedCodes(answers: readonly Answer[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { predictions } of answers)
    for (const code of new Set(predictions.map((one) => one.code)))
      counts.set(code, (counts.get(code) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > 1).map(([code]) => code));
}
