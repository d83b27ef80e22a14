/** Removes a bucket, which must be empty. */
import { Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import classes from '../storage.module.css';

/** The server refuses while anything is in it, old versions too; that is said before. */
export function RemoveBucketDialog({
  place,
  onClose,
}: {
  readonly place: Place;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [failure, setFailure] = useState<FailureData>();
  const { profile, bucket } = place;
  const remove = async () => {
    try {
      await core.storage.removeBucket({ profile, bucket });
      onClose();
      await navigate({ to: '/storage', search: { profile } });
      await queries.invalidateQueries({ queryKey: ['storage', 'buckets', profile] });
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return (
    <Dialog title={t('storage.bucket.removeTitle', { name: bucket })} onClose={onClose}>
      <div className={classes.form}>
        <p>{t('storage.bucket.removeHint')}</p>
        {failure && <FailureView failure={failure} compact />}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose} data-autofocus>
            {t('words.cancel')}
          </Button>
          <Button size="sm" variant="filled" onClick={() => void remove()}>
            {t('storage.bucket.remove')}
          </Button>
        </Group>
      </div>
    </Dialog>
  );
}
