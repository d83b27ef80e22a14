/** Ctrl K: a few letters reach every action and object. */
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { useFrame } from '../frame/frame-state.ts';
import { useKeysInForce } from '../keys/use-keys.ts';
import { useLanguage } from '../language/setup.ts';
import { useSay } from '../language/words.ts';
import { useCatalogs, useSavedConfigurations, useServices, useSession } from '../streams.ts';
import { findEntries, paletteEntries, type Entry } from './entries.ts';
import classes from './palette.module.css';
import { usePaletteActions } from './use-palette-actions.ts';

/** More than these nobody reads: type another letter. */
const most = 50;

/** The dialog draws its content a moment after itself; letters typed right after the key must not be lost. */
function focusAtOnce(input: HTMLInputElement | null): void {
  input?.focus();
}

/** The dialog; arrows move, Enter does it, Escape leaves. */
export function Palette() {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const keys = useKeysInForce();
  const set = useFrame((state) => state.set);
  const [query, setQuery] = useState('');
  const [place, setPlace] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const act = usePaletteActions();
  const session = useSession().value;
  const services = useServices().value?.services;
  const catalogs = useCatalogs().value;
  const saved = useSavedConfigurations().value?.configurations;

  const entries = useMemo(
    () => paletteEntries({ session, services: services ?? [], catalogs, saved: saved ?? [], say, act }),
    [session, services, catalogs, saved, language],
  );
  // Not deferred: Enter runs what stands first for the letters typed so far, however fast they came.
  const found = useMemo(() => findEntries(entries, query).slice(0, most), [entries, query]);
  const chosen = found[Math.min(place, found.length - 1)];
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const close = () => set('palette', false);
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    close();
    entry.run();
  };
  const press = (event: React.KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setPlace((now) => Math.min(found.length - 1, Math.max(0, now + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(chosen);
    }
  };

  return (
    <Dialog title={t('palette.title')} onClose={close} size="lg" bare>
      <div className={classes.input}>
        <IconSearch size={18} aria-hidden="true" />
        <input
          ref={focusAtOnce}
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={chosen ? `palette-${found.indexOf(chosen)}` : undefined}
          aria-autocomplete="list"
          aria-label={t('palette.title')}
          placeholder={t('palette.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setPlace(0);
          }}
          onKeyDown={press}
          spellCheck={false}
          autoComplete="off"
        />
      </div>
      {found.length === 0 && <p className={classes.nothing}>{t('palette.nothing')}</p>}
      <ul
        id="palette-list"
        className={classes.list}
        role="listbox"
        aria-label={t('palette.title')}
        ref={list}
        hidden={found.length === 0}
      >
        {found.map((entry, index) => (
          <li
            key={entry.id}
            id={`palette-${index}`}
            role="option"
            aria-selected={entry === chosen}
            className={classes.option}
            onClick={() => run(entry)}
            onMouseMove={() => setPlace(index)}
          >
            <span className={classes.title}>
              {entry.title}
              {entry.detail && (
                <small>
                  <span className="visually-hidden">, </span>
                  {entry.detail}
                </small>
              )}
            </span>
            <span className={classes.group}>{t(`palette.${entry.group}`)}</span>
            {entry.key ? <KeyHint keys={keys[entry.key]} language={language} /> : <span />}
          </li>
        ))}
      </ul>
      <span className="visually-hidden" role="status">
        {t('palette.results', { count: found.length })}
      </span>
    </Dialog>
  );
}
