/** What the palette found for the letters typed so far. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../../ui/key-hint.tsx';
import { useFrame } from '../frame/frame-state.ts';
import { useKeysInForce } from '../keys/use-keys.ts';
import { useLanguage } from '../language/setup.ts';
import { useSay } from '../language/words.ts';
import { useCampaigns, useCatalogs, useSavedConfigurations, useServices, useSession } from '../streams.ts';
import { findEntries, paletteEntries, type Entry } from './entries.ts';
import type { PaletteKey } from './palette-keys.ts';
import classes from './palette.module.css';
import { usePaletteActions } from './use-palette-actions.ts';

/** More than these nobody reads: type another letter. */
const most = 50;
const steps: Readonly<Record<Exclude<PaletteKey, 'Enter'>, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 8,
  PageUp: -8,
};

export interface PaletteResultsProps {
  readonly query: string;
  /** Told the id of the entry that Enter runs. */
  readonly onActive: (id: string | undefined) => void;
  /** Given who takes the keys of the field; none once the list is gone. */
  readonly onKeys: (taker: ((key: PaletteKey) => void) | undefined) => void;
}

/** The list; a click runs an entry, and so does Enter in the field. */
export function PaletteResults({ query, onActive, onKeys }: PaletteResultsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const keys = useKeysInForce();
  const set = useFrame((state) => state.set);
  const list = useRef<HTMLUListElement>(null);
  const entries = useEntries();
  // Not deferred: Enter runs what stands first for the letters typed so far, however fast they came.
  const found = useMemo(() => findEntries(entries, query).slice(0, most), [entries, query]);
  const [chosenAt, setChosenAt] = useState({ query, place: 0 });
  // Other letters begin at the top.
  const place = chosenAt.query === query ? Math.max(0, Math.min(chosenAt.place, found.length - 1)) : 0;
  const chosen = found[place];
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    set('palette', false);
    entry.run();
  };
  const take = (key: PaletteKey) => {
    if (key === 'Enter') run(chosen);
    else
      setChosenAt((before) => {
        const from = before.query === query ? before.place : 0;
        return { query, place: Math.min(found.length - 1, Math.max(0, from + steps[key])) };
      });
  };
  const latest = useRef(take);
  useLayoutEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    onKeys((key) => latest.current(key));
    return () => onKeys(undefined);
  }, []);
  useEffect(() => onActive(chosen && `palette-${place}`), [chosen, place]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  return (
    <>
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
            onMouseMove={() => setChosenAt({ query, place: index })}
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
    </>
  );
}

/** Everything that can be reached now, in the language in use. */
function useEntries(): readonly Entry[] {
  const say = useSay();
  const language = useLanguage();
  const act = usePaletteActions();
  const session = useSession().value;
  const services = useServices().value?.services;
  const catalogs = useCatalogs().value;
  const campaigns = useCampaigns().value;
  const saved = useSavedConfigurations().value?.configurations;
  return useMemo(
    () =>
      paletteEntries({
        session,
        services: services ?? [],
        catalogs,
        saved: saved ?? [],
        campaigns,
        say,
        act,
      }),
    [session, services, catalogs, saved, campaigns, language],
  );
}
