/** Ctrl K: a few letters reach every action and object. */
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';
import { useFrame } from '../frame/frame-state.ts';
import classes from './palette.module.css';
import { isPaletteKey, type PaletteKey } from './palette-keys.ts';

// The field is there at once and keeps the letters; what they find comes with the first opening.
const PaletteResults = lazy(async () => ({
  default: (await import('./palette-results.tsx')).PaletteResults,
}));

/** The dialog draws its content a moment after itself; letters typed right after the key must not be lost. */
function focusAtOnce(input: HTMLInputElement | null): void {
  input?.focus();
}

/** The dialog; arrows move, Enter does it, Escape leaves. */
export function Palette() {
  const { t } = useTranslation();
  const set = useFrame((state) => state.set);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState<string>();
  const act = useRef<(key: PaletteKey) => void>(undefined);
  const early = useRef<PaletteKey[]>([]);

  const press = (event: React.KeyboardEvent) => {
    const { key } = event;
    if (!isPaletteKey(key)) return;
    event.preventDefault();
    if (act.current) act.current(key);
    else early.current.push(key);
  };
  const takeKeys = (taker: ((key: PaletteKey) => void) | undefined) => {
    act.current = taker;
    if (!taker) return;
    for (const key of early.current.splice(0)) taker(key);
  };

  return (
    <Dialog title={t('palette.title')} onClose={() => set('palette', false)} size="lg" bare>
      <div className={classes.input}>
        <IconSearch size={18} aria-hidden="true" />
        <input
          ref={focusAtOnce}
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={active}
          aria-autocomplete="list"
          aria-label={t('palette.title')}
          placeholder={t('palette.placeholder')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={press}
          spellCheck={false}
          autoComplete="off"
        />
      </div>
      <Suspense fallback={<ul id="palette-list" role="listbox" aria-label={t('palette.title')} hidden />}>
        <PaletteResults query={query} onActive={setActive} onKeys={takeKeys} />
      </Suspense>
    </Dialog>
  );
}
