/** The first line of a model: which version is the champion, since when, and what waits behind it. */
import { useTranslation } from 'react-i18next';
import type { ModelDetail } from '../../../shared/contract/models/registry.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatMoment } from '../../ui/format.ts';
import { counted } from '../parts/numbers.ts';
import { champion, versionAt } from '../registry/standing.ts';

/** One or two sentences. */
export function useModelSentence({ model, versions, moves }: ModelDetail): string {
  const { t } = useTranslation();
  const language = useLanguage();
  const at = model && versionAt(model, champion);
  const newest = versions[0]?.version;
  if (newest === undefined) return '';
  if (at === undefined) return t('models.model.noChampion', counted(versions.length, language));
  const move = moves.find(({ alias, to }) => alias === champion && to === at);
  const first = move
    ? t('models.model.championSince', {
        version: at,
        time: formatMoment(move.at, Date.now(), language),
        by: move.by,
      })
    : t('models.model.championIs', { version: at });
  const newer = versions.findIndex(({ version }) => version === at);
  return newer > 0 ? `${first} ${t('models.model.newer', { ...counted(newer, language), newest })}` : first;
}
