/** Asks before a nomenclature or a correspondence is taken from this laptop. */
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { Dialog } from '../../ui/dialog.tsx';
import classes from '../campaigns/campaigns.module.css';
import { useSharedName, type Shared } from './shared-thing.ts';

/** Says what stays: the file that it came from, and codes that were given. */
export function RemoveDialog({ what, onClose }: { readonly what: Shared; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const name = useSharedName()(what);
  const [failure, setFailure] = useState<FailureData>();
  const remove = async () => {
    try {
      await (what.kind === 'nomenclature'
        ? core.annotation.removeNomenclature({ id: what.id })
        : core.annotation.removeCorrespondence({ from: what.from, to: what.to }));
      onClose();
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return (
    <Dialog title={t('annotation.remove.title', { name })} onClose={onClose}>
      <div className={classes.form}>
        <p>{t('annotation.remove.text')}</p>
        {failure && <FailureView failure={failure} compact />}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose} data-autofocus>
            {t('words.cancel')}
          </Button>
          <Button size="sm" variant="filled" onClick={() => void remove()}>
            {t('annotation.remove.open')}
          </Button>
        </Group>
      </div>
    </Dialog>
  );
}
