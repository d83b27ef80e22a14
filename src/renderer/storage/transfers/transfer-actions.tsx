/** What one can do with a transfer now. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Transfer } from '../../../shared/contract/storage/transfers.ts';
import { core } from '../../app/core.ts';
import { attempt } from '../../app/notices.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import classes from './transfers.module.css';

/** Its buttons; `canForget`: also the one that takes it off the list. */
export function TransferActions({
  transfer,
  canForget = false,
}: {
  readonly transfer: Transfer;
  readonly canForget?: boolean;
}) {
  const { t } = useTranslation();
  const [asks, setAsks] = useState(false);
  const { id, state, name, files } = transfer;
  const button = (word: string, work: () => Promise<unknown>, isMain = false) => (
    <Button
      key={word}
      size="compact-sm"
      variant={isMain ? 'filled' : 'default'}
      aria-label={t('transfers.actionOn', { action: word, name: name || t('transfers.several') })}
      onClick={() => void attempt(work)}
    >
      {word}
    </Button>
  );
  const isMoving = state === 'running' || state === 'waiting';
  return (
    <div className={classes.actions}>
      {state === 'asking' && (
        <Button size="compact-sm" variant="filled" onClick={() => setAsks(true)}>
          {t('transfers.answer')}
        </Button>
      )}
      {isMoving && button(t('transfers.pause'), () => core.storage.pause({ id }))}
      {state === 'paused' && button(t('transfers.resume'), () => core.storage.resume({ id }), true)}
      {(state === 'failed' || (state === 'done' && files.failed > 0)) &&
        button(t('transfers.retry'), () => core.storage.retry({ id }), true)}
      {transfer.canUndo && button(t('transfers.undo'), () => core.storage.undo({ id }))}
      {(isMoving || state === 'paused' || state === 'asking' || state === 'failed') &&
        button(t('words.cancel'), () => core.storage.cancel({ id }))}
      {canForget &&
        (state === 'done' || state === 'cancelled') &&
        button(t('transfers.forget'), () => core.storage.forget({ ids: [id] }))}
      {asks && state === 'asking' && <ConflictDialog transfer={transfer} onClose={() => setAsks(false)} />}
    </div>
  );
}
