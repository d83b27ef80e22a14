/**
 * Language of the interface: English or French, as the settings or the system say. Only the one in use is loaded, and of it
 * at first only what the first screen may need.
 */
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

type Words = { readonly [Section in keyof Translations]?: Translations[Section] };

const loaders: Record<Language, { first(): Promise<Words>; later(): Promise<Words> }> = {
  en: {
    first: async () => (await import('./en/first.ts')).first,
    later: async () => (await import('./en/later.ts')).later,
  },
  fr: {
    first: async () => (await import('./fr/first.ts')).first,
    later: async () => (await import('./fr/later.ts')).later,
  },
};

/** Whether a screen was opened that needs the later words. */
let needsAll = false;

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
  const words = needsAll
    ? { ...(await loaders[language].first()), ...(await loaders[language].later()) }
    : await loaders[language].first();
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      resources: { [language]: { translation: words } },
      interpolation: { escapeValue: false },
      returnEmptyString: true,
    });
  } else if (i18next.language !== language) {
    i18next.addResourceBundle(language, 'translation', words, true, true);
    await i18next.changeLanguage(language);
  }
  document.documentElement.lang = language;
}

/** Loads the words that the first screen does not need, in the language in use and in every one that is spoken later. */
export async function loadAllWords(): Promise<void> {
  needsAll = true;
  const language: Language = i18next.language === 'fr' ? 'fr' : 'en';
  i18next.addResourceBundle(language, 'translation', await loaders[language].later(), true, true);
}

/** The language in use. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'fr' ? 'fr' : 'en';
}
