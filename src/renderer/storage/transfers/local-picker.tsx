/** Files and folders of this laptop, to choose from. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { LocalEntries } from './local-entries.tsx';
import classes from './transfers.module.css';
import { useLocalFolder } from './use-local-folder.ts';

export interface LocalPickerProps {
  /** `files`: any number of files and folders; `folder`: one folder to write into; `save`: a folder and a name. */
  readonly mode: 'files' | 'folder' | 'save';
  readonly title: string;
  /** Word of the button that chooses. */
  readonly action: string;
  /** For `save`: the name that is proposed. */
  readonly name?: string;
  /** Absolute paths. */
  readonly onChoose: (paths: readonly string[]) => void;
  readonly onClose: () => void;
}

const namedShortcuts = ['Home', 'Downloads', 'Documents', 'Desktop'] as const;
const isNamed = (name: string): name is (typeof namedShortcuts)[number] =>
  namedShortcuts.some((one) => one === name);

/** Remembers the folder for as long as the page lives. */
export function LocalPicker({
  mode,
  title,
  action,
  name: proposed = '',
  onChoose,
  onClose,
}: LocalPickerProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { folder, failure, go, hidden, setHidden, reload } = useLocalFolder();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [name, setName] = useState(proposed);
  const [typed, setTyped] = useState<string>();
  const [newName, setNewName] = useState<string>();
  const separator = folder?.path.includes('\\') ? '\\' : '/';

  const goTo = (path: string | undefined) => {
    setChosen(new Set());
    setTyped(undefined);
    go(path);
  };
  const choose = () => {
    if (!folder) return;
    const inFolder = (file: string) => `${folder.path.replace(/[\\/]$/, '')}${separator}${file}`;
    if (mode === 'files') onChoose([...chosen]);
    else onChoose([mode === 'save' ? inFolder(name) : folder.path]);
    onClose();
  };
  const makeFolder = () =>
    void attempt(async () => {
      if (!folder || !newName) return;
      const { path } = await core.storage.createLocalFolder({ parent: folder.path, name: newName });
      setNewName(undefined);
      goTo(path);
    });
  const canChoose =
    folder !== undefined && (mode === 'files' ? chosen.size > 0 : mode === 'folder' || name.trim() !== '');

  return (
    <Dialog title={title} onClose={onClose} size="lg">
      <div className={classes.form}>
        <div className={classes.shortcuts} role="group" aria-label={t('transfers.shortcuts')}>
          {folder?.shortcuts.map((one) => (
            <Button key={one.path} size="compact-sm" onClick={() => goTo(one.path)}>
              {isNamed(one.name) ? t(`transfers.shortcutNames.${one.name}`) : one.name}
            </Button>
          ))}
        </div>
        <form
          className={classes.row}
          onSubmit={(event) => (event.preventDefault(), goTo(typed ?? folder?.path))}
        >
          <Button
            size="sm"
            disabled={folder?.parent === undefined}
            onClick={() => folder?.parent !== undefined && goTo(folder.parent)}
          >
            {t('transfers.up')}
          </Button>
          <TextInput
            className={classes.grow ?? ''}
            label={t('transfers.folder')}
            value={typed ?? folder?.path ?? ''}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </form>
        {failure && <FailureView failure={failure} onRetry={reload} />}
        {!failure && !folder && <Waiting words={t('transfers.readingFolder')} />}
        {folder && (
          <LocalEntries
            label={t('transfers.entriesOf', { folder: folder.path })}
            entries={folder.entries}
            canChoose={mode === 'files'}
            showsFiles={mode !== 'folder'}
            chosen={chosen}
            onChosen={setChosen}
            onOpen={goTo}
            onFile={(file) => (mode === 'save' ? setName(file) : undefined)}
          />
        )}
        <div className={classes.row}>
          <Checkbox
            label={t('transfers.hidden')}
            checked={hidden}
            onChange={(event) => setHidden(event.currentTarget.checked)}
          />
          {folder?.freeBytes !== undefined && mode !== 'files' && (
            <span className={classes.number}>
              {t('transfers.free', { size: formatBytes(folder.freeBytes, language) })}
            </span>
          )}
        </div>
        {mode !== 'files' &&
          (newName === undefined ? (
            <div>
              <Button size="compact-sm" onClick={() => setNewName('')}>
                {t('transfers.newFolder')}
              </Button>
            </div>
          ) : (
            <form className={classes.row} onSubmit={(event) => (event.preventDefault(), makeFolder())}>
              <TextInput
                className={classes.grow ?? ''}
                label={t('transfers.newFolderName')}
                value={newName}
                onChange={(event) => setNewName(event.currentTarget.value)}
                data-autofocus
              />
              <Button size="sm" type="submit" disabled={newName.trim() === ''}>
                {t('transfers.makeFolder')}
              </Button>
            </form>
          ))}
        {mode === 'save' && (
          <TextInput
            label={t('transfers.fileName')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <div className={classes.row} style={{ justifyContent: 'flex-end' }}>
          {mode === 'files' && <span>{t('transfers.chosen', { count: chosen.size })}</span>}
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" variant="filled" disabled={!canChoose} onClick={choose}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
