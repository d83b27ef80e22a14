/** How a key is written for a person. Pure. */

const names: Record<string, { en: string; fr: string }> = {
  mod: { en: 'Ctrl', fr: 'Ctrl' },
  alt: { en: 'Alt', fr: 'Alt' },
  shift: { en: 'Shift', fr: 'Maj' },
  escape: { en: 'Esc', fr: 'Échap' },
  enter: { en: 'Enter', fr: 'Entrée' },
  space: { en: 'Space', fr: 'Espace' },
  arrowdown: { en: '↓', fr: '↓' },
  arrowup: { en: '↑', fr: '↑' },
};

/** A key as it is shown: `Ctrl K`, `G then C`. */
export function showKey(key: string, language: 'en' | 'fr', isMac: boolean): string {
  const one = (press: string) =>
    press
      .split('+')
      .map((part) => (part === 'mod' && isMac ? '⌘' : (names[part]?.[language] ?? part.toUpperCase())))
      .join(' ');
  return key
    .split(' ')
    .map(one)
    .join(language === 'fr' ? ' puis ' : ' then ');
}
