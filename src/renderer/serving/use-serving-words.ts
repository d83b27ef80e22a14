/** Sentences about applications. */
import { useTranslation } from 'react-i18next';
import type { Application, ServedModel } from '../../shared/contract/serving/applications.ts';
import { useLanguage } from '../app/language/setup.ts';
import { formatNumber } from '../ui/format.ts';
import { inOrder, isAlias, isTroubled } from './application-state.ts';

/** Says what an application is and how it stands. */
export function useServingWords() {
  const { t } = useTranslation();
  const language = useLanguage();

  const model = (served: ServedModel) => {
    const { name, version } = served;
    if (version === undefined) return name;
    return t(isAlias(served) ? 'serving.modelAlias' : 'serving.model', { name, version });
  };
  const models = ({ models: served }: Application) => served.map(model).join(', ');

  return {
    model,
    models,
    state({ health, sync, operation }: Application): string {
      return [
        t(`serving.states.${health}`),
        sync === 'out-of-sync' && t('serving.states.outOfSync'),
        operation?.phase === 'Running' && t('serving.states.operating'),
      ]
        .filter(Boolean)
        .join(' · ');
    },
    summary(applications: readonly Application[]): string {
      const troubled = inOrder(applications).filter(isTroubled);
      const [first] = troubled;
      if (first) {
        const { length: count } = troubled;
        return t('serving.summary.troubled', {
          count,
          number: formatNumber(count, language),
          name: first.name,
        });
      }
      const [only] = applications;
      if (only && applications.length === 1 && only.models.length > 0)
        return t('serving.summary.one', { name: only.name, model: models(only) });
      const { length: count } = applications;
      return t('serving.summary.some', { count, number: formatNumber(count, language) });
    },
  };
}
