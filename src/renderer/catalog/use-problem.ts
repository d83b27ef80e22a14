/** What is wrong with a field, as a sentence. */
import { useTranslation } from 'react-i18next';
import type { ValuePath, ValueProblem } from '../../shared/contract/launch-form.ts';
import { useSay } from '../app/language/words.ts';
import { useForm } from './form-context.ts';
import { pathKey } from './form-editor.ts';

/** The words of a problem. */
export function useProblemWords(): (problem: ValueProblem) => string {
  const { t } = useTranslation();
  const say = useSay();
  return (problem) =>
    say(`formProblems.${problem.kind}`, problem.values) ??
    t('formProblems.other', { message: String(problem.values.message ?? problem.kind) });
}

/** The first problem exactly at a path. */
export function useProblem(path: ValuePath): string | undefined {
  const { problems } = useForm();
  const words = useProblemWords();
  const problem = problems.find((one) => pathKey(one.path) === pathKey(path));
  return problem && words(problem);
}
