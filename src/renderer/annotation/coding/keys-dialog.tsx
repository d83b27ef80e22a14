/** The keys of coding on one sheet, each of which a person can change. */
import { Button } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { attempt } from '../../app/notices.ts';
import { useSettings } from '../../app/streams.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { isMac } from '../../ui/key-hint.tsx';
import { CodingKey } from './coding-key.tsx';
import {
  codingActions,
  codingKeysInForce,
  describeCodingPress,
  refusalOf,
  settingName,
  type CodingAction,
} from './coding-keys.ts';
import classes from './coding.module.css';

/** A key that writes, or that another action has, is refused with the reason. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const own = useSettings().value?.keys ?? {};
  const keys = codingKeysInForce(own);
  const [asking, setAsking] = useState<CodingAction>();
  const [refusal, setRefusal] = useState<ReturnType<typeof refusalOf>>();

  const save = (wished: Readonly<Record<string, string>>) =>
    void attempt(() => core.shell.changeSettings({ keys: wished }));
  const take = (action: CodingAction, event: KeyboardEvent) => {
    if (/^(Control|Shift|Alt|Meta|Tab|AltGraph)$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const press = describeCodingPress({ ...pressOf(event), code: event.nativeEvent.code }, isMac);
    if (press === 'escape' && action !== 'clear') return setAsking(undefined);
    const refused = refusalOf(press, action, keys);
    setRefusal(refused);
    if (refused) return;
    setAsking(undefined);
    save({ ...own, [settingName(action)]: press });
  };
  const reset = (action: CodingAction) => {
    const { [settingName(action)]: _gone, ...rest } = own;
    save(rest);
  };
  return (
    <Dialog title={t('coding.keys.title')} onClose={onClose} size="lg">
      <p>{t('coding.keys.typing')}</p>
      <ul className={classes.keySheet}>
        {codingActions.map((action) => (
          <li key={action}>
            <CodingKey keys={keys[action]} />
            <span>{t(`coding.actions.${action}`)}</span>
            <span>
              {own[settingName(action)] !== undefined && (
                <Button size="compact-sm" variant="subtle" onClick={() => reset(action)}>
                  {t('keys.reset')}
                </Button>
              )}
              <Button
                size="compact-sm"
                variant={asking === action ? 'light' : 'subtle'}
                aria-label={`${t('keys.change')}: ${t(`coding.actions.${action}`)}`}
                onClick={() => (setAsking(action), setRefusal(undefined))}
                onKeyDown={(event) => asking === action && take(action, event)}
                onBlur={() => asking === action && setAsking(undefined)}
              >
                {asking === action ? t('keys.press') : t('keys.change')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <p role="status" className="quiet">
        {refusal?.kind === 'taken' && t('keys.clash', { action: t(`coding.actions.${refusal.by}`) })}
        {refusal?.kind === 'writes' && t('coding.keys.writes')}
      </p>
    </Dialog>
  );
}

const pressOf = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) => ({
  key,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
});
