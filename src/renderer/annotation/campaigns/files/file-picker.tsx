/** Chooses files: of this laptop, or an object of the storage by its typed path. */
import { Button, FileButton } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SourceFile } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { useStoragePlaces } from '../../../app/streams.ts';
import classes from '../campaigns.module.css';
import { objectOf } from './object-path.ts';
import { PathField } from './path-field.tsx';

export interface FilePickerProps {
  /** What file inputs take: `.csv,.parquet`. */
  readonly accept: string;
  /** What was typed of an object. */
  readonly path: string;
  readonly onPath: (text: string) => void;
  readonly onFile: (file: File) => void;
  readonly onObject: (object: SourceFile) => void;
  readonly isBusy: boolean;
  readonly autoFocus?: boolean;
}

/** A button for a file of this laptop; a field and a button for an object. Enter in the field reads it. */
export function FilePicker({ accept, path, onPath, onFile, onObject, isBusy, autoFocus }: FilePickerProps) {
  const { t } = useTranslation();
  const profiles = useStoragePlaces().value?.profiles ?? [];
  const object = objectOf(path, profiles);
  return (
    <div className={classes.picker}>
      <form
        className={classes.inline}
        onSubmit={(event) => {
          event.preventDefault();
          if (object) onObject({ kind: 'object', ...object });
        }}
      >
        <div className={classes.grow}>
          <PathField
            label={t('annotation.files.object')}
            value={path}
            onChange={onPath}
            wants="object"
            {...(autoFocus && { autoFocus })}
          />
        </div>
        <Button size="sm" type="submit" disabled={!object || isBusy}>
          {t('annotation.files.read')}
        </Button>
      </form>
      <FileButton accept={accept} onChange={(file) => file && onFile(file)} disabled={isBusy}>
        {(props) => (
          <Button size="sm" leftSection={<IconFileUpload size={16} />} disabled={isBusy} {...props}>
            {t('annotation.files.laptop')}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
