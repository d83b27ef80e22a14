/** A new folder in the present place. */
import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { attempt } from '../../../app/notices.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { partProblem } from '../bucket-name.ts';
import { useBrowseStore } from '../browse-store.ts';
import classes from '../storage.module.css';

/** Asks for its name. */
export function FolderDialog({ place, onClose }: { readonly place: Place; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const created = useBrowseStore((store) => store.created);
  const [name, setName] = useState('');
  const problem = partProblem(name);
  const create = async () => {
    if (problem) return;
    onClose();
    const made = await attempt(() => core.storage.createFolder({ ...place, name }));
    if (made) created(made.key);
  };
  return (
    <Dialog title={t('storage.folder.title')} onClose={onClose}>
      <form className={classes.form} onSubmit={(event) => (event.preventDefault(), void create())}>
        <TextInput
          label={t('storage.folder.name')}
          description={t('storage.folder.hint')}
          value={name}
          error={problem && problem !== 'empty' ? t(`storage.nameProblems.${problem}`) : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" type="submit" variant="filled" disabled={problem !== undefined}>
            {t('storage.folder.create')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
