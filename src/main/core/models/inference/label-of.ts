/** The label that means a code. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import { codeOf } from '../pins/fit-nomenclature.ts';

/** As it is spelt, else by the code without dots. @throws Failure `fasttext-no-label` */
export function labelOf(labels: readonly string[], code: string, name: string): string {
  const found =
    labels.find((label) => codeOf(label) === code) ??
    labels.find((label) => dotless(codeOf(label)) === dotless(code));
  if (found !== undefined) return found;
  throw failure('not-found', `${name} has no label ${code}`, {
    reason: 'fasttext-no-label',
    values: { name, label: code },
  });
}
