/** Says words straight from a language, for tests of pure rules. */
import { createInstance } from 'i18next';
import type { Translations } from '../en/index.ts';
import { sayWith, type Say } from '../words.ts';

/** A Say over one language, without a page. */
export function sayFrom(words: Translations): Say {
  const instance = createInstance();
  void instance.init({
    lng: 'en',
    resources: { en: { translation: words } },
    interpolation: { escapeValue: false },
    initAsync: false,
    returnEmptyString: true,
  });
  return sayWith(instance.t, (key) => instance.exists(key));
}
