/** Words whose key comes from the core at run time: a kind of notification, a reason, a task. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { loadAllWords } from './setup.ts';

export interface Say {
  (key: string, values?: Readonly<Record<string, string | number>>): string | undefined;
  /** Asks for the words that come later; who says something is asked again once they are there. */
  readonly wantMore?: () => void;
}

/** The sentence of a key that is known only at run time; undefined where there is none. */
export function sayWith(t: TFunction, exists: (key: string) => boolean): Say {
  return (key, values = {}) => {
    if (!exists(key) && !exists(`${key}_other`)) return undefined;
    return (t as unknown as (key: string, values: object) => string)(key, values);
  };
}

/** `sayWith` in the language in use. */
export function useSay(): Say {
  const { t, i18n } = useTranslation();
  return Object.assign(
    sayWith(t, (key) => i18n.exists(key)),
    { wantMore: () => void loadAllWords().catch(() => {}) },
  );
}
