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

type Words = { readonly [Section in keyof Translations]?: Partial<Translations[Section]> };

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

/** The later words, once a screen was opened that needs them. */
let allWords: Promise<void> | undefined;

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
  const words = await loaders[language].first();
  const further = allWords ? await loaders[language].later() : {};
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      resources: { [language]: { translation: words } },
      interpolation: { escapeValue: false },
      returnEmptyString: true,
      // Words that come later are shown as soon as they are there.
      react: { bindI18nStore: 'added' },
    });
  }
  i18next.addResourceBundle(language, 'translation', words, true, true);
  i18next.addResourceBundle(language, 'translation', further, true, true);
  if (i18next.language !== language) await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Loads the words that the first screen does not need, in the language in use and in every one that is spoken later; once. */
export function loadAllWords(): Promise<void> {
  allWords ??= (async () => {
    const language: Language = i18next.language === 'fr' ? 'fr' : 'en';
    i18next.addResourceBundle(language, 'translation', await loaders[language].later(), true, true);
  })().catch((error: unknown) => {
    allWords = undefined;
    throw error;
  });
  return allWords;
}

/** The language in use. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'fr' ? 'fr' : 'en';
}
