/** Light or dark, as the settings or the system say. */
import { useSyncExternalStore } from 'react';
import type { Settings } from '../../shared/contract/shell.ts';

const key = 'sardonyx.appearance';
const systemDark = matchMedia('(prefers-color-scheme: dark)');

function subscribe(changed: () => void): () => void {
  systemDark.addEventListener('change', changed);
  return () => systemDark.removeEventListener('change', changed);
}

/** The last choice, remembered by the browser so that the first picture already has its colours. */
export function rememberedAppearance(): Settings['appearance'] {
  const remembered = localStorage.getItem(key);
  return remembered === 'light' || remembered === 'dark' ? remembered : 'system';
}

/** Remembers the choice for the next start. */
export function rememberAppearance(appearance: Settings['appearance']): void {
  localStorage.setItem(key, appearance);
}

/** The scheme to draw in; follows the system while the setting says so. */
export function useScheme(appearance: Settings['appearance']): 'light' | 'dark' {
  const dark = useSyncExternalStore(subscribe, () => systemDark.matches);
  if (appearance === 'system') return dark ? 'dark' : 'light';
  return appearance;
}
