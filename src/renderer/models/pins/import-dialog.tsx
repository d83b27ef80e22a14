/** Brings a model file: of this laptop, or of a bucket. */
import { Button, FileButton, Group, TextInput } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceFile } from '../../../shared/contract/annotation/nomenclatures.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useStoragePlaces } from '../../app/streams.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes } from '../../ui/format.ts';
import classes from '../models.module.css';
import { objectAt } from '../parts/object-at.ts';
import { sendFile } from '../../app/send-file.ts';

/** What the core takes of one file of this laptop (see `announceFile`). */
const mostBytes = 512 * 2 ** 20;

/** A name, and a file or the address of an object. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const profiles = useStoragePlaces().value?.profiles ?? [];
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const object = objectAt(address, profiles);
  const [tooLarge, setTooLarge] = useState<string>();
  const { mutate, isPending, error, variables } = useMutation({
    mutationFn: async (from: File | SourceFile) => {
      const file = from instanceof File ? await sendFile(from) : from;
      await core.models.importModel({ file, ...(name.trim() !== '' && { name: name.trim() }) });
    },
    onSuccess: onClose,
  });
  const take = (file: File | null) => {
    if (!file) return;
    setTooLarge(file.size > mostBytes ? file.name : undefined);
    if (file.size <= mostBytes) mutate(file);
  };
  return (
    <Dialog title={t('models.pins.importTitle')} onClose={onClose} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (object) mutate({ kind: 'object', ...object });
        }}
      >
        <p className={classes.note}>{t('models.pins.importHint')}</p>
        <TextInput
          label={t('models.pins.importName')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <div className={classes.fields}>
          <TextInput
            className={classes.grow ?? ''}
            label={t('models.file.address')}
            placeholder="s3://bucket/models/model.bin"
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            error={address.trim() !== '' && !object && t('models.file.noAddress')}
            autoComplete="off"
            spellCheck={false}
          />
          <Button size="sm" type="submit" disabled={!object || isPending}>
            {t('models.file.take')}
          </Button>
        </div>
        {tooLarge !== undefined && (
          <p role="alert">
            {t('models.pins.tooLarge', { name: tooLarge, most: formatBytes(mostBytes, language) })}
          </p>
        )}
        {error && (
          <FailureView failure={failureOf(error)} onRetry={() => variables && mutate(variables)} compact />
        )}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <FileButton accept=".bin,.ftz" onChange={take} disabled={isPending}>
            {(props) => (
              <Button
                size="sm"
                variant="filled"
                loading={isPending}
                leftSection={<IconFileUpload size={16} />}
                {...props}
              >
                {t('models.file.laptop')}
              </Button>
            )}
          </FileButton>
        </Group>
      </form>
    </Dialog>
  );
}
