/** The keys along the bottom, each of which is a button as well. */
import { UnstyledButton } from '@mantine/core';
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

/** What each key does now. */
export function KeysLine({
  keys,
  isEnded,
  pace,
  onAction,
}: {
  readonly keys: CodingKeys;
  readonly isEnded: boolean;
  /** Items an hour. */
  readonly pace: number | undefined;
  readonly onAction: (action: CodingAction) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <footer className={classes.foot}>
      {(isEnded ? atTheEnd : shown).map((action) => (
        <UnstyledButton key={action} className={classes.keyButton} onClick={() => onAction(action)}>
          <CodingKey keys={keys[action]} />{' '}
          {isEnded && action === 'take' ? t('coding.end.next') : t(`coding.actions.${action}`)}
        </UnstyledButton>
      ))}
      {pace !== undefined && (
        <span className={classes.pace}>{t('coding.pace', { value: formatNumber(pace, language) })}</span>
      )}
    </footer>
  );
}
