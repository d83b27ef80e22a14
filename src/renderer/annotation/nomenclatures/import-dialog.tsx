/** Takes in a nomenclature, its notes, or a correspondence: first it says what the file turned out to be. */
import { Button, Group } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  NomenclatureReading,
  NomenclatureSummary,
  SourceFile,
} from '../../../shared/contract/annotation/nomenclatures.ts';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from '../campaigns/campaigns.module.css';
import { FilePicker } from '../campaigns/files/file-picker.tsx';
import { sendFile } from '../../app/send-file.ts';
import { AsFields, type As } from './as-fields.tsx';
import { ReadingView } from './reading-view.tsx';

const accepted = '.csv,.tsv,.txt,.xlsx,.rdf,.xml,.ttl,.json';

export interface ImportDialogProps {
  readonly nomenclatures: readonly NomenclatureSummary[];
  readonly onClose: () => void;
  readonly onKept: (id: string) => void;
}

/** Choose, look, correct what it is taken for, keep. */
export function ImportDialog({ nomenclatures, onClose, onKept }: ImportDialogProps) {
  const { t } = useTranslation();
  const [path, setPath] = useState('');
  const { file, reading, failure, isBusy, read, keep } = useImport(onKept);
  return (
    <Dialog title={t('annotation.import.title')} onClose={onClose} size="xl">
      <div className={classes.form}>
        <p className={classes.note}>{t('annotation.import.hint')}</p>
        <FilePicker
          accept={accepted}
          path={path}
          onPath={setPath}
          onFile={(chosen) => read(() => sendFile(chosen))}
          onObject={(object) => read(async () => object)}
          isBusy={isBusy}
          autoFocus
        />
        {isBusy && <Waiting words={t('annotation.import.reading')} rows={2} />}
        {failure && <FailureView failure={failure} compact />}
        {reading && !isBusy && <ReadingView reading={reading} />}
        {reading && file && !isBusy && (
          <AsFields
            key={reading.reading ?? reading.id}
            reading={reading}
            nomenclatures={nomenclatures}
            onRead={(as) => read(async () => file, as)}
          />
        )}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button
            size="sm"
            variant="filled"
            disabled={reading?.reading === undefined || isBusy}
            onClick={() => void keep()}
          >
            {t(reading?.replaces === undefined ? 'annotation.import.keep' : 'annotation.import.replace')}
          </Button>
        </Group>
      </div>
    </Dialog>
  );
}

/** What was chosen and what came of it; a new choice gives up the one before. */
function useImport(onKept: (id: string) => void) {
  const running = useRef<AbortController>(undefined);
  const [file, setFile] = useState<SourceFile>();
  const [reading, setReading] = useState<NomenclatureReading>();
  const [failure, setFailure] = useState<FailureData>();
  const [isBusy, setBusy] = useState(false);
  const read = (bring: (signal: AbortSignal) => Promise<SourceFile>, as?: As) => {
    running.current?.abort();
    const controller = (running.current = new AbortController());
    const { signal } = controller;
    setBusy(true);
    setFailure(undefined);
    const work = async () => {
      const chosen = await bring(signal);
      setFile(chosen);
      setReading(await core.annotation.readNomenclature({ file: chosen, ...(as && { as }) }, { signal }));
    };
    work()
      .catch((error: unknown) => {
        if (signal.aborted) return;
        setReading(undefined);
        setFailure(failureOf(error));
      })
      .finally(() => running.current === controller && setBusy(false));
  };
  const keep = async () => {
    if (reading?.reading === undefined) return;
    try {
      const { id } = await core.annotation.importNomenclature({ reading: reading.reading });
      onKept(id);
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return { file, reading, failure, isBusy, read, keep };
}
