/** What the person adds to a code: flag, difficulty, comment. */
import { TextInput, UnstyledButton } from '@mantine/core';
import { IconFlag, IconFlagFilled } from '@tabler/icons-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { CodingKey } from './coding-key.tsx';
import type { CodingAction, CodingKeys } from './coding-keys.ts';
import type { ItemState } from './item-state.ts';
import classes from './coding.module.css';

export interface OwnLineProps {
  readonly item: ItemState;
  readonly keys: CodingKeys;
  readonly commentBox: Ref<HTMLInputElement>;
  readonly onComment: (comment: string) => void;
  /** Back to the search box. */
  readonly onLeave: () => void;
  readonly onAction: (action: CodingAction) => void;
}

/** Always there, in the same place. */
export function OwnLine({ item, keys, commentBox, onComment, onLeave, onAction }: OwnLineProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.own}>
      <UnstyledButton
        className={classes.flag}
        aria-pressed={item.flagged}
        onClick={() => (onAction('flag'), onLeave())}
      >
        {item.flagged ? <IconFlagFilled size={16} /> : <IconFlag size={16} />}
        {item.flagged ? t('coding.flagged') : t('coding.notFlagged')} <CodingKey keys={keys.flag} />
      </UnstyledButton>
      <span className={classes.difficulty} role="group" aria-label={t('coding.difficulty')}>
        <UnstyledButton
          aria-label={t('coding.actions.easier')}
          onClick={() => (onAction('easier'), onLeave())}
        >
          −
        </UnstyledButton>
        <span>
          {t('coding.difficulty')}{' '}
          {item.difficulty === undefined
            ? t('coding.notSaid')
            : t('coding.difficultyOf', { value: item.difficulty })}
        </span>
        <UnstyledButton
          aria-label={t('coding.actions.harder')}
          onClick={() => (onAction('harder'), onLeave())}
        >
          +
        </UnstyledButton>
        <CodingKey keys={keys.harder} />
      </span>
      <TextInput
        ref={commentBox}
        className={classes.comment ?? ''}
        size="xs"
        aria-label={t('coding.comment')}
        placeholder={t('coding.comment')}
        rightSection={<CodingKey keys={keys.comment} />}
        rightSectionWidth={60}
        value={item.comment}
        onChange={(event) => onComment(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          onLeave();
        }}
      />
    </div>
  );
}
