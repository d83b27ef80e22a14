/** What the person adds to a code: flag, difficulty, comment. */
import { TextInput, UnstyledButton } from '@mantine/core';
import { IconFlag, IconFlagFilled } from '@tabler/icons-react';
import { memo, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { CodingKey } from './coding-key.tsx';
import type { CodingAction, CodingKeys } from './coding-keys.ts';
import classes from './coding.module.css';
import type { Remarks } from './remarks.ts';

export interface OwnLineProps extends Remarks {
  readonly keys: CodingKeys;
  readonly commentBox: Ref<HTMLInputElement>;
  readonly onComment: (comment: string) => void;
  /** Back to the search box. */
  readonly onLeave: () => void;
  readonly onAction: (action: CodingAction) => void;
}

/** Always there, in the same place; drawn again only when something of it is another. */
export const OwnLine = memo(function OwnLine(props: OwnLineProps) {
  const { comment, flagged, difficulty, keys, commentBox, onComment, onLeave, onAction } = props;
  const { t } = useTranslation();
  return (
    <div className={classes.own}>
      <UnstyledButton
        className={classes.flag}
        aria-pressed={flagged}
        onClick={() => (onAction('flag'), onLeave())}
      >
        {flagged ? <IconFlagFilled size={16} /> : <IconFlag size={16} />}
        {flagged ? t('coding.flagged') : t('coding.notFlagged')} <CodingKey keys={keys.flag} />
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
          {difficulty === undefined ? t('coding.notSaid') : t('coding.difficultyOf', { value: difficulty })}
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
        value={comment}
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
});
