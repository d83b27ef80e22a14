/** Where the texts come from, and what was found in the file. */
import { Button } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceFile } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { useStoragePlaces } from '../../../app/streams.ts';
import { formatDuration, formatNumber } from '../../../ui/format.ts';
import { useNow } from '../../../ui/use-now.ts';
import classes from '../campaigns.module.css';
import { FilePicker } from '../files/file-picker.tsx';
import { FindingsList } from '../files/findings-list.tsx';
import { pathText } from '../files/object-path.ts';
import { sendFile } from '../../../app/send-file.ts';
import { ColumnsTable } from './columns-table.tsx';
import { withFile, withReading } from './draft.ts';
import { Section, type SectionProps } from './section.tsx';

const accepted = '.parquet,.csv,.tsv,.txt,.json,.jsonl,.ndjson';

/** A picker, then what the file turned out to be. */
export function SourceSection({ draft, change }: SectionProps) {
  const { t } = useTranslation();
  const { read, again, stop, since, failure } = useReading({ draft, change });
  useAddress({ draft, change }, read);
  return (
    <Section name="source">
      <FilePicker
        accept={accepted}
        path={draft.path}
        onPath={(path) => change({ path })}
        onFile={(file) => read(() => sendFile(file))}
        onObject={(object) => read(async () => object)}
        isBusy={since !== undefined}
      />
      {since !== undefined && <Reading since={since} onStop={stop} />}
      {failure && <FailureView failure={failure} onRetry={again} compact />}
      {since === undefined && draft.reading && <Found draft={draft} change={change} onAgain={again} />}
      {!draft.reading && since === undefined && !failure && (
        <p className={classes.note}>{t('annotation.plan.source.hint')}</p>
      )}
    </Section>
  );
}

/** Reads a file; what was read before stays until the new one is read. */
function useReading({ draft, change }: SectionProps) {
  const running = useRef<AbortController>(undefined);
  const [since, setSince] = useState<number>();
  const [failure, setFailure] = useState<FailureData>();
  useEffect(() => () => running.current?.abort(), []);
  const read = (bring: (signal: AbortSignal) => Promise<SourceFile>) => {
    running.current?.abort();
    const controller = (running.current = new AbortController());
    const { signal } = controller;
    setSince(Date.now());
    setFailure(undefined);
    const work = async () => {
      const file = await bring(signal);
      change((before) => withFile(before, file));
      const reading = await core.annotation.readSource({ files: [file] }, { signal });
      change((before) => withReading(before, reading));
    };
    work()
      .catch((error: unknown) => !signal.aborted && setFailure(failureOf(error)))
      .finally(() => running.current === controller && setSince(undefined));
  };
  const { file } = draft;
  return {
    read,
    since,
    failure,
    /** The same file, if it is known by now. */
    again: file && (() => read(async () => file)),
    stop: () => {
      running.current?.abort();
      setSince(undefined);
    },
  };
}

/** An object named by the address of the page is read at once, unless a file is there already; of a draft from before a reload, that one. */
function useAddress({ draft, change }: SectionProps, read: (bring: () => Promise<SourceFile>) => void): void {
  const { profile, bucket, object } = useSearch({ from: '/annotation/new' });
  const profiles = useStoragePlaces().value?.profiles ?? [];
  const begin = useRef(() => {});
  begin.current = () => {
    const { file, reading } = draft;
    if (file?.kind === 'object' && !reading) return read(async () => file);
    if (profile === undefined || bucket === undefined || object === undefined || file) return;
    change({ path: pathText({ profile, bucket, key: object }, profiles) });
    read(async () => ({ kind: 'object', profile, bucket, key: object }));
  };
  useEffect(() => begin.current(), []);
}

function Reading({ since, onStop }: { readonly since: number; readonly onStop: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(1_000);
  return (
    <div className={classes.inline} role="status">
      <span>{t('annotation.plan.source.reading', { time: formatDuration(now - since, language) })}</span>
      <Button onClick={onStop}>{t('words.cancel')}</Button>
    </div>
  );
}

function Found({ draft, change, onAgain }: SectionProps & { readonly onAgain: (() => void) | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { reading, file } = draft;
  if (!reading) return null;
  const name = file?.kind === 'sent' ? file.name : (file?.key.split('/').at(-1) ?? '');
  return (
    <>
      <p className={classes.line}>
        <strong>{name}</strong>
        <span>
          {t('annotation.plan.source.found', {
            format: t(`annotation.formats.${reading.format}`),
            rows: formatNumber(reading.rows, language),
            texts: formatNumber(reading.distinctTexts, language),
          })}
        </span>
        {onAgain && <Button onClick={onAgain}>{t('annotation.plan.source.again')}</Button>}
      </p>
      {reading.reading === undefined && (
        <p className={classes.problem}>{t('annotation.plan.source.unusable')}</p>
      )}
      <FindingsList findings={reading.findings} inAll={reading.findingsInAll} source={reading} />
      <ColumnsTable draft={draft} change={change} />
    </>
  );
}
