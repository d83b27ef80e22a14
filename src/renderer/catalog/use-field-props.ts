/** What the widgets of the form have in common. */
import { useTranslation } from 'react-i18next';
import { useProblem } from './use-problem.ts';

/** What all fields show alike: label, description, problem, and that the platform has set it. */
export function useFieldProps(field: {
  readonly title: string;
  readonly description?: string;
  readonly isReadonly: boolean;
  readonly helmValuesPath: readonly (string | number)[];
}) {
  const { t } = useTranslation();
  const error = useProblem(field.helmValuesPath);
  const description = [field.description, field.isReadonly ? t('launch.readOnly') : undefined]
    .filter(Boolean)
    .join(' · ');
  return { label: field.title, error, ...(description ? { description } : {}) };
}
