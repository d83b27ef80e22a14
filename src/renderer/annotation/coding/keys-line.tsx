/** The keys along the bottom, each of which is a button as well. */
import { UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { CodingKey } from './coding-key.tsx';
import type { CodingAction, CodingKeys } from './coding-keys.ts';
import classes from './coding.module.css';

const shown = [
  'take',
  'skip',
  'delegate',
  'unclassifiable',
  'undo',
  'climb',
  'descend',
  'guidelines',
  'help',
] as const;
const atTheEnd = ['take', 'undo', 'previous', 'help'] as const;

interface KeyButtonsProps {
  readonly keys: CodingKeys;
  readonly isEnded: boolean;
  readonly onAction: (action: CodingAction) => void;
}

/** What each key does now; `pace` in items an hour. */
export function KeysLine({ pace, ...buttons }: KeyButtonsProps & { readonly pace: number | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <footer className={classes.foot}>
      <KeyButtons {...buttons} />
      {pace !== undefined && (
        <span className={classes.pace}>{t('coding.pace', { value: formatNumber(pace, language) })}</span>
      )}
    </footer>
  );
}

/** Drawn once, not for each item. */
const KeyButtons = memo(function KeyButtons({ keys, isEnded, onAction }: KeyButtonsProps) {
  const { t } = useTranslation();
  return (
    <>
      {(isEnded ? atTheEnd : shown).map((action) => (
        <UnstyledButton key={action} className={classes.keyButton} onClick={() => onAction(action)}>
          <CodingKey keys={keys[action]} />{' '}
          {isEnded && action === 'take' ? t('coding.end.next') : t(`coding.actions.${action}`)}
        </UnstyledButton>
      ))}
    </>
  );
});
