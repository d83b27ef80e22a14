/** What a level is called within a sentence. */
import { useTranslation } from 'react-i18next';
import type { Nomenclature } from '../../../shared/contract/annotation/nomenclatures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { levelTitle } from '../codes/code-words.ts';

/** `sub-class`; `level 5` while the nomenclature is not there; `all levels` for 0, the hierarchical distance. */
export function useLevelWords(nomenclature: Nomenclature | undefined): (level: number) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return (level) => {
    if (level === 0) return t('quality.allLevels');
    const title = nomenclature ? levelTitle(nomenclature, level, language) : '';
    return title === '' ? t('quality.level', { level }) : title.toLocaleLowerCase(language);
  };
}
