/** Sentences about a campaign that several parts of the screens say. */
import { useTranslation } from 'react-i18next';
import type { CampaignSummary } from '../../../../shared/contract/annotation/campaigns.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { useNomenclatures } from '../../../app/streams.ts';
import { formatNumber, type Language } from '../../../ui/format.ts';
import type { Tone } from '../../../ui/state-mark.tsx';
import { wordsIn } from '../../codes/code-words.ts';

/** A number for a plural: which form, and how it is written. */
export function counted(count: number, language: Language): { count: number; number: string } {
  return { count, number: formatNumber(count, language) };
}

/** A day as a person reads it: `29 Nov 2026`. */
export function formatDay(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(at);
}

/** What a nomenclature is called, its id where it is not here. */
export function useNomenclatureName(): (id: string) => string {
  const language = useLanguage();
  const { value } = useNomenclatures();
  return (id) => {
    const known = value?.nomenclatures.find((one) => one.id === id);
    return (known && wordsIn(known.titles, language).text) || id;
  };
}

/** State of a campaign for this person: the most pressing thing, in a few words. */
export function useCampaignState(): (campaign: CampaignSummary) => { tone: Tone; word: string } {
  const { t } = useTranslation();
  const language = useLanguage();
  return ({ campaign, mine, problem, state }) => {
    if (problem) return { tone: 'warn', word: t('annotation.states.unreachable') };
    if (mine.conflicts > 0)
      return { tone: 'bad', word: t('annotation.states.conflicts', counted(mine.conflicts, language)) };
    if (campaign.state === 'closed') return { tone: 'paused', word: t('annotation.states.closed') };
    if (mine.unsent > 0)
      return { tone: 'busy', word: t('annotation.states.unsent', counted(mine.unsent, language)) };
    return state === 'stored'
      ? { tone: 'warn', word: t('annotation.states.stored') }
      : { tone: 'good', word: t('annotation.states.open') };
  };
}
