/** Words whose key comes from the core at run time: a kind of notification, a reason, a task. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { loadAllWords } from './setup.ts';

export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string | undefined;

/** The sentence of a key that is known only at run time; undefined where there is none. */
export function sayWith(t: TFunction, exists: (key: string) => boolean): Say {
  return (key, values = {}) => {
    if (!exists(key) && !exists(`${key}_other`)) return undefined;
    return (t as unknown as (key: string, values: object) => string)(key, values);
  };
}

/** `sayWith` in the language in use. An exact sentence for a failure may come a moment after the general one. */
export function useSay(): Say {
  const { t, i18n } = useTranslation();
  return sayWith(t, (key) => {
    const isThere = i18n.exists(key);
    if (!isThere && key.startsWith('failures.')) void loadAllWords().catch(() => {});
    return isThere;
  });
}
