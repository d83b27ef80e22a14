/** The keys of the app, each of which a person can change. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMac, KeyHint } from '../../ui/key-hint.tsx';
import { core } from '../core.ts';
import { clashes, defaultKeys, describePress, keysInForce, type ActionName } from '../keys/keys.ts';
import { useLanguage } from '../language/setup.ts';
import { attempt } from '../notices.ts';
import classes from './settings.module.css';

/** One row an action; a key that another action has is refused, with its name. */
export function KeysSection({ own }: { readonly own: Readonly<Record<string, string>> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [asking, setAsking] = useState<ActionName>();
  const [clash, setClash] = useState<ActionName>();
  const keys = keysInForce(own);

  const take = (action: ActionName, event: React.KeyboardEvent) => {
    if (/^(Control|Shift|Alt|Meta|Tab)$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const press = describePress(event, isMac);
    if (press === 'escape' && action !== 'back') return setAsking(undefined);
    const wished = { ...own, [action]: press };
    const pair = clashes(keysInForce(wished)).find((one) => one.includes(action));
    if (pair) return setClash(pair[0] === action ? pair[1] : pair[0]);
    setClash(undefined);
    setAsking(undefined);
    void attempt(() => core.shell.changeSettings({ keys: wished }));
  };
  const reset = (action: ActionName) => {
    const { [action]: _gone, ...rest } = own;
    void attempt(() => core.shell.changeSettings({ keys: rest }));
  };

  return (
    <section className={classes.section} id="section-keys">
      <h2>{t('settings.keys')}</h2>
      <ul className={classes.keys}>
        {(Object.keys(defaultKeys) as ActionName[]).map((action) => (
          <li key={action}>
            <span>{t(`keys.${action}`)}</span>
            <KeyHint keys={keys[action]} language={language} />
            <span>
              <Button
                size="compact-sm"
                variant={asking === action ? 'light' : 'subtle'}
                aria-label={`${t('keys.change')}: ${t(`keys.${action}`)}`}
                onClick={() => (setAsking(action), setClash(undefined))}
                onKeyDown={(event) => asking === action && take(action, event)}
                onBlur={() => asking === action && setAsking(undefined)}
              >
                {asking === action ? t('keys.press') : t('keys.change')}
              </Button>
              {own[action] !== undefined && (
                <Button size="compact-sm" variant="subtle" onClick={() => reset(action)}>
                  {t('keys.reset')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <span role="status">{clash && t('keys.clash', { action: t(`keys.${clash}`) })}</span>
    </section>
  );
}
