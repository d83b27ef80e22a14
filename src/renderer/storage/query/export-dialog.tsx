/** Writes the whole result to a file of this laptop or to an object. */
import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { Place } from '../../../shared/contract/storage/places.ts';
import type { QueryState } from '../../../shared/contract/storage/query.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes, formatNumber } from '../../ui/format.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './query.module.css';

const LocalPicker = lazy(async () => ({
  default: (await import('../transfers/local-picker.tsx')).LocalPicker,
}));

type Format = 'csv' | 'parquet';
type Target = Parameters<typeof core.storage.exportResult>[0]['to'];

export interface ExportDialogProps {
  readonly run: QueryState;
  readonly place: Place | undefined;
  readonly onClose: () => void;
}

/** Format, then where to; what is there already is replaced only when a person says so. */
export function ExportDialog({ run, place, onClose }: ExportDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [format, setFormat] = useState<Format>('parquet');
  const [where, setWhere] = useState<'laptop' | 'object'>('laptop');
  const [bucket, setBucket] = useState(place?.bucket ?? '');
  const [name, setName] = useState(`${place?.prefix ?? ''}result`);
  const [isPicking, setPicking] = useState(false);
  const [state, setState] = useState<'idle' | 'running'>('idle');
  const [failure, setFailure] = useState<FailureData>();
  const [done, setDone] = useState<{ readonly rows: number; readonly bytes: number }>();
  const [conflict, setConflict] = useState<Target>();
  const [replace, setReplace] = useState(false);
  const key = `${name.replace(/\.(?:csv|parquet)$/, '')}.${format}`;

  const write = async (to: Target, isReplaced: boolean) => {
    setState('running');
    setFailure(undefined);
    setDone(undefined);
    try {
      setDone(await core.storage.exportResult({ id: run.id, format, to, replace: isReplaced }));
      setConflict(undefined);
    } catch (error) {
      const data = failureOf(error);
      setFailure(data);
      setConflict(data.code === 'conflict' ? to : undefined);
    } finally {
      setState('idle');
      setReplace(false);
    }
  };
  const toObject = () =>
    place && void write({ kind: 'object', object: { profile: place.profile, bucket, key } }, replace);

  if (isPicking)
    return (
      <Suspense>
        <LocalPicker
          mode="save"
          title={t('query.export.chooseTitle')}
          action={t('query.export.save')}
          name={`result.${format}`}
          onClose={() => setPicking(false)}
          onChoose={([path]) => {
            setPicking(false);
            if (path) void write({ kind: 'file', path }, false);
          }}
        />
      </Suspense>
    );
  return (
    <Dialog title={t('query.export.title')} onClose={onClose}>
      <div className={classes.export}>
        <p className="quiet">{t('query.export.wholeResult')}</p>
        <div className={classes.field}>
          <span id="export-format">{t('query.export.format')}</span>
          <SegmentedControl
            aria-labelledby="export-format"
            value={format}
            onChange={(next) => setFormat(next === 'csv' ? 'csv' : 'parquet')}
            data={[
              { value: 'parquet', label: t('query.export.parquet') },
              { value: 'csv', label: t('query.export.csv') },
            ]}
          />
        </div>
        <div className={classes.field}>
          <span id="export-where">{t('query.export.where')}</span>
          <SegmentedControl
            aria-labelledby="export-where"
            value={where}
            onChange={(next) => {
              setWhere(next === 'object' ? 'object' : 'laptop');
              setConflict(undefined);
              setFailure(undefined);
            }}
            data={[
              { value: 'laptop', label: t('query.export.laptop') },
              { value: 'object', label: t('query.export.object'), disabled: !place },
            ]}
          />
        </div>
        {where === 'object' && (
          <>
            <TextInput
              label={t('query.export.bucket')}
              value={bucket}
              onChange={(event) => setBucket(event.currentTarget.value)}
            />
            <TextInput
              label={t('query.export.key')}
              value={name}
              rightSection={<span className="quiet">.{format}</span>}
              rightSectionWidth={72}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </>
        )}
        {failure && <FailureView failure={failure} compact />}
        {conflict && (
          <Checkbox
            label={t('query.export.replace')}
            checked={replace}
            onChange={(event) => setReplace(event.currentTarget.checked)}
          />
        )}
        <p className={classes.exportState} role="status">
          {state === 'running' && <StateMark tone="busy" word={t('query.export.running')} />}
          {done && (
            <StateMark
              tone="good"
              word={t('query.export.done', {
                rows: t('query.rows', { count: done.rows, number: formatNumber(done.rows, language) }),
                size: formatBytes(done.bytes, language),
              })}
            />
          )}
        </p>
        <div className={classes.historyActions}>
          {conflict ? (
            <Button
              variant="filled"
              disabled={!replace || state === 'running'}
              onClick={() => void write(conflict, true)}
            >
              {t('query.export.go')}
            </Button>
          ) : where === 'laptop' ? (
            <Button variant="filled" disabled={state === 'running'} onClick={() => setPicking(true)}>
              {t('query.export.choose')}
            </Button>
          ) : (
            <Button
              variant="filled"
              disabled={state === 'running' || bucket === '' || name === '' || name.endsWith('/')}
              onClick={toObject}
            >
              {t('query.export.go')}
            </Button>
          )}
          <Button variant="subtle" onClick={onClose}>
            {t('words.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
