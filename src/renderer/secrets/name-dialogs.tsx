/** Asks for the name of a secret: of a new one, or another for one that is there. */
import { Button, Group, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../shared/contract/errors.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { Dialog } from '../ui/dialog.tsx';
import { draftOf } from './draft.ts';
import { useDrafts } from './drafts.ts';
import { nameOf, nameProblem } from './paths.ts';
import { useFolderName, usePlaceKey } from './place.ts';
import { useRefresh } from './queries.ts';
import classes from './secrets.module.css';

interface NameFormProps {
  readonly label: string;
  readonly hint: string;
  readonly submit: string;
  readonly first: string;
  /** What comes before the name in its path. */
  readonly folder: string;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
  readonly failure?: FailureData | undefined;
}

function NameForm({ label, hint, submit, first, folder, onName, onClose, failure }: NameFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(first);
  const [isTold, setIsTold] = useState(false);
  const problem = nameProblem(`${folder}${name}`) ?? (name === '' ? 'empty' : undefined);
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setIsTold(true);
        if (!problem) onName(name);
      }}
    >
      <TextInput
        label={label}
        description={hint}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={isTold && problem ? t(`secrets.new.problems.${problem}`) : undefined}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      {failure && <FailureView failure={failure} compact />}
      <Group justify="flex-end" gap={8}>
        <Button size="sm" onClick={onClose}>
          {t('words.cancel')}
        </Button>
        <Button size="sm" type="submit" variant="filled" disabled={name === first}>
          {submit}
        </Button>
      </Group>
    </form>
  );
}

/** A new secret: it is there once it is saved. */
export function NewDialog({
  folder,
  onName,
  onClose,
}: {
  readonly folder: string;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const placeKey = usePlaceKey();
  const folderName = useFolderName();
  const { set, drafts } = useDrafts();
  const [failure, setFailure] = useState<FailureData>();
  const begin = async (name: string) => {
    const path = `${folder}${name}`;
    try {
      const found = await core.secrets.read({ path });
      if (found.version === 0 && !drafts[`${placeKey}\n${path}`]) set(placeKey, path, draftOf(found));
      onClose();
      onName(name);
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return (
    <Dialog title={t('secrets.new.title')} onClose={onClose}>
      <NameForm
        label={t('secrets.new.label')}
        hint={t('secrets.new.hint', { folder: folderName(folder) })}
        submit={t('secrets.new.submit')}
        first=""
        folder={folder}
        onName={(name) => void begin(name)}
        onClose={onClose}
        failure={failure}
      />
    </Dialog>
  );
}

/** Another name, or another folder; an unsaved draft goes with it. */
export function RenameDialog({ path, onClose }: { readonly path: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const placeKey = usePlaceKey();
  const { set, drafts } = useDrafts();
  const [failure, setFailure] = useState<FailureData>();
  const rename = async (to: string) => {
    try {
      await core.secrets.rename({ path, to });
    } catch (error) {
      setFailure(failureOf(error));
      return;
    }
    const draft = drafts[`${placeKey}\n${path}`];
    if (draft) {
      set(placeKey, path, undefined);
      set(placeKey, to, { ...draft, base: 1 });
    }
    onClose();
    await navigate({ to: '/secrets', search: { path: to } });
    await refresh();
  };
  return (
    <Dialog title={t('secrets.renaming.title', { name: nameOf(path) })} onClose={onClose}>
      <NameForm
        label={t('secrets.renaming.label')}
        hint={t('secrets.renaming.hint')}
        submit={t('secrets.renaming.submit')}
        first={path}
        folder=""
        onName={(to) => void rename(to)}
        onClose={onClose}
        failure={failure}
      />
    </Dialog>
  );
}
