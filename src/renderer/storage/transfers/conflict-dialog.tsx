/** Names that are taken at the target: asked once for all of them. */
import { Button, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConflictAnswer, Transfer } from '../../../shared/contract/storage/transfers.ts';
import { core } from '../../app/core.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatNumber } from '../../ui/format.ts';
import classes from './transfers.module.css';

const answers: readonly ConflictAnswer[] = ['keep-both', 'skip', 'newer', 'replace'];

/** Begins with the answer that loses nothing. */
export function ConflictDialog({
  transfer,
  onClose,
}: {
  readonly transfer: Transfer;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [answer, setAnswer] = useState<ConflictAnswer>('keep-both');
  const { count = 0, sample = [] } = transfer.conflicts ?? {};
  const send = () => {
    onClose();
    void attempt(() => core.storage.answerConflicts({ id: transfer.id, answer }));
  };
  return (
    <Dialog
      title={t('transfers.conflictTitle', { count, number: formatNumber(count, language) })}
      onClose={onClose}
    >
      <form className={classes.form} onSubmit={(event) => (event.preventDefault(), send())}>
        <div>
          <p style={{ margin: 0 }}>{t('transfers.conflictLead', { place: transfer.to ?? '' })}</p>
          <ul>
            {sample.slice(0, 5).map((name) => (
              <li key={name} style={{ overflowWrap: 'anywhere' }}>
                {name}
              </li>
            ))}
            {count > 5 && <li>{t('transfers.andMore', { number: formatNumber(count - 5, language) })}</li>}
          </ul>
        </div>
        <Radio.Group label={t('transfers.conflictAsk')} value={answer} onChange={(value) => setAnswer(value)}>
          <Stack gap={6} mt={6}>
            {answers.map((one) => (
              <Radio key={one} value={one} label={t(`transfers.conflictAnswers.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <div className={classes.row} style={{ justifyContent: 'flex-end' }}>
          <Button size="sm" onClick={onClose}>
            {t('transfers.later')}
          </Button>
          <Button size="sm" type="submit" variant="filled">
            {t('transfers.goOn')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
