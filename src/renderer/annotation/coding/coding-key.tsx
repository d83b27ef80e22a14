/** A key of the coding screen, as it is printed. */
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { useLanguage } from '../../app/language/setup.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import styles from '../../ui/ui.module.css';

/** Signs that a font may lack are drawn. */
const drawn = { arrowleft: IconArrowLeft, arrowright: IconArrowRight } as const;
const names: Readonly<Record<string, string>> = { pageup: 'pg↑', pagedown: 'pg↓' };

/** The key in the words of the language; to screen readers its name in the settings. */
export function CodingKey({ keys }: { readonly keys: string }) {
  const language = useLanguage();
  const Drawn = keys === 'arrowleft' || keys === 'arrowright' ? drawn[keys] : undefined;
  if (Drawn) {
    return (
      <kbd className={styles.key}>
        <Drawn size={13} style={{ verticalAlign: -2 }} aria-hidden="true" />
      </kbd>
    );
  }
  const shown = keys
    .split('+')
    .map((part) => names[part] ?? part)
    .join('+');
  return <KeyHint keys={shown} language={language} />;
}
