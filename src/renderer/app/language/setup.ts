/** Language of the interface: English or French, as the settings or the system say. Only the one in use is loaded. */
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Settings } from '../../../shared/contract/shell.ts';
import type { Language } from '../../ui/format.ts';
import type { Translations } from './en/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Translations };
  }
}

const loaders: Record<Language, () => Promise<Translations>> = {
  en: async () => (await import('./en/index.ts')).en,
  fr: async () => (await import('./fr/index.ts')).fr,
};

/** The language for a setting, given the system's languages, best first (BCP 47 tags). */
export function chooseLanguage(setting: Settings['language'], system: readonly string[]): Language {
  if (setting !== 'system') return setting;
  const known = system
    .map((tag) => tag.toLowerCase().split('-')[0])
    .find((tag) => tag === 'en' || tag === 'fr');
  return known ?? 'en';
}

/** Loads the words of a language and shows them everywhere. */
export async function speak(language: Language): Promise<void> {
  const words = await loaders[language]();
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      resources: { [language]: { translation: words } },
      interpolation: { escapeValue: false },
      returnEmptyString: true,
    });
  } else if (i18next.language !== language) {
    i18next.addResourceBundle(language, 'translation', words);
    await i18next.changeLanguage(language);
  }
  document.documentElement.lang = language;
}

/** The language in use. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'fr' ? 'fr' : 'en';
}
