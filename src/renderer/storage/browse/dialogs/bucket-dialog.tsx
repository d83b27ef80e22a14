/** A new bucket: its name is judged while it is typed. */
import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { Profile } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { bucketNameProblem } from '../bucket-name.ts';
import classes from '../storage.module.css';

/** Creates it and goes there. */
export function BucketDialog({
  profile,
  onClose,
}: {
  readonly profile: Profile;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [versioning, setVersioning] = useState(profile.dialect?.versioning !== false);
  const [failure, setFailure] = useState<FailureData>();
  const [isBusy, setBusy] = useState(false);
  const problem = bucketNameProblem(name);
  const create = async () => {
    if (problem || isBusy) return;
    setBusy(true);
    try {
      await core.storage.createBucket({ profile: profile.id, bucket: name, versioning });
      await queries.invalidateQueries({ queryKey: ['storage', 'buckets', profile.id] });
      onClose();
      await navigate({ to: '/storage', search: { profile: profile.id, bucket: name } });
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('storage.bucket.title', { profile: profile.name })} onClose={onClose}>
      <form className={classes.form} onSubmit={(event) => (event.preventDefault(), void create())}>
        <TextInput
          label={t('storage.bucket.name')}
          description={t('storage.bucket.hint')}
          value={name}
          error={name !== '' && problem ? t(`storage.bucket.problems.${problem}`) : undefined}
          spellCheck={false}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setFailure(undefined);
          }}
          data-autofocus
        />
        <Checkbox
          label={t('storage.bucket.versioning')}
          description={t(
            profile.dialect?.versioning === false
              ? 'storage.bucket.noVersioning'
              : 'storage.bucket.versioningHint',
          )}
          checked={versioning}
          disabled={profile.dialect?.versioning === false}
          onChange={(event) => setVersioning(event.currentTarget.checked)}
        />
        {failure && <FailureView failure={failure} compact />}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" type="submit" variant="filled" disabled={problem !== undefined} loading={isBusy}>
            {t('storage.bucket.create')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
