/** The first line of the models: how they stand and what to do. */
import { useTranslation } from 'react-i18next';
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useRegistry } from '../parts/model-streams.ts';
import { counted } from '../parts/numbers.ts';
import { standingOf } from './standing.ts';

/** Up to three sentences; empty while nothing is known. */
export function useStanding(server: ModelServer): string {
  const { t } = useTranslation();
  const language = useLanguage();
  const { value } = useRegistry(server.id);
  if (!value) return '';
  if (value.state !== 'live' && value.models.length === 0)
    return value.problem ? t('models.standing.silent', { name: server.name }) : '';
  const { models, withoutChampion, ahead } = standingOf(value.models);
  if (models === 0) return t('models.standing.none', { name: server.name });
  const sentences = [t('models.standing.models', counted(models, language))];
  if (ahead) sentences.push(t('models.standing.ahead', { ...ahead }));
  if (withoutChampion > 0)
    sentences.push(t('models.standing.withoutChampion', counted(withoutChampion, language)));
  return sentences.join(' ');
}
